//! What the plant makes and how it tests it: products, their routes, test plans.
//!
//! Three boards go through in-circuit and functional test; a gateway is built of one of each and
//! gets a final test. The tables of a plan are in the file of its product.

mod controller;
mod gateway;
mod power;
mod radio;

use crate::measure::{Limit, Measure, numeric, text};

pub(crate) use controller::CONTROLLER;
pub(crate) use gateway::GATEWAY;
pub(crate) use power::POWER;
pub(crate) use radio::RADIO;

#[derive(Debug)]
pub(crate) struct Product {
    pub name: &'static str,
    pub kind: &'static str,
    pub part_number: &'static str,
    pub serial_prefix: &'static str,
    /// Before and after the engineering change.
    pub revisions: [&'static str; 2],
    pub first_plan: Plan,
    pub later_plans: &'static [Plan],
}

#[derive(Debug)]
pub(crate) struct Plan {
    pub name: &'static str,
    pub process: Process,
    pub modules: &'static [Module],
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Process {
    InCircuit,
    Functional,
    Final,
}

#[derive(Debug)]
pub(crate) struct Module {
    pub id: &'static str,
    pub name: &'static str,
    pub group: &'static str,
    pub cases: &'static [Case],
}

#[derive(Debug)]
pub(crate) struct Case {
    pub id: &'static str,
    pub name: &'static str,
    pub seconds: i64,
    pub error_code: u32,
    /// After such a failure it makes no sense, or is dangerous, to go on.
    pub critical: bool,
    pub extra: Extra,
    pub measures: &'static [Measure],
}

/// What a case records besides measurements.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Extra {
    Nothing,
    Message,
    Chart(ChartKind),
    SpectrumArtifact,
}

/// One for each way in which a chart is drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ChartKind {
    /// Both axes linear.
    Efficiency,
    /// Frequency is logarithmic.
    FilterResponse,
    /// The rate is logarithmic.
    PacketErrors,
    /// Both are.
    NoiseDensity,
}

impl Process {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InCircuit => "In-circuit test",
            Self::Functional => "Functional test",
            Self::Final => "Final test",
        }
    }

    pub(crate) fn number(self) -> u32 {
        match self {
            Self::InCircuit => 10,
            Self::Functional => 20,
            Self::Final => 30,
        }
    }
}

const fn module(id: &'static str, name: &'static str, cases: &'static [Case]) -> Module {
    Module {
        id,
        name,
        group: "main",
        cases,
    }
}

const fn module_in(
    group: &'static str,
    id: &'static str,
    name: &'static str,
    cases: &'static [Case],
) -> Module {
    Module {
        id,
        name,
        group,
        cases,
    }
}

const fn case(
    id: &'static str,
    name: &'static str,
    (seconds, error_code): (i64, u32),
    measures: &'static [Measure],
) -> Case {
    Case {
        id,
        name,
        seconds,
        error_code,
        critical: false,
        extra: Extra::Nothing,
        measures,
    }
}

impl Case {
    const fn critical(self) -> Self {
        Self {
            critical: true,
            ..self
        }
    }

    const fn with(self, extra: Extra) -> Self {
        Self { extra, ..self }
    }
}

/// `(centre, sigma, decimals)` and a symmetric tolerance around a nominal value.
const fn around(
    name: &'static str,
    unit: &'static str,
    nature: (f64, f64, i32),
    (nominal, tolerance): (f64, f64),
) -> Measure {
    numeric(
        name,
        unit,
        nature,
        Limit::Inside(nominal - tolerance, nominal + tolerance),
    )
}

const fn between(
    name: &'static str,
    unit: &'static str,
    nature: (f64, f64, i32),
    (lower, upper): (f64, f64),
) -> Measure {
    numeric(name, unit, nature, Limit::Inside(lower, upper))
}

const fn at_least(
    name: &'static str,
    unit: &'static str,
    nature: (f64, f64, i32),
    lower: f64,
) -> Measure {
    numeric(name, unit, nature, Limit::AtLeast(lower))
}

const fn at_most(
    name: &'static str,
    unit: &'static str,
    nature: (f64, f64, i32),
    upper: f64,
) -> Measure {
    numeric(name, unit, nature, Limit::AtMost(upper))
}

const fn recorded(name: &'static str, unit: &'static str, nature: (f64, f64, i32)) -> Measure {
    numeric(name, unit, nature, Limit::Nothing)
}

const fn exactly(name: &'static str, unit: &'static str, value: f64) -> Measure {
    numeric(name, unit, (value, 0.0, 0), Limit::Exactly(value))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn plans_of(product: &'static Product) -> impl Iterator<Item = &'static Plan> {
        std::iter::once(&product.first_plan).chain(product.later_plans)
    }

    #[test]
    fn plans_are_tables_that_hold_together() {
        for product in [&POWER, &CONTROLLER, &RADIO, &GATEWAY] {
            for plan in plans_of(product) {
                let cases: Vec<&Case> = plan.modules.iter().flat_map(|m| m.cases).collect();
                let measures = cases.iter().map(|case| case.measures.len()).sum::<usize>();
                assert!(
                    (10..=40).contains(&measures),
                    "{} has {measures}",
                    plan.name
                );
                let codes: HashSet<u32> = cases.iter().map(|case| case.error_code).collect();
                assert_eq!(
                    codes.len(),
                    cases.len(),
                    "error codes of {} are unique",
                    plan.name
                );
            }
        }
    }

    #[test]
    fn healthy_process_is_inside_its_limits() {
        for product in [&POWER, &CONTROLLER, &RADIO, &GATEWAY] {
            let modules = plans_of(product).flat_map(|plan| plan.modules);
            for measure in modules
                .flat_map(|module| module.cases)
                .flat_map(|case| case.measures)
            {
                if let Measure::Numeric(numeric) = measure {
                    let far = [
                        numeric.centre - 3.2 * numeric.sigma,
                        numeric.centre + 3.2 * numeric.sigma,
                    ];
                    let inside = far
                        .iter()
                        .all(|value| numeric.limit.accepts(*value) != Some(false));
                    assert!(inside, "{} {}", product.name, numeric.name);
                }
            }
        }
    }
}
