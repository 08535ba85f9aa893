//! The gateway: a device of one power supply, one controller and one radio module.

use super::{Extra, Module, Plan, Process, Product, around, at_least, at_most, between, case};
use super::{exactly, module, module_in, recorded, text};
use crate::measure::Wanted;

pub(crate) static GATEWAY: Product = Product {
    name: "Gateway",
    kind: "Device",
    part_number: "GWY-1000",
    serial_prefix: "GW",
    revisions: ["01", "02"],
    first_plan: Plan {
        name: "GWY-1000 Final",
        process: Process::Final,
        modules: FINAL,
    },
    later_plans: &[],
};

const FINAL: &[Module] = &[
    module_in(
        "setup",
        "test_setup",
        "Preparation",
        &[
            case(
                "test_label",
                "Label",
                (2, 301),
                &[text("Model", Wanted::Fixed("GWY-1000"), "")],
            )
            .critical(),
            case(
                "test_power_on",
                "Power on",
                (6, 302),
                &[
                    between("Input current", "mA", (231.0, 6.5, 1), (190.0, 270.0)),
                    between("Boot time", "s", (11.4, 0.4, 2), (8.0, 14.0)),
                ],
            )
            .critical(),
        ],
    ),
    module(
        "test_identity",
        "Identity",
        &[case(
            "test_versions",
            "Versions",
            (3, 311),
            &[
                text("Firmware version", Wanted::Firmware, "recovery"),
                text("Region", Wanted::Fixed("EU868"), "US915"),
            ],
        )
        .with(Extra::Message)],
    ),
    module(
        "test_interfaces",
        "Interfaces",
        &[
            case(
                "test_ethernet",
                "Ethernet",
                (8, 321),
                &[
                    at_least("Throughput", "Mbit/s", (94.1, 0.12, 2), 90.0),
                    exactly("Lost frames", "", 0.0),
                ],
            ),
            case(
                "test_fieldbus",
                "Field bus",
                (6, 322),
                &[exactly("Bit errors", "", 0.0)],
            ),
            case(
                "test_radio_link",
                "Radio link",
                (10, 323),
                &[
                    at_least("RSSI", "dBm", (-57.2, 1.7, 1), -65.0),
                    at_most("Packet error rate", "%", (0.31, 0.1, 2), 1.0),
                ],
            ),
            case(
                "test_inputs",
                "Analog inputs",
                (5, 324),
                &[
                    around("AI1 12 mA", "mA", (12.003, 0.012, 3), (12.0, 0.06)),
                    around("AI2 12 mA", "mA", (11.997, 0.012, 3), (12.0, 0.06)),
                ],
            ),
        ],
    ),
    module(
        "test_run_in",
        "Run-in",
        &[
            case(
                "test_temperature",
                "Temperature",
                (20, 331),
                &[
                    between("Case temperature", "°C", (38.6, 0.7, 1), (30.0, 42.0)),
                    at_most("Controller temperature", "°C", (54.3, 1.2, 1), 62.0),
                ],
            ),
            case(
                "test_power_use",
                "Power use",
                (4, 332),
                &[
                    between("Power idle", "W", (4.82, 0.09, 2), (4.2, 5.4)),
                    between("Power full", "W", (8.91, 0.16, 2), (8.0, 9.8)),
                ],
            ),
        ],
    ),
    module(
        "test_safety",
        "Safety",
        &[case(
            "test_earth",
            "Protective earth",
            (4, 341),
            &[
                at_most("Earth resistance", "mΩ", (38.0, 4.2, 1), 100.0),
                recorded("Humidity", "%", (41.0, 3.0, 1)),
            ],
        )],
    ),
    module_in(
        "teardown",
        "test_teardown",
        "Release",
        &[case("test_factory_reset", "Factory reset", (5, 351), &[])],
    ),
];
