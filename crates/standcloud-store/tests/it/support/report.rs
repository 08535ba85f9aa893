//! Small reports, as a stand would send them.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use standcloud_report::{ParseLimits, parse};
use standcloud_store::{
    CommitReceipt, NewReport, OrganisationId, Outcome, RunId, UnixMicros, compress_body,
};
use uuid::Uuid;

/// When runs of tests start, unless they say otherwise: 2026-01-01T00:00:00Z.
pub(crate) const START_S: i64 = 1_767_225_600;

/// A report in the making.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    body: Value,
}

/// A passed run of a test plan, 10 s long, of a unit without a serial number.
pub(crate) fn run(plan: &str) -> Run {
    let body = json!({
        "name": plan, "status": "passed", "start_time": START_S, "stop_time": START_S + 10,
        "test_stand": {"hw_id": "pc-1", "name": "stand", "number": 1, "info": {}, "instruments": []},
        "dut": {"part_number": "P-1", "info": {}, "sub_units": []},
        "process": {"info": {}},
        "modules": {},
    });
    Run { body }
}

impl Run {
    pub(crate) fn unit(self, serial_number: &str) -> Self {
        self.set("/dut", "serial_number", json!(serial_number))
    }

    pub(crate) fn part(self, part_number: &str) -> Self {
        self.set("/dut", "part_number", json!(part_number))
    }

    pub(crate) fn process(self, name: &str) -> Self {
        self.set("/process", "name", json!(name))
    }

    pub(crate) fn status(self, status: &str) -> Self {
        self.set("", "status", json!(status))
    }

    /// Starts so many seconds after [`START_S`] and takes 10 s.
    pub(crate) fn at(self, second: i64) -> Self {
        self.set("", "start_time", json!(START_S + second)).set(
            "",
            "stop_time",
            json!(START_S + second + 10),
        )
    }

    /// Sets any member of the object at a JSON pointer.
    pub(crate) fn set(mut self, pointer: &str, name: &str, value: Value) -> Self {
        let object = self.body.pointer_mut(pointer).unwrap();
        object
            .as_object_mut()
            .unwrap()
            .insert(name.to_owned(), value);
        self
    }

    /// Adds to a list at a JSON pointer.
    pub(crate) fn push(mut self, pointer: &str, value: Value) -> Self {
        let list = self.body.pointer_mut(pointer).unwrap();
        list.as_array_mut().unwrap().push(value);
        self
    }

    /// Adds a case with these measurements.
    pub(crate) fn case(mut self, module: &str, case: &str, status: &str, measured: Value) -> Self {
        let modules = self.body["modules"].as_object_mut().unwrap();
        let module = modules
            .entry(module)
            .or_insert_with(|| json!({"name": "module", "status": "passed", "cases": {}}));
        module["cases"][case] = json!({"name": "case", "status": status});
        module["cases"][case]["measurements"] = measured;
        self
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        serde_json::to_vec(&self.body).unwrap()
    }
}

/// The report on its way into the store, with an id that no other has.
pub(crate) fn upload(organisation: OrganisationId, run: &Run) -> NewReport {
    upload_body(organisation, &run.body())
}

pub(crate) fn upload_body(organisation: OrganisationId, body: &[u8]) -> NewReport {
    NewReport {
        organisation,
        run_id: next_run_id(),
        received: UnixMicros((START_S + 1_000_000) * 1_000_000),
        principal: "key:test".to_owned(),
        source: "hardpy".to_owned(),
        size_bytes: body.len() as u64,
        body: compress_body(body).unwrap(),
        report: Box::new(parse(body, &ParseLimits::default()).unwrap()),
    }
}

/// The ids and, for those that were new, the numbers.
pub(crate) fn outcome_ids(receipt: &CommitReceipt) -> Vec<(RunId, Option<i64>)> {
    let outcomes = receipt.outcomes.iter();
    outcomes
        .map(|outcome| match outcome {
            Outcome::Stored { run_id, run_number } => (*run_id, Some(run_number.0)),
            Outcome::Duplicate { run_id } => (*run_id, None),
        })
        .collect()
}

/// Version and variant of a UUID version 7; the rest counts.
fn next_run_id() -> RunId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    RunId(Uuid::from_u128(
        0x019b_0000_0000_7000_8000_0000_0000_0000 | number,
    ))
}
