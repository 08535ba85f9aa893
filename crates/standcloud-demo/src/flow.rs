//! How units move through the plant: queues between processes, retests, repair, assembly.
//!
//! Problem: attempts, first runs, sub-units and rolled throughput only make sense when each unit
//! has a history of its own.
//! Choice: a simulation of queues. A slot of the calendar goes to the stand that can start first,
//! the last process before the others, so that work is pulled through the plant.
//! Consequence: runs start in ascending order and a stand does one at a time; what waits at the
//! end of the history stays unfinished, as in a real plant.

use std::collections::{BTreeMap, VecDeque};

use crate::calendar::year_and_week;
use crate::catalog::{CONTROLLER, GATEWAY, POWER, Plan, Process, Product, RADIO};
use crate::plant::{STANDS, Stand};
use crate::random::Random;
use crate::story::Story;
use crate::wire::Status;

const FLOW_STREAM: u64 = 2;
const MINUTE_S: i64 = 60;
const REPAIR_S: i64 = 26 * 3_600;
const ATTEMPTS_MAX: u32 = 4;
/// The operator takes the unit out and puts the next one in.
const HANDLING_S: i64 = 4;

#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Counts all units of the plant; the seed of what the unit truly is.
    pub number: u64,
    pub product: &'static Product,
    pub serial_number: String,
    pub batch: String,
    pub revision: &'static str,
    pub born_s: i64,
    /// Ascending: 1 for the first run in the present process.
    pub attempt: u32,
    pub is_repaired: bool,
    pub children: Vec<Unit>,
    plan: &'static Plan,
    later_plans: &'static [Plan],
    wanted_stand: Option<(Process, u32)>,
}

/// A run that starts now.
#[derive(Debug)]
pub(crate) struct Job {
    pub unit: Unit,
    pub plan: &'static Plan,
    pub stand: &'static Stand,
    pub start_s: i64,
}

#[derive(Debug)]
pub(crate) struct Floor {
    story: Story,
    random: Random,
    stands: Vec<StandState>,
    functional: Queue,
    last: Queue,
    in_circuit: Queue,
    lines: [Line; 3],
    units: u64,
    gateways: u64,
}

#[derive(Debug)]
struct StandState {
    stand: &'static Stand,
    free_s: i64,
}

/// What waits before a process, the earliest ready first.
type Queue = BTreeMap<(i64, u64), Unit>;

/// The boards of one product: how many were made and not scrapped, and which are ready to build in.
#[derive(Debug)]
struct Line {
    product: &'static Product,
    made: u64,
    scrapped: u64,
    stock: VecDeque<Unit>,
}

impl Floor {
    pub(crate) fn new(story: Story) -> Self {
        let line = |product| Line {
            product,
            made: 0,
            scrapped: 0,
            stock: VecDeque::new(),
        };
        Self {
            random: Random::from_parts(&[story.seed, FLOW_STREAM]),
            story,
            stands: STANDS
                .iter()
                .map(|stand| StandState {
                    stand,
                    free_s: i64::MIN,
                })
                .collect(),
            functional: Queue::new(),
            last: Queue::new(),
            in_circuit: Queue::new(),
            lines: [line(&POWER), line(&CONTROLLER), line(&RADIO)],
            units: 0,
            gateways: 0,
        }
    }

    pub(crate) fn story(&self) -> &Story {
        &self.story
    }

    pub(crate) fn start_job(&mut self, slot_s: i64) -> Job {
        let (start_s, process) = self.next_start(slot_s);
        let unit = self.take_unit(process, start_s);
        let stand = self.free_stand(process, start_s, unit.wanted_stand);
        Job {
            plan: unit.plan,
            unit,
            stand,
            start_s,
        }
    }

    pub(crate) fn finish_job(&mut self, job: Job, status: Status, stop_s: i64) {
        let place = (job.stand.process, job.stand.number);
        let same = |state: &&mut StandState| (state.stand.process, state.stand.number) == place;
        if let Some(state) = self.stands.iter_mut().find(same) {
            state.free_s = stop_s + HANDLING_S;
        }
        match status {
            Status::Passed => self.move_on(job.unit, stop_s),
            Status::Failed => self.send_back(job, stop_s),
            _ => self.enqueue(retry(job), stop_s + MINUTE_S),
        }
    }

    /// The earliest possible start; at the same time the process nearest to the customer.
    fn next_start(&self, slot_s: i64) -> (i64, Process) {
        let start_in = |process| (self.ready_s(process, slot_s), process);
        let starts = [
            start_in(Process::Final),
            start_in(Process::Functional),
            start_in(Process::InCircuit),
        ];
        starts
            .into_iter()
            .min_by_key(|(start_s, _)| *start_s)
            .unwrap_or((slot_s, Process::Final))
    }

    fn ready_s(&self, process: Process, slot_s: i64) -> i64 {
        let free = self
            .stands
            .iter()
            .filter(|state| state.stand.process == process)
            .filter(|state| !self.story.is_silent(state.stand, slot_s));
        let free_s = free.map(|state| state.free_s).min().unwrap_or(i64::MAX);
        let work_s = match process {
            Process::InCircuit => slot_s,
            Process::Functional => first_ready(&self.functional),
            Process::Final => first_ready(&self.last),
        };
        free_s.max(work_s).max(slot_s)
    }

    fn take_unit(&mut self, process: Process, start_s: i64) -> Unit {
        let queue = match process {
            Process::InCircuit => &mut self.in_circuit,
            Process::Functional => &mut self.functional,
            Process::Final => &mut self.last,
        };
        if first_ready(queue) <= start_s
            && let Some((_, unit)) = queue.pop_first()
        {
            return unit;
        }
        self.new_board(start_s)
    }

    fn new_board(&mut self, born_s: i64) -> Unit {
        let scarcest = self
            .lines
            .iter_mut()
            .min_by_key(|line| line.made - line.scrapped);
        let (product, number_of_kind) = scarcest.map_or((&POWER, 1), |line| {
            line.made += 1;
            (line.product, line.made)
        });
        self.new_unit(product, number_of_kind, born_s)
    }

    fn new_unit(&mut self, product: &'static Product, number_of_kind: u64, born_s: i64) -> Unit {
        self.units += 1;
        let (year, week) = year_and_week(born_s);
        let prefix = product.serial_prefix;
        Unit {
            number: self.units,
            product,
            serial_number: format!("{prefix}{:02}{week:02}{number_of_kind:06}", year % 100),
            batch: format!("{prefix}-{year}W{week:02}"),
            revision: self.story.revision_of(product, born_s),
            born_s,
            attempt: 1,
            is_repaired: false,
            children: Vec::new(),
            plan: &product.first_plan,
            later_plans: product.later_plans,
            wanted_stand: None,
        }
    }

    fn free_stand(
        &mut self,
        process: Process,
        start_s: i64,
        wanted: Option<(Process, u32)>,
    ) -> &'static Stand {
        let [first_stand, ..] = &STANDS;
        let story = &self.story;
        let is_free = |state: &&StandState| {
            state.stand.process == process
                && state.free_s <= start_s
                && !story.is_silent(state.stand, start_s)
        };
        let free: Vec<&'static Stand> = self
            .stands
            .iter()
            .filter(is_free)
            .map(|state| state.stand)
            .collect();
        let place = |stand: &&&'static Stand| Some((stand.process, stand.number)) == wanted;
        match free.iter().find(place) {
            Some(stand) => stand,
            None => self.random.pick(&free).copied().unwrap_or(first_stand),
        }
    }

    fn move_on(&mut self, unit: Unit, now_s: i64) {
        if let Some((plan, later_plans)) = unit.later_plans.split_first() {
            let ready_s = now_s + self.minutes(20, 90);
            let fresh = Unit {
                attempt: 1,
                is_repaired: false,
                wanted_stand: None,
                ..unit
            };
            self.enqueue(
                Unit {
                    plan,
                    later_plans,
                    ..fresh
                },
                ready_s,
            );
        } else if let Some(line) = self.line_of(unit.product) {
            line.stock.push_back(unit);
            self.assemble(now_s);
        }
    }

    /// A gateway is born as soon as one board of each kind is there.
    fn assemble(&mut self, now_s: i64) {
        if self.lines.iter().any(|line| line.stock.is_empty()) {
            return;
        }
        let children: Vec<Unit> = self
            .lines
            .iter_mut()
            .filter_map(|line| line.stock.pop_front())
            .collect();
        self.gateways += 1;
        let gateway = self.new_unit(&GATEWAY, self.gateways, now_s);
        let ready_s = now_s + self.minutes(30, 120);
        self.enqueue(
            Unit {
                children,
                ..gateway
            },
            ready_s,
        );
    }

    /// Some units are scrapped, some tried again as they are, and some repaired first.
    fn send_back(&mut self, job: Job, now_s: i64) {
        if job.unit.attempt >= ATTEMPTS_MAX || self.random.chance(0.06) {
            if let Some(line) = self.line_of(job.unit.product) {
                line.scrapped += 1;
            }
            return;
        }
        let same_stand = self.random.chance(0.6);
        let is_repair = job.unit.attempt >= 2;
        let is_repaired = job.unit.is_repaired || (is_repair && self.random.chance(0.85));
        let pause_s = if is_repair { REPAIR_S } else { 0 } + self.minutes(2, 45);
        let unit = retry(job);
        let wanted_stand = unit.wanted_stand.filter(|_| same_stand);
        self.enqueue(
            Unit {
                is_repaired,
                wanted_stand,
                ..unit
            },
            now_s + pause_s,
        );
    }

    fn enqueue(&mut self, unit: Unit, ready_s: i64) {
        let key = (ready_s, unit.number);
        match unit.plan.process {
            Process::InCircuit => self.in_circuit.insert(key, unit),
            Process::Functional => self.functional.insert(key, unit),
            Process::Final => self.last.insert(key, unit),
        };
    }

    fn line_of(&mut self, product: &Product) -> Option<&mut Line> {
        self.lines
            .iter_mut()
            .find(|line| line.product.part_number == product.part_number)
    }

    fn minutes(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from((to - from) * MINUTE_S).unwrap_or(0);
        from * MINUTE_S + i64::try_from(self.random.below(span)).unwrap_or(0)
    }
}

fn retry(job: Job) -> Unit {
    let wanted_stand = Some((job.stand.process, job.stand.number));
    Unit {
        attempt: job.unit.attempt + 1,
        wanted_stand,
        ..job.unit
    }
}

fn first_ready(queue: &Queue) -> i64 {
    queue
        .first_key_value()
        .map_or(i64::MAX, |((ready_s, _), _)| *ready_s)
}
