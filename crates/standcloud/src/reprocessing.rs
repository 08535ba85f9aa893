//! Trying a report of the quarantine again: a newer version may understand what an older one refused.

use bytes::Bytes;
use standcloud_report::Problems;
use standcloud_store::{OrganisationId, RunId, StoreError};
use uuid::Uuid;

use crate::app::App;
use crate::ingest::{IngestError, run_id_of};
use crate::submission::{Submission, SubmissionError, submit};

/// What became of it.
#[derive(Debug)]
pub enum Reprocessed {
    /// It is a run now, or was one before.
    Stored(RunId),
    /// It stays where it is.
    Refused(Problems),
    NotThere,
}

/// Why it was not tried.
#[derive(Debug, thiserror::Error)]
pub enum ReprocessingError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Ingest(#[from] IngestError),
}

/// As if the stand had sent it again; the run keeps the time at which it first came.
pub async fn reprocess(
    app: &App,
    organisation: OrganisationId,
    id: Uuid,
) -> Result<Reprocessed, ReprocessingError> {
    let Some((report, body)) = app.store.lookup_quarantine(organisation, id).await? else {
        return Ok(Reprocessed::NotThere);
    };
    let submission = Submission {
        organisation,
        principal: report.principal,
        source: "quarantine",
        received: report.first_received,
        body: Bytes::from(body),
    };
    match submit(app, &submission).await {
        Ok(outcome) => {
            let run_id = run_id_of(outcome);
            app.store
                .resolve_quarantine(organisation, id, run_id)
                .await?;
            Ok(Reprocessed::Stored(run_id))
        }
        Err(SubmissionError::Invalid(problems)) => Ok(Reprocessed::Refused(problems)),
        Err(SubmissionError::Ingest(error)) => Err(error.into()),
    }
}
