//! The radio board.

use super::{
    ChartKind, Extra, Module, Plan, Process, Product, around, at_least, at_most, between, case,
};
use super::{exactly, module, module_in, recorded, text};
use crate::measure::Wanted;

pub(crate) static RADIO: Product = Product {
    name: "Radio module",
    kind: "PCBA",
    part_number: "RAD-0868",
    serial_prefix: "RA",
    revisions: ["A", "A1"],
    first_plan: Plan {
        name: "RAD-0868 ICT",
        process: Process::InCircuit,
        modules: IN_CIRCUIT,
    },
    later_plans: &[Plan {
        name: "RAD-0868 Functional",
        process: Process::Functional,
        modules: FUNCTIONAL,
    }],
};

const IN_CIRCUIT: &[Module] = &[
    module(
        "test_contact",
        "Contact",
        &[
            case(
                "test_probe_contact",
                "Probe contact",
                (2, 101),
                &[exactly("Open probes", "", 0.0)],
            )
            .critical(),
            case(
                "test_shorts",
                "Shorts",
                (2, 102),
                &[exactly("Shorted nets", "", 0.0)],
            )
            .critical(),
        ],
    ),
    module(
        "test_passives",
        "Passive components",
        &[
            case(
                "test_resistors",
                "Resistors",
                (3, 111),
                &[
                    around("R1", "Ω", (49.91, 0.08, 2), (49.9, 0.5)),
                    around("R2", "Ω", (10_004.0, 21.0, 0), (10_000.0, 100.0)),
                ],
            ),
            case(
                "test_matching",
                "Matching network",
                (5, 112),
                &[
                    around("C4", "pF", (3.31, 0.05, 2), (3.3, 0.25)),
                    around("C5", "pF", (1.81, 0.04, 2), (1.8, 0.25)),
                    around("L2", "nH", (12.1, 0.24, 2), (12.0, 1.2)),
                    around("L3", "nH", (6.82, 0.15, 2), (6.8, 0.68)),
                ],
            ),
            case(
                "test_crystal",
                "Crystal",
                (3, 113),
                &[between("Start-up time", "ms", (1.32, 0.11, 2), (0.5, 2.5))],
            ),
        ],
    ),
    module(
        "test_supply",
        "Supply",
        &[case(
            "test_sleep",
            "Sleep current",
            (3, 121),
            &[at_most("Sleep current", "µA", (1.42, 0.16, 2), 2.5)],
        )],
    ),
];

const FUNCTIONAL: &[Module] = &[
    module_in(
        "setup",
        "test_setup",
        "Preparation",
        &[
            case("test_shield_box", "Shield box closed", (1, 201), &[]).critical(),
            case(
                "test_identity",
                "Identity",
                (2, 202),
                &[
                    text("Firmware version", Wanted::Firmware, "0.0.0"),
                    text("Chip", Wanted::Fixed("SX-1262"), "unknown"),
                ],
            )
            .critical(),
        ],
    ),
    module(
        "test_transmitter",
        "Transmitter",
        &[
            case(
                "test_output_power",
                "Output power",
                (4, 211),
                &[
                    between("Output power", "dBm", (13.62, 0.21, 2), (12.4, 14.6)),
                    recorded("Shield box temperature", "°C", (25.1, 0.8, 1)),
                ],
            ),
            case(
                "test_frequency",
                "Frequency",
                (4, 212),
                &[
                    between("Frequency error", "ppm", (0.8, 1.3, 2), (-8.0, 8.0)),
                    at_most("Phase noise 10 kHz", "dBc/Hz", (-94.6, 0.9, 1), -90.0),
                ],
            ),
            case(
                "test_spectrum",
                "Spectrum",
                (6, 213),
                &[
                    at_most("Second harmonic", "dBm", (-42.3, 1.3, 1), -36.0),
                    at_most("Third harmonic", "dBm", (-47.8, 1.5, 1), -36.0),
                    at_most("Adjacent channel power", "dBm", (-44.9, 1.1, 1), -37.0),
                ],
            )
            .with(Extra::SpectrumArtifact),
            case(
                "test_transmit_current",
                "Transmit current",
                (2, 214),
                &[between(
                    "Transmit current",
                    "mA",
                    (44.8, 0.9, 1),
                    (38.0, 50.0),
                )],
            ),
        ],
    ),
    module(
        "test_receiver",
        "Receiver",
        &[
            case(
                "test_sensitivity",
                "Sensitivity",
                (9, 221),
                &[
                    at_most("Sensitivity", "dBm", (-122.4, 0.55, 1), -120.0),
                    at_most("Packet error rate", "%", (0.22, 0.08, 2), 1.0),
                ],
            )
            .with(Extra::Chart(ChartKind::PacketErrors)),
            case(
                "test_rssi",
                "Signal strength",
                (3, 222),
                &[around(
                    "RSSI at -80 dBm",
                    "dBm",
                    (-80.3, 0.45, 1),
                    (-80.0, 2.5),
                )],
            ),
            case(
                "test_blocking",
                "Blocking",
                (5, 223),
                &[at_least("Blocking 2 MHz", "dB", (88.2, 1.1, 1), 82.0)],
            ),
        ],
    ),
    module(
        "test_interface",
        "Interface",
        &[case(
            "test_spi",
            "SPI",
            (2, 231),
            &[
                exactly("Bit errors", "", 0.0),
                recorded("Clock", "MHz", (7.998, 0.002, 4)),
            ],
        )
        .with(Extra::Message)],
    ),
];
