//! The controller board.

use super::{
    ChartKind, Extra, Module, Plan, Process, Product, around, at_most, between, case, exactly,
};
use super::{module, module_in, recorded, text};
use crate::measure::Wanted;

pub(crate) static CONTROLLER: Product = Product {
    name: "Controller",
    kind: "PCBA",
    part_number: "CTL-7300",
    serial_prefix: "CT",
    revisions: ["1.2", "1.3"],
    first_plan: Plan {
        name: "CTL-7300 ICT",
        process: Process::InCircuit,
        modules: IN_CIRCUIT,
    },
    later_plans: &[Plan {
        name: "CTL-7300 Functional",
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
                (4, 102),
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
                (6, 111),
                &[
                    around("R3", "Ω", (49.93, 0.09, 2), (49.9, 0.5)),
                    around("R11", "Ω", (1_001.0, 2.2, 1), (1_000.0, 10.0)),
                    around("R20", "Ω", (4_698.0, 9.0, 1), (4_700.0, 47.0)),
                    around("R44", "Ω", (10_010.0, 22.0, 0), (10_000.0, 100.0)),
                ],
            ),
            case(
                "test_capacitors",
                "Capacitors",
                (6, 112),
                &[
                    around("C2", "nF", (99.1, 1.8, 1), (100.0, 10.0)),
                    around("C17", "pF", (12.1, 0.22, 2), (12.0, 1.2)),
                    around("C18", "pF", (12.0, 0.22, 2), (12.0, 1.2)),
                ],
            ),
        ],
    ),
    module(
        "test_boundary_scan",
        "Boundary scan",
        &[
            case(
                "test_chain",
                "Chain",
                (2, 121),
                &[text("IDCODE", Wanted::Fixed("0x2BA01477"), "0xFFFFFFFF")],
            ),
            case(
                "test_interconnect",
                "Interconnect",
                (5, 122),
                &[
                    exactly("Stuck nets", "", 0.0),
                    exactly("Bridged nets", "", 0.0),
                ],
            ),
        ],
    ),
];

const FUNCTIONAL: &[Module] = &[
    module_in(
        "setup",
        "test_setup",
        "Preparation",
        &[
            case("test_fixture", "Fixture closed", (1, 201), &[]).critical(),
            case(
                "test_supply_current",
                "Supply current",
                (2, 202),
                &[
                    between("Supply current", "mA", (142.0, 4.0, 1), (120.0, 162.0)),
                    recorded("Input voltage", "V", (24.02, 0.02, 3)),
                ],
            ),
        ],
    ),
    module(
        "test_rails",
        "Supply rails",
        &[
            case(
                "test_core_rails",
                "Core rails",
                (2, 211),
                &[
                    around("5V0", "V", (5.006, 0.018, 3), (5.0, 0.1)),
                    around("3V3", "V", (3.303, 0.009, 3), (3.3, 0.066)),
                    around("1V8", "V", (1.798, 0.005, 4), (1.8, 0.036)),
                    around("1V1", "V", (1.102, 0.004, 4), (1.1, 0.022)),
                ],
            ),
            case(
                "test_sequence",
                "Start sequence",
                (2, 212),
                &[
                    between("3V3 rise", "ms", (4.2, 0.2, 2), (3.0, 6.0)),
                    between("Reset release", "ms", (212.0, 4.0, 0), (190.0, 240.0)),
                ],
            ),
        ],
    ),
    module(
        "test_firmware",
        "Firmware",
        &[
            case(
                "test_flash",
                "Programming",
                (9, 221),
                &[
                    text("Firmware version", Wanted::Firmware, "bootloader"),
                    recorded("Programming time", "s", (7.8, 0.25, 2)),
                ],
            )
            .critical()
            .with(Extra::Message),
            case(
                "test_memory",
                "Memory",
                (5, 222),
                &[exactly("Memory faults", "", 0.0)],
            ),
        ],
    ),
    module(
        "test_analog",
        "Analog",
        &[
            case(
                "test_adc_reference",
                "ADC reference",
                (2, 231),
                &[around(
                    "Reference voltage",
                    "V",
                    (2.4998, 0.0011, 4),
                    (2.5, 0.0055),
                )],
            )
            .with(Extra::Chart(ChartKind::NoiseDensity)),
            case(
                "test_adc_inputs",
                "ADC inputs",
                (3, 232),
                &[
                    around("AI1 4 mA", "mA", (4.002, 0.005, 4), (4.0, 0.025)),
                    around("AI1 20 mA", "mA", (20.004, 0.014, 4), (20.0, 0.07)),
                    around("AI2 4 mA", "mA", (3.999, 0.005, 4), (4.0, 0.025)),
                    around("AI2 20 mA", "mA", (19.996, 0.014, 4), (20.0, 0.07)),
                ],
            )
            .with(Extra::Chart(ChartKind::FilterResponse)),
        ],
    ),
    module(
        "test_interfaces",
        "Interfaces",
        &[
            case(
                "test_ethernet",
                "Ethernet",
                (4, 241),
                &[
                    exactly("Lost frames", "", 0.0),
                    text("Link", Wanted::Fixed("100BASE-TX full"), "10BASE-T half"),
                ],
            ),
            case(
                "test_rs485",
                "RS-485",
                (3, 242),
                &[
                    exactly("Bit errors", "", 0.0),
                    between("Differential voltage", "V", (2.31, 0.07, 2), (1.5, 3.3)),
                ],
            ),
            case(
                "test_clock",
                "Real-time clock",
                (3, 243),
                &[
                    between("Deviation", "ppm", (1.2, 4.1, 2), (-20.0, 20.0)),
                    at_most("Backup current", "µA", (0.71, 0.06, 3), 1.2),
                ],
            ),
        ],
    ),
];
