//! Measurements of one case.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::slot::{Fields, Slot};
use crate::limits::{Comparison, Limits};
use crate::report::{MeasuredValue, Measurement};
use crate::tree::Json;

/// What a measurement holds. Later versions may add kinds, which stay in the raw body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Numeric,
    Text,
}

/// How many measurements of each name, unit and kind there were.
type Occurrences = BTreeMap<(Kind, Option<String>, Option<String>), u32>;

pub(super) fn read_measurements(slot: &Slot<'_, '_>, found: &mut Findings) -> Vec<Measurement> {
    let items = slot.list(found);
    if !found.takes_measurements(items.len(), slot.place()) {
        return Vec::new();
    }
    let mut occurrences = Occurrences::new();
    let mut measurements = Vec::with_capacity(items.len());
    for ((index, item), position) in items.iter().enumerate().zip(0..) {
        let element = Slot::new(Some(item), slot.place().index(index));
        let fields = element.required_object(found);
        if let Some((kind, measurement)) = read_measurement(&fields, position, found) {
            measurements.push(count(measurement, kind, &mut occurrences));
        }
    }
    measurements
}

fn read_measurement(
    fields: &Fields<'_, '_>,
    position: u32,
    found: &mut Findings,
) -> Option<(Kind, Measurement)> {
    let kind = read_kind(fields, found)?;
    let measurement = Measurement {
        name: fields.slot("name").identifier(found),
        position,
        occurrence: 0,
        unit: fields.slot("unit").identifier(found),
        value: read_value(&fields.slot("value"), kind, found),
        limits: read_limits(fields, kind, found),
        result: fields.slot("result").flag(found),
    };
    Some((kind, measurement))
}

fn read_kind(fields: &Fields<'_, '_>, found: &mut Findings) -> Option<Kind> {
    match fields.slot("type").text(found) {
        Some("numeric") => Some(Kind::Numeric),
        Some("string") => Some(Kind::Text),
        Some(_) => None,
        None if matches!(fields.slot("value").value(), Some(Json::Str(_))) => Some(Kind::Text),
        None => Some(Kind::Numeric),
    }
}

fn read_value(slot: &Slot<'_, '_>, kind: Kind, found: &mut Findings) -> MeasuredValue {
    if slot.value().is_none() {
        slot.problem::<()>(found, "missing", "a measurement needs a value");
    }
    match kind {
        Kind::Numeric => MeasuredValue::Number(slot.number(found).unwrap_or_default()),
        Kind::Text => MeasuredValue::Text(slot.free_text(found).unwrap_or_default()),
    }
}

fn read_limits(fields: &Fields<'_, '_>, kind: Kind, found: &mut Findings) -> Limits {
    let comparison = fields.slot("comparison_value");
    Limits {
        operation: fields.slot("operation").word(found),
        comparison: match kind {
            Kind::Numeric => comparison.number(found).map(Comparison::Number),
            Kind::Text => comparison.free_text(found).map(Comparison::Text),
        },
        lower: fields.slot("lower_limit").number(found),
        upper: fields.slot("upper_limit").number(found),
        case_sensitive: fields.slot("casesensitive").flag(found).unwrap_or(true),
    }
}

fn count(mut measurement: Measurement, kind: Kind, occurrences: &mut Occurrences) -> Measurement {
    let key = (kind, measurement.name.clone(), measurement.unit.clone());
    let next = occurrences.entry(key).or_insert(0);
    measurement.occurrence = *next;
    *next += 1;
    measurement
}
