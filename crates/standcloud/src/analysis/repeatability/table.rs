//! Repeatability as a table.

use super::views::{RepeatVerdict, RepeatabilityRowView, RepeatabilityView};
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub fn of(answer: RepeatabilityView) -> AnswerTable {
    let columns = vec![
        TableColumn::new("series", "Measurement no."),
        TableColumn::wide("module", "Module"),
        TableColumn::wide("case", "Case"),
        TableColumn::wide("name", "Measurement"),
        TableColumn::new("unit", "Unit"),
        TableColumn::new("limits", "Limits"),
        TableColumn::new("units", "Units"),
        TableColumn::new("values", "Values"),
        TableColumn::new("repeatability", "Repeatability (sigma)"),
        TableColumn::new("repeatability_lower", "… at least"),
        TableColumn::new("repeatability_upper", "… at most"),
        TableColumn::new("units_spread", "Units (sigma)"),
        TableColumn::new("tolerance_share", "Of tolerance"),
        TableColumn::new("study_share", "Of study"),
        TableColumn::new("distinct_categories", "Distinct categories"),
        TableColumn::new("verdict", "Verdict"),
        TableColumn::wide("notes", "Notes"),
    ];
    let rows = answer.measurements.into_iter().map(|row| cells_of(&row));
    AnswerTable::new("repeatability", columns, rows)
}

fn cells_of(row: &RepeatabilityRowView) -> Vec<Cell> {
    let notes: Vec<&str> = row.notes.iter().map(|note| note.text.as_str()).collect();
    let limits = row
        .limits
        .as_ref()
        .map_or("", |limits| limits.text.as_str());
    let categories = row.distinct_categories.map(u64::from);
    vec![
        Cell::count(u64::from(row.measurement.series)),
        text_cell(&row.measurement.module),
        text_cell(&row.measurement.case),
        text_cell(&row.measurement.name),
        text_cell(&row.measurement.unit),
        text_cell(limits),
        Cell::count(row.units),
        Cell::count(row.values),
        Cell::number(row.repeatability),
        Cell::number(row.repeatability_lower),
        Cell::number(row.repeatability_upper),
        Cell::number(row.units_spread),
        Cell::share(row.tolerance_share),
        Cell::share(row.study_share),
        categories.map_or(Cell::Empty, Cell::count),
        text_cell(row.verdict.map_or("", verdict_word)),
        text_cell(&notes.join(" ")),
    ]
}

fn verdict_word(verdict: RepeatVerdict) -> &'static str {
    match verdict {
        RepeatVerdict::Poor => "poor",
        RepeatVerdict::Conditional => "conditional",
        RepeatVerdict::Good => "good",
    }
}
