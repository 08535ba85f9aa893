//! What a test plan measures and the limits that it judges by.

use crate::wire::{Measurement, Number};

/// One line of a test plan's table of measurements.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Measure {
    Numeric(Numeric),
    Text(Text),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Numeric {
    pub name: &'static str,
    pub unit: &'static str,
    pub centre: f64,
    pub sigma: f64,
    pub decimals: i32,
    pub limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Limit {
    Nothing,
    Inside(f64, f64),
    AtLeast(f64),
    AtMost(f64),
    Exactly(f64),
}

/// A text that the stand reads back and compares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    pub name: &'static str,
    pub wanted: Wanted,
    pub wrong: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    Fixed(&'static str),
    Firmware,
}

pub(crate) const fn numeric(
    name: &'static str,
    unit: &'static str,
    (centre, sigma, decimals): (f64, f64, i32),
    limit: Limit,
) -> Measure {
    Measure::Numeric(Numeric {
        name,
        unit,
        centre,
        sigma,
        decimals,
        limit,
    })
}

pub(crate) const fn text(name: &'static str, wanted: Wanted, wrong: &'static str) -> Measure {
    Measure::Text(Text {
        name,
        wanted,
        wrong,
    })
}

impl Measure {
    /// Whether a defect can show here.
    pub(crate) fn can_fail(&self) -> bool {
        !matches!(
            self,
            Self::Numeric(Numeric {
                limit: Limit::Nothing,
                ..
            })
        )
    }
}

impl Limit {
    pub(crate) fn accepts(self, value: f64) -> Option<bool> {
        match self {
            Self::Nothing => None,
            Self::Inside(lower, upper) => Some((lower..=upper).contains(&value)),
            Self::AtLeast(lower) => Some(value >= lower),
            Self::AtMost(upper) => Some(value <= upper),
            Self::Exactly(wanted) => Some(value.total_cmp(&wanted).is_eq()),
        }
    }

    /// A value that is clearly outside; `fraction` in 0 … 1 says how far and on which side.
    pub(crate) fn outside(self, numeric: &Numeric, fraction: f64) -> f64 {
        let step = 10_f64.powi(-numeric.decimals);
        let away = 4.0 * numeric.sigma * (1.0 + 4.0 * fraction) + step;
        match self {
            Self::Inside(lower, _) if fraction < 0.5 => lower - away,
            Self::Inside(_, upper) | Self::AtMost(upper) => upper + away,
            Self::AtLeast(lower) => lower - away,
            Self::Exactly(wanted) => wanted + (away / step).ceil() * step,
            Self::Nothing => numeric.centre,
        }
    }

    fn operation(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Inside(..) => Some("gele"),
            Self::AtLeast(_) => Some("ge"),
            Self::AtMost(_) => Some("le"),
            Self::Exactly(_) => Some("eq"),
        }
    }

    fn comparison(self) -> Option<f64> {
        match self {
            Self::AtLeast(value) | Self::AtMost(value) | Self::Exactly(value) => Some(value),
            Self::Nothing | Self::Inside(..) => None,
        }
    }

    fn pair(self) -> Option<(f64, f64)> {
        match self {
            Self::Inside(lower, upper) => Some((lower, upper)),
            _ => None,
        }
    }
}

/// The value as the instrument shows it: with its decimals, and whole when it has none.
pub(crate) fn shown(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    let rounded = (value * scale).round() / scale;
    // Minus zero is a number that no instrument shows.
    if rounded == 0.0 { 0.0 } else { rounded }
}

pub(crate) fn numeric_on_wire(numeric: &Numeric, limit: Limit, value: f64) -> Measurement<'static> {
    Measurement::Numeric {
        name: numeric.name,
        operation: limit.operation(),
        result: limit.accepts(value),
        value: number(value, numeric.decimals),
        unit: (!numeric.unit.is_empty()).then_some(numeric.unit),
        comparison_value: limit.comparison(),
        lower_limit: limit.pair().map(|(lower, _)| lower),
        upper_limit: limit.pair().map(|(_, upper)| upper),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "counts are small whole numbers"
)]
fn number(value: f64, decimals: i32) -> Number {
    if decimals == 0 {
        Number::Whole(value as i64)
    } else {
        Number::Real(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOLTAGE: Numeric = Numeric {
        name: "5 V rail",
        unit: "V",
        centre: 5.0,
        sigma: 0.01,
        decimals: 3,
        limit: Limit::Nothing,
    };

    #[test]
    fn limits_judge_as_their_operation_says() {
        let table = [
            (Limit::Nothing, 1.0, None, None),
            (Limit::Inside(1.0, 2.0), 2.0, Some(true), Some("gele")),
            (Limit::Inside(1.0, 2.0), 2.001, Some(false), Some("gele")),
            (Limit::AtLeast(1.0), 1.0, Some(true), Some("ge")),
            (Limit::AtLeast(1.0), 0.9, Some(false), Some("ge")),
            (Limit::AtMost(1.0), 1.1, Some(false), Some("le")),
            (Limit::Exactly(3.0), 3.0, Some(true), Some("eq")),
            (Limit::Exactly(3.0), 4.0, Some(false), Some("eq")),
        ];
        for (limit, value, result, operation) in table {
            assert_eq!(limit.accepts(value), result, "{limit:?} {value}");
            assert_eq!(limit.operation(), operation);
        }
    }

    #[test]
    fn outside_is_never_accepted() {
        let limits = [
            Limit::Inside(4.9, 5.1),
            Limit::AtLeast(4.9),
            Limit::AtMost(5.1),
            Limit::Exactly(5.0),
        ];
        for limit in limits {
            for fraction in [0.0, 0.3, 0.5, 0.99] {
                let value = shown(limit.outside(&VOLTAGE, fraction), VOLTAGE.decimals);
                assert_eq!(limit.accepts(value), Some(false), "{limit:?} {value}");
            }
        }
    }

    #[test]
    fn shown_has_the_instruments_decimals() {
        assert_eq!(shown(4.987_65, 3).to_string(), "4.988");
        assert_eq!(shown(-0.000_1, 2).to_string(), "0");
        assert_eq!(number(12.0, 0), Number::Whole(12));
    }
}
