use proptest::prelude::*;

use super::histories::{fact_rows, histories};
use crate::{FactRow, Facts, Filter, RunStatus, VoidedRuns, count};

proptest! {
    #[test]
    fn rows_come_back_as_they_were_applied(history in histories()) {
        let expected: Vec<FactRow> = history.reference.rows.values().cloned().collect();
        let facts = &history.facts;
        let rows: Vec<FactRow> = (0..facts.len()).map(|index| facts.row(index).unwrap()).collect();
        prop_assert_eq!(rows, expected);
        prop_assert_eq!(facts.row(facts.len()), None);
        prop_assert_eq!(facts.last_run_number(), history.reference.rows.keys().last().copied());
        prop_assert_eq!(facts.is_empty(), history.reference.rows.is_empty());
    }

    #[test]
    fn find_knows_exactly_the_applied_numbers(history in histories()) {
        for number in history.reference.rows.keys() {
            for asked in [number - 1, *number, number + 1] {
                let expected = history.reference.rows.get(&asked).cloned();
                prop_assert_eq!(history.facts.find(asked), expected);
            }
        }
        prop_assert_eq!(history.facts.find(i64::MIN), None);
        prop_assert_eq!(history.facts.find(i64::MAX), history.reference.rows.get(&i64::MAX).cloned());
    }

    #[test]
    fn a_snapshot_does_not_change(history in histories(), row in fact_rows()) {
        let mut facts = history.facts.clone();
        let numbers = history.reference.rows.keys();
        let mut changed: Vec<FactRow> =
            numbers.map(|number| FactRow { run_number: *number, ..row.clone() }).collect();
        let next = history.facts.last_run_number().unwrap_or(0).saturating_add(1);
        changed.push(FactRow { run_number: next, ..row });
        facts.apply(changed);
        let rows = (0..history.facts.len()).map(|index| history.facts.row(index).unwrap());
        prop_assert!(rows.eq(history.reference.rows.values().cloned()));
    }
}

#[test]
fn extreme_run_numbers_are_kept_apart() {
    let numbers = [i64::MIN, -1, 0, 1, i64::MAX];
    let mut facts = Facts::new();
    facts.apply(numbers.iter().rev().map(|number| row(*number)).collect());
    assert_eq!(facts.len(), numbers.len());
    for number in numbers {
        assert_eq!(facts.find(number), Some(row(number)));
    }
    assert_eq!(facts.find(2), None);
}

#[test]
fn of_equal_numbers_in_one_call_the_last_wins() {
    let mut facts = Facts::with_rows_per_segment(2);
    facts.apply([10, 20, 30].map(row).to_vec());
    let again = |number, attempt| FactRow {
        attempt,
        ..row(number)
    };
    facts.apply(vec![
        again(20, 2),
        again(15, 3),
        again(40, 4),
        again(20, 5),
        again(15, 6),
        again(40, 7),
    ]);
    let attempts: Vec<u32> = (0..facts.len())
        .map(|index| facts.row(index).unwrap().attempt)
        .collect();
    assert_eq!(attempts, [1, 6, 5, 1, 7]);
}

#[test]
fn a_run_takes_few_bytes_in_full_segments() {
    let rows = 3 * 65_536;
    let mut facts = Facts::new();
    facts.apply((0..rows).map(busy_row).collect());
    let bytes_per_row = facts.memory_bytes() / usize::try_from(rows).unwrap();
    assert!(
        (20..=41).contains(&bytes_per_row),
        "{bytes_per_row} bytes a run"
    );
}

#[test]
fn voiding_and_restoring_a_run_changes_the_count() {
    let mut facts = Facts::new();
    facts.apply([1, 2, 3].map(row).to_vec());
    facts.apply(vec![FactRow {
        voided: true,
        ..row(2)
    }]);
    let counts = [VoidedRuns::Exclude, VoidedRuns::Include, VoidedRuns::Only].map(|voided| {
        count(
            &facts,
            &Filter {
                voided,
                ..Filter::default()
            },
        )
    });
    assert_eq!(counts, [2, 3, 1]);
    facts.apply(vec![row(2)]);
    assert_eq!(count(&facts, &Filter::default()), 3);
}

#[test]
fn status_codes_never_change() {
    let codes: Vec<(RunStatus, u8)> = RunStatus::ALL
        .into_iter()
        .map(|status| (status, status.code()))
        .collect();
    let expected = [
        (RunStatus::Passed, 0),
        (RunStatus::Failed, 1),
        (RunStatus::Error, 2),
        (RunStatus::Stopped, 3),
        (RunStatus::Skipped, 4),
        (RunStatus::Run, 5),
        (RunStatus::Ready, 6),
    ];
    assert_eq!(codes, expected);
    for (status, code) in expected {
        assert_eq!(RunStatus::from_code(code), Some(status));
    }
    assert_eq!(RunStatus::from_code(7), None);
}

fn busy_row(run_number: i64) -> FactRow {
    let id = u32::try_from(run_number).unwrap();
    FactRow {
        time_us: run_number * 1_000_000,
        duration_ms: Some(70_000 + id % 1_000),
        unit: 1_000_000 + id,
        batch: 300 + id / 1_000,
        failing_step: id % 2_000,
        tag_set: id % 500,
        ..row(run_number)
    }
}

fn row(run_number: i64) -> FactRow {
    FactRow {
        run_number,
        time_us: 0,
        duration_ms: None,
        status: RunStatus::Passed,
        voided: false,
        attempt: 1,
        plan: 1,
        part: 1,
        revision: 0,
        unit: 1,
        stand: 1,
        batch: 0,
        process: 0,
        operator: 0,
        error_code: None,
        failing_step: 0,
        tag_set: 0,
    }
}
