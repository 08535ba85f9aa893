//! The columns of an exported list of runs.

use jiff::tz::TimeZone;
use standcloud_columns::RunStatus;
use standcloud_store::RunSummary;

use super::cells::{Cell, instant_cell, text_cell};
use crate::web_api::problem::Problem;

/// In the order in which they stand when nothing was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Status,
    SerialNumber,
    PartNumber,
    Revision,
    Plan,
    Attempt,
    Start,
    Duration,
    Stand,
    StandNumber,
    StandHardwareId,
    Batch,
    Process,
    Operator,
    FailingModule,
    FailingCase,
    ErrorCode,
    Received,
    RunId,
}

/// The chosen columns, and the zone in which people read the instants of a workbook.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) columns: Vec<Column>,
    pub(super) zone_name: String,
    pub(super) zone: TimeZone,
}

impl Sheet {
    pub(super) fn new(columns: Vec<Column>, zone_name: &str) -> Self {
        Self {
            columns,
            zone_name: zone_name.to_owned(),
            zone: TimeZone::get(zone_name).unwrap_or(TimeZone::UTC),
        }
    }
}

/// Reads `a,b,c`; all columns when nothing was said.
pub(super) fn read_columns(text: Option<&str>) -> Result<Vec<Column>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(Column::ALL.to_vec());
    };
    let mut columns = Vec::new();
    for name in text.split(',').take(Column::ALL.len() + 1) {
        let found = Column::ALL.into_iter().find(|column| column.name() == name);
        let Some(column) = found else {
            return Err(Problem::invalid("columns", "There is no such column."));
        };
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    Ok(columns)
}

impl Column {
    pub(super) const ALL: [Self; 19] = [
        Self::Status,
        Self::SerialNumber,
        Self::PartNumber,
        Self::Revision,
        Self::Plan,
        Self::Attempt,
        Self::Start,
        Self::Duration,
        Self::Stand,
        Self::StandNumber,
        Self::StandHardwareId,
        Self::Batch,
        Self::Process,
        Self::Operator,
        Self::FailingModule,
        Self::FailingCase,
        Self::ErrorCode,
        Self::Received,
        Self::RunId,
    ];

    /// In addresses, and the title in a CSV.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::SerialNumber => "serial_number",
            Self::PartNumber => "part_number",
            Self::Revision => "revision",
            Self::Plan => "plan",
            Self::Attempt => "attempt",
            Self::Start => "start",
            Self::Duration => "duration_s",
            Self::Stand => "stand",
            Self::StandNumber => "stand_number",
            Self::StandHardwareId => "stand_hardware_id",
            Self::Batch => "batch",
            Self::Process => "process",
            Self::Operator => "operator",
            Self::FailingModule => "failing_module",
            Self::FailingCase => "failing_case",
            Self::ErrorCode => "error_code",
            Self::Received => "received",
            Self::RunId => "run_id",
        }
    }

    /// For people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::SerialNumber => "Serial number",
            Self::PartNumber => "Part number",
            Self::Revision => "Revision",
            Self::Plan => "Test plan",
            Self::Attempt => "Attempt",
            Self::Start => "Start",
            Self::Duration => "Duration (s)",
            Self::Stand => "Stand",
            Self::StandNumber => "Stand number",
            Self::StandHardwareId => "Stand hardware ID",
            Self::Batch => "Batch",
            Self::Process => "Process",
            Self::Operator => "Operator",
            Self::FailingModule => "Failed module",
            Self::FailingCase => "Failed case",
            Self::ErrorCode => "Error code",
            Self::Received => "Received",
            Self::RunId => "Test run ID",
        }
    }

    pub(super) fn is_instant(self) -> bool {
        matches!(self, Self::Start | Self::Received)
    }

    /// In characters, for the width in a workbook.
    pub(super) fn width(self) -> u8 {
        match self {
            Self::Attempt | Self::Status | Self::Duration | Self::ErrorCode => 12,
            Self::Start | Self::Received | Self::FailingModule | Self::FailingCase => 22,
            Self::RunId | Self::StandHardwareId => 38,
            _ => 18,
        }
    }

    pub(super) fn cell(self, run: &RunSummary) -> Cell {
        let text = |value: Option<&str>| value.map_or(Cell::Empty, text_cell);
        let number = |value: Option<i64>| value.map_or(Cell::Empty, Cell::Whole);
        match self {
            Self::Status => text_cell(status_text(run.status)),
            Self::SerialNumber => text(run.serial_number.as_deref()),
            Self::PartNumber => text_cell(&run.part_number),
            Self::Revision => text(run.revision.as_deref()),
            Self::Plan => text_cell(&run.plan),
            Self::Attempt => Cell::Whole(run.attempt),
            Self::Start => instant_cell(run.run_time),
            Self::Duration => run.duration_ms.map_or(Cell::Empty, Cell::Seconds),
            Self::Stand => text_cell(&run.stand_name),
            Self::StandNumber => number(run.stand_number),
            Self::StandHardwareId => text_cell(&run.stand_hardware_id),
            Self::Batch => text(run.batch.as_deref()),
            Self::Process => text(run.process.as_deref()),
            Self::Operator => text(run.operator.as_deref()),
            Self::FailingModule => run
                .failing_step
                .as_ref()
                .map_or(Cell::Empty, |step| text_cell(&step.0)),
            Self::FailingCase => run
                .failing_step
                .as_ref()
                .map_or(Cell::Empty, |step| text_cell(&step.1)),
            Self::ErrorCode => number(run.error_code),
            Self::Received => instant_cell(run.received),
            Self::RunId => text_cell(&run.run_id.to_string()),
        }
    }
}

fn status_text(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Passed => "passed",
        RunStatus::Failed => "failed",
        RunStatus::Error => "error",
        RunStatus::Stopped => "stopped",
        RunStatus::Skipped => "skipped",
        RunStatus::Run => "run",
        RunStatus::Ready => "ready",
    }
}
