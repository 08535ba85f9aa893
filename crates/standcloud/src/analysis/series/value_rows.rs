//! Every value with its run, as a table.

use std::collections::{HashMap, HashSet};

use standcloud_columns::{FactRow, Facts, SelectedValues};
use standcloud_store::{EntryKind, StoreError, UnixMicros};

use crate::analysis::analyst::Analyst;
use crate::analysis::limits::LimitsView;
use crate::analysis::parquet_file::{ParquetColumn, ParquetKind};
use crate::analysis::table::{Cell, TableColumn, instant_cell, text_cell};
use crate::app::App;
use crate::web_api::run_status::RunStatusView;

/// Name and title of each column, and what is in it.
const COLUMNS: [(&str, &str, ParquetKind); 15] = [
    ("time", "Time", ParquetKind::Instant),
    ("value", "Value", ParquetKind::Number),
    ("result", "Result", ParquetKind::Text),
    ("lower_limit", "Lower limit", ParquetKind::Number),
    ("upper_limit", "Upper limit", ParquetKind::Number),
    ("serial_number", "Serial number", ParquetKind::Text),
    ("part_number", "Part number", ParquetKind::Text),
    ("revision", "Revision", ParquetKind::Text),
    ("stand", "Stand", ParquetKind::Text),
    ("batch", "Batch", ParquetKind::Text),
    ("process", "Process", ParquetKind::Text),
    ("operator", "Operator", ParquetKind::Text),
    ("run_status", "Run status", ParquetKind::Text),
    ("attempt", "Attempt", ParquetKind::Whole),
    ("run_number", "Run number", ParquetKind::Whole),
];

pub(super) fn table_columns() -> Vec<TableColumn> {
    let columns = COLUMNS.iter();
    columns
        .map(|(name, title, kind)| match kind {
            ParquetKind::Instant | ParquetKind::Text => TableColumn::wide(name, *title),
            _ => TableColumn::new(name, *title),
        })
        .collect()
}

pub(super) fn parquet_columns() -> Vec<ParquetColumn> {
    let columns = COLUMNS.iter();
    columns
        .map(|(name, _, kind)| ParquetColumn { name, kind: *kind })
        .collect()
}

/// What the rows are made of.
pub(super) struct ValueRows {
    pub values: SelectedValues,
    pub facts: Facts,
    pub limits: HashMap<u32, LimitsView>,
    pub names: RowNames,
}

/// The names of all that runs refer to.
#[derive(Debug, Default)]
pub(super) struct RowNames(HashMap<(EntryKind, u32), String>);

impl RowNames {
    /// Looks up what these runs refer to.
    pub(super) async fn find(
        app: &App,
        analyst: &Analyst,
        ids: HashMap<EntryKind, HashSet<u32>>,
    ) -> Result<Self, StoreError> {
        let mut names = HashMap::new();
        for (kind, ids) in ids {
            let ids: Vec<u32> = ids.into_iter().collect();
            let found = app
                .store
                .list_entry_names(analyst.organisation_id(), kind, &ids);
            names.extend(found.await?.into_iter().filter_map(|entry| {
                let label = match (kind, entry.detail.as_str()) {
                    (EntryKind::Stand, number) if !number.is_empty() => {
                        format!("{} #{number}", entry.name)
                    }
                    _ => entry.name,
                };
                Some(((kind, u32::try_from(entry.id).ok()?), label))
            }));
        }
        Ok(Self(names))
    }

    fn cell(&self, kind: EntryKind, id: u32) -> Cell {
        self.0
            .get(&(kind, id))
            .map_or(Cell::Empty, |name| text_cell(name))
    }
}

/// Everything that runs with values refer to, without "none".
pub(super) fn referred(facts: &Facts, values: &SelectedValues) -> HashMap<EntryKind, HashSet<u32>> {
    let mut ids: HashMap<EntryKind, HashSet<u32>> = HashMap::new();
    for run in values
        .run_numbers
        .iter()
        .filter_map(|number| facts.find(*number))
    {
        for (kind, id) in references(&run) {
            if id != 0 {
                ids.entry(kind).or_default().insert(id);
            }
        }
    }
    ids
}

/// In the order of the columns.
fn references(run: &FactRow) -> [(EntryKind, u32); 7] {
    [
        (EntryKind::Unit, run.unit),
        (EntryKind::Part, run.part),
        (EntryKind::Revision, run.revision),
        (EntryKind::Stand, run.stand),
        (EntryKind::Batch, run.batch),
        (EntryKind::Process, run.process),
        (EntryKind::Operator, run.operator),
    ]
}

impl ValueRows {
    pub(super) fn into_cells(self) -> impl Iterator<Item = Vec<Cell>> + Send + 'static {
        (0..self.values.values.len()).map_while(move |at| self.cells(at))
    }

    fn cells(&self, at: usize) -> Option<Vec<Cell>> {
        let values = &self.values;
        let run_number = *values.run_numbers.get(at)?;
        let run = self.facts.find(run_number)?;
        let limits = values.limit_sets.get(at).and_then(|id| self.limits.get(id));
        let mut cells = vec![
            instant_cell(UnixMicros(*values.times_us.get(at)?)),
            Cell::Number(*values.values.get(at)?),
            result_cell(*values.results.get(at)?),
            Cell::number(limits.and_then(|limits| limits.lower)),
            Cell::number(limits.and_then(|limits| limits.upper)),
        ];
        let names = references(&run).into_iter();
        cells.extend(names.map(|(kind, id)| self.names.cell(kind, id)));
        cells.push(text_cell(RunStatusView::from(run.status).as_str()));
        cells.push(Cell::Whole(run.attempt.into()));
        cells.push(Cell::Whole(run_number));
        Some(cells)
    }
}

fn result_cell(result: Option<bool>) -> Cell {
    match result {
        None => Cell::Empty,
        Some(true) => text_cell("passed"),
        Some(false) => text_cell("failed"),
    }
}
