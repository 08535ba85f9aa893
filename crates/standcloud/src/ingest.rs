//! The way of a report from a request to the disk.
//!
//! Requests validate, digest and compress in parallel and put the result into one bounded queue. One
//! task takes all that waits, commits it in one transaction (one flush for many reports) and then
//! answers each. While a commit runs, the next batch gathers by itself, so a slow disk makes larger
//! batches instead of a slower server (see also `ingest_pace`). Nobody waits longer than the answer
//! limit: a report whose answer was given up on may still be stored, and its next upload then finds
//! itself there.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use standcloud_store::{CommitReceipt, NewReport, Outcome, ReportWriter, RunId, Store, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::facts::FactsRegistry;
use crate::ingest_pace::Pace;
use crate::live::LiveHub;
use crate::metrics::Metrics;

/// Bytes of compressed bodies in one commit; what is more waits for the next.
const COMMIT_BYTES: usize = 32 << 20;

/// Why a report was not stored now. The stand keeps its copy and sends it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    #[error("too many reports wait for the disk; send this one again later")]
    QueueFull,
    #[error("the database does not answer; send the report again later")]
    Unavailable,
    #[error("the server is stopping; send the report again later")]
    Stopping,
    #[error("the report could not be stored; the server's log says more")]
    Failed,
}

struct Waiting {
    report: NewReport,
    reply: Reply,
}

/// Whom to tell, and the body as it came in: while it is held, its memory counts against the limit
/// of all bodies, also after nobody waits any more.
struct Reply {
    answer: oneshot::Sender<Result<Outcome, IngestError>>,
    _body: Bytes,
}

/// The entrance to the queue. Cloning shares it.
#[derive(Debug, Clone)]
pub struct IngestQueue {
    sender: mpsc::Sender<Waiting>,
}

/// How the committing task works.
#[derive(Debug, Clone, Copy)]
pub struct IngestOptions {
    pub queue_reports: usize,
    pub commit_reports: usize,
    pub commit_timeout: Duration,
    /// Waits after each commit, as a slow disk would; for benchmarks only.
    pub added_commit_delay: Duration,
}

impl IngestQueue {
    /// Starts the committing task. It ends, after all that waits is stored, when the last
    /// `IngestQueue` is dropped.
    pub fn start(
        store: Store,
        facts: FactsRegistry,
        live: LiveHub,
        metrics: Arc<Metrics>,
        options: IngestOptions,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (sender, receiver) = mpsc::channel(options.queue_reports);
        let committer = Committer {
            writer: ReportWriter::new(store),
            facts,
            live,
            metrics,
            options,
        };
        (Self { sender }, tokio::spawn(committer.run(receiver)))
    }

    /// Stores a report, which came as `body`; returns when it is on disk.
    pub async fn store(&self, report: NewReport, body: Bytes) -> Result<Outcome, IngestError> {
        let (answer, answered) = oneshot::channel();
        let reply = Reply {
            answer,
            _body: body,
        };
        self.sender
            .try_send(Waiting { report, reply })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => IngestError::QueueFull,
                mpsc::error::TrySendError::Closed(_) => IngestError::Stopping,
            })?;
        answered.await.unwrap_or(Err(IngestError::Stopping))
    }
}

/// The id of the run, new or known.
pub fn run_id_of(outcome: Outcome) -> RunId {
    match outcome {
        Outcome::Stored { run_id, .. } | Outcome::Duplicate { run_id } => run_id,
    }
}

struct Committer {
    writer: ReportWriter,
    facts: FactsRegistry,
    live: LiveHub,
    metrics: Arc<Metrics>,
    options: IngestOptions,
}

impl Committer {
    async fn run(mut self, mut receiver: mpsc::Receiver<Waiting>) {
        let mut pace = Pace::default();
        while let Some(first) = receiver.recv().await {
            let limit = self.options.commit_reports;
            let batch = gather(first, &mut receiver, limit, pace).await;
            let (started, reports) = (Instant::now(), batch.reports.len());
            let outcomes = self.commit(batch.reports).await;
            pace = Pace::after(started.elapsed(), reports, receiver.len());
            for (reply, outcome) in batch.replies.into_iter().zip(outcomes) {
                // Nobody listens any more when the client went away; the report is stored all the same.
                let _ = reply.answer.send(outcome);
            }
        }
    }

    async fn commit(&mut self, reports: Vec<NewReport>) -> Vec<Result<Outcome, IngestError>> {
        match self.commit_once(&reports).await {
            Ok(receipt) => receipt.outcomes.into_iter().map(Ok).collect(),
            Err(IngestError::Failed) if reports.len() > 1 => self.commit_each(&reports).await,
            Err(error) => vec![Err(error); reports.len()],
        }
    }

    /// One report that cannot be stored must not take the others of its batch with it.
    async fn commit_each(&mut self, reports: &[NewReport]) -> Vec<Result<Outcome, IngestError>> {
        let mut outcomes = Vec::with_capacity(reports.len());
        for report in reports.chunks(1) {
            let receipt = self.commit_once(report).await;
            outcomes.push(
                receipt.and_then(|receipt| {
                    receipt.outcomes.first().copied().ok_or(IngestError::Failed)
                }),
            );
        }
        outcomes
    }

    async fn commit_once(&mut self, reports: &[NewReport]) -> Result<CommitReceipt, IngestError> {
        let started = Instant::now();
        let commit = self.writer.commit(reports);
        let outcome = tokio::time::timeout(self.options.commit_timeout, commit).await;
        let receipt = match outcome {
            Ok(Ok(receipt)) => receipt,
            Ok(Err(error)) => return Err(commit_error(&error, reports.len())),
            Err(_) => {
                tracing::error!(
                    reports = reports.len(),
                    "a commit took too long and was given up"
                );
                return Err(IngestError::Unavailable);
            }
        };
        if !self.options.added_commit_delay.is_zero() {
            tokio::time::sleep(self.options.added_commit_delay).await;
        }
        self.metrics.committed(reports, started.elapsed(), &receipt);
        for organisation in &receipt.organisations {
            self.facts.append(organisation);
            let (id, next_change) = (organisation.organisation, organisation.next_change);
            self.live.tell(id, next_change);
        }
        Ok(receipt)
    }
}

fn commit_error(error: &StoreError, reports: usize) -> IngestError {
    tracing::error!(%error, reports, "a commit failed");
    if error.is_temporary() {
        IngestError::Unavailable
    } else {
        IngestError::Failed
    }
}

/// What goes into one commit.
struct Batch {
    reports: Vec<NewReport>,
    replies: Vec<Reply>,
    bytes: usize,
}

impl Batch {
    fn new(first: Waiting) -> Self {
        let mut batch = Self {
            reports: Vec::new(),
            replies: Vec::new(),
            bytes: 0,
        };
        batch.push(first);
        batch
    }

    fn push(&mut self, waiting: Waiting) {
        self.bytes += waiting.report.body.len();
        self.reports.push(waiting.report);
        self.replies.push(waiting.reply);
    }

    fn has_room(&self, limit: usize) -> bool {
        self.reports.len() < limit && self.bytes < COMMIT_BYTES
    }
}

/// The first report and all that wait behind it, up to the limits of one commit; after a slow
/// commit also those that come within its patience.
async fn gather(
    first: Waiting,
    receiver: &mut mpsc::Receiver<Waiting>,
    limit: usize,
    pace: Pace,
) -> Batch {
    let mut batch = Batch::new(first);
    let end = Instant::now() + pace.patience();
    while batch.has_room(limit) {
        let next = match receiver.try_recv() {
            Ok(next) => next,
            Err(_) if pace.is_complete(batch.reports.len()) || Instant::now() >= end => break,
            Err(_) => match tokio::time::timeout_at(end, receiver.recv()).await {
                Ok(Some(next)) => next,
                _ => break,
            },
        };
        batch.push(next);
    }
    batch
}
