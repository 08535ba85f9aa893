//! What happens to the bytes of one report after they came in, whichever way they came.
//!
//! Valid: validated, digested and compressed here, then queued for the commit. Not valid: kept in
//! quarantine, and the sender is told why. Used by the upload endpoint, the re-processing of
//! quarantined reports and the sample data.

use bytes::Bytes;
use standcloud_report::{Problems, Report, parse};
use standcloud_store::{
    NewReport, OrganisationId, Outcome, QuarantineOutcome, RejectedReport, RunId, StoreError,
    UnixMicros, compress_body,
};

use crate::app::App;
use crate::ingest::IngestError;

/// Parsing and compressing more than this would hold up the other requests of a thread.
const INLINE_BYTES: usize = 256 << 10;

/// A report and who brought it.
#[derive(Debug, Clone)]
pub struct Submission {
    pub organisation: OrganisationId,
    pub principal: String,
    pub source: &'static str,
    pub received: UnixMicros,
    pub body: Bytes,
}

/// Why a submission did not become a run.
#[derive(Debug)]
pub enum SubmissionError {
    Invalid(Problems),
    Ingest(IngestError),
}

struct Prepared {
    report: Box<Report>,
    body: Vec<u8>,
}

/// Stores a report; returns when it is on disk.
pub async fn submit(app: &App, submission: &Submission) -> Result<Outcome, SubmissionError> {
    let prepared = prepare(app, submission.body.clone()).await?;
    let report = NewReport {
        organisation: submission.organisation,
        run_id: RunId(app.randomness.uuid(submission.received)),
        received: submission.received,
        principal: submission.principal.clone(),
        source: submission.source.to_owned(),
        size_bytes: submission.body.len() as u64,
        body: prepared.body,
        report: prepared.report,
    };
    app.ingest
        .store(report, submission.body.clone())
        .await
        .map_err(SubmissionError::Ingest)
}

async fn prepare(app: &App, body: Bytes) -> Result<Prepared, SubmissionError> {
    let limits = app.config.limits.parse();
    let is_small = body.len() <= INLINE_BYTES;
    let work = move || -> Result<Prepared, SubmissionError> {
        let report = parse(&body, &limits).map_err(SubmissionError::Invalid)?;
        let compressed = compress_body(&body).map_err(|error| {
            tracing::error!(%error, "a report could not be compressed");
            SubmissionError::Ingest(IngestError::Failed)
        })?;
        Ok(Prepared {
            report: Box::new(report),
            body: compressed,
        })
    };
    if is_small {
        work()
    } else {
        run_blocking(work).await
    }
}

async fn run_blocking<F>(work: F) -> Result<Prepared, SubmissionError>
where
    F: FnOnce() -> Result<Prepared, SubmissionError> + Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(SubmissionError::Ingest(IngestError::Failed)))
}

/// Keeps a body that did not validate.
pub async fn quarantine(
    app: &App,
    submission: &Submission,
    problems: &Problems,
) -> Result<QuarantineOutcome, StoreError> {
    let problems = serde_json::to_string(problems).unwrap_or_default();
    let rejected = RejectedReport {
        organisation: submission.organisation,
        id: app.randomness.uuid(submission.received),
        received: submission.received,
        principal: &submission.principal,
        source: submission.source,
        problems: &problems,
        body: &submission.body,
    };
    let outcome = app
        .store
        .quarantine_report(&rejected, app.config.limits.quarantine())
        .await?;
    if outcome == QuarantineOutcome::Full {
        app.metrics.quarantine_full();
        tracing::error!(
            organisation = submission.organisation.0,
            "the quarantine is full: a refused report was not kept; look at \
             'standcloud quarantine list'"
        );
    }
    Ok(outcome)
}
