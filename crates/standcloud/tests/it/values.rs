//! Random histories of everything that moves values and facts, against a reading of the raw reports.
//!
//! After each step every series is asked of three readers: one that has followed since the beginning, one
//! on another node that keeps nothing, and one that has just started.

mod facts;
mod history;
mod raw;

use history::{Choices, History};

use crate::support::database::TestDatabase;

const HISTORIES: u64 = 4;
const STEPS: usize = 28;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_are_those_of_the_raw_reports_whatever_happened() {
    for database in TestDatabase::each().await {
        for seed in 1..=HISTORIES {
            let mut choices = Choices::of_seed(seed);
            let mut history = History::begin(&database, seed).await;
            for _ in 0..STEPS {
                history.step(&mut choices).await;
                history.check().await;
            }
        }
    }
}

#[tokio::test]
async fn facts_that_nobody_asked_for_are_forgotten_and_read_again() {
    for database in TestDatabase::each().await {
        let mut choices = Choices::of_seed(9);
        let mut history = History::begin(&database, 9).await;
        for _ in 0..STEPS {
            history.step(&mut choices).await;
        }
        history.forget_facts_and_go_on(&mut choices).await;
    }
}
