//! What is told about repeatability.

use serde::Serialize;
use standcloud_stats::{GageVerdict, NoStudy};
use utoipa::ToSchema;

use super::figures::RepeatSummary;
use super::stand_view::StandStudyView;
use super::study::{FoundStudy, StudyNames, UnitRepeats};
use crate::analysis::behind::RunsBehind;
use crate::analysis::grouping::{GroupBy, GroupNameView};
use crate::analysis::limits::LimitsView;
use crate::analysis::measurements::MeasurementView;
use crate::analysis::shares::ShareView;
use crate::web_api::run_filter::RunFilter;

/// With fewer repeats, sigma is off by a third as often as not.
const FEW_REPEATS: usize = 10;
const FEW_UNITS: usize = 5;
/// Retests of failures beyond this share make the study pessimistic.
const MANY_AFTER_FAILURE: f64 = 0.5;

/// Measurements of a plan, those that can be trusted least first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RepeatabilityView {
    /// Units with at least two tests in the plan.
    pub units: u64,
    /// All their tests.
    pub tests: u64,
    /// Repeats that came after a test that did not pass, of all repeats.
    pub after_failure: ShareView,
    pub measurements: Vec<RepeatabilityRowView>,
    /// There are more measurements than are listed.
    pub is_cut: bool,
    pub notes: Vec<RepeatNoteView>,
    /// The query that lists the runs among which repeats were looked for.
    pub runs: String,
}

/// One measurement. Spreads are standard deviations in the measurement's unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct RepeatabilityRowView {
    pub measurement: MeasurementView,
    /// Those of the newest repeat.
    pub limits: Option<LimitsView>,
    pub units: u64,
    pub values: u64,
    /// Of tests of the same unit.
    pub repeatability: Option<f64>,
    /// 95 % sure that it is between these.
    pub repeatability_lower: Option<f64>,
    pub repeatability_upper: Option<f64>,
    /// Of the units, without the spread of measuring.
    pub units_spread: Option<f64>,
    /// Six sigma of repeatability, of the distance of the limits; 0.1 is good, above 0.3 is poor.
    pub tolerance_share: Option<f64>,
    /// Sigma of repeatability, of that of all values.
    pub study_share: Option<f64>,
    /// Variance of repeatability, of that of all values.
    pub contribution: Option<f64>,
    /// How many groups of units the measuring can tell apart (ndc); 5 is enough.
    pub distinct_categories: Option<u32>,
    /// By the share of the tolerance; nothing without two limits, because the share of the study says
    /// little where all units are alike.
    pub verdict: Option<RepeatVerdict>,
    pub notes: Vec<RepeatNoteView>,
}

/// The bands of AIAG's manual: up to 10 %, up to 30 %, more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepeatVerdict {
    Poor,
    Conditional,
    Good,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepeatNoteCode {
    NoRepeats,
    OneUnit,
    NotFinite,
    NoSpread,
    FewRepeats,
    FewUnits,
    NoTolerance,
    MostlyAfterFailures,
    NoCrossedDesign,
}

/// Why there is no figure, or what to think of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RepeatNoteView {
    pub code: RepeatNoteCode,
    pub text: String,
}

/// One measurement in detail.
#[derive(Debug, Serialize, ToSchema)]
pub struct RepeatStudyView {
    pub measurement: RepeatabilityRowView,
    /// Repeats that came after a test that did not pass, of all repeats of the plan.
    pub after_failure: ShareView,
    /// At most 60, those whose values differ most first.
    pub units: Vec<UnitRepeatsView>,
    pub has_more_units: bool,
    pub by_stand: StandStudyView,
    pub notes: Vec<RepeatNoteView>,
}

/// The values of a unit that was tested more than once.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitRepeatsView {
    pub serial: String,
    pub part: String,
    /// Largest minus smallest.
    pub range: f64,
    /// In the order of the tests; at most the newest 50.
    pub values: Vec<RepeatedValueView>,
    /// The query that lists the unit's runs.
    pub runs: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RepeatedValueView {
    pub run_number: i64,
    pub value: f64,
    pub stand: GroupNameView,
}

impl RepeatabilityView {
    /// `repeats` are units, their tests, and how many repeats came after a failure.
    pub fn of(
        (units, tests, after_failure): (u64, u64, ShareView),
        measurements: Vec<RepeatabilityRowView>,
        is_cut: bool,
        runs: String,
    ) -> Self {
        Self {
            units,
            tests,
            after_failure,
            measurements,
            is_cut,
            notes: notes_of_plan(units, after_failure),
            runs,
        }
    }
}

impl RepeatabilityRowView {
    pub fn of(
        measurement: MeasurementView,
        limits: Option<LimitsView>,
        summary: &RepeatSummary,
    ) -> Self {
        let width = limits.as_ref().and_then(LimitsView::width);
        let study = summary.study.as_ref().ok();
        let result = study.map(|study| study.result);
        let gage = result.map(|result| result.gage);
        let interval = study.and_then(|study| study.repeatability_interval);
        let tolerance_share = gage
            .zip(width)
            .map(|(gage, width)| 6.0 * gage.sigma() / width)
            .filter(|share| share.is_finite());
        let study_share = gage.and_then(|gage| gage.study_share);
        Self {
            measurement,
            units: study.map_or(0, |study| count(study.units)),
            values: study.map_or(0, |study| count(study.values)),
            repeatability: gage.map(|gage| gage.sigma()),
            repeatability_lower: interval.map(|interval| interval.lower),
            repeatability_upper: interval.map(|interval| interval.upper),
            units_spread: result.map(|result| result.parts.sigma()),
            tolerance_share,
            study_share,
            contribution: gage.and_then(|gage| gage.contribution),
            distinct_categories: result.and_then(|result| result.distinct_categories),
            verdict: tolerance_share.map(RepeatVerdict::of),
            notes: notes_of(summary, width.is_some()),
            limits,
        }
    }
}

/// By the share of the tolerance; then those without two limits, by the share of the study, which says
/// little where all units are alike. Equal ones stay in the order of the plan.
pub fn sort_worst_first(rows: &mut [RepeatabilityRowView]) {
    let key = |row: &RepeatabilityRowView| {
        let of_study = row.study_share.unwrap_or(-1.0);
        (row.tolerance_share.unwrap_or(-1.0), of_study)
    };
    rows.sort_by(|one, two| {
        let ((one, one_of_study), (two, two_of_study)) = (key(one), key(two));
        two.total_cmp(&one)
            .then(two_of_study.total_cmp(&one_of_study))
    });
}

impl RepeatVerdict {
    pub fn of(share: f64) -> Self {
        match GageVerdict::of(share) {
            GageVerdict::Good => Self::Good,
            GageVerdict::Conditional => Self::Conditional,
            GageVerdict::Poor => Self::Poor,
        }
    }
}

impl RepeatStudyView {
    pub fn of(
        measurement: RepeatabilityRowView,
        study: &FoundStudy,
        after_failure: ShareView,
        names: &StudyNames,
        wanted: &RunFilter,
    ) -> Self {
        let plan = &measurement.measurement.plan;
        let units = study.units.iter();
        Self {
            units: units
                .map(|unit| UnitRepeatsView::of(unit, names, plan, wanted))
                .collect(),
            has_more_units: study.has_more_units,
            by_stand: StandStudyView::of(&study.by_stand, names),
            notes: notes_of_plan(u64::from(!study.units.is_empty()), after_failure),
            after_failure,
            measurement,
        }
    }
}

impl UnitRepeatsView {
    fn of(unit: &UnitRepeats, names: &StudyNames, plan: &str, wanted: &RunFilter) -> Self {
        let (serial, part) = names.unit(unit.unit);
        let runs = RunsBehind::of(wanted).with(|filter| {
            filter.plan = vec![plan.to_owned()];
            filter.serial = vec![serial.clone()];
            filter.part = vec![part.clone()];
        });
        let values = unit.values.iter().map(|value| RepeatedValueView {
            run_number: value.position.run_number,
            value: value.value,
            stand: names.stands.view(
                GroupBy::Stand,
                Some(value.stand).filter(|stand| *stand != 0),
            ),
        });
        Self {
            range: if unit.range.is_finite() {
                unit.range
            } else {
                f64::MAX
            },
            values: values.collect(),
            runs: runs.query(),
            serial,
            part,
        }
    }
}

impl RepeatNoteView {
    pub fn new(code: RepeatNoteCode, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }
}

fn notes_of_plan(units: u64, after_failure: ShareView) -> Vec<RepeatNoteView> {
    if units == 0 {
        let text = "No unit was tested twice in this plan. Test some good units a few times each: ten \
                    units, twice on each of two stands, are a good study.";
        return vec![RepeatNoteView::new(RepeatNoteCode::NoRepeats, text)];
    }
    let share = after_failure
        .share
        .filter(|share| *share > MANY_AFTER_FAILURE);
    let mostly = share.map(|share| {
        let text = format!(
            "{:.0} % of the repeats followed a test that did not pass. What failed once varies more than \
             good units do, so the spread of measuring looks larger than it is: read this as a warning \
             light, or ask for passed runs only.",
            share * 100.0
        );
        RepeatNoteView::new(RepeatNoteCode::MostlyAfterFailures, text)
    });
    mostly.into_iter().collect()
}

fn notes_of(summary: &RepeatSummary, has_tolerance: bool) -> Vec<RepeatNoteView> {
    use RepeatNoteCode::{FewRepeats, FewUnits, NoSpread, NoTolerance, NotFinite};
    let study = match &summary.study {
        Ok(study) => study,
        Err(why) => return vec![no_study(*why)],
    };
    let mut notes = Vec::new();
    if summary.left_out > 0 {
        let text = format!(
            "{} values are no finite numbers and were left out.",
            summary.left_out
        );
        notes.push(RepeatNoteView::new(NotFinite, text));
    }
    if study.result.total.variance <= 0.0 {
        notes.push(RepeatNoteView::new(NoSpread, "All values are the same."));
    }
    if study.within.freedom < FEW_REPEATS {
        let text = format!(
            "Only {} repeats: the figures can be far off.",
            study.within.freedom
        );
        notes.push(RepeatNoteView::new(FewRepeats, text));
    }
    if study.units < FEW_UNITS {
        let text = format!("Only {} units: their spread is hardly known.", study.units);
        notes.push(RepeatNoteView::new(FewUnits, text));
    }
    if !has_tolerance {
        let text = "Without a lower and an upper limit there is no share of the tolerance.";
        notes.push(RepeatNoteView::new(NoTolerance, text));
    }
    notes
}

fn no_study(why: NoStudy) -> RepeatNoteView {
    use RepeatNoteCode::{NoRepeats, NotFinite, OneUnit};
    match why {
        NoStudy::TooFewParts { .. } => {
            let text = "Only one unit was measured twice: that says nothing about other units.";
            RepeatNoteView::new(OneUnit, text)
        }
        NoStudy::NotFinite => {
            let text = "The values are too large to compute with.";
            RepeatNoteView::new(NotFinite, text)
        }
        _ => RepeatNoteView::new(NoRepeats, "No unit has two values of this measurement."),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
