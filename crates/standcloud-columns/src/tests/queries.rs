use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::histories::{filters, histories, ids, times};
use crate::{
    Bucket, Calendar, Dimension, Direction, FactRow, Facts, Filter, GroupError, Grouping,
    RunPosition, RunStatus, TopBy, Trends, count, count_distinct, count_per_unit, count_trends,
    end_of_times, group_by, last_run_per_unit, newest_first, newest_first_after, next_newer,
    spans_by, top_groups,
};

const DIMENSIONS: [Dimension; 15] = [
    Dimension::Plan,
    Dimension::Part,
    Dimension::Revision,
    Dimension::Stand,
    Dimension::Batch,
    Dimension::Process,
    Dimension::Operator,
    Dimension::Status,
    Dimension::ErrorCode,
    Dimension::FailingStep,
    Dimension::TagSet,
    Dimension::Unit,
    Dimension::Attempt,
    Dimension::HourOfDay,
    Dimension::Weekday,
];
const BUCKETS: [Bucket; 5] = [
    Bucket::None,
    Bucket::Hour,
    Bucket::Day,
    Bucket::Week,
    Bucket::Month,
];

proptest! {
    #[test]
    fn count_counts_what_passes(history in histories(), filter in filters()) {
        let expected = history.reference.passing(&filter).count();
        prop_assert_eq!(count(&history.facts, &filter), expected);
    }

    #[test]
    fn pages_are_slices_of_the_whole_order(
        history in histories(), filter in filters(), offset in 0_usize..20, limit in 0_usize..20,
    ) {
        let expected = history.reference.newest_first(&filter);
        let page = newest_first(&history.facts, &filter, offset, limit);
        let slice: Vec<RunPosition> = expected.iter().skip(offset).take(limit).copied().collect();
        prop_assert_eq!(page, slice);
        prop_assert_eq!(newest_first(&history.facts, &filter, 0, usize::MAX), expected);
    }

    #[test]
    fn the_next_newer_run_is_the_one_before_in_the_whole_order(
        history in histories(), filter in filters(), time_us in -50_i64..150, run_number in 0_i64..60,
    ) {
        let before = RunPosition { time_us, run_number };
        let newest_first = history.reference.newest_first(&filter);
        let expected = newest_first.into_iter().rev().find(|position| *position > before);
        prop_assert_eq!(next_newer(&history.facts, &filter, before), expected);
    }

    #[test]
    fn following_positions_visits_every_run_once(
        history in histories(), filter in filters(), limit in 1_usize..10,
    ) {
        let mut visited = Vec::new();
        loop {
            let after = visited.last().copied();
            let page = newest_first_after(&history.facts, &filter, after, limit);
            prop_assert!(page.len() <= limit);
            if page.is_empty() {
                break;
            }
            visited.extend(page);
            prop_assert!(visited.len() <= history.facts.len());
        }
        prop_assert_eq!(visited, history.reference.newest_first(&filter));
    }

    #[test]
    fn any_position_can_be_followed(
        history in histories(), filter in filters(), time_us in super::histories::times(),
        run_number in -2_i64..200,
    ) {
        let after = RunPosition { time_us, run_number };
        let mut expected = history.reference.newest_first(&filter);
        expected.retain(|position| *position < after);
        prop_assert_eq!(newest_first_after(&history.facts, &filter, Some(after), usize::MAX), expected);
    }

    #[test]
    fn the_last_run_is_taken_first_and_filtered_then(
        history in histories(), filter in filters(), offset in 0_usize..5, limit in 0_usize..30,
    ) {
        let expected = history.reference.last_run_per_unit(&filter);
        let page: Vec<RunPosition> = expected.into_iter().skip(offset).take(limit).collect();
        prop_assert_eq!(last_run_per_unit(&history.facts, &filter, offset, limit), page);
    }

    #[test]
    fn runs_are_counted_per_unit(
        history in histories(), filter in filters(), units in prop::collection::vec(ids(), 0..8),
    ) {
        let expected = history.reference.count_per_unit(&filter, &units);
        prop_assert_eq!(count_per_unit(&history.facts, &filter, &units), expected);
    }

    #[test]
    fn groups_add_up_what_passes(
        history in histories(),
        filter in filters(),
        bucket in prop::sample::select(BUCKETS.to_vec()),
        dimensions in prop::collection::vec(prop::sample::select(DIMENSIONS.to_vec()), 0..=3),
    ) {
        let grouping = Grouping::new(berlin(), bucket, dimensions);
        let expected = history.reference.group_by(&filter, &grouping);
        prop_assert_eq!(group_by(&history.facts, &filter, &grouping), Ok(expected));
    }

    #[test]
    fn the_largest_groups_and_the_others_are_all(
        history in histories(),
        filter in filters(),
        dimensions in prop::collection::vec(prop::sample::select(DIMENSIONS.to_vec()), 0..=3),
        bucket in prop::sample::select(BUCKETS.to_vec()),
        by in prop::sample::select(vec![
            TopBy::Runs, TopBy::NotPassed, TopBy::NotPassedAtFirst, TopBy::Duration,
        ]),
        limit in 0_usize..6,
    ) {
        let grouping = Grouping::new(berlin(), bucket, dimensions);
        let top = top_groups(&history.facts, &filter, &grouping, by, limit).unwrap();
        let mut groups = group_by(&history.facts, &filter, &grouping).unwrap();
        // Stable: equal ones stay in the order of period and keys.
        groups.sort_by_key(|group| std::cmp::Reverse(by.amount(group)));
        let runs = groups.iter().map(|group| group.runs).sum::<u64>();
        groups.retain(|group| by.amount(group) > 0);
        prop_assert_eq!(top.more_groups, groups.len().saturating_sub(limit));
        groups.truncate(limit);
        prop_assert_eq!(&top.groups, &groups);
        let shown = groups.iter().map(|group| group.runs).sum::<u64>();
        let others = top.others.map_or(0, |group| group.runs);
        prop_assert_eq!(others, runs - shown);
    }

    #[test]
    fn different_values_are_counted(
        history in histories(),
        filter in filters(),
        dimension in prop::sample::select(DIMENSIONS.to_vec()),
    ) {
        let grouping = Grouping::new(berlin(), Bucket::None, [dimension]);
        let groups = history.reference.group_by(&filter, &grouping);
        let expected = groups.iter().filter(|group| group.key().is_some()).count();
        let counted = count_distinct(&history.facts, &filter, &berlin(), dimension);
        prop_assert_eq!(counted, Ok(expected as u64));
    }

    #[test]
    fn the_first_and_the_last_run_time_are_found(history in histories(), filter in filters()) {
        let times = || history.reference.passing(&filter).map(|row| row.time_us);
        let end = |direction| end_of_times(&history.facts, &filter, direction);
        prop_assert_eq!(end(Direction::Ascending), times().min());
        prop_assert_eq!(end(Direction::Descending), times().max());
    }

    #[test]
    fn each_value_has_a_first_and_a_last_run(
        history in histories(),
        filter in filters(),
        dimension in prop::sample::select(DIMENSIONS.to_vec()),
    ) {
        let expected = history.reference.spans_by(&filter, &berlin(), dimension);
        let spans = spans_by(&history.facts, &filter, &berlin(), dimension);
        prop_assert_eq!(spans, Ok(expected));
    }

    #[test]
    fn trends_count_each_value_in_each_period(
        history in histories(),
        filter in filters(),
        dimension in prop::sample::select(DIMENSIONS.to_vec()),
        keys in prop::collection::btree_set(0_u32..6, 0..4),
        edges in prop::collection::btree_set(times(), 0..6),
    ) {
        let calendar = berlin();
        let keys: Vec<u32> = keys.into_iter().collect();
        let edges_us: Vec<i64> = edges.into_iter().collect();
        let trends = Trends { calendar: &calendar, dimension, keys: &keys, edges_us: &edges_us };
        let expected = history.reference.count_trends(&filter, &trends);
        prop_assert_eq!(count_trends(&history.facts, &filter, &trends), Ok(expected));
    }

    #[test]
    fn limits_are_exact(
        history in histories(),
        bucket in prop::sample::select(BUCKETS.to_vec()),
        dimensions in prop::collection::vec(prop::sample::select(DIMENSIONS.to_vec()), 0..=3),
        limit in 0_usize..12,
    ) {
        let filter = Filter::default();
        let mut grouping = Grouping::new(berlin(), bucket, dimensions);
        let groups = group_by(&history.facts, &filter, &grouping).unwrap();
        grouping.max_groups = limit;
        let limited = group_by(&history.facts, &filter, &grouping);
        prop_assert_eq!(limited.is_ok(), groups.len() <= limit);
        grouping.max_groups = usize::MAX;
        grouping.max_buckets = limit;
        let mut starts: Vec<i64> = groups.iter().filter_map(|group| group.bucket_start_us).collect();
        starts.dedup();
        match group_by(&history.facts, &filter, &grouping) {
            Ok(_) => prop_assert!(starts.len() <= limit),
            Err(error) => {
                prop_assert_eq!(error, GroupError::TooManyBuckets { limit });
                prop_assert!(starts.len() > limit);
            }
        }
    }
}

#[test]
fn a_million_values_are_an_error_or_others() {
    let mut facts = Facts::new();
    let row = |number: i64| FactRow {
        batch: u32::try_from(number).unwrap(),
        ..long_history_row(number % 5_000)
    };
    let numbered = |number| FactRow {
        run_number: number,
        voided: false,
        ..row(number)
    };
    facts.apply((1..=300_000).map(numbered).collect());
    let all = Filter::default();
    let grouping = Grouping::new(berlin(), Bucket::None, [Dimension::Batch]);
    let limit = grouping.max_groups;
    let error = GroupError::TooManyGroups { limit };
    assert_eq!(group_by(&facts, &all, &grouping), Err(error));
    let top = top_groups(&facts, &all, &grouping, TopBy::Runs, 20).unwrap();
    assert_eq!((top.groups.len(), top.more_groups), (20, 299_980));
    assert_eq!(top.others.unwrap().runs, 299_980);
    let distinct = count_distinct(&facts, &all, &berlin(), Dimension::Batch);
    assert_eq!(distinct, Ok(300_000));
    let mut wide = Grouping::new(berlin(), Bucket::None, [Dimension::Plan; 4]);
    assert_eq!(
        group_by(&facts, &all, &wide),
        Err(GroupError::TooManyDimensions)
    );
    wide.dimensions.truncate(3);
    assert_eq!(group_by(&facts, &all, &wide).unwrap().len(), 3);
}

#[test]
fn a_time_range_holds_its_start_and_not_its_end() {
    let mut facts = Facts::new();
    let times = [i64::MIN, -1, 0, 1, i64::MAX];
    let row = |(number, time_us)| FactRow {
        time_us,
        voided: false,
        ..long_history_row(number)
    };
    facts.apply((1..).zip(times).map(row).collect());
    let count = |from_us, to_us| {
        count(
            &facts,
            &Filter {
                from_us,
                to_us,
                ..Filter::default()
            },
        )
    };
    assert_eq!(count(None, None), 5);
    assert_eq!(count(Some(0), None), 3);
    assert_eq!(count(None, Some(0)), 2);
    assert_eq!(count(Some(0), Some(0)), 0);
    assert_eq!(count(Some(1), Some(-1)), 0);
    assert_eq!(count(None, Some(i64::MIN)), 0);
    assert_eq!(count(Some(i64::MIN), Some(i64::MIN + 1)), 1);
    assert_eq!(count(Some(i64::MAX), None), 1);
    assert_eq!(count(None, Some(i64::MAX)), 4);
}

/// The random histories are too short for blocks and for the switch from a mask to single rows.
#[test]
fn a_long_history_answers_like_the_reference() {
    let mut reference = super::reference::Reference::default();
    let mut facts = Facts::with_rows_per_segment(9_000);
    let rows: Vec<FactRow> = (1..40_000).map(long_history_row).collect();
    reference.apply(&rows);
    reference.number_attempts(1);
    facts.apply(reference.rows.values().cloned().collect());
    for filter in long_history_filters() {
        assert_eq!(
            count(&facts, &filter),
            reference.passing(&filter).count(),
            "{filter:?}"
        );
        let newest = reference.newest_first(&filter);
        for (offset, limit) in [(0, 50), (100, 50), (3_000, 1_000), (0, usize::MAX)] {
            let page: Vec<_> = newest.iter().skip(offset).take(limit).copied().collect();
            assert_eq!(
                newest_first(&facts, &filter, offset, limit),
                page,
                "{filter:?}"
            );
        }
        let last_runs = last_run_per_unit(&facts, &filter, 0, usize::MAX);
        assert_eq!(
            last_runs,
            reference.last_run_per_unit(&filter),
            "{filter:?}"
        );
        let dimensions = [
            vec![],
            vec![Dimension::Batch],
            vec![Dimension::Status, Dimension::Stand, Dimension::Unit],
            vec![Dimension::Weekday],
        ];
        for (bucket, dimensions) in BUCKETS.into_iter().zip(dimensions) {
            let grouping = Grouping::new(berlin(), bucket, dimensions);
            let expected = reference.group_by(&filter, &grouping);
            assert_eq!(
                group_by(&facts, &filter, &grouping),
                Ok(expected),
                "{filter:?}"
            );
        }
    }
}

fn long_history_filters() -> Vec<Filter> {
    let set = |ids: &[u32]| Some(ids.iter().copied().collect());
    let failed = [RunStatus::Failed].into_iter().collect();
    let passed_or_ready = [RunStatus::Passed, RunStatus::Ready].into_iter().collect();
    vec![
        Filter::default(),
        Filter {
            stands: set(&[3]),
            ..Filter::default()
        },
        Filter {
            stands: set(&[3, 5, 6]),
            statuses: failed,
            ..Filter::default()
        },
        Filter {
            batches: set(&[7, 2_000, 4_000_000_000]),
            ..Filter::default()
        },
        Filter {
            statuses: passed_or_ready,
            parts: set(&[1, 3]),
            ..Filter::default()
        },
        Filter {
            units: set(&[12, 4_000_012, 8_000_000]),
            ..Filter::default()
        },
        Filter {
            from_us: Some(super::histories::BASE_US + 50_000_000_000),
            to_us: Some(super::histories::BASE_US + 900_000_000_000),
            parts: set(&[2]),
            ..Filter::default()
        },
    ]
}

/// Every column follows from the number by a multiplication that spreads it.
fn long_history_row(run_number: i64) -> FactRow {
    let spread = |limit: i64, salt: i64| {
        u32::try_from((run_number * 7_919 + salt) * 104_729 / 64 % limit).unwrap()
    };
    FactRow {
        run_number,
        time_us: super::histories::BASE_US
            + run_number * 60_000_000
            + i64::from(spread(4_000, 1)) * 1_000_000,
        duration_ms: (spread(9, 2) != 0).then(|| spread(100_000, 3)),
        status: RunStatus::from_code(u8::try_from(spread(7, 4)).unwrap()).unwrap(),
        voided: spread(50, 5) == 0,
        attempt: 1 + spread(3, 6),
        plan: 1 + spread(3, 7),
        part: 1 + spread(5, 8),
        revision: 0,
        unit: if spread(20, 9) == 0 {
            0
        } else {
            1 + spread(6_000, 10)
        },
        stand: 1 + spread(30, 11),
        batch: 1 + spread(3_000, 12),
        process: 0,
        operator: 0,
        error_code: None,
        failing_step: 0,
        tag_set: 0,
    }
}

fn berlin() -> Calendar {
    Calendar::new(TimeZone::get("Europe/Berlin").unwrap(), 6 * 60).unwrap()
}
