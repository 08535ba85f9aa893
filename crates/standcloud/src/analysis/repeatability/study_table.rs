//! The repeats of one measurement as a table: a row for each value.

use super::views::{RepeatStudyView, RepeatedValueView, UnitRepeatsView};
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub fn of(answer: RepeatStudyView) -> AnswerTable {
    let measurement = answer.measurement.measurement;
    let columns = vec![
        TableColumn::wide("name", "Measurement"),
        TableColumn::new("unit", "Unit"),
        TableColumn::wide("serial", "Serial number"),
        TableColumn::wide("part", "Part"),
        TableColumn::new("run_number", "Run no."),
        TableColumn::wide("stand", "Stand"),
        TableColumn::new("value", "Value"),
    ];
    let rows = answer.units.into_iter().flat_map(move |tested| {
        let (name, unit) = (measurement.name.clone(), measurement.unit.clone());
        let UnitRepeatsView {
            serial,
            part,
            values,
            ..
        } = tested;
        values.into_iter().map(move |value| {
            let mut cells = vec![text_cell(&name), text_cell(&unit)];
            cells.extend([text_cell(&serial), text_cell(&part)]);
            cells.extend(cells_of(&value));
            cells
        })
    });
    AnswerTable::new("repeats", columns, rows)
}

fn cells_of(value: &RepeatedValueView) -> [Cell; 3] {
    let run_number = u64::try_from(value.run_number);
    [
        run_number.map_or(Cell::Empty, Cell::count),
        text_cell(&value.stand.label),
        Cell::number(Some(value.value)),
    ]
}
