//! A sample factory, as the raw reports that its test stands would upload.
//!
//! Problem: a person who tries the product, a benchmark and a browser test all need a believable
//! history of thousands of test runs, and nobody may ship a real customer's data.
//! Choice: simulate a small plant (three boards, one device, six stands) forward in time and write
//! each run as the JSON text that a stand sends. What goes wrong in the plant is told in
//! [`story`], so a reader of a chart can look up what there is to find.
//! Consequence: everything is a pure function of a seed, an end time and a number of runs; the
//! reports enter the product by the same door as real ones. This crate must never depend on the
//! store or the app.

mod bench;
mod calendar;
mod catalog;
mod charts;
mod flow;
mod json;
mod measure;
mod plant;
mod random;
mod report;
mod run;
mod story;
#[cfg(test)]
mod tests;
mod wire;
mod workload;

pub use bench::{BENCH_MEASUREMENTS, BenchTemplate, bench_report};
pub use workload::{WORKLOAD_STANDS, Workload, WorkloadRun, WorkloadStatus};

use flow::Floor;
use story::Story;

/// A plant with a past: so many test runs, the last of them shortly before `end_time_us`.
#[derive(Clone, Copy, Debug)]
pub struct Factory {
    seed: u64,
    end_time_us: i64,
    runs: usize,
}

impl Factory {
    /// The same arguments make the same bytes, always.
    pub fn new(seed: u64, end_time_us: i64, runs: usize) -> Self {
        Self {
            seed,
            end_time_us,
            runs,
        }
    }

    /// The reports in the order in which their runs started; made one by one, never all in memory.
    pub fn reports(&self) -> impl Iterator<Item = Vec<u8>> + use<> {
        let slots = calendar::Slots::new(self.seed, self.end_time_us / 1_000_000, self.runs);
        let story = Story::new(self.seed, slots.start_s(), slots.end_s());
        let mut floor = Floor::new(story);
        slots.map(move |slot_s| {
            let job = floor.start_job(slot_s);
            let outcome = run::simulate(floor.story(), &job);
            let (status, stop_s) = (outcome.status, outcome.stop_s);
            let bytes = report::render(floor.story(), &job, outcome);
            floor.finish_job(job, status, stop_s);
            bytes
        })
    }
}
