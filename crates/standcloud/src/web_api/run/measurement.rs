//! What a case has measured.

use serde::Serialize;
use standcloud_report::{Comparison, MeasuredValue, Measurement, Operation};
use utoipa::ToSchema;

/// One measurement with its limits.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunMeasurement {
    pub name: Option<String>,
    /// In the case, from zero.
    pub position: u32,
    pub value: RunValue,
    pub unit: Option<String>,
    /// How the value was compared.
    pub operation: Option<RunOperation>,
    pub comparison_value: Option<RunValue>,
    pub lower_limit: Option<f64>,
    pub upper_limit: Option<f64>,
    /// Means something for texts only.
    pub case_sensitive: bool,
    /// What the stand decided; nothing when it did not compare.
    pub result: Option<bool>,
}

/// A number or a text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum RunValue {
    Number(f64),
    Text(String),
}

/// g is above and l below, e allows equality; of two parts the first belongs to the lower limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunOperation {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Gtlt,
    Gele,
    Gelt,
    Gtle,
    Ltgt,
    Lege,
    Legt,
    Ltge,
}

impl From<&Measurement> for RunMeasurement {
    fn from(measurement: &Measurement) -> Self {
        let limits = &measurement.limits;
        Self {
            name: measurement.name.clone(),
            position: measurement.position,
            value: match &measurement.value {
                MeasuredValue::Number(number) => RunValue::Number(*number),
                MeasuredValue::Text(text) => RunValue::Text(text.clone()),
            },
            unit: measurement.unit.clone(),
            operation: limits.operation.map(RunOperation::from),
            comparison_value: limits
                .comparison
                .as_ref()
                .map(|comparison| match comparison {
                    Comparison::Number(number) => RunValue::Number(*number),
                    Comparison::Text(text) => RunValue::Text(text.clone()),
                }),
            lower_limit: limits.lower,
            upper_limit: limits.upper,
            case_sensitive: limits.case_sensitive,
            result: measurement.result,
        }
    }
}

impl From<Operation> for RunOperation {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::Eq => Self::Eq,
            Operation::Ne => Self::Ne,
            Operation::Gt => Self::Gt,
            Operation::Ge => Self::Ge,
            Operation::Lt => Self::Lt,
            Operation::Le => Self::Le,
            Operation::Gtlt => Self::Gtlt,
            Operation::Gele => Self::Gele,
            Operation::Gelt => Self::Gelt,
            Operation::Gtle => Self::Gtle,
            Operation::Ltgt => Self::Ltgt,
            Operation::Lege => Self::Lege,
            Operation::Legt => Self::Legt,
            Operation::Ltge => Self::Ltge,
        }
    }
}
