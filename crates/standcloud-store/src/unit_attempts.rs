//! The attempts of a unit: its runs in one plan and process, in the order of run time.

use crate::db::on_both;
use crate::units::count;
use crate::{OrganisationId, RunNumber, Store, StoreError};

/// The runs of one unit in one plan and process around one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempts {
    /// Oldest first, with the run that was asked for.
    pub runs: Vec<RunNumber>,
    pub total: u64,
}

const EARLIER: &str = "
    SELECT other.run_number FROM run AS this
    JOIN run AS other ON other.organisation_id = this.organisation_id
      AND other.unit_id = this.unit_id AND other.unit_id <> 0
      AND other.plan_id = this.plan_id AND other.process_id = this.process_id
      AND (other.run_time_us, other.run_number) < (this.run_time_us, this.run_number)
    WHERE this.organisation_id = $1 AND this.run_number = $2
    ORDER BY other.run_time_us DESC, other.run_number DESC LIMIT $3";

const LATER: &str = "
    SELECT other.run_number FROM run AS this
    JOIN run AS other ON other.organisation_id = this.organisation_id
      AND other.unit_id = this.unit_id AND other.unit_id <> 0
      AND other.plan_id = this.plan_id AND other.process_id = this.process_id
      AND (other.run_time_us, other.run_number) > (this.run_time_us, this.run_number)
    WHERE this.organisation_id = $1 AND this.run_number = $2
    ORDER BY other.run_time_us, other.run_number LIMIT $3";

impl Store {
    /// The runs of the same unit, plan and process: at most `each_side` before and after this one. A run
    /// without a unit is alone.
    pub async fn list_attempts(
        &self,
        organisation: OrganisationId,
        run: RunNumber,
        each_side: u32,
    ) -> Result<Attempts, StoreError> {
        let mut runs = self.beside(organisation, run, EARLIER, each_side).await?;
        runs.reverse();
        runs.push(run.0);
        runs.extend(self.beside(organisation, run, LATER, each_side).await?);
        let mut reader = self.reader().await?;
        let total: i64 = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM run AS this
                 JOIN run AS other ON other.organisation_id = this.organisation_id
                   AND other.unit_id = this.unit_id AND other.unit_id <> 0
                   AND other.plan_id = this.plan_id AND other.process_id = this.process_id
                 WHERE this.organisation_id = $1 AND this.run_number = $2",
            )
            .bind(organisation.0)
            .bind(run.0)
            .fetch_one(c)
            .await
        })?;
        Ok(Attempts {
            runs: runs.into_iter().map(RunNumber).collect(),
            total: count(total.max(1)),
        })
    }

    async fn beside(
        &self,
        organisation: OrganisationId,
        run: RunNumber,
        statement: &'static str,
        limit: u32,
    ) -> Result<Vec<i64>, StoreError> {
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(statement)
                .bind(organisation.0)
                .bind(run.0)
                .bind(i64::from(limit))
                .fetch_all(c)
                .await
        })?)
    }
}
