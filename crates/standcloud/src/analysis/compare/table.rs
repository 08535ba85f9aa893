//! The measurements of both sides as a file: one line a measurement.

use super::views::{CompareView, MeasurementDifferenceView};
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub(super) fn table_of(answer: CompareView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("module", "Module"),
        TableColumn::wide("case", "Case"),
        TableColumn::wide("measurement", "Measurement"),
        TableColumn::new("unit", "Unit"),
        TableColumn::new("values_a", "Values of A"),
        TableColumn::new("values_b", "Values of B"),
        TableColumn::new("mean_a", "Mean of A"),
        TableColumn::new("mean_b", "Mean of B"),
        TableColumn::new("sigma_a", "Sigma of A"),
        TableColumn::new("sigma_b", "Sigma of B"),
        TableColumn::new("effect_sigmas", "Difference, sigmas"),
        TableColumn::new("mean_p_corrected", "p of the means (Holm)"),
        TableColumn::new("sigma_ratio", "Sigma of B over A"),
        TableColumn::new("sigma_p_corrected", "p of the scatters (Holm)"),
    ];
    AnswerTable::new("compare", columns, answer.measurements.into_iter().map(row))
}

fn row(row: MeasurementDifferenceView) -> Vec<Cell> {
    let measurement = row.measurement;
    let name = match measurement.position {
        Some(position) => format!("#{}", position + 1),
        None => measurement.name,
    };
    vec![
        text_cell(&measurement.module),
        text_cell(&measurement.case),
        text_cell(&name),
        text_cell(&measurement.unit),
        Cell::count(row.a.values),
        Cell::count(row.b.values),
        Cell::number(row.a.mean),
        Cell::number(row.b.mean),
        Cell::number(row.a.sigma),
        Cell::number(row.b.sigma),
        Cell::number(row.effect_sigmas),
        Cell::number(row.mean_p_corrected),
        Cell::number(row.sigma_ratio),
        Cell::number(row.sigma_p_corrected),
    ]
}
