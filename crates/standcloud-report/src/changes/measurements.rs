//! Measurements that came out differently.

use super::{ChangeList, ChangedMeasurement, Measured, paired};
use crate::limits::Limits;
use crate::report::{Case, MeasuredValue, Measurement, Module, Report, StepKey};

/// What makes two measurements the same one. An unnamed one is known by its place in the case.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Identity<'a> {
    module: &'a str,
    case: &'a str,
    name: Option<&'a str>,
    place: u32,
    unit: Option<&'a str>,
    is_number: bool,
}

#[derive(Clone, Copy)]
struct Found<'a> {
    module: &'a Module,
    case: &'a Case,
    measurement: &'a Measurement,
}

/// Smaller is more telling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    OtherResult,
    /// Not in order in both runs: what a retest did not cure.
    StillNotInOrder,
    OtherTextOrLimits,
    /// Within its limits, by how far it moved.
    MovedBetweenLimits,
    Moved,
    OnlyInOneRun,
}

pub(super) fn changed(before: &Report, after: &Report) -> ChangeList<ChangedMeasurement> {
    let pairs = paired(&measurements(before), &measurements(after));
    let compared_count = pairs.len();
    let mut changed: Vec<ChangedMeasurement> = pairs
        .into_iter()
        .filter_map(|(_, before, after)| changed_measurement(before, after))
        .collect();
    changed.sort_by(|one, other| {
        let by_rank = rank(one).cmp(&rank(other));
        by_rank.then_with(|| movement(other).total_cmp(&movement(one)))
    });
    ChangeList::first_of(changed, compared_count)
}

fn measurements(report: &Report) -> Vec<(Identity<'_>, Found<'_>)> {
    let mut all = Vec::new();
    for module in &report.modules {
        for case in &module.cases {
            for measurement in &case.measurements {
                let found = Found {
                    module,
                    case,
                    measurement,
                };
                all.push((identity(found), found));
            }
        }
    }
    all
}

fn identity(found: Found<'_>) -> Identity<'_> {
    let measurement = found.measurement;
    Identity {
        module: &found.module.id,
        case: &found.case.id,
        name: measurement.name.as_deref(),
        place: match measurement.name {
            Some(_) => measurement.occurrence,
            None => measurement.position,
        },
        unit: measurement.unit.as_deref(),
        is_number: matches!(measurement.value, MeasuredValue::Number(_)),
    }
}

fn changed_measurement(
    before: Option<Found<'_>>,
    after: Option<Found<'_>>,
) -> Option<ChangedMeasurement> {
    let named = after.or(before)?;
    let (before, after) = (before.map(measured), after.map(measured));
    if before == after {
        return None;
    }
    let difference = difference(before.as_ref(), after.as_ref());
    let limits = after.as_ref().or(before.as_ref()).map(|side| &side.limits);
    let width = limits.and_then(width);
    let limits_changed = before
        .as_ref()
        .zip(after.as_ref())
        .is_some_and(|(before, after)| before.limits != after.limits);
    Some(ChangedMeasurement {
        step: StepKey {
            module: named.module.id.clone(),
            case: named.case.id.clone(),
        },
        module_name: named.module.name.clone(),
        case_name: named.case.name.clone(),
        name: named.measurement.name.clone(),
        position: named.measurement.position,
        occurrence: named.measurement.occurrence,
        unit: named.measurement.unit.clone(),
        difference,
        share_of_limits: difference
            .zip(width)
            .and_then(|(moved, width)| finite(moved / width)),
        limits_changed,
        before,
        after,
    })
}

fn measured(found: Found<'_>) -> Measured {
    Measured {
        value: found.measurement.value.clone(),
        limits: found.measurement.limits.clone(),
        result: found.measurement.result,
    }
}

fn number(side: Option<&Measured>) -> Option<f64> {
    match side?.value {
        MeasuredValue::Number(number) => Some(number),
        MeasuredValue::Text(_) => None,
    }
}

fn difference(before: Option<&Measured>, after: Option<&Measured>) -> Option<f64> {
    let (before, after) = number(before).zip(number(after))?;
    finite(after - before)
}

fn width(limits: &Limits) -> Option<f64> {
    let width = limits.upper? - limits.lower?;
    (width > 0.0 && width.is_finite()).then_some(width)
}

fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

fn rank(change: &ChangedMeasurement) -> Rank {
    let Some((before, after)) = change.before.as_ref().zip(change.after.as_ref()) else {
        return Rank::OnlyInOneRun;
    };
    if before.result != after.result {
        Rank::OtherResult
    } else if after.result == Some(false) {
        Rank::StillNotInOrder
    } else if change.limits_changed || change.difference.is_none() {
        Rank::OtherTextOrLimits
    } else if change.share_of_limits.is_some() {
        Rank::MovedBetweenLimits
    } else {
        Rank::Moved
    }
}

/// How far a number moved: as a share of its limits, else of itself.
fn movement(change: &ChangedMeasurement) -> f64 {
    if let Some(share) = change.share_of_limits {
        return share.abs();
    }
    let size = |side| number(side).map_or(0.0, f64::abs);
    let largest = size(change.before.as_ref()).max(size(change.after.as_ref()));
    match change.difference {
        Some(moved) if largest > 0.0 => moved.abs() / largest,
        _ => 0.0,
    }
}
