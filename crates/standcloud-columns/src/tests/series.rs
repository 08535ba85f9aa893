use proptest::collection::vec;
use proptest::prelude::*;

use super::histories::{History, filters, histories};
use super::reference::{key_of, passes};
use crate::{
    Dimension, FactRow, Filter, NumberSeries, RunPicks, RunPosition, SelectedValues, SeriesFigures,
    select_values,
};

/// Whether a run is a first test is decided by other runs.
fn of_rows(filter: Filter) -> Filter {
    Filter {
        first_tests: false,
        ..filter
    }
}

proptest! {
    #[test]
    fn values_are_joined_with_their_runs(
        history in histories(), filter in filters(), picks in vec(any::<u8>(), 1..20),
        dimension in prop::option::of(prop::sample::select(DIMENSIONS.to_vec())),
    ) {
        let filter = of_rows(filter);
        let series = series_of(&history, &picks);
        prop_assert_eq!(
            select_values(&history.facts, &filter, &series, dimension),
            naive_selection(&history, &filter, &series, dimension)
        );
    }

    #[test]
    fn picks_tell_runs_and_ranges(
        history in histories(), filter in filters(), plan in 0_u32..3,
        ends in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), -2..3_i64),
    ) {
        let filter = of_rows(filter);
        let picks = RunPicks::of_plan(&history.facts, &filter, plan);
        let of_plan: Vec<&FactRow> =
            history.reference.rows.values().filter(|row| row.plan == plan).collect();
        prop_assert_eq!(picks.count(), of_plan.iter().filter(|row| passes(&filter, row)).count());
        for row in history.reference.rows.values() {
            let expected = row.plan == plan && passes(&filter, row);
            prop_assert_eq!(picks.passes(row.run_number), expected);
        }
        let known: Vec<i64> = history.reference.rows.keys().copied().collect();
        if known.is_empty() {
            return Ok(());
        }
        let (first, last) = (*ends.0.get(&known), ends.1.get(&known) + ends.2);
        let inside = || of_plan.iter().filter(|row| (first..=last).contains(&row.run_number));
        let is_known = last <= *known.last().unwrap();
        let all_pass = is_known && inside().all(|row| passes(&filter, row));
        prop_assert_eq!(picks.all_pass(first, last), all_pass);
        prop_assert_eq!(picks.none_passes(first, last), !inside().any(|row| passes(&filter, row)));
        let latest = inside().filter(|row| passes(&filter, row)).map(|row| row.time_us).max();
        prop_assert!(picks.latest_at_most(first, last) >= latest);
        let all = picks.latest_at_most(i64::MIN, i64::MAX);
        let passing = of_plan.iter().filter(|row| passes(&filter, row));
        prop_assert_eq!(all, passing.clone().map(|row| row.time_us).max());
        for row in of_plan.iter().filter(|row| !passes(&filter, row)) {
            prop_assert_eq!(picks.position_of(row.run_number), None);
        }
        for row in passing {
            let position = RunPosition { time_us: row.time_us, run_number: row.run_number };
            prop_assert_eq!(picks.position_of(row.run_number), Some(position));
        }
    }

    #[test]
    fn figures_are_of_the_values_that_pass(
        history in histories(), filter in filters(), plan in 0_u32..3,
        picks in vec(any::<u8>(), 1..20),
    ) {
        // A series belongs to one plan.
        let mut series = NumberSeries::default();
        for (run, value, result, limit_set) in series_of(&history, &picks).iter() {
            if history.reference.rows.get(&run).is_some_and(|row| row.plan == plan) {
                series.push(run, value, result, limit_set);
            }
        }
        let picks = RunPicks::of_plan(&history.facts, &filter, plan);
        let mut figures = SeriesFigures::of(&series, &picks);
        let expected = figures_of(&series, |at| picks.passes(series.run_numbers[at]));
        prop_assert!((figures.mean - expected.mean).abs() < 1e-9);
        prop_assert!((figures.squares - expected.squares).abs() < 1e-6);
        figures.mean = expected.mean;
        figures.squares = expected.squares;
        prop_assert_eq!(figures, expected);
    }

    #[test]
    fn figures_of_parts_are_those_of_the_whole(
        series in super::chunks::number_series(80), cuts in vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let whole = figures_of(&series, |_| true);
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(series.len() + 1)).collect();
        ends.push(series.len());
        ends.sort_unstable();
        let mut start = 0;
        let mut together = SeriesFigures::default();
        for end in ends {
            together.append(&figures_of(&series, |at| (start..end).contains(&at)));
            start = end;
        }
        let scale = whole.min.abs().max(whole.max.abs());
        // What is added to something a hundred digits larger leaves no trace in either.
        if scale < 1e100 {
            let close = |a: f64, b: f64, unit: f64| (a - b).abs() <= 1e-9 * unit.max(1e-300);
            prop_assert!(close(whole.mean, together.mean, scale));
            prop_assert!(close(whole.squares, together.squares, scale * scale * 80.0));
        }
        together.mean = whole.mean;
        together.squares = whole.squares;
        prop_assert_eq!(format!("{:?}", together), format!("{:?}", whole));
    }
}

/// Times in the order of tests: late deliveries, stands that take turns, and none at all.
#[test]
fn values_out_of_order_are_put_in_order() {
    type Disorder = fn(i64) -> i64;
    let disorders: [Disorder; 4] = [
        |run| if run % 100 == 7 { run - 500 } else { run },
        |run| run - run * 31 % 7,
        |run| -run,
        |run| run * 7_919 % 5_003,
    ];
    for disorder in disorders {
        let rows = (1..3_000).map(|run| FactRow {
            run_number: run,
            time_us: disorder(run),
            ..super::histories::plain_row()
        });
        let mut history = History::with_rows_per_segment(512);
        history.apply(rows.collect());
        let series = series_of(&history, &[0, 0, 1]);
        let filter = Filter::default();
        let selected = select_values(&history.facts, &filter, &series, None);
        assert_eq!(selected, naive_selection(&history, &filter, &series, None));
    }
}

#[test]
fn a_plan_without_runs_has_no_figures() {
    let history = History::with_rows_per_segment(4);
    let picks = RunPicks::of_plan(&history.facts, &Filter::default(), 1);
    let mut series = NumberSeries::default();
    series.push(1, 2.5, Some(true), 3);
    assert_eq!(SeriesFigures::of(&series, &picks), SeriesFigures::default());
    assert!(!picks.all_pass(1, 1));
    assert!(picks.none_passes(1, 1));
}

/// What `SeriesFigures` are, of the places that are kept.
pub(super) fn figures_of(series: &NumberSeries, keeps: impl Fn(usize) -> bool) -> SeriesFigures {
    let mut figures = SeriesFigures::default();
    for (at, (run, value, result, limit_set)) in series.iter().enumerate() {
        if keeps(at) {
            figures.add(run, value, result, limit_set);
        }
    }
    figures
}

const DIMENSIONS: [Dimension; 4] = [
    Dimension::Stand,
    Dimension::Status,
    Dimension::ErrorCode,
    Dimension::Batch,
];

/// Some of the runs that there are, and some that there are not.
fn series_of(history: &History, picks: &[u8]) -> NumberSeries {
    let mut series = NumberSeries::default();
    let mut pattern = picks.iter().cycle();
    let mut after = i64::MIN;
    for run in history.reference.rows.keys() {
        for run in [run - 1, *run] {
            let pick = *pattern.next().unwrap();
            if run > after && pick % 4 != 1 {
                series.push(
                    run,
                    f64::from(pick),
                    Some(pick.is_multiple_of(2)),
                    u32::from(pick % 3),
                );
                after = run;
            }
        }
    }
    series
}

fn naive_selection(
    history: &History,
    filter: &Filter,
    series: &NumberSeries,
    dimension: Option<Dimension>,
) -> SelectedValues {
    let mut found: Vec<_> = series
        .iter()
        .filter_map(|value| Some((history.reference.rows.get(&value.0)?, value)))
        .filter(|(row, _)| passes(filter, row))
        .collect();
    found.sort_by_key(|(row, _)| (row.time_us, row.run_number));
    let mut selected = SelectedValues::default();
    for (row, (run, value, result, limit_set)) in found {
        selected.run_numbers.push(run);
        selected.times_us.push(row.time_us);
        selected.values.push(value);
        selected.results.push(result);
        selected.limit_sets.push(limit_set);
        if let Some(dimension) = dimension {
            selected.keys.push(key_of(dimension, row).unwrap_or(0));
        }
    }
    selected
}
