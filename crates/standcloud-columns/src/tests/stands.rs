use std::collections::BTreeMap;

use proptest::prelude::*;

use super::histories::{filters, histories};
use super::reference::position;
use crate::{FactRow, LatestTest, StandActivity, Verdict, stand_activity};

proptest! {
    #[test]
    fn stands_are_told_by_their_runs(
        history in histories(), filter in filters(), tests_max in 0_usize..5,
    ) {
        let mut by_stand: BTreeMap<u32, Vec<&FactRow>> = BTreeMap::new();
        for row in history.reference.passing(&filter).filter(|row| row.stand != 0) {
            by_stand.entry(row.stand).or_default().push(row);
        }
        let expected: Vec<StandActivity> = by_stand
            .into_iter()
            .map(|(stand, rows)| activity_of(stand, rows, tests_max))
            .collect();
        prop_assert_eq!(stand_activity(&history.facts, &filter, tests_max), expected);
    }
}

fn activity_of(stand: u32, mut rows: Vec<&FactRow>, tests_max: usize) -> StandActivity {
    rows.sort_by_key(|row| position(row));
    let tests = rows
        .iter()
        .rev()
        .filter(|row| !row.voided && row.status.verdict() != Verdict::NotATest);
    StandActivity {
        stand,
        runs: rows.len() as u64,
        first: position(rows[0]),
        last: position(rows[rows.len() - 1]),
        first_run_number: rows.iter().map(|row| row.run_number).min().unwrap(),
        latest_tests: tests
            .take(tests_max)
            .map(|row| LatestTest {
                position: position(row),
                status: row.status,
            })
            .collect(),
    }
}
