//! The shape of a comparison.

use serde::Serialize;
use standcloud_report::{
    CaseOutcome, ChangeList, ChangedCase, ChangedFact, ChangedMeasurement, Comparison, FactScope,
    Measured, MeasuredValue, Operation,
};
use utoipa::ToSchema;

use super::runs::UnitRun;
use crate::web_api::run_status::RunStatusView;

/// What changed from one run to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunComparison {
    pub before: UnitRun,
    pub after: UnitRun,
    pub is_same_unit: bool,
    /// The same plan and process.
    pub is_same_plan: bool,
    pub facts: ChangedFacts,
    pub cases: ChangedCases,
    pub measurements: ChangedMeasurements,
}

/// Things around the test that differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedFacts {
    pub changed: Vec<ChangedFactView>,
    pub changed_count: usize,
    pub compared_count: usize,
}

/// Cases that ended differently; failures that came or went first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedCases {
    pub changed: Vec<ChangedCaseView>,
    pub changed_count: usize,
    pub compared_count: usize,
}

/// Measurements that came out differently: results that changed first, then by how far the value moved
/// between its limits.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedMeasurements {
    pub changed: Vec<ChangedMeasurementView>,
    pub changed_count: usize,
    pub compared_count: usize,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactScopeView {
    Run,
    Unit,
    UnitInfo,
    SubUnit,
    Stand,
    StandInfo,
    Instrument,
    Process,
    ProcessInfo,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedFactView {
    pub scope: FactScopeView,
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Nothing on a side whose run does not have the case.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedCaseView {
    pub module_id: String,
    pub module_name: String,
    pub case_id: String,
    pub case_name: String,
    pub before: Option<CaseOutcomeView>,
    pub after: Option<CaseOutcomeView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseOutcomeView {
    pub status: RunStatusView,
    pub message: Option<String>,
}

/// Nothing on a side whose run does not have the measurement.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedMeasurementView {
    pub module_id: String,
    pub module_name: String,
    pub case_id: String,
    pub case_name: String,
    pub name: Option<String>,
    /// In the case, from zero.
    pub position: u32,
    /// How many of the same name came before in the case.
    pub occurrence: u32,
    pub unit: Option<String>,
    pub before: Option<MeasuredView>,
    pub after: Option<MeasuredView>,
    /// After less before.
    pub difference: Option<f64>,
    /// The difference as a share of the width between the limits.
    pub share_of_limits: Option<f64>,
    pub limits_changed: bool,
}

/// One side of a comparison.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredView {
    pub value: MeasuredValueView,
    /// How the value was compared, such as `gele`.
    pub operation: Option<&'static str>,
    pub comparison_value: Option<MeasuredValueView>,
    pub lower_limit: Option<f64>,
    pub upper_limit: Option<f64>,
    pub result: Option<bool>,
}

/// A number or a text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum MeasuredValueView {
    Number(f64),
    Text(String),
}

macro_rules! view_of_list {
    ($view:ident, $change:ty) => {
        impl From<ChangeList<$change>> for $view {
            fn from(list: ChangeList<$change>) -> Self {
                Self {
                    changed: list.changed.into_iter().map(Into::into).collect(),
                    changed_count: list.changed_count,
                    compared_count: list.compared_count,
                }
            }
        }
    };
}
view_of_list!(ChangedFacts, ChangedFact);
view_of_list!(ChangedCases, ChangedCase);
view_of_list!(ChangedMeasurements, ChangedMeasurement);

impl From<ChangedFact> for ChangedFactView {
    fn from(fact: ChangedFact) -> Self {
        Self {
            scope: fact.scope.into(),
            name: fact.name,
            before: fact.before,
            after: fact.after,
        }
    }
}

impl From<FactScope> for FactScopeView {
    fn from(scope: FactScope) -> Self {
        match scope {
            FactScope::Run => Self::Run,
            FactScope::Unit => Self::Unit,
            FactScope::UnitInfo => Self::UnitInfo,
            FactScope::SubUnit => Self::SubUnit,
            FactScope::Stand => Self::Stand,
            FactScope::StandInfo => Self::StandInfo,
            FactScope::Instrument => Self::Instrument,
            FactScope::Process => Self::Process,
            FactScope::ProcessInfo => Self::ProcessInfo,
        }
    }
}

impl From<ChangedCase> for ChangedCaseView {
    fn from(case: ChangedCase) -> Self {
        Self {
            module_id: case.step.module,
            module_name: case.module_name,
            case_id: case.step.case,
            case_name: case.case_name,
            before: case.before.map(CaseOutcomeView::from),
            after: case.after.map(CaseOutcomeView::from),
        }
    }
}

impl From<CaseOutcome> for CaseOutcomeView {
    fn from(outcome: CaseOutcome) -> Self {
        Self {
            status: outcome.status.into(),
            message: outcome.message,
        }
    }
}

impl From<ChangedMeasurement> for ChangedMeasurementView {
    fn from(change: ChangedMeasurement) -> Self {
        Self {
            module_id: change.step.module,
            module_name: change.module_name,
            case_id: change.step.case,
            case_name: change.case_name,
            name: change.name,
            position: change.position,
            occurrence: change.occurrence,
            unit: change.unit,
            before: change.before.map(MeasuredView::from),
            after: change.after.map(MeasuredView::from),
            difference: change.difference,
            share_of_limits: change.share_of_limits,
            limits_changed: change.limits_changed,
        }
    }
}

impl From<Measured> for MeasuredView {
    fn from(measured: Measured) -> Self {
        let limits = measured.limits;
        Self {
            value: measured.value.into(),
            operation: limits.operation.map(Operation::as_str),
            comparison_value: limits.comparison.map(|comparison| match comparison {
                Comparison::Number(number) => MeasuredValueView::Number(number),
                Comparison::Text(text) => MeasuredValueView::Text(text),
            }),
            lower_limit: limits.lower,
            upper_limit: limits.upper,
            result: measured.result,
        }
    }
}

impl From<MeasuredValue> for MeasuredValueView {
    fn from(value: MeasuredValue) -> Self {
        match value {
            MeasuredValue::Number(number) => Self::Number(number),
            MeasuredValue::Text(text) => Self::Text(text),
        }
    }
}
