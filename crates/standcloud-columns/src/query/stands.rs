//! What each stand has done, as far as its health is concerned.
//!
//! Problem: a list of stands wants of each its first and its newest run and its latest tests, and a
//! question per stand would read all runs once per stand. Choice: one pass that keeps a few positions
//! for every stand. Consequence: a run costs a look-up and mostly two comparisons, because runs nearly
//! always come in the order of their times.

use std::collections::BTreeMap;

use crate::facts::{
    Facts, Field, RunPosition, RunStatus, Segment, Verdict, is_voided, status_of_state,
};
use crate::filter::{Filter, Selected, Selector};

/// Runs of stands with smaller ids are found without searching.
const TABLE_STANDS: usize = 4_096;

/// The runs of one stand that passed the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandActivity {
    pub stand: u32,
    pub runs: u64,
    /// The oldest and the newest run by run time.
    pub first: RunPosition,
    pub last: RunPosition,
    /// Of the run that was stored first, whenever it was made.
    pub first_run_number: i64,
    /// Newest first. Runs that are not a test, and voided ones, are not among them.
    pub latest_tests: Vec<LatestTest>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatestTest {
    pub position: RunPosition,
    pub status: RunStatus,
}

/// The stands with runs that pass, by id, each with at most `tests_max` of its latest tests.
pub fn stand_activity(facts: &Facts, filter: &Filter, tests_max: usize) -> Vec<StandActivity> {
    let mut stands = Activities {
        tests_max,
        table: Vec::new(),
        rest: BTreeMap::new(),
    };
    let mut selector = Selector::new(filter);
    for segment in facts.segments() {
        stands.note_all(segment, selector.select(segment));
    }
    let table = stands.table.into_iter().flatten();
    table.chain(stands.rest.into_values()).collect()
}

struct Activities {
    tests_max: usize,
    /// Indexed by stand.
    table: Vec<Option<StandActivity>>,
    rest: BTreeMap<u32, StandActivity>,
}

impl Activities {
    fn note_all(&mut self, segment: &Segment, selected: Selected<'_>) {
        let mut stands = Vec::new();
        for block in selected.blocks() {
            block.gather(segment.column(Field::Stand), &mut stands);
            for (stand, row) in stands.iter().zip(block.rows()) {
                let stand = u32::try_from(*stand).unwrap_or(0);
                if let (true, Some(position)) = (stand != 0, segment.position(row)) {
                    let state = segment.states().get(row).copied().unwrap_or_default();
                    self.note(stand, position, state);
                }
            }
        }
    }

    fn note(&mut self, stand: u32, position: RunPosition, state: u8) {
        let tests_max = self.tests_max;
        let activity = self.entry(stand, position);
        activity.runs += 1;
        activity.first = activity.first.min(position);
        activity.last = activity.last.max(position);
        activity.first_run_number = activity.first_run_number.min(position.run_number);
        let test = status_of_state(state)
            .filter(|status| !is_voided(state) && status.verdict() != Verdict::NotATest);
        if let Some(status) = test {
            insert_test(
                &mut activity.latest_tests,
                LatestTest { position, status },
                tests_max,
            );
        }
    }

    fn entry(&mut self, stand: u32, position: RunPosition) -> &mut StandActivity {
        let new = || StandActivity {
            stand,
            runs: 0,
            first: position,
            last: position,
            first_run_number: position.run_number,
            latest_tests: Vec::new(),
        };
        let index = stand as usize;
        if index < TABLE_STANDS && self.table.len() <= index {
            self.table.resize(index + 1, None);
        }
        match self.table.get_mut(index) {
            Some(entry) => entry.get_or_insert_with(new),
            None => self.rest.entry(stand).or_insert_with(new),
        }
    }
}

fn insert_test(latest: &mut Vec<LatestTest>, test: LatestTest, tests_max: usize) {
    let newer = latest
        .iter()
        .take_while(|kept| kept.position > test.position);
    let place = newer.count();
    if place < tests_max {
        latest.truncate(tests_max - 1);
        latest.insert(place, test);
    }
}
