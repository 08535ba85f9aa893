//! Pages of runs in the order that a reader chose.
//!
//! Problem: a table of ten million runs can be sorted by any of its columns and turned page by page
//! in both directions, and sorting all of them takes seconds. Choice: every run has a rank of three
//! numbers that is made to ascend in the wanted order; one pass keeps at most twice as many candidates
//! as are wanted, and begins with the segments that can hold the best, so that it may end early. The
//! page begins where the last one ended, which is told by the run itself. Consequence: a page costs at
//! most one look at one column of every run that passes the filter, however deep it is; ids of names
//! need a table of their places in the alphabet.

use crate::facts::{Block, Facts, Field, RunPosition, STATE_COUNT, Segment, status_code_of_state};
use crate::filter::{Filter, Selector};

/// With more ids than this in a segment, its best one is not looked for.
const RANGE_LOOKED_THROUGH: u64 = 4_096;

/// What runs are sorted by. Runs that have none of it come last in both directions; equal ones are in
/// the order of their positions.
#[derive(Clone, Copy, Debug)]
pub enum SortBy<'a> {
    RunTime,
    Duration,
    Attempt,
    /// In the order of the status codes.
    Status,
    /// By the place that `ranks` gives to each id: from 1; 0 and ids beyond the table are "none".
    Name(NameField, &'a [u32]),
}

/// The columns whose ids stand for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameField {
    Plan,
    Part,
    Stand,
    Batch,
    Process,
    Operator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// A run in a sorted list: enough to go on from it, whatever is added meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortedRun {
    /// What the column holds; the place of a name is found anew for each page.
    pub stored: u64,
    pub position: RunPosition,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStart {
    First,
    After(SortedRun),
    /// The page that ends just before this run.
    Before(SortedRun),
}

/// At most `limit` runs in the wanted order.
pub fn sorted_page(
    facts: &Facts,
    filter: &Filter,
    by: SortBy<'_>,
    direction: Direction,
    start: PageStart,
    limit: usize,
) -> Vec<SortedRun> {
    let is_backward = matches!(start, PageStart::Before(_));
    let order = Order {
        by,
        is_descending: direction == Direction::Descending,
        is_backward,
    };
    let mut page = best_of(facts, filter, &order, start, limit);
    if is_backward {
        page.reverse();
    }
    page
}

/// The largest id of a name that some run has or once had.
pub fn largest_id(facts: &Facts, field: NameField) -> u64 {
    let segments = facts.segments().iter();
    let ranges = segments.filter_map(|segment| segment.column(field.column()).range());
    ranges.map(|(_, largest)| largest).max().unwrap_or(0)
}

/// Ascends in the order in which a page is gathered: key, run time, run number.
type Rank = (u64, i64, i64);

struct Order<'a> {
    by: SortBy<'a>,
    is_descending: bool,
    is_backward: bool,
}

struct Candidate {
    rank: Rank,
    run: SortedRun,
}

fn best_of(
    facts: &Facts,
    filter: &Filter,
    order: &Order<'_>,
    start: PageStart,
    limit: usize,
) -> Vec<SortedRun> {
    if limit == 0 {
        return Vec::new();
    }
    let mut gathering = Gathering {
        order,
        after: match start {
            PageStart::First => None,
            PageStart::After(run) | PageStart::Before(run) => Some(order.rank(run)),
        },
        worst: (u64::MAX, i64::MAX, i64::MAX),
        limit,
        candidates: Vec::new(),
    };
    let mut selector = Selector::new(filter);
    let mut segments: Vec<((u64, i64), &Segment)> = facts
        .segments()
        .iter()
        .map(|segment| (order.best_in(segment), segment.as_ref()))
        .collect();
    segments.sort_by_key(|(best, _)| *best);
    let mut stored = Vec::new();
    for (best, segment) in segments {
        if best > (gathering.worst.0, gathering.worst.1) {
            break;
        }
        gathering.narrow(&mut selector);
        for block in selector.select(segment).blocks() {
            order.by.gather(segment, &block, &mut stored);
            gathering.add_block(segment, &block, &stored);
        }
    }
    gathering.into_page()
}

struct Gathering<'a> {
    order: &'a Order<'a>,
    after: Option<Rank>,
    /// Nothing beyond it can be on the page.
    worst: Rank,
    limit: usize,
    candidates: Vec<Candidate>,
}

impl Gathering<'_> {
    fn add_block(&mut self, segment: &Segment, block: &Block<'_>, stored: &[u64]) {
        let first_key = self.after.map_or(0, |after| after.0);
        for (row, stored) in block.rows().zip(stored) {
            let key = self.order.key(*stored);
            if key < first_key || self.worst.0 < key {
                continue;
            }
            let Some(position) = segment.position(row) else {
                continue;
            };
            let rank = self.order.rank_of(key, position);
            if self.after.is_some_and(|after| rank <= after) || self.worst < rank {
                continue;
            }
            let stored = *stored;
            let run = SortedRun { stored, position };
            self.candidates.push(Candidate { rank, run });
            if self.candidates.len() >= self.limit.saturating_mul(2) {
                self.keep_best();
            }
        }
    }

    fn keep_best(&mut self) {
        let last = self.limit - 1;
        if last < self.candidates.len() {
            self.candidates
                .select_nth_unstable_by_key(last, |candidate| candidate.rank);
            self.candidates.truncate(self.limit);
            self.worst = self
                .candidates
                .last()
                .map_or(self.worst, |worst| worst.rank);
        }
    }

    /// In the order of run times the page is a range of times, which a scan is quickest at.
    fn narrow(&self, selector: &mut Selector<'_>) {
        if !matches!(self.order.by, SortBy::RunTime) {
            return;
        }
        let after = self.after.map(|after| self.order.time_of(after));
        let worst = (self.worst.0 != u64::MAX).then(|| self.order.time_of(self.worst));
        let (low, high) = if self.order.is_reversed() {
            (worst, after)
        } else {
            (after, worst)
        };
        if let Some(low) = low {
            selector.raise_first_us(low);
        }
        if let Some(high) = high {
            selector.lower_last_us(high);
        }
    }

    fn into_page(mut self) -> Vec<SortedRun> {
        self.keep_best();
        self.candidates
            .sort_unstable_by_key(|candidate| candidate.rank);
        self.candidates
            .into_iter()
            .map(|candidate| candidate.run)
            .collect()
    }
}

impl Order<'_> {
    /// Whether later runs come first.
    fn is_reversed(&self) -> bool {
        self.is_descending != self.is_backward
    }

    fn rank(&self, run: SortedRun) -> Rank {
        self.rank_of(self.key(run.stored), run.position)
    }

    fn rank_of(&self, key: u64, position: RunPosition) -> Rank {
        // Turning all bits round turns the order round, without a value that overflows.
        if self.is_reversed() {
            (key, !position.time_us, !position.run_number)
        } else {
            (key, position.time_us, position.run_number)
        }
    }

    fn time_of(&self, rank: Rank) -> i64 {
        if self.is_reversed() { !rank.1 } else { rank.1 }
    }

    fn key(&self, stored: u64) -> u64 {
        // Below the largest number, which means that nothing was found yet.
        const NONE: u64 = u64::MAX - 1;
        let key = match (self.by.value(stored), self.is_descending) {
            (0, _) => NONE,
            (value, true) => NONE - value,
            (value, false) => value,
        };
        if self.is_backward { NONE - key } else { key }
    }

    /// Nothing in the segment comes before this.
    fn best_in(&self, segment: &Segment) -> (u64, i64) {
        let (earliest, latest) = segment.time_range();
        let time = if self.is_reversed() {
            !latest
        } else {
            earliest
        };
        (self.best_key_in(segment).unwrap_or(0), time)
    }

    /// `None` when it cannot be told quickly.
    fn best_key_in(&self, segment: &Segment) -> Option<u64> {
        let Some(field) = self.by.column() else {
            let states =
                (0..STATE_COUNT).filter(|state| segment.states_present() & 1 << state != 0);
            return match self.by {
                SortBy::Status => states.map(|state| self.key(stored_status(state))).min(),
                _ => Some(self.key(1)),
            };
        };
        let (low, high) = segment.column(field).range()?;
        match self.by {
            SortBy::Name(..) if high - low > RANGE_LOOKED_THROUGH => None,
            SortBy::Name(..) => (low..=high).map(|stored| self.key(stored)).min(),
            _ => [low, low.max(1), high]
                .map(|stored| self.key(stored))
                .into_iter()
                .min(),
        }
    }
}

impl SortBy<'_> {
    fn column(self) -> Option<Field> {
        match self {
            Self::RunTime | Self::Status => None,
            Self::Duration => Some(Field::Duration),
            Self::Attempt => Some(Field::Attempt),
            Self::Name(field, _) => Some(field.column()),
        }
    }

    fn gather(self, segment: &Segment, block: &Block<'_>, out: &mut Vec<u64>) {
        match (self, self.column()) {
            (_, Some(field)) => block.gather(segment.column(field), out),
            (Self::Status, None) => {
                block.map_into(segment.states(), out, stored_status);
            }
            (_, None) => {
                out.clear();
                out.resize(block.len(), 1);
            }
        }
    }

    /// What a stored number is worth; 0 is "none".
    fn value(self, stored: u64) -> u64 {
        match self {
            Self::Name(_, ranks) => usize::try_from(stored)
                .ok()
                .and_then(|id| ranks.get(id))
                .map_or(0, |rank| u64::from(*rank)),
            _ => stored,
        }
    }
}

impl NameField {
    fn column(self) -> Field {
        match self {
            Self::Plan => Field::Plan,
            Self::Part => Field::Part,
            Self::Stand => Field::Stand,
            Self::Batch => Field::Batch,
            Self::Process => Field::Process,
            Self::Operator => Field::Operator,
        }
    }
}

fn stored_status(state: u8) -> u64 {
    u64::from(status_code_of_state(state)) + 1
}
