//! One row of the table: what was measured, compared with the limits, and what to think of it.

use std::cmp::Reverse;
use std::collections::HashMap;

use standcloud_stats::{Indices, NoTolerance, Process, SigmaEstimate, Tolerance};
use standcloud_store::Series;

use super::measured::Measured;
use super::views::{
    CapabilityNoteCode as Code, CapabilityNoteView, CapabilityRowView, RiskView, UsedLimitsView,
};
use crate::analysis::behind::RunsBehind;
use crate::analysis::limits::{LimitsKindView, LimitsView};
use crate::analysis::shares::ShareView;
use crate::web_api::run_filter::RunFilter;

/// What the lower bound of Ppk should reach; the usual one of automotive electronics.
pub(super) const TARGET: f64 = 1.33;
const CONFIDENCE: f64 = 0.95;
const USED_LIMITS_MAX: usize = 10;
/// With fewer, the interval of a sigma is wider than ± 25 %.
const FEW_VALUES: u64 = 30;
/// Neighbours scatter this much less than all values where a mean moves.
const STABLE_RATIO_MAX: f64 = 1.25;

/// `limits` are those of the organisation by id.
pub(super) fn row_of(
    series: Series,
    measured: Measured,
    limits: &HashMap<u32, LimitsView>,
    wanted: &RunFilter,
) -> CapabilityRowView {
    let figures = &measured.figures;
    let present = limits.get(&figures.last_limit_set).cloned();
    let has_values = figures.finite_count > 0;
    let tolerance = tolerance_of(present.as_ref());
    let overall = indices(&measured, overall_sigma(&measured), tolerance.ok());
    let within = indices(&measured, measured.within, tolerance.ok());
    let ppk_lower = overall.map(|indices| indices.actual_at_least);
    let failed = u64::try_from(figures.failed_runs.len()).unwrap_or(u64::MAX);
    CapabilityRowView {
        risk: risk_of(failed, ppk_lower),
        values: figures.finite_count,
        failed: ShareView::of(failed, measured.compared.max(failed)),
        mean: has_values.then_some(figures.mean),
        sigma: figures.standard_deviation(),
        sigma_within: measured.within.map(|within| within.sigma),
        minimum: has_values.then_some(figures.min),
        maximum: has_values.then_some(figures.max),
        used_limits: used_limits(&measured, limits),
        ppk: overall.map(|indices| indices.actual.value),
        ppk_lower,
        pp: overall.and_then(|indices| Some(indices.potential?.value)),
        cpk: within.map(|indices| indices.actual.value),
        notes: notes_of(&measured, tolerance.err()),
        drift: measured.drift,
        trend: measured.trend,
        limits: present,
        failed_runs: RunsBehind::of(wanted)
            .with(|filter| filter.step = vec![series.step_id])
            .query(),
        measurement: series.into(),
    }
}

/// Why there is no capability by the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoRange {
    NotARange,
    Odd(NoTolerance),
}

fn tolerance_of(limits: Option<&LimitsView>) -> Result<Tolerance, NoRange> {
    match limits {
        None => Err(NoRange::Odd(NoTolerance::NoLimits)),
        Some(limits) if limits.kind != LimitsKindView::Inside => Err(NoRange::NotARange),
        Some(limits) => Tolerance::of(limits.lower, limits.upper).map_err(NoRange::Odd),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of values")]
fn overall_sigma(measured: &Measured) -> Option<SigmaEstimate> {
    let freedom = measured.figures.finite_count.checked_sub(1)? as f64;
    let sigma = measured.figures.standard_deviation()?;
    Some(SigmaEstimate { sigma, freedom })
}

fn indices(
    measured: &Measured,
    spread: Option<SigmaEstimate>,
    tolerance: Option<Tolerance>,
) -> Option<Indices> {
    let process = Process {
        count: usize::try_from(measured.figures.finite_count).ok()?,
        mean: measured.figures.mean,
        spread: spread?,
    };
    process.indices(&tolerance?, None, CONFIDENCE).ok()
}

/// The riskiest first; rows of equal risk stay in the order of the plan.
pub(super) fn sort_by_risk(rows: &mut [CapabilityRowView]) {
    rows.sort_by(|one, two| {
        let bound = |row: &CapabilityRowView| row.ppk_lower.unwrap_or(f64::INFINITY);
        let share = |row: &CapabilityRowView| row.failed.share.unwrap_or(0.0);
        let by_risk = one.risk.cmp(&two.risk);
        let by_bound = bound(one).total_cmp(&bound(two));
        by_risk
            .then(by_bound)
            .then(share(two).total_cmp(&share(one)))
    });
}

fn risk_of(failed: u64, ppk_lower: Option<f64>) -> RiskView {
    match ppk_lower {
        _ if failed > 0 => RiskView::Failing,
        None => RiskView::Unknown,
        Some(bound) if bound < 1.0 => RiskView::NotCapable,
        Some(bound) if bound < TARGET => RiskView::Marginal,
        Some(_) => RiskView::Capable,
    }
}

fn used_limits(measured: &Measured, limits: &HashMap<u32, LimitsView>) -> Vec<UsedLimitsView> {
    let mut used: Vec<_> = measured.figures.limit_sets.iter().collect();
    used.sort_by_key(|(_, values)| Reverse(**values));
    let used = used.into_iter().filter_map(|(id, values)| {
        Some(UsedLimitsView {
            limits: limits.get(id)?.clone(),
            values: *values,
        })
    });
    used.take(USED_LIMITS_MAX).collect()
}

fn notes_of(measured: &Measured, no_range: Option<NoRange>) -> Vec<CapabilityNoteView> {
    let mut notes = notes_on_values(measured);
    notes.extend(no_range.map(note_on_limits));
    // Set 0 says that a value was compared with nothing.
    let sets = measured.figures.limit_sets.keys();
    let kinds = sets.filter(|id| **id != 0).count();
    if kinds > 1 {
        let text = format!(
            "Values were compared with {kinds} different sets of limits; the figures are against the \
             present one."
        );
        notes.push(note(Code::LimitsChanged, text));
    }
    if has_moved(measured) {
        notes.push(note(
            Code::NotStable,
            "The mean has moved: neighbours scatter much less than all values. Look at the control \
             chart first.",
        ));
    }
    notes
}

fn has_moved(measured: &Measured) -> bool {
    let sigma = measured.figures.standard_deviation();
    let within = measured.within.map(|within| within.sigma);
    measured.figures.finite_count >= FEW_VALUES
        && sigma
            .zip(within)
            .is_some_and(|(sigma, within)| within > 0.0 && sigma > STABLE_RATIO_MAX * within)
}

fn notes_on_values(measured: &Measured) -> Vec<CapabilityNoteView> {
    let figures = &measured.figures;
    let count = figures.finite_count;
    let mut notes = Vec::new();
    let left_out = figures.count - count;
    if left_out > 0 {
        let text = format!("{left_out} values are no finite numbers and were left out.");
        notes.push(note(Code::NotFinite, text));
    }
    match (count, figures.standard_deviation()) {
        (0, _) => notes.push(note(Code::NoValues, "No values in these runs.")),
        (1, _) => notes.push(note(
            Code::TooFew,
            "One value tells nothing about the scatter.",
        )),
        (_, None) => notes.push(note(
            Code::TooLarge,
            "The values are too large to compute with.",
        )),
        (_, Some(sigma)) if sigma <= 0.0 => notes.push(note(
            Code::AllEqual,
            "All values are equal, so there is no scatter to compare with the limits.",
        )),
        (2..FEW_VALUES, _) => notes.push(note(
            Code::FewValues,
            format!("Only {count} values: the figures may still change a lot."),
        )),
        _ => {}
    }
    notes
}

fn note_on_limits(no_range: NoRange) -> CapabilityNoteView {
    match no_range {
        NoRange::NotARange => note(
            Code::NotARange,
            "Capability needs a range; this is compared in another way.",
        ),
        NoRange::Odd(NoTolerance::NoLimits) => note(Code::NoLimits, "No limits, so no capability."),
        NoRange::Odd(NoTolerance::Swapped) => note(
            Code::LimitsSwapped,
            "The lower limit is above the upper one. Correct the test plan.",
        ),
        NoRange::Odd(NoTolerance::Equal) => note(
            Code::LimitsEqual,
            "Both limits are the same number, which leaves no room for a capability.",
        ),
    }
}

fn note(code: Code, text: impl Into<String>) -> CapabilityNoteView {
    CapabilityNoteView {
        code,
        text: text.into(),
    }
}
