//! The values of one measurement that a filter lets pass, in the order of time.
//!
//! Problem: a chart joins a million values with the runs that they belong to, and puts them in order.
//! Choice: both sides ascend by run number, so they are merged segment by segment; the join remembers
//! places only, and each column is then copied at once. Consequence: values whose runs came in the order
//! of time are never sorted; others as little as it takes (see `time_order`).

use super::numbers::NumberSeries;
use super::time_order::{Order, order_of};
use crate::facts::{Facts, NarrowValue, Segment, with_values};
use crate::filter::{Filter, Selected, Selector};
use crate::query::Dimension;

/// The values of the runs that pass a filter, in the order of run time and then run number. All vectors
/// are equally long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectedValues {
    pub run_numbers: Vec<i64>,
    pub times_us: Vec<i64>,
    pub values: Vec<f64>,
    pub results: Vec<Option<bool>>,
    pub limit_sets: Vec<u32>,
    /// What [`crate::Group`] calls the key, 0 for runs that have none; empty when no dimension was asked.
    pub keys: Vec<u32>,
}

/// Values of runs that the facts do not know are left out.
pub fn select_values(
    facts: &Facts,
    filter: &Filter,
    series: &NumberSeries,
    dimension: Option<Dimension>,
) -> SelectedValues {
    let mut joined = Joined::with_room_for(series.len(), dimension.is_some());
    let mut selector = Selector::new(filter);
    let mut rows = Vec::new();
    for segment in facts.segments() {
        let Some(part) = part_of(series, segment) else {
            continue;
        };
        let start = joined.places.len();
        rows.clear();
        match selector.select(segment) {
            Selected::All(_) => joined.join_all(segment, &part, &mut rows),
            Selected::Rows(chosen) => joined.join_rows(segment, &part, chosen, &mut rows),
        }
        joined.look_up(segment, &rows, dimension);
        debug_assert_eq!(joined.places.len() - start, rows.len());
    }
    joined.into_values(series)
}

/// The values of a series whose runs lie in one segment.
struct Part<'a> {
    run_numbers: &'a [i64],
    /// Of the first of them in the series.
    start: u32,
}

/// What has been found, in the order of run numbers.
struct Joined {
    /// In the series.
    places: Vec<u32>,
    times_us: Vec<i64>,
    keys: Vec<u32>,
}

impl Joined {
    fn with_room_for(len: usize, has_keys: bool) -> Self {
        Self {
            places: Vec::with_capacity(len),
            times_us: Vec::with_capacity(len),
            keys: Vec::with_capacity(if has_keys { len } else { 0 }),
        }
    }

    /// Every row passes: look each value's row up.
    fn join_all(&mut self, segment: &Segment, part: &Part<'_>, rows: &mut Vec<u32>) {
        with_values!(segment.run_offsets(), offsets => {
            let mut row = 0;
            for (place, run) in (part.start..).zip(part.run_numbers) {
                let wanted = segment.offset_of(*run).unwrap_or(u64::MAX);
                row = next_row(offsets, row, wanted);
                if offsets.get(row).is_some_and(|offset| offset.to_u64() == wanted) {
                    self.places.push(place);
                    rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                }
            }
        });
    }

    /// Some rows pass: look each row's value up.
    fn join_rows(
        &mut self,
        segment: &Segment,
        part: &Part<'_>,
        chosen: &[u32],
        rows: &mut Vec<u32>,
    ) {
        let mut at = 0;
        for row in chosen {
            let Some(run) = segment.run_number(*row as usize) else {
                continue;
            };
            at = next_run(part.run_numbers, at, run);
            if part.run_numbers.get(at) == Some(&run) {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                self.places.push(part.start.saturating_add(at));
                rows.push(*row);
            }
        }
    }

    fn look_up(&mut self, segment: &Segment, rows: &[u32], dimension: Option<Dimension>) {
        let times = segment.times();
        let time = |row: &u32| times.get(*row as usize).copied().unwrap_or_default();
        self.times_us.extend(rows.iter().map(time));
        if let Some(dimension) = dimension {
            let key = |row: &u32| dimension.key_of(segment, *row as usize).unwrap_or(0);
            self.keys.extend(rows.iter().map(key));
        }
    }

    fn into_values(self, series: &NumberSeries) -> SelectedValues {
        match order_of(&self.times_us) {
            Order::Ascending => copy(series, &self.places, self.times_us, self.keys),
            Order::Sorted(order) => {
                let (places, times_us) = rayon::join(
                    || gather(&self.places, &order),
                    || gather(&self.times_us, &order),
                );
                let keys = match self.keys.as_slice() {
                    [] => Vec::new(),
                    keys => gather(keys, &order),
                };
                copy(series, &places, times_us, keys)
            }
        }
    }
}

/// The columns need nothing of each other, so they are copied side by side.
fn copy(
    series: &NumberSeries,
    places: &[u32],
    times_us: Vec<i64>,
    keys: Vec<u32>,
) -> SelectedValues {
    let (values, (run_numbers, (results, limit_sets))) = rayon::join(
        || gather(&series.values, places),
        || {
            rayon::join(
                || gather(&series.run_numbers, places),
                || {
                    let results = gather(&series.results, places);
                    (results, gather(&series.limit_sets, places))
                },
            )
        },
    );
    SelectedValues {
        run_numbers,
        times_us,
        values,
        results,
        limit_sets,
        keys,
    }
}

/// `None` when the segment has none of the series' runs. A series has fewer than 2^32 values.
fn part_of<'a>(series: &'a NumberSeries, segment: &Segment) -> Option<Part<'a>> {
    let runs = &series.run_numbers;
    let first = segment.first_run_number();
    let last = segment.last_run_number()?;
    let start = runs.partition_point(|run| *run < first);
    let end = runs.partition_point(|run| *run <= last);
    let run_numbers = runs.get(start..end).filter(|runs| !runs.is_empty())?;
    let start = u32::try_from(start).ok()?;
    Some(Part { run_numbers, start })
}

/// The first row from `row` on whose offset is at least `wanted`; mostly `row` itself or the next.
pub(super) fn next_row<T: NarrowValue>(offsets: &[T], mut row: usize, wanted: u64) -> usize {
    for _ in 0..STEPS_MAX {
        match offsets.get(row) {
            Some(offset) if offset.to_u64() < wanted => row += 1,
            _ => return row,
        }
    }
    let rest = offsets.get(row..).unwrap_or_default();
    row + rest.partition_point(|offset| offset.to_u64() < wanted)
}

/// The first place from `at` on whose run number is at least `wanted`.
fn next_run(run_numbers: &[i64], mut at: usize, wanted: i64) -> usize {
    for _ in 0..STEPS_MAX {
        match run_numbers.get(at) {
            Some(run) if *run < wanted => at += 1,
            _ => return at,
        }
    }
    let rest = run_numbers.get(at..).unwrap_or_default();
    at + rest.partition_point(|run| *run < wanted)
}

/// How far to go step by step before halving the rest is quicker.
const STEPS_MAX: usize = 32;

fn gather<T: Copy + Default>(values: &[T], places: &[u32]) -> Vec<T> {
    if let Some(all) = as_range(places).and_then(|range| values.get(range)) {
        return all.to_vec();
    }
    let value = |place: &u32| values.get(*place as usize).copied().unwrap_or_default();
    places.iter().map(value).collect()
}

/// When the places are neighbours in order.
fn as_range(places: &[u32]) -> Option<std::ops::Range<usize>> {
    let (first, last) = (*places.first()?, *places.last()?);
    let is_dense = last >= first && (last - first) as usize + 1 == places.len();
    let ascends = || {
        places
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a < b))
    };
    (is_dense && ascends()).then(|| first as usize..last as usize + 1)
}
