//! Runs with the names of what they refer to, for lists and pages.

use std::collections::HashMap;

use sqlx::QueryBuilder;
use standcloud_columns::RunStatus;

use crate::db::{ROWS_PER_STATEMENT, on_both};
use crate::reports::run_id_from;
use crate::{OrganisationId, RunId, RunNumber, Store, StoreError, UnixMicros};

/// One run as a person reads it; an absent thing is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSummary {
    pub run_id: RunId,
    pub run_number: RunNumber,
    pub received: UnixMicros,
    /// Start, else stop, else received.
    pub run_time: UnixMicros,
    pub start: Option<UnixMicros>,
    pub stop: Option<UnixMicros>,
    pub duration_ms: Option<i64>,
    pub status: RunStatus,
    pub voided: bool,
    pub attempt: i64,
    pub plan: String,
    pub part_number: String,
    pub revision: Option<String>,
    pub serial_number: Option<String>,
    /// `None` never happens to a run that this program has stored.
    pub stand_id: Option<u32>,
    pub stand_name: String,
    pub stand_hardware_id: String,
    pub stand_number: Option<i64>,
    pub batch: Option<String>,
    pub process: Option<String>,
    pub operator: Option<String>,
    pub error_code: Option<i64>,
    /// Module and case that the run failed in.
    pub failing_step: Option<(String, String)>,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    run_id: Vec<u8>,
    run_number: i64,
    received_us: i64,
    run_time_us: i64,
    start_us: Option<i64>,
    stop_us: Option<i64>,
    duration_ms: Option<i64>,
    status: i64,
    voided: i64,
    attempt: i64,
    error_code: Option<i64>,
    plan: Option<String>,
    part_number: Option<String>,
    revision: Option<String>,
    serial_number: Option<String>,
    stand_id: i64,
    stand_name: Option<String>,
    stand_hardware_id: Option<String>,
    stand_number: Option<String>,
    batch: Option<String>,
    process: Option<String>,
    operator: Option<String>,
    failing_module: Option<String>,
    failing_case: Option<String>,
}

impl SummaryRow {
    fn into_summary(self) -> Result<RunSummary, StoreError> {
        let status = u8::try_from(self.status)
            .ok()
            .and_then(RunStatus::from_code);
        Ok(RunSummary {
            run_id: run_id_from(&self.run_id)?,
            run_number: RunNumber(self.run_number),
            received: UnixMicros(self.received_us),
            run_time: UnixMicros(self.run_time_us),
            start: self.start_us.map(UnixMicros),
            stop: self.stop_us.map(UnixMicros),
            duration_ms: self.duration_ms,
            status: status.ok_or_else(|| StoreError::Corrupt {
                table: "run",
                column: "status",
                key: format!("run number {}", self.run_number),
            })?,
            voided: self.voided != 0,
            attempt: self.attempt,
            plan: self.plan.unwrap_or_default(),
            part_number: self.part_number.unwrap_or_default(),
            revision: self.revision,
            serial_number: self.serial_number,
            stand_id: u32::try_from(self.stand_id).ok().filter(|id| *id != 0),
            stand_name: self.stand_name.unwrap_or_default(),
            stand_hardware_id: self.stand_hardware_id.unwrap_or_default(),
            stand_number: self.stand_number.and_then(|number| number.parse().ok()),
            batch: self.batch,
            process: self.process,
            operator: self.operator,
            error_code: self.error_code,
            failing_step: self.failing_module.zip(self.failing_case),
        })
    }
}

const SELECT_SUMMARY: &str = "
    SELECT report.run_id, report.received_us, run.run_number, run.run_time_us, run.start_us,
      run.stop_us, run.duration_ms, run.status, run.voided, run.attempt, run.error_code,
      plan.name AS plan, part.part_number, revision.name AS revision, unit.serial_number,
      run.stand_id, stand.name AS stand_name, stand.hardware_id AS stand_hardware_id,
      stand.number AS stand_number, batch.serial_number AS batch, process.name AS process,
      operator.name AS operator, step.module AS failing_module, step.test_case AS failing_case
    FROM run
    JOIN report ON report.organisation_id = run.organisation_id
      AND report.run_number = run.run_number
    LEFT JOIN plan ON plan.organisation_id = run.organisation_id AND plan.id = run.plan_id
    LEFT JOIN part ON part.organisation_id = run.organisation_id AND part.id = run.part_id
    LEFT JOIN revision ON revision.organisation_id = run.organisation_id
      AND revision.id = run.revision_id
    LEFT JOIN unit ON unit.organisation_id = run.organisation_id AND unit.id = run.unit_id
    LEFT JOIN stand ON stand.organisation_id = run.organisation_id AND stand.id = run.stand_id
    LEFT JOIN batch ON batch.organisation_id = run.organisation_id AND batch.id = run.batch_id
    LEFT JOIN process ON process.organisation_id = run.organisation_id
      AND process.id = run.process_id
    LEFT JOIN operator ON operator.organisation_id = run.organisation_id
      AND operator.id = run.operator_id
    LEFT JOIN step ON step.organisation_id = run.organisation_id AND step.id = run.failing_step_id
    WHERE run.organisation_id = ";

impl Store {
    /// The runs with these numbers, in the order given; unknown numbers are left out.
    pub async fn list_runs(
        &self,
        organisation: OrganisationId,
        numbers: &[RunNumber],
    ) -> Result<Vec<RunSummary>, StoreError> {
        let mut reader = self.reader().await?;
        let mut found: HashMap<i64, RunSummary> = HashMap::with_capacity(numbers.len());
        for chunk in numbers.chunks(ROWS_PER_STATEMENT) {
            let rows: Vec<SummaryRow> = on_both!(&mut reader.conn(), c => {
                let mut select = QueryBuilder::new(SELECT_SUMMARY);
                select.push_bind(organisation.0).push(" AND run.run_number IN (");
                let mut list = select.separated(", ");
                for number in chunk {
                    list.push_bind(number.0);
                }
                select.push(")");
                select.build_query_as().fetch_all(c).await
            })?;
            for row in rows {
                found.insert(row.run_number, row.into_summary()?);
            }
        }
        Ok(numbers
            .iter()
            .filter_map(|number| found.remove(&number.0))
            .collect())
    }

    /// One run by its id.
    pub async fn lookup_run(
        &self,
        organisation: OrganisationId,
        run_id: RunId,
    ) -> Result<Option<RunSummary>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<SummaryRow> = on_both!(&mut reader.conn(), c => {
            let mut select = QueryBuilder::new(SELECT_SUMMARY);
            select.push_bind(organisation.0).push(" AND report.run_id = ").push_bind(run_id.bytes());
            select.build_query_as().fetch_optional(c).await
        })?;
        row.map(SummaryRow::into_summary).transpose()
    }
}
