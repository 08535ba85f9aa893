//! The days of all stands as a table.

use super::views::{DayTimeView, TimeFiguresView, TimeUseView};
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub fn of(answer: TimeUseView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("stand", "Stand"),
        TableColumn::wide("day", "Day"),
        TableColumn::new("runs", "Runs"),
        TableColumn::new("passed", "Passed"),
        TableColumn::new("not_passed", "Not passed"),
        TableColumn::new("without_duration", "Without duration"),
        TableColumn::new("planned_s", "Planned (s)"),
        TableColumn::new("testing_s", "Testing (s)"),
        TableColumn::new("waiting_s", "Waiting (s)"),
        TableColumn::new("stopped_s", "Stopped (s)"),
        TableColumn::new("stops", "Stops"),
        TableColumn::new("runs_per_hour", "Runs per hour"),
        TableColumn::new("utilisation", "Utilisation"),
        TableColumn::new("availability", "Availability"),
        TableColumn::new("performance", "Performance"),
        TableColumn::new("quality", "Quality"),
        TableColumn::new("oee", "OEE"),
    ];
    let rows = answer.stands.into_iter().flat_map(|stand| {
        let label = stand.stand.label;
        let days = stand.days.into_iter();
        days.map(move |day| row_of(&label, &day))
    });
    AnswerTable::new("time-use", columns, rows)
}

fn row_of(stand: &str, day: &DayTimeView) -> Vec<Cell> {
    let figures = &day.figures;
    let mut row = vec![
        text_cell(stand),
        day.from.map_or(Cell::Empty, Cell::Instant),
    ];
    row.extend(counts(figures));
    row.extend(shares(figures));
    row
}

fn counts(figures: &TimeFiguresView) -> [Cell; 10] {
    [
        Cell::count(figures.runs),
        Cell::count(figures.passed),
        Cell::count(figures.not_passed),
        Cell::count(figures.without_duration),
        Cell::Number(figures.planned_s),
        Cell::Number(figures.testing_s),
        Cell::Number(figures.waiting_s),
        Cell::Number(figures.stopped_s),
        Cell::count(figures.stops),
        Cell::number(figures.runs_per_hour),
    ]
}

fn shares(figures: &TimeFiguresView) -> [Cell; 5] {
    [
        figures.utilisation,
        figures.availability,
        figures.performance,
        figures.quality,
        figures.oee,
    ]
    .map(Cell::share)
}
