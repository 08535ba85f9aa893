//! One test run: what each case measures, and what that makes of the run.
//!
//! Problem: a value, its result, the status of case, module and run, the failing case's name and
//! the error code must all agree, also for runs that break off.
//! Choice: values are made first and everything else follows from them. A unit's true values come
//! from its own stream, so a retest measures nearly the same; each run adds the repeatability.
//! Consequence: four causes of trouble lie on top: a defect of the unit (stays until repaired), a
//! false failure (gone next time), an instrument that does not answer, an operator who stops.

use crate::catalog::{Case, Module, Plan};
use crate::flow::Job;
use crate::measure::{Measure, Numeric, Text, Wanted, numeric_on_wire, shown};
use crate::random::Random;
use crate::story::{Effect, Scene, Story};
use crate::wire::{Measurement, Status};

const TRUTH_STREAM: u64 = 3;
const RUN_STREAM: u64 = 4;
const STAND_STREAM: u64 = 5;

const DEFECT_PROBABILITY: f64 = 0.022;
const FALSE_FAILURE_PROBABILITY: f64 = 0.012;
const INSTRUMENT_PROBABILITY: f64 = 0.004;
const ABORT_PROBABILITY: f64 = 0.006;

/// Shares of the standard deviation: between units and between repeated measurements.
const TRUTH_SHARE: f64 = 0.85;
const REPEAT_SHARE: f64 = 0.5;
const STAND_BIAS_MAX: f64 = 0.25;

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

/// What goes wrong in this run and at which case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Trouble {
    Nothing,
    WrongValue { case_index: usize },
    Instrument { case_index: usize },
    Abort { case_index: usize },
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
        let defect = find_defect(job, &mut truth);
        let trouble = defect.unwrap_or_else(|| find_trouble(job.plan, &mut noise));
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

/// A defect belongs to the unit: the same in every attempt, until somebody repairs it.
fn find_defect(job: &Job, truth: &mut Random) -> Option<Trouble> {
    let is_defect = truth.chance(DEFECT_PROBABILITY);
    let trouble = wrong_value(job.plan, truth);
    (is_defect && !job.unit.is_repaired).then_some(trouble)
}

fn find_trouble(plan: &Plan, noise: &mut Random) -> Trouble {
    let place = noise.fraction();
    let case_index = share_of(cases_of(plan).count(), place);
    let mut left = noise.fraction();
    for (probability, trouble) in [
        (ABORT_PROBABILITY, Trouble::Abort { case_index }),
        (INSTRUMENT_PROBABILITY, Trouble::Instrument { case_index }),
        (FALSE_FAILURE_PROBABILITY, wrong_value(plan, noise)),
    ] {
        if left < probability {
            return trouble;
        }
        left -= probability;
    }
    Trouble::Nothing
}

/// A few cases take most of the failures, as in every Pareto chart of a real plant.
fn wrong_value(plan: &Plan, random: &mut Random) -> Trouble {
    let failing: Vec<usize> = cases_of(plan)
        .enumerate()
        .filter(|(_, case)| case.measures.iter().any(Measure::can_fail))
        .map(|(index, _)| index)
        .collect();
    let rank = share_of(failing.len(), random.fraction().powi(2));
    let shuffled = (rank * 7 + 3) % failing.len().max(1);
    failing
        .get(shuffled)
        .map_or(Trouble::Nothing, |case_index| Trouble::WrongValue {
            case_index: *case_index,
        })
}

fn cases_of(plan: &Plan) -> impl Iterator<Item = &'static Case> {
    plan.modules.iter().flat_map(|module| module.cases)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a plan has a few dozen cases"
)]
fn share_of(count: usize, fraction: f64) -> usize {
    (count as f64 * fraction) as usize
}

/// Reads the measurements of one case.
struct Reader<'a, 'b> {
    bench: &'b mut Bench<'a>,
    case: &'static Case,
    scene: Scene,
    bias: f64,
    is_first: bool,
    is_wrong: bool,
    complaint: Option<String>,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(bench: &'b mut Bench<'a>, case: &'static Case, is_wrong: bool) -> Self {
        let job = bench.job;
        let scene = Scene {
            product: job.unit.product,
            stand: job.stand,
            moment_s: bench.now_s,
            unit_born_s: job.unit.born_s,
        };
        let (process, number) = (job.stand.process.number(), job.stand.number);
        let place = [
            STAND_STREAM,
            u64::from(process),
            u64::from(number),
            u64::from(case.error_code),
        ];
        let bias = STAND_BIAS_MAX * (2.0 * Random::from_parts(&place).fraction() - 1.0);
        Self {
            bench,
            case,
            scene,
            bias,
            is_first: true,
            is_wrong,
            complaint: None,
        }
    }

    fn read(&mut self, measure: &'static Measure) -> Measurement<'static> {
        let is_wrong = self.is_wrong && measure.can_fail();
        let measurement = match measure {
            Measure::Numeric(numeric) => self.read_numeric(numeric, is_wrong),
            Measure::Text(text) => self.read_text(text, is_wrong),
        };
        self.is_first = false;
        self.is_wrong &= !is_wrong;
        measurement
    }

    fn read_numeric(&mut self, numeric: &'static Numeric, is_wrong: bool) -> Measurement<'static> {
        let mut limit = numeric.limit;
        let mut effect = None;
        if self.is_first {
            let story = self.bench.story;
            effect = Some(story.effect(&self.scene, self.case));
            limit = story.limit(&self.scene, self.case).unwrap_or(limit);
        }
        let natural = self.natural_value(numeric, effect.unwrap_or(Effect::NONE));
        let amount = self.bench.noise.fraction();
        let raw = if is_wrong {
            limit.outside(numeric, amount)
        } else {
            natural
        };
        let value = shown(raw, numeric.decimals);
        if limit.accepts(value) == Some(false) {
            self.complain(|| format!("{} is {value} {}", numeric.name, numeric.unit));
        }
        numeric_on_wire(numeric, limit, value)
    }

    fn natural_value(&mut self, numeric: &Numeric, effect: Effect) -> f64 {
        let truth = TRUTH_SHARE * self.bench.truth.normal();
        let repeat = REPEAT_SHARE * self.bench.noise.normal() * effect.scatter;
        let value = numeric.centre + numeric.sigma * (truth + repeat + self.bias + effect.shift);
        // Counts, currents and resistances near zero do not become negative.
        if numeric.centre > 0.0 {
            value.max(0.0)
        } else {
            value
        }
    }

    fn read_text(&mut self, text: &'static Text, is_wrong: bool) -> Measurement<'static> {
        let wanted = match text.wanted {
            Wanted::Fixed(wanted) => wanted,
            Wanted::Firmware => self.bench.story.firmware_at(self.scene.moment_s),
        };
        let value = if is_wrong { text.wrong } else { wanted };
        if is_wrong {
            self.complain(|| format!("{} is '{value}', not '{wanted}'", text.name));
        }
        Measurement::String {
            name: text.name,
            operation: Some("eq"),
            result: Some(!is_wrong),
            value,
            casesensitive: true,
            comparison_value: Some(wanted),
        }
    }

    fn complain(&mut self, text: impl FnOnce() -> String) {
        if self.complaint.is_none() {
            self.complaint = Some(format!(
                "AssertionError: {}\nassert False",
                text().trim_end()
            ));
        }
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
