//! One test run: what each case measures, and what that makes of the run.
//!
//! Problem: a value, its result, the status of case, module and run, the failing case's name and
//! the error code must all agree, also for runs that break off.
//! Choice: values are made first and everything else follows from them. A unit's true values come
//! from its own stream, so a retest measures nearly the same; each run adds the repeatability.
//! Consequence: four causes of trouble lie on top: a defect of the unit (stays until repaired), a
//! false failure (gone next time), an instrument that does not answer, an operator who stops.

mod reader;
mod trouble;

use crate::catalog::{Case, Module};
use crate::flow::Job;
use crate::random::Random;
use crate::story::Story;
use crate::wire::{Measurement, Status};
use reader::Reader;
use trouble::Trouble;

const TRUTH_STREAM: u64 = 3;
const RUN_STREAM: u64 = 4;

#[derive(Debug)]
pub(crate) struct Outcome {
    pub status: Status,
    pub stop_s: i64,
    /// The module and case that failed first.
    pub culprit: Option<(&'static Module, &'static Case)>,
    pub modules: Vec<ModuleOutcome>,
}

#[derive(Debug)]
pub(crate) struct ModuleOutcome {
    pub module: &'static Module,
    pub status: Status,
    pub cases: Vec<CaseOutcome>,
}

#[derive(Debug)]
pub(crate) struct CaseOutcome {
    pub case: &'static Case,
    pub status: Status,
    pub start_s: Option<i64>,
    pub stop_s: Option<i64>,
    pub attempt: u32,
    pub complaint: Option<String>,
    pub measurements: Vec<Measurement<'static>>,
}

pub(crate) fn simulate(story: &Story, job: &Job) -> Outcome {
    let mut bench = Bench::new(story, job);
    let modules: Vec<ModuleOutcome> = job
        .plan
        .modules
        .iter()
        .map(|module| bench.run_module(module))
        .collect();
    let status = worst(modules.iter().map(|module| module.status));
    Outcome {
        status,
        stop_s: bench.now_s,
        culprit: bench.culprit,
        modules,
    }
}

struct Bench<'a> {
    story: &'a Story,
    job: &'a Job,
    truth: Random,
    noise: Random,
    trouble: Trouble,
    now_s: i64,
    case_index: usize,
    /// The status of the case after which the run breaks off.
    cut_short: Option<Status>,
    culprit: Option<(&'static Module, &'static Case)>,
}

impl<'a> Bench<'a> {
    fn new(story: &'a Story, job: &'a Job) -> Self {
        let unit = &job.unit;
        let place = u64::from(job.plan.process.number());
        let mut truth = Random::from_parts(&[story.seed, TRUTH_STREAM, unit.number, place]);
        let run = u64::from(unit.attempt);
        let mut noise = Random::from_parts(&[story.seed, RUN_STREAM, unit.number, place, run]);
        let defect = trouble::of_unit(job, &mut truth);
        let contacts = story
            .has_bad_contacts(job.stand, job.start_s)
            .then(|| trouble::of_contacts(&mut noise))
            .flatten();
        let trouble = contacts
            .or(defect)
            .unwrap_or_else(|| trouble::of_run(job.plan, &mut noise));
        Self {
            story,
            job,
            truth,
            noise,
            trouble,
            now_s: job.start_s,
            case_index: 0,
            cut_short: None,
            culprit: None,
        }
    }

    fn run_module(&mut self, module: &'static Module) -> ModuleOutcome {
        let cases: Vec<CaseOutcome> = module
            .cases
            .iter()
            .map(|case| self.run_case(module, case))
            .collect();
        ModuleOutcome {
            module,
            status: worst(cases.iter().map(|case| case.status)),
            cases,
        }
    }

    fn run_case(&mut self, module: &'static Module, case: &'static Case) -> CaseOutcome {
        let index = self.case_index;
        self.case_index += 1;
        // What was opened is closed again after a failure, not after an operator's stop.
        let closes = module.group == "teardown" && self.cut_short != Some(Status::Stopped);
        if self.cut_short.is_some() && !closes {
            return not_run(case);
        }
        match self.trouble {
            Trouble::Abort { case_index } if case_index == index => self.abort(case),
            Trouble::Instrument { case_index } if case_index == index => {
                self.time_out(module, case)
            }
            trouble => {
                let is_wrong = trouble == Trouble::WrongValue { case_index: index };
                self.measure_case(module, case, is_wrong)
            }
        }
    }

    fn abort(&mut self, case: &'static Case) -> CaseOutcome {
        self.cut_short = Some(Status::Stopped);
        self.executed(case, Status::Stopped, Vec::new(), None)
    }

    fn time_out(&mut self, module: &'static Module, case: &'static Case) -> CaseOutcome {
        self.cut_short = Some(Status::Error);
        self.culprit = self.culprit.or(Some((module, case)));
        let instrument = self
            .noise
            .pick(self.job.stand.instruments)
            .map_or("PC", |i| i.name);
        let complaint = format!("TimeoutError: {instrument} did not answer within 5.0 s");
        self.executed(case, Status::Error, Vec::new(), Some(complaint))
    }

    fn measure_case(
        &mut self,
        module: &'static Module,
        case: &'static Case,
        is_wrong: bool,
    ) -> CaseOutcome {
        let mut reader = Reader::new(self, case, is_wrong);
        let measurements: Vec<Measurement<'static>> = case
            .measures
            .iter()
            .map(|measure| reader.read(measure))
            .collect();
        let complaint = reader.complaint;
        let status = if complaint.is_some() {
            Status::Failed
        } else {
            Status::Passed
        };
        if status == Status::Failed {
            self.culprit = self.culprit.or(Some((module, case)));
            if case.critical {
                self.cut_short = Some(Status::Failed);
            }
        }
        self.executed(case, status, measurements, complaint)
    }

    fn executed(
        &mut self,
        case: &'static Case,
        status: Status,
        measurements: Vec<Measurement<'static>>,
        complaint: Option<String>,
    ) -> CaseOutcome {
        let start_s = self.now_s;
        let hesitation_s = i64::from(self.noise.chance(0.3));
        // A failing step is measured a second time by the test plan.
        let attempt = if complaint.is_some() { 2 } else { 1 };
        self.now_s += case.seconds * attempt + hesitation_s;
        CaseOutcome {
            case,
            status,
            start_s: Some(start_s),
            stop_s: Some(self.now_s),
            attempt: if attempt == 2 { 2 } else { 1 },
            complaint,
            measurements,
        }
    }
}

fn not_run(case: &'static Case) -> CaseOutcome {
    CaseOutcome {
        case,
        status: Status::Skipped,
        start_s: None,
        stop_s: None,
        attempt: 0,
        complaint: None,
        measurements: Vec::new(),
    }
}

/// The status of a group: the worst of its parts.
fn worst(parts: impl Iterator<Item = Status>) -> Status {
    let rank = |status: &Status| match status {
        Status::Passed => 0,
        Status::Skipped => 1,
        Status::Failed => 2,
        Status::Error => 3,
        Status::Stopped => 4,
    };
    parts.max_by_key(rank).unwrap_or(Status::Passed)
}
