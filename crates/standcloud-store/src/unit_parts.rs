//! What a unit is made of and what it is part of, as the reports of assemblies say.

use standcloud_columns::RunStatus;

use crate::db::on_both;
use crate::units::{UNIT_DETAILS_MAX, count};
use crate::{OrganisationId, RunNumber, Store, StoreError, UnixMicros};

/// A part of a unit, as a run has named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubUnitRow {
    /// Its place in the report.
    pub position: i64,
    pub part_number: String,
    /// Without one it is no unit.
    pub serial_number: Option<String>,
    pub revision: Option<String>,
    /// Runs in which it was tested by itself.
    pub own_runs: u64,
    /// How the last of these ended that was a test and is not voided.
    pub last_status: Option<RunStatus>,
}

/// A unit whose runs name another as a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentUnit {
    pub id: i64,
    pub part_number: String,
    pub serial_number: String,
    /// The run time of the last run that named it.
    pub last_named: UnixMicros,
    /// Whether the parent was tested since with parts that this one is not among.
    pub is_replaced: bool,
}

#[derive(sqlx::FromRow)]
struct SubUnitSqlRow {
    position: i64,
    part_number: String,
    serial_number: Option<String>,
    revision: Option<String>,
    own_runs: i64,
    last_status: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct ParentRow {
    id: i64,
    part_number: String,
    serial_number: String,
    last_named_us: i64,
    is_replaced: i64,
}

impl Store {
    /// The last run of the unit that is not voided and names parts of it.
    pub async fn find_last_run_with_sub_units(
        &self,
        organisation: OrganisationId,
        unit: i64,
    ) -> Result<Option<RunNumber>, StoreError> {
        let mut reader = self.reader().await?;
        let number: Option<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT run.run_number FROM run
                 WHERE run.organisation_id = $1 AND run.unit_id = $2 AND run.unit_id <> 0
                   AND run.voided = 0 AND EXISTS (
                     SELECT 1 FROM run_sub_unit
                     WHERE run_sub_unit.organisation_id = run.organisation_id
                       AND run_sub_unit.run_number = run.run_number)
                 ORDER BY run.run_time_us DESC, run.run_number DESC LIMIT 1",
            )
            .bind(organisation.0)
            .bind(unit)
            .fetch_optional(c)
            .await
        })?;
        Ok(number.map(RunNumber))
    }

    /// What a run names as parts of its unit, in the order of the report.
    pub async fn list_sub_units(
        &self,
        organisation: OrganisationId,
        run: RunNumber,
    ) -> Result<Vec<SubUnitRow>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<SubUnitSqlRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT named.position, part.part_number, unit.serial_number,
                   revision.name AS revision,
                   (SELECT COUNT(*) FROM run WHERE run.organisation_id = named.organisation_id
                      AND run.unit_id = named.unit_id AND run.unit_id <> 0) AS own_runs,
                   (SELECT run.status FROM run WHERE run.organisation_id = named.organisation_id
                      AND run.unit_id = named.unit_id AND run.unit_id <> 0 AND run.voided = 0
                      AND run.status <= 2
                      ORDER BY run.run_time_us DESC, run.run_number DESC LIMIT 1) AS last_status
                 FROM run_sub_unit AS named
                 JOIN part ON part.organisation_id = named.organisation_id
                   AND part.id = named.part_id
                 LEFT JOIN unit ON unit.organisation_id = named.organisation_id
                   AND unit.id = named.unit_id
                 LEFT JOIN revision ON revision.organisation_id = named.organisation_id
                   AND revision.id = named.revision_id
                 WHERE named.organisation_id = $1 AND named.run_number = $2
                 ORDER BY named.position LIMIT $3",
            )
            .bind(organisation.0)
            .bind(run.0)
            .bind(UNIT_DETAILS_MAX)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(SubUnitRow::from).collect())
    }

    /// The units whose runs name this one as a part, the last that did so first.
    pub async fn list_parents(
        &self,
        organisation: OrganisationId,
        unit: i64,
    ) -> Result<Vec<ParentUnit>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<ParentRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "WITH naming AS (
                   SELECT run.unit_id, MAX(run.run_time_us) AS last_named_us
                   FROM run_sub_unit
                   JOIN run ON run.organisation_id = run_sub_unit.organisation_id
                     AND run.run_number = run_sub_unit.run_number
                   WHERE run_sub_unit.organisation_id = $1 AND run_sub_unit.unit_id = $2
                     AND run.unit_id <> 0 AND run.unit_id <> $2 AND run.voided = 0
                   GROUP BY run.unit_id)
                 SELECT unit.id, part.part_number, unit.serial_number, naming.last_named_us,
                   CASE WHEN EXISTS (
                     SELECT 1 FROM run
                     JOIN run_sub_unit ON run_sub_unit.organisation_id = run.organisation_id
                       AND run_sub_unit.run_number = run.run_number
                     WHERE run.organisation_id = $1 AND run.unit_id = naming.unit_id
                       AND run.unit_id <> 0 AND run.voided = 0
                       AND run.run_time_us > naming.last_named_us)
                   THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS is_replaced
                 FROM naming
                 JOIN unit ON unit.organisation_id = $1 AND unit.id = naming.unit_id
                 JOIN part ON part.organisation_id = $1 AND part.id = unit.part_id
                 ORDER BY naming.last_named_us DESC, unit.id LIMIT $3",
            )
            .bind(organisation.0)
            .bind(unit)
            .bind(UNIT_DETAILS_MAX)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(ParentUnit::from).collect())
    }
}

impl From<SubUnitSqlRow> for SubUnitRow {
    fn from(row: SubUnitSqlRow) -> Self {
        Self {
            position: row.position,
            part_number: row.part_number,
            serial_number: row.serial_number,
            revision: row.revision,
            own_runs: count(row.own_runs),
            last_status: row
                .last_status
                .and_then(|code| RunStatus::from_code(u8::try_from(code).ok()?)),
        }
    }
}

impl From<ParentRow> for ParentUnit {
    fn from(row: ParentRow) -> Self {
        Self {
            id: row.id,
            part_number: row.part_number,
            serial_number: row.serial_number,
            last_named: UnixMicros(row.last_named_us),
            is_replaced: row.is_replaced != 0,
        }
    }
}
