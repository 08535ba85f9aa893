//! One unit (part number and serial number) and its runs.
//!
//! Problem: most units have a handful of runs, but a golden unit that checks a stand each morning has
//! thousands. Choice: every statement begins at the index of runs by unit and has a limit; what one
//! verdict needs is picked by window functions in the database. Consequence: nothing here grows with
//! the organisation.

use crate::db::on_both;
use crate::{OrganisationId, RunNumber, Store, StoreError, UnixMicros};

/// More revisions, plans or parents of one unit are not told.
pub(crate) const UNIT_DETAILS_MAX: i64 = 200;

/// A unit that some report names, as the device under test or as a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub id: i64,
    pub part_number: String,
    pub serial_number: String,
    /// All of its runs, voided ones as well.
    pub runs: u64,
    pub voided_runs: u64,
    /// Run times of the first and the last one.
    pub first_run: Option<UnixMicros>,
    pub last_run: Option<UnixMicros>,
}

/// The runs of a unit in one plan and process that are not voided; of tests (passed, failed, error) and
/// of others one each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPlan {
    pub plan: i64,
    pub process: i64,
    pub is_test: bool,
    pub runs: u64,
    pub first: RunNumber,
    pub last: RunNumber,
}

/// Where a page of runs goes on: run time and run number of the last one that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunPlace {
    pub run_time: UnixMicros,
    pub run_number: RunNumber,
}

/// In which order runs are listed, by run time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunOrder {
    NewestFirst,
    OldestFirst,
}

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: i64,
    part_number: String,
    serial_number: String,
    runs: i64,
    voided_runs: i64,
    first_us: Option<i64>,
    last_us: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    plan_id: i64,
    process_id: i64,
    is_test: i64,
    runs: i64,
    first_number: i64,
    last_number: i64,
}

impl Store {
    /// The unit with these numbers, if any report names it.
    pub async fn find_unit(
        &self,
        organisation: OrganisationId,
        part_number: &str,
        serial_number: &str,
    ) -> Result<Option<Unit>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<UnitRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT unit.id, part.part_number, unit.serial_number, COUNT(run.run_number) AS runs,
                   COUNT(run.run_number) FILTER (WHERE run.voided <> 0) AS voided_runs,
                   MIN(run.run_time_us) AS first_us, MAX(run.run_time_us) AS last_us
                 FROM unit
                 JOIN part ON part.organisation_id = unit.organisation_id AND part.id = unit.part_id
                 LEFT JOIN run ON run.organisation_id = unit.organisation_id
                   AND run.unit_id = unit.id AND run.unit_id <> 0
                 WHERE unit.organisation_id = $1 AND unit.serial_number = $2
                   AND part.part_number = $3
                 GROUP BY unit.id, part.part_number, unit.serial_number",
            )
            .bind(organisation.0)
            .bind(serial_number)
            .bind(part_number)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(|row| Unit {
            id: row.id,
            part_number: row.part_number,
            serial_number: row.serial_number,
            runs: count(row.runs),
            voided_runs: count(row.voided_runs),
            first_run: row.first_us.map(UnixMicros),
            last_run: row.last_us.map(UnixMicros),
        }))
    }

    /// The revisions that runs of the unit or of its parents have named, by name.
    pub async fn list_unit_revisions(
        &self,
        organisation: OrganisationId,
        unit: i64,
    ) -> Result<Vec<String>, StoreError> {
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT name FROM revision WHERE organisation_id = $1 AND id IN (
                   SELECT revision_id FROM run
                   WHERE organisation_id = $1 AND unit_id = $2 AND unit_id <> 0
                   UNION
                   SELECT revision_id FROM run_sub_unit
                   WHERE organisation_id = $1 AND unit_id = $2)
                 ORDER BY name LIMIT $3",
            )
            .bind(organisation.0)
            .bind(unit)
            .bind(UNIT_DETAILS_MAX)
            .fetch_all(c)
            .await
        })?)
    }

    /// What a verdict for each plan and process is made of.
    pub async fn list_unit_plans(
        &self,
        organisation: OrganisationId,
        unit: i64,
    ) -> Result<Vec<UnitPlan>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<PlanRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "WITH kept AS (
                   SELECT run_number, run_time_us, plan_id, process_id,
                     CASE WHEN status <= 2 THEN 1 ELSE 0 END AS is_test
                   FROM run
                   WHERE organisation_id = $1 AND unit_id = $2 AND unit_id <> 0 AND voided = 0),
                 placed AS (
                   SELECT run_number, plan_id, process_id, is_test,
                     ROW_NUMBER() OVER (PARTITION BY plan_id, process_id, is_test
                       ORDER BY run_time_us, run_number) AS from_first,
                     ROW_NUMBER() OVER (PARTITION BY plan_id, process_id, is_test
                       ORDER BY run_time_us DESC, run_number DESC) AS from_last
                   FROM kept)
                 SELECT plan_id, process_id, CAST(is_test AS BIGINT) AS is_test, COUNT(*) AS runs,
                   MAX(CASE WHEN from_first = 1 THEN run_number END) AS first_number,
                   MAX(CASE WHEN from_last = 1 THEN run_number END) AS last_number
                 FROM placed GROUP BY plan_id, process_id, is_test
                 ORDER BY plan_id, process_id, is_test DESC LIMIT $3",
            )
            .bind(organisation.0)
            .bind(unit)
            .bind(UNIT_DETAILS_MAX)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(UnitPlan::from).collect())
    }

    /// One page of the unit's runs over all plans and stands, voided ones as well.
    pub async fn list_unit_runs(
        &self,
        organisation: OrganisationId,
        unit: i64,
        order: RunOrder,
        after: Option<RunPlace>,
        limit: u32,
    ) -> Result<Vec<RunNumber>, StoreError> {
        let (sql, open_end) = match order {
            RunOrder::NewestFirst => (
                "SELECT run_number FROM run
                 WHERE organisation_id = $1 AND unit_id = $2 AND unit_id <> 0
                   AND (run_time_us, run_number) < ($3, $4)
                 ORDER BY run_time_us DESC, run_number DESC LIMIT $5",
                i64::MAX,
            ),
            RunOrder::OldestFirst => (
                "SELECT run_number FROM run
                 WHERE organisation_id = $1 AND unit_id = $2 AND unit_id <> 0
                   AND (run_time_us, run_number) > ($3, $4)
                 ORDER BY run_time_us, run_number LIMIT $5",
                i64::MIN,
            ),
        };
        let (time, number) = after.map_or((open_end, open_end), |place| {
            (place.run_time.0, place.run_number.0)
        });
        let mut reader = self.reader().await?;
        let numbers: Vec<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(sql)
                .bind(organisation.0)
                .bind(unit)
                .bind(time)
                .bind(number)
                .bind(i64::from(limit))
                .fetch_all(c)
                .await
        })?;
        Ok(numbers.into_iter().map(RunNumber).collect())
    }
}

impl From<PlanRow> for UnitPlan {
    fn from(row: PlanRow) -> Self {
        Self {
            plan: row.plan_id,
            process: row.process_id,
            is_test: row.is_test != 0,
            runs: count(row.runs),
            first: RunNumber(row.first_number),
            last: RunNumber(row.last_number),
        }
    }
}

pub(crate) fn count(rows: i64) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}
