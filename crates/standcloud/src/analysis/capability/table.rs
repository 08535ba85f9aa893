//! The capability table as a file: one line a measurement.

use super::views::{CapabilityRowView, CapabilityView};
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub(super) fn table_of(answer: CapabilityView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("module", "Module"),
        TableColumn::wide("case", "Case"),
        TableColumn::wide("measurement", "Measurement"),
        TableColumn::new("occurrence", "Occurrence"),
        TableColumn::new("unit", "Unit"),
        TableColumn::new("risk", "Risk"),
        TableColumn::new("values", "Values"),
        TableColumn::new("failed", "Out of limits"),
        TableColumn::new("compared", "Compared"),
        TableColumn::new("failed_share", "Share out of limits"),
        TableColumn::new("mean", "Mean"),
        TableColumn::new("sigma", "Sigma"),
        TableColumn::new("sigma_within", "Sigma of neighbours"),
        TableColumn::new("minimum", "Minimum"),
        TableColumn::new("maximum", "Maximum"),
        TableColumn::new("lower_limit", "Lower limit"),
        TableColumn::new("upper_limit", "Upper limit"),
        TableColumn::new("limit_sets", "Sets of limits"),
        TableColumn::new("ppk", "Ppk"),
        TableColumn::new("ppk_lower", "Ppk at least (95 %)"),
        TableColumn::new("pp", "Pp"),
        TableColumn::new("cpk", "Cpk"),
        TableColumn::new("drift_sigmas", "Drift, sigmas"),
        TableColumn::new("drift_p_value", "Drift, p"),
        TableColumn::wide("notes", "Notes"),
    ];
    AnswerTable::new(
        "capability",
        columns,
        answer.measurements.into_iter().map(row),
    )
}

fn row(row: CapabilityRowView) -> Vec<Cell> {
    let measurement = row.measurement;
    let name = match measurement.position {
        Some(position) => format!("#{}", position + 1),
        None => measurement.name,
    };
    let limit = |pick: fn(&crate::analysis::limits::LimitsView) -> Option<f64>| {
        Cell::number(row.limits.as_ref().and_then(pick))
    };
    let notes: Vec<String> = row.notes.into_iter().map(|note| note.text).collect();
    vec![
        text_cell(&measurement.module),
        text_cell(&measurement.case),
        text_cell(&name),
        Cell::count(measurement.occurrence.into()),
        text_cell(&measurement.unit),
        text_cell(row.risk.as_str()),
        Cell::count(row.values),
        Cell::count(row.failed.part),
        Cell::count(row.failed.all),
        Cell::share(row.failed.share),
        Cell::number(row.mean),
        Cell::number(row.sigma),
        Cell::number(row.sigma_within),
        Cell::number(row.minimum),
        Cell::number(row.maximum),
        limit(|limits| limits.lower),
        limit(|limits| limits.upper),
        Cell::count(u64::try_from(row.used_limits.len()).unwrap_or(u64::MAX)),
        Cell::number(row.ppk),
        Cell::number(row.ppk_lower),
        Cell::number(row.pp),
        Cell::number(row.cpk),
        Cell::number(row.drift.map(|drift| drift.effect_sigmas)),
        Cell::number(row.drift.map(|drift| drift.p_value)),
        text_cell(&notes.join(" ")),
    ]
}
