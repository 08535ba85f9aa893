//! What the values are: every raw report read and parsed again.

use std::collections::{BTreeMap, HashMap};

use standcloud_columns::{FactRow, Facts, NumberSeries, TextSeries};
use standcloud_report::{Case, Limits, MeasuredValue, ParseLimits, Status, parse};
use standcloud_store::{OrganisationId, RunNumber, SeriesKind, Store};

/// Result, text of the limits and value; numbers by their bits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawValue {
    pub(super) run: i64,
    pub(super) number: Option<u64>,
    pub(super) text: Option<String>,
    pub(super) result: Option<bool>,
    pub(super) limits: String,
}

/// The values of each series, by its id.
#[derive(Debug, Default)]
pub(super) struct RawSeries {
    pub(super) by_id: BTreeMap<u32, Vec<RawValue>>,
    pub(super) plan_of: HashMap<u32, u32>,
    limits: HashMap<u32, String>,
}

type Key = (String, String, String, &'static str);

impl RawSeries {
    pub(super) async fn read(
        store: &Store,
        organisation: OrganisationId,
        rows: &[FactRow],
    ) -> Self {
        let mut found = Self::default();
        let mut ids: HashMap<Key, u32> = HashMap::new();
        for plan in 1..4 {
            let series = store.list_series_of_plan(organisation, plan, 1_000);
            for series in series.await.unwrap() {
                let kind = match series.kind {
                    SeriesKind::Number => "number",
                    SeriesKind::Text => "text",
                    SeriesKind::StepDuration => "duration",
                };
                found.plan_of.insert(series.id, plan);
                found.by_id.insert(series.id, Vec::new());
                ids.insert((series.plan, series.case, series.name, kind), series.id);
            }
        }
        let all: Vec<u32> = (1..60).collect();
        let limits = store.list_limit_sets(organisation, &all).await.unwrap();
        found.limits = limits.into_iter().collect();
        for row in rows {
            let number = RunNumber(row.run_number);
            let reports = store.list_reports(organisation, &[number]).await.unwrap();
            let report = parse(&reports[&number].body, &ParseLimits::default()).unwrap();
            for case in report.modules.iter().flat_map(|module| &module.cases) {
                for (name, kind, value) in values_of(case, row.run_number) {
                    let key = (report.plan.clone(), case.id.clone(), name, kind);
                    found.by_id.get_mut(&ids[&key]).unwrap().push(value);
                }
            }
        }
        found
    }

    pub(super) fn of_numbers(&self, series: &NumberSeries) -> Vec<RawValue> {
        let values = series.iter();
        values
            .map(|(run, value, result, limit_set)| RawValue {
                run,
                number: Some(value.to_bits()),
                text: None,
                result,
                limits: self.limits_of(limit_set),
            })
            .collect()
    }

    pub(super) fn of_texts(&self, series: &TextSeries) -> Vec<RawValue> {
        (0..series.len())
            .map(|at| RawValue {
                run: series.run_numbers[at],
                number: None,
                text: series.text(at).map(ToString::to_string),
                result: series.results[at],
                limits: self.limits_of(series.limit_sets[at]),
            })
            .collect()
    }

    pub(super) fn limits_of(&self, id: u32) -> String {
        self.limits.get(&id).cloned().unwrap_or_default()
    }
}

pub(super) fn facts_of(rows: &[FactRow]) -> Facts {
    let mut facts = Facts::new();
    facts.apply(rows.to_vec());
    facts
}

fn values_of(case: &Case, run: i64) -> Vec<(String, &'static str, RawValue)> {
    let mut values = Vec::new();
    if let (Some(start), Some(stop)) = (case.start_time_us, case.stop_time_us) {
        let seconds = f64::from(u32::try_from((stop - start) / 1_000_000).unwrap());
        let value = RawValue {
            run,
            number: Some(seconds.to_bits()),
            text: None,
            result: match case.status {
                Status::Passed => Some(true),
                Status::Failed | Status::Error => Some(false),
                _ => None,
            },
            limits: String::new(),
        };
        values.push((String::new(), "duration", value));
    }
    for measurement in &case.measurements {
        let (kind, number, text) = match &measurement.value {
            MeasuredValue::Number(number) => ("number", Some(number.to_bits()), None),
            MeasuredValue::Text(text) => ("text", None, Some(text.clone())),
        };
        let value = RawValue {
            run,
            number,
            text,
            result: measurement.result,
            limits: Limits::key(&measurement.limits).unwrap_or_default(),
        };
        values.push((measurement.name.clone().unwrap_or_default(), kind, value));
    }
    values
}
