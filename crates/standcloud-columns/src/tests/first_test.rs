//! The yield of units with retests: twelve runs that tell right definitions from wrong ones.

use proptest::prelude::*;

use super::histories::{fact_rows, histories};
use crate::{
    Bucket, Calendar, Dimension, FactRow, Facts, Filter, Group, Grouping, RunStatus, group_by,
};

const DAY_1_US: i64 = 1_795_305_600_000_000;
const DAY_2_US: i64 = DAY_1_US + 86_400_000_000;
const MINUTE_US: i64 = 60_000_000;
const STAND_A: u32 = 1;
const STAND_B: u32 = 2;

/// Unit, day, stand, status and attempt, in the order of time.
fn fixture() -> Vec<FactRow> {
    use RunStatus::{Error, Failed, Passed, Stopped};
    let runs = [
        (1, DAY_1_US, STAND_A, Passed, 1),
        (2, DAY_1_US, STAND_A, Failed, 1),
        (2, DAY_1_US, STAND_A, Passed, 2),
        (3, DAY_1_US, STAND_A, Failed, 1),
        (3, DAY_2_US, STAND_A, Passed, 2),
        (4, DAY_1_US, STAND_A, Failed, 1),
        (4, DAY_1_US, STAND_A, Failed, 2),
        (4, DAY_1_US, STAND_B, Passed, 3),
        (5, DAY_1_US, STAND_A, Stopped, 1),
        (5, DAY_1_US, STAND_A, Passed, 2),
        (6, DAY_1_US, STAND_A, Error, 1),
        (6, DAY_1_US, STAND_A, Passed, 2),
    ];
    let row =
        |((unit, day_us, stand, status, attempt), run_number): ((_, i64, _, _, _), i64)| FactRow {
            run_number,
            time_us: day_us + run_number * MINUTE_US,
            duration_ms: None,
            status,
            voided: false,
            attempt,
            plan: 1,
            part: 1,
            revision: 0,
            unit,
            stand,
            batch: 0,
            process: 1,
            operator: 0,
            error_code: None,
            failing_step: 0,
            tag_set: 0,
        };
    runs.into_iter().zip(1..).map(row).collect()
}

fn facts_of(rows: Vec<FactRow>) -> Facts {
    let mut facts = Facts::with_rows_per_segment(4);
    facts.apply(rows);
    facts
}

/// First tests, and how many of the units passed at the first, by the second, by the third, at any.
fn units(group: &Group) -> [u64; 5] {
    [
        group.first_tests,
        group.passed_by_first,
        group.passed_by_second,
        group.passed_by_third,
        group.passed_ever,
    ]
}

fn groups(facts: &Facts, bucket: Bucket, dimension: Option<Dimension>) -> Vec<Group> {
    let grouping = Grouping::new(Calendar::utc(), bucket, dimension);
    group_by(facts, &Filter::default(), &grouping).unwrap()
}

fn total(facts: &Facts) -> Group {
    groups(facts, Bucket::None, None).remove(0)
}

#[test]
fn a_unit_is_counted_where_it_was_tested_first() {
    let facts = facts_of(fixture());
    let all = total(&facts);
    assert_eq!(units(&all), [6, 2, 5, 6, 6]);
    assert_eq!((all.passed, all.not_passed, all.not_a_test), (6, 5, 1));
    let by_day = groups(&facts, Bucket::Day, None);
    let days: Vec<_> = by_day.iter().map(units).collect();
    assert_eq!(
        days,
        [[6, 2, 5, 6, 6], [0; 5]],
        "the second day tested no new unit"
    );
    let by_stand = groups(&facts, Bucket::None, Some(Dimension::Stand));
    let stands: Vec<_> = by_stand.iter().map(units).collect();
    assert_eq!(
        stands,
        [[6, 2, 5, 6, 6], [0; 5]],
        "stand B tested no new unit"
    );
    assert_eq!(by_stand[1].runs, 1);
}

#[test]
fn a_filter_does_not_make_a_retest_the_first_test() {
    let facts = facts_of(fixture());
    let grouping = Grouping::new(Calendar::utc(), Bucket::None, None);
    let asked = |filter| group_by(&facts, &filter, &grouping).unwrap().remove(0);
    let second_day = asked(Filter {
        from_us: Some(DAY_2_US),
        ..Filter::default()
    });
    assert_eq!((second_day.runs, units(&second_day)), (1, [0; 5]));
    let stand_b = asked(Filter {
        stands: Some([STAND_B].into_iter().collect()),
        ..Filter::default()
    });
    assert_eq!((stand_b.runs, units(&stand_b)), (1, [0; 5]));
}

#[test]
fn one_serial_number_on_two_parts_is_two_units() {
    let mut rows = fixture();
    // Such as the store numbers them: the unit is the serial number of a part.
    rows.push(FactRow {
        run_number: 13,
        unit: 7,
        part: 2,
        ..rows[0].clone()
    });
    assert_eq!(total(&facts_of(rows)).first_tests, 7);
}

#[test]
fn tests_of_no_unit_are_counted_apart() {
    let mut rows = fixture();
    rows.push(FactRow {
        run_number: 13,
        unit: 0,
        ..rows[0].clone()
    });
    rows.push(FactRow {
        run_number: 14,
        unit: 0,
        ..rows[8].clone()
    });
    let all = total(&facts_of(rows));
    assert_eq!((all.runs, all.first_tests, all.without_unit), (14, 6, 1));
}

#[test]
fn a_late_upload_and_a_void_move_the_first_test() {
    let mut facts = facts_of(fixture());
    // Unit 1 had failed the day before, which is told only now.
    let mut first = fixture().remove(0);
    first.attempt = 2;
    let late = FactRow {
        run_number: 13,
        time_us: DAY_1_US - MINUTE_US,
        status: RunStatus::Failed,
        attempt: 1,
        ..first.clone()
    };
    facts.apply(vec![late.clone(), first.clone()]);
    let days: Vec<_> = groups(&facts, Bucket::Day, None)
        .iter()
        .map(units)
        .collect();
    assert_eq!(days, [[1, 0, 1, 1, 1], [5, 1, 4, 5, 5], [0; 5]]);
    // That run did not count, somebody finds.
    first.attempt = 1;
    facts.apply(vec![
        FactRow {
            voided: true,
            ..late
        },
        first,
    ]);
    assert_eq!(units(&total(&facts)), [6, 2, 5, 6, 6]);
}

proptest! {
    #[test]
    fn settling_later_changes_nothing(history in histories(), row in fact_rows()) {
        let mut at_once = history.facts.clone();
        let mut later = history.facts.clone();
        for number in history.reference.rows.keys().take(5) {
            let row = FactRow { run_number: *number, attempt: 2, ..row.clone() };
            at_once.apply(vec![row.clone()]);
            later.apply_unsettled(vec![row]);
        }
        later.settle();
        let days = |facts: &Facts| groups(facts, Bucket::Day, Some(Dimension::Plan));
        prop_assert_eq!(days(&at_once), days(&later));
    }
}
