//! Which runs of a test plan a filter lets pass, for asking run by run and range by range.
//!
//! Problem: every measurement of a plan has its own runs, and joining a hundred of them with the facts
//! one after the other reads the facts a hundred times. Choice: one bit for each run number, with the
//! counts before every 64 of them. Consequence: asking costs a look at one word, also for a whole range.

use crate::facts::Facts;
use crate::filter::{Filter, IdSet, Selector, VoidedRuns};

/// The runs of one plan.
#[derive(Clone, Debug)]
pub struct RunPicks {
    passing: RunBits,
    excluded: RunBits,
    /// Of later runs the facts knew nothing.
    last_known: i64,
}

/// A set of run numbers.
#[derive(Clone, Debug, Default)]
struct RunBits {
    first: i64,
    words: Vec<u64>,
    /// How many are in the words before each word.
    counts: Vec<u64>,
}

impl RunPicks {
    pub fn of_plan(facts: &Facts, filter: &Filter, plan: u32) -> Self {
        let of_plan = Filter {
            plans: Some(IdSet::from_iter([plan])),
            voided: VoidedRuns::Include,
            ..Filter::default()
        };
        let first = facts.row(0).map_or(0, |row| row.run_number);
        let all = RunBits::of(facts, &of_plan, first);
        let chosen = RunBits::of(facts, filter, first);
        let both = |choose: fn(u64, u64) -> u64| {
            let rest = chosen.words.iter().copied().chain(std::iter::repeat(0));
            let words = all.words.iter().zip(rest);
            RunBits::new(
                first,
                words.map(|(all, chosen)| choose(*all, chosen)).collect(),
            )
        };
        Self {
            passing: both(|all, chosen| all & chosen),
            excluded: both(|all, chosen| all & !chosen),
            last_known: facts.last_run_number().unwrap_or(i64::MIN),
        }
    }

    pub fn passes(&self, run_number: i64) -> bool {
        self.passing.contains(run_number)
    }

    /// Every run of the plan with a number in this range, both ends included, passes.
    pub fn all_pass(&self, first: i64, last: i64) -> bool {
        last <= self.last_known && self.excluded.count(first, last) == 0
    }

    /// No run of the plan with a number in this range, both ends included, passes.
    pub fn none_passes(&self, first: i64, last: i64) -> bool {
        self.passing.count(first, last) == 0
    }

    /// How many runs of the plan pass.
    pub fn count(&self) -> u64 {
        self.passing.count(i64::MIN, i64::MAX)
    }
}

impl RunBits {
    fn new(first: i64, words: Vec<u64>) -> Self {
        let mut before = 0;
        let counts = words.iter().map(|word| {
            let count = before;
            before += u64::from(word.count_ones());
            count
        });
        let mut counts: Vec<u64> = counts.collect();
        counts.push(before);
        Self {
            first,
            words,
            counts,
        }
    }

    fn of(facts: &Facts, filter: &Filter, first: i64) -> Self {
        let mut words: Vec<u64> = Vec::new();
        let mut selector = Selector::new(filter);
        for segment in facts.segments() {
            for row in selector.select(segment).rows() {
                let Some((word, bit)) = segment.run_number(row).and_then(|run| place(first, run))
                else {
                    continue;
                };
                if words.len() <= word {
                    words.resize(word + 1, 0);
                }
                if let Some(word) = words.get_mut(word) {
                    *word |= 1 << bit;
                }
            }
        }
        Self::new(first, words)
    }

    fn contains(&self, run_number: i64) -> bool {
        place(self.first, run_number)
            .and_then(|(word, bit)| Some(self.words.get(word)? >> bit & 1 == 1))
            .unwrap_or(false)
    }

    /// Both ends included.
    fn count(&self, first: i64, last: i64) -> u64 {
        let through = self.count_before(last) + u64::from(self.contains(last));
        through.saturating_sub(self.count_before(first))
    }

    fn count_before(&self, run_number: i64) -> u64 {
        let Some((word, bit)) = place(self.first, run_number) else {
            return 0;
        };
        let (Some(before), Some(word)) = (self.counts.get(word), self.words.get(word)) else {
            return self.counts.last().copied().unwrap_or(0);
        };
        before + u64::from((word & ((1 << bit) - 1)).count_ones())
    }
}

/// The word of a run and its bit; `None` for runs before the first.
fn place(first: i64, run_number: i64) -> Option<(usize, u32)> {
    let distance = u64::try_from(i128::from(run_number) - i128::from(first)).ok()?;
    let word = usize::try_from(distance / 64).ok()?;
    Some((word, u32::try_from(distance % 64).ok()?))
}
