//! What is measured: the series of a test plan, their limits, and the values of runs.

use sqlx::QueryBuilder;

use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError};

const STATEMENT_IDS_MAX: usize = 500;

/// What the numbers or texts of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeriesKind {
    Number,
    Text,
    /// How long a step took, in seconds. The result of a value is that of the step.
    StepDuration,
}

/// One thing that a plan measures, with the step that measures it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub id: u32,
    pub kind: SeriesKind,
    pub plan_id: u32,
    pub plan: String,
    pub step_id: u32,
    pub module: String,
    pub case: String,
    /// Empty for an unnamed measurement, which is known by its position.
    pub name: String,
    /// In the case, from 0; `None` for a named measurement.
    pub position: Option<u32>,
    /// How many of the same name came before in the case.
    pub occurrence: u32,
    /// Empty when none was given.
    pub unit: String,
}

/// The measurements of one run, as `standcloud_columns::decode_values` reads them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RunValuesRow {
    pub run_number: i64,
    pub measurements: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct SeriesRow {
    id: i64,
    kind: String,
    plan_id: i64,
    plan: String,
    step_id: i64,
    module: String,
    test_case: String,
    name: String,
    position: i64,
    occurrence: i64,
    unit: String,
}

impl SeriesKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "numeric",
            Self::Text => "string",
            Self::StepDuration => "duration",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        let mut all = [Self::Number, Self::Text, Self::StepDuration].into_iter();
        all.find(|kind| kind.as_str() == name)
    }
}

impl Store {
    /// What a plan measures, in the order in which it was first seen; at most `limit`.
    pub async fn list_series_of_plan(
        &self,
        organisation: OrganisationId,
        plan_id: u32,
        limit: u32,
    ) -> Result<Vec<Series>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<SeriesRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT series.id, series.kind, step.plan_id, plan.name AS plan, series.step_id,
                   step.module, step.test_case, series.name, series.position, series.occurrence,
                   series.unit
                 FROM step
                 JOIN series ON series.organisation_id = step.organisation_id
                   AND series.step_id = step.id
                 JOIN plan ON plan.organisation_id = step.organisation_id AND plan.id = step.plan_id
                 WHERE step.organisation_id = $1 AND step.plan_id = $2
                 ORDER BY series.id LIMIT $3",
            )
            .bind(organisation.0)
            .bind(i64::from(plan_id))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        rows.into_iter().map(SeriesRow::into_series).collect()
    }

    pub async fn find_series(
        &self,
        organisation: OrganisationId,
        series_id: u32,
    ) -> Result<Option<Series>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<SeriesRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT series.id, series.kind, step.plan_id, plan.name AS plan, series.step_id,
                   step.module, step.test_case, series.name, series.position, series.occurrence,
                   series.unit
                 FROM series
                 JOIN step ON step.organisation_id = series.organisation_id
                   AND step.id = series.step_id
                 JOIN plan ON plan.organisation_id = step.organisation_id AND plan.id = step.plan_id
                 WHERE series.organisation_id = $1 AND series.id = $2",
            )
            .bind(organisation.0)
            .bind(i64::from(series_id))
            .fetch_optional(c)
            .await
        })?;
        row.map(SeriesRow::into_series).transpose()
    }

    /// The limits behind ids, as `standcloud_report::Limits::key` wrote them.
    pub async fn list_limit_sets(
        &self,
        organisation: OrganisationId,
        ids: &[u32],
    ) -> Result<Vec<(u32, String)>, StoreError> {
        let mut reader = self.reader().await?;
        let mut found: Vec<(u32, String)> = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(STATEMENT_IDS_MAX) {
            let rows: Vec<(i64, String)> = on_both!(&mut reader.conn(), c => {
                let mut query = QueryBuilder::new(
                    "SELECT id, definition FROM limit_set WHERE organisation_id = ",
                );
                query.push_bind(organisation.0).push(" AND id IN (");
                let mut list = query.separated(", ");
                for id in chunk {
                    list.push_bind(i64::from(*id));
                }
                query.push(")");
                query.build_query_as().fetch_all(c).await
            })?;
            let known = rows
                .into_iter()
                .filter_map(|(id, text)| Some((u32::try_from(id).ok()?, text)));
            found.extend(known);
        }
        Ok(found)
    }

    /// The measurements of at most `limit` runs after a run number, in number order.
    pub async fn list_run_values(
        &self,
        organisation: OrganisationId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<RunValuesRow>, StoreError> {
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT run_number, measurements FROM run_values
                 WHERE organisation_id = $1 AND run_number > $2 ORDER BY run_number LIMIT $3",
            )
            .bind(organisation.0)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?)
    }
}

impl SeriesRow {
    fn into_series(self) -> Result<Series, StoreError> {
        let corrupt = |column| StoreError::Corrupt {
            table: "series",
            column,
            key: self.id.to_string(),
        };
        let id = |number: i64, column| u32::try_from(number).map_err(|_| corrupt(column));
        Ok(Series {
            id: id(self.id, "id")?,
            kind: SeriesKind::from_name(&self.kind).ok_or_else(|| corrupt("kind"))?,
            plan_id: id(self.plan_id, "plan_id")?,
            step_id: id(self.step_id, "step_id")?,
            position: u32::try_from(self.position).ok(),
            occurrence: id(self.occurrence, "occurrence")?,
            plan: self.plan,
            module: self.module,
            case: self.test_case,
            name: self.name,
            unit: self.unit,
        })
    }
}
