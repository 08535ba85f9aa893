//! The 24 V power supply board.

use super::{
    Case, ChartKind, Extra, Module, Plan, Process, Product, around, at_least, at_most, between,
    case,
};
use super::{exactly, module, module_in, recorded};

pub(crate) static POWER: Product = Product {
    name: "Power supply 24 V",
    kind: "PCBA",
    part_number: "PWR-2410",
    serial_prefix: "PW",
    revisions: ["B", "C"],
    first_plan: Plan {
        name: "PWR-2410 ICT",
        process: Process::InCircuit,
        modules: IN_CIRCUIT,
    },
    later_plans: &[Plan {
        name: "PWR-2410 Functional",
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
                (3, 102),
                &[exactly("Shorted nets", "", 0.0)],
            )
            .critical(),
        ],
    ),
    module(
        "test_passives",
        "Passive components",
        RESISTORS_AND_CAPACITORS,
    ),
    module(
        "test_semiconductors",
        "Semiconductors",
        &[
            case(
                "test_diodes",
                "Diodes",
                (2, 121),
                &[
                    between("D1 forward", "V", (0.412, 0.006, 3), (0.36, 0.46)),
                    between("D2 forward", "V", (0.409, 0.006, 3), (0.36, 0.46)),
                    between("D5 zener", "V", (15.08, 0.11, 2), (14.3, 15.8)),
                ],
            ),
            case(
                "test_transistors",
                "Transistors",
                (2, 122),
                &[
                    at_most("Q1 on-resistance", "mΩ", (9.3, 0.35, 2), 11.5),
                    at_most("Q2 on-resistance", "mΩ", (9.4, 0.35, 2), 11.5),
                ],
            ),
        ],
    ),
];

const RESISTORS_AND_CAPACITORS: &[Case] = &[
    case(
        "test_resistors",
        "Resistors",
        (5, 111),
        &[
            around("R1", "Ω", (10.02, 0.03, 3), (10.0, 0.2)),
            around("R4", "Ω", (4_701.0, 9.5, 1), (4_700.0, 47.0)),
            around("R7", "Ω", (10_004.0, 21.0, 0), (10_000.0, 100.0)),
            around("R12", "Ω", (99_950.0, 230.0, 0), (100_000.0, 1_000.0)),
            around("R15 shunt", "mΩ", (5.003, 0.011, 3), (5.0, 0.05)),
        ],
    ),
    case(
        "test_capacitors",
        "Capacitors",
        (6, 112),
        &[
            around("C1", "µF", (101.6, 2.4, 1), (100.0, 20.0)),
            around("C3", "µF", (21.8, 0.5, 2), (22.0, 4.4)),
            around("C9", "nF", (100.9, 1.9, 1), (100.0, 10.0)),
        ],
    ),
    case(
        "test_inductors",
        "Inductors",
        (3, 113),
        &[around("L1", "µH", (33.2, 0.6, 2), (33.0, 6.6))],
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
                "test_input_current",
                "Inrush",
                (2, 202),
                &[at_most("Inrush current", "A", (3.42, 0.14, 2), 5.0)],
            )
            .critical(),
        ],
    ),
    module(
        "test_output",
        "Output",
        &[
            case(
                "test_output_voltage",
                "Output voltage",
                (3, 211),
                &[
                    around("Output voltage", "V", (24.01, 0.03, 3), (24.0, 0.24)),
                    recorded("Ambient temperature", "°C", (23.4, 0.6, 1)),
                ],
            ),
            case(
                "test_ripple",
                "Ripple",
                (4, 212),
                &[
                    at_most("Ripple 20 MHz", "mV", (41.5, 3.6, 1), 60.0),
                    at_most("Ripple 100 Hz", "mV", (12.2, 1.1, 1), 20.0),
                ],
            ),
            case(
                "test_line_regulation",
                "Line regulation",
                (4, 213),
                &[
                    at_most("Deviation at 85 V", "%", (0.11, 0.02, 3), 0.3),
                    at_most("Deviation at 264 V", "%", (0.09, 0.02, 3), 0.3),
                ],
            ),
        ],
    ),
    module(
        "test_load",
        "Load",
        &[
            case(
                "test_efficiency",
                "Efficiency",
                (8, 221),
                &[
                    at_least("Efficiency 25 %", "%", (88.6, 0.35, 2), 86.0),
                    at_least("Efficiency 50 %", "%", (91.8, 0.3, 2), 90.0),
                    at_least("Efficiency 100 %", "%", (92.4, 0.3, 2), 91.0),
                ],
            )
            .with(Extra::Chart(ChartKind::Efficiency)),
            case(
                "test_load_step",
                "Load step",
                (5, 222),
                &[
                    at_most("Undershoot", "mV", (410.0, 28.0, 0), 600.0),
                    at_most("Recovery time", "µs", (182.0, 11.0, 0), 250.0),
                ],
            ),
            case(
                "test_overload",
                "Overload protection",
                (4, 223),
                &[between("Trip current", "A", (12.4, 0.16, 2), (11.5, 13.5))],
            ),
        ],
    ),
    module(
        "test_safety",
        "Safety",
        &[
            case(
                "test_insulation",
                "Insulation",
                (6, 231),
                &[at_least(
                    "Insulation resistance",
                    "MΩ",
                    (812.0, 64.0, 0),
                    500.0,
                )],
            ),
            case(
                "test_hipot",
                "Withstand voltage",
                (8, 232),
                &[at_most("Leakage current", "mA", (0.84, 0.06, 3), 1.5)],
            ),
        ],
    ),
    module_in(
        "teardown",
        "test_teardown",
        "Discharge",
        &[case(
            "test_discharge",
            "Discharge",
            (3, 241),
            &[at_most("Residual voltage", "V", (1.9, 0.4, 2), 5.0)],
        )
        .with(Extra::Message)],
    ),
];
