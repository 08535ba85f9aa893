//! Stands that upload without pause, and a record of everything that they were told.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use super::client::{Answer, Client};
use super::reports::report;

const PAUSE_AFTER_REFUSAL: Duration = Duration::from_millis(50);

/// One upload and its answer.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) number: u64,
    pub(super) sent: Instant,
    pub(super) took: Duration,
    pub(super) answer: Answer,
}

impl Record {
    pub(super) fn created(&self) -> Option<Uuid> {
        match self.answer {
            Answer::Created(run) => Some(run),
            _ => None,
        }
    }
}

/// Numbers of reports, each given out once.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers(Arc<AtomicU64>);

impl Numbers {
    pub(super) fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// The stands. They go on after a refusal, with the next report.
#[derive(Debug)]
pub(super) struct Load {
    is_over: Arc<AtomicBool>,
    records: Arc<Mutex<Vec<Record>>>,
    stands: JoinSet<()>,
}

impl Load {
    pub(super) fn start(client: &Client, stands: usize, numbers: &Numbers) -> Self {
        let mut load = Self {
            is_over: Arc::default(),
            records: Arc::default(),
            stands: JoinSet::new(),
        };
        for _ in 0..stands {
            let (client, numbers) = (client.fork(), numbers.clone());
            let (is_over, records) = (Arc::clone(&load.is_over), Arc::clone(&load.records));
            load.stands.spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    let record = upload_one(&client, numbers.next()).await;
                    let is_created = record.created().is_some();
                    records.lock().unwrap().push(record);
                    if !is_created {
                        tokio::time::sleep(PAUSE_AFTER_REFUSAL).await;
                    }
                }
            });
        }
        load
    }

    /// All that has been answered so far.
    pub(super) fn records(&self) -> Vec<Record> {
        self.records.lock().unwrap().clone()
    }

    /// Lets every stand finish its upload; all records.
    pub(super) async fn stop(mut self) -> Vec<Record> {
        self.is_over.store(true, Ordering::Relaxed);
        while let Some(ended) = self.stands.join_next().await {
            ended.unwrap();
        }
        self.records()
    }
}

pub(super) async fn upload_one(client: &Client, number: u64) -> Record {
    let sent = Instant::now();
    let answer = client.upload(report(number, "1")).await;
    Record {
        number,
        sent,
        took: sent.elapsed(),
        answer,
    }
}

/// How many were stored, for a test that must not pass because nothing happened.
pub(super) fn count_created(records: &[Record]) -> usize {
    let created = records.iter().filter(|record| record.created().is_some());
    created.count()
}
