//! Generated reports, stored by the way that all reports take.

use std::time::Duration;

use bytes::Bytes;
use standcloud_report::Problems;
use standcloud_store::{OrganisationId, StoreError, UnixMicros};
use tokio::task::JoinSet;

use crate::app::App;
use crate::ingest::IngestError;
use crate::metrics::DEMO_SOURCE;
use crate::submission::{Submission, SubmissionError, submit};

/// While the queue is full of what stands send.
const PAUSE: Duration = Duration::from_millis(250);
const TRIES_MAX: u32 = 240;
const MICROS_PER_SECOND: i64 = 1_000_000;

/// Why sample data is not complete.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    #[error("another server has the work")]
    TakenOver,
    #[error("a generated report is not valid: {0}")]
    Invalid(Problems),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the work was cut off: {0}")]
    CutOff(#[from] tokio::task::JoinError),
}

/// Stores them all, so many at a time; `progress` is told how many are stored.
pub async fn store_reports(
    app: &App,
    organisation: OrganisationId,
    bodies: impl Iterator<Item = Vec<u8>>,
    in_flight: usize,
    mut progress: impl FnMut(u64),
) -> Result<(), FillError> {
    let mut waiting = JoinSet::new();
    let mut done = 0;
    for body in bodies {
        while waiting.len() >= in_flight {
            finish_one(&mut waiting, &mut done).await?;
            progress(done);
        }
        waiting.spawn(store_report(app.clone(), organisation, Bytes::from(body)));
    }
    while !waiting.is_empty() {
        finish_one(&mut waiting, &mut done).await?;
        progress(done);
    }
    Ok(())
}

async fn finish_one(
    waiting: &mut JoinSet<Result<(), FillError>>,
    done: &mut u64,
) -> Result<(), FillError> {
    if let Some(outcome) = waiting.join_next().await {
        outcome??;
        *done += 1;
    }
    Ok(())
}

async fn store_report(
    app: App,
    organisation: OrganisationId,
    body: Bytes,
) -> Result<(), FillError> {
    let now = app.clock.now();
    let received = if organisation.is_sample_data() {
        received_at(&body, now)
    } else {
        now
    };
    let submission = Submission {
        organisation,
        principal: "sample factory".to_owned(),
        source: DEMO_SOURCE,
        received,
        body,
    };
    for _ in 0..TRIES_MAX {
        match submit(&app, &submission).await {
            Ok(_) => return Ok(()),
            Err(SubmissionError::Ingest(IngestError::QueueFull | IngestError::Unavailable)) => {
                tokio::time::sleep(PAUSE).await;
            }
            Err(SubmissionError::Ingest(error)) => return Err(error.into()),
            Err(SubmissionError::Invalid(problems)) => return Err(FillError::Invalid(problems)),
        }
    }
    Err(IngestError::Unavailable.into())
}

/// As if the stand had sent it at its end, so that the sample data has a past in this respect too.
fn received_at(body: &[u8], now: UnixMicros) -> UnixMicros {
    #[derive(serde::Deserialize)]
    struct Ended {
        stop_time: i64,
    }
    let ended = serde_json::from_slice::<Ended>(body).ok();
    let received = ended.map(|ended| UnixMicros((ended.stop_time + 1) * MICROS_PER_SECOND));
    received.filter(|at| *at < now).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_came_when_its_run_had_ended() {
        let now = UnixMicros(100 * MICROS_PER_SECOND);
        let body = br#"{"status": "passed", "stop_time": 41}"#;
        assert_eq!(received_at(body, now), UnixMicros(42 * MICROS_PER_SECOND));
        for body in [&br#"{"stop_time": 99}"#[..], b"{}", b"no"] {
            assert_eq!(received_at(body, now), now);
        }
    }
}
