//! What a unit is made of, and what it is part of.

use serde::Serialize;
use standcloud_report::parse;
use standcloud_store::{OrganisationId, ParentUnit, RunSummary, SubUnitRow, Unit};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::text::rfc3339;
use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::run_status::RunStatusView;

const REPORT_BYTES_MAX: u64 = 8 << 20;

/// A part of the unit, as the last run that names parts says.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitPart {
    pub name: Option<String>,
    pub part_number: String,
    /// Without one it has no page of its own.
    pub serial_number: Option<String>,
    pub revision: Option<String>,
    /// In how many runs it was tested by itself.
    pub own_runs: u64,
    /// How the last of them ended that was a test.
    pub last_status: Option<RunStatusView>,
}

/// The parts, and who says so.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitParts {
    pub parts: Vec<UnitPart>,
    pub named_by_run_id: Uuid,
    pub named_at: Option<String>,
}

/// A unit that this one is or was a part of.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitParent {
    pub part_number: String,
    pub serial_number: String,
    /// The run time of its last run that names this unit.
    pub last_named_at: Option<String>,
    /// It was tested since with other parts, without this one.
    pub is_replaced: bool,
}

/// Nothing when no run names parts.
pub(super) async fn parts_of(
    app: &App,
    organisation: OrganisationId,
    unit: &Unit,
) -> Result<Option<UnitParts>, Problem> {
    let store = &app.store;
    let Some(number) = store
        .find_last_run_with_sub_units(organisation, unit.id)
        .await?
    else {
        return Ok(None);
    };
    let runs = store.list_runs(organisation, &[number]).await?;
    let Some(run) = runs.into_iter().next() else {
        return Ok(None);
    };
    let rows = store.list_sub_units(organisation, number).await?;
    let names = names(app, organisation, &run).await?;
    Ok(Some(UnitParts {
        parts: rows.into_iter().map(|row| part(row, &names)).collect(),
        named_by_run_id: run.run_id.0,
        named_at: rfc3339(run.run_time),
    }))
}

/// The names of parts are in the raw report only.
async fn names(
    app: &App,
    organisation: OrganisationId,
    run: &RunSummary,
) -> Result<Vec<Option<String>>, Problem> {
    let mut reports = app
        .store
        .list_small_reports(organisation, &[run.run_number], REPORT_BYTES_MAX)
        .await?;
    let Some(report) = reports.remove(&run.run_number) else {
        return Ok(Vec::new());
    };
    let limits = app.config.limits.parse();
    let read = tokio::task::spawn_blocking(move || {
        let report = parse(&report.body, &limits);
        report.map_or_else(
            |_| Vec::new(),
            |report| {
                let parts = report.dut.sub_units.into_iter();
                parts.map(|part| part.name).collect()
            },
        )
    });
    read.await
        .map_err(|_| Problem::unavailable("The question was interrupted. Try again."))
}

fn part(row: SubUnitRow, names: &[Option<String>]) -> UnitPart {
    let position = usize::try_from(row.position).ok();
    let name = position.and_then(|position| names.get(position)?.clone());
    UnitPart {
        // The part number stands in for a name that was not given.
        name: name.filter(|name| *name != row.part_number),
        part_number: row.part_number,
        serial_number: row.serial_number,
        revision: row.revision,
        own_runs: row.own_runs,
        last_status: row.last_status.map(RunStatusView::from),
    }
}

impl From<ParentUnit> for UnitParent {
    fn from(parent: ParentUnit) -> Self {
        Self {
            part_number: parent.part_number,
            serial_number: parent.serial_number,
            last_named_at: rfc3339(parent.last_named),
            is_replaced: parent.is_replaced,
        }
    }
}
