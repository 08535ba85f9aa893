//! The durations of steps as a file: one line a step.

use super::views::{StepDurationView, StepDurationsView};
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub(super) fn table_of(answer: StepDurationsView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("module", "Module"),
        TableColumn::wide("case", "Case"),
        TableColumn::new("values", "Timed"),
        TableColumn::new("mean_seconds", "Mean, s"),
        TableColumn::new("median_seconds", "Median, s"),
        TableColumn::new("p95_seconds", "95 of 100 within, s"),
        TableColumn::new("maximum_seconds", "Longest, s"),
        TableColumn::new("total_seconds", "Total, s"),
        TableColumn::new("share", "Share of the time"),
        TableColumn::new("drift_sigmas", "Drift, sigmas"),
    ];
    AnswerTable::new(
        "step-durations",
        columns,
        answer.steps.into_iter().map(|step| row(&step)),
    )
}

fn row(step: &StepDurationView) -> Vec<Cell> {
    vec![
        text_cell(&step.module),
        text_cell(&step.case),
        Cell::count(step.values),
        Cell::number(step.mean_seconds),
        Cell::number(step.median_seconds),
        Cell::number(step.p95_seconds),
        Cell::number(step.maximum_seconds),
        Cell::Number(step.total_seconds),
        Cell::share(step.share),
        Cell::number(step.drift.map(|drift| drift.effect_sigmas)),
    ]
}
