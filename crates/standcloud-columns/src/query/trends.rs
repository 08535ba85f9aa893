//! How often each of some values of a dimension was met in each period.
//!
//! Problem: a list of causes draws a small curve for each of the few that it shows, and grouping by period
//! and cause would make and sort a group for every pair, also of those that are not shown. Choice: the
//! values are named, and each has a row of counters. Consequence: memory follows what is shown, and there
//! cannot be too many groups.

use std::sync::Arc;

use rayon::prelude::*;

use super::calendar::{Calendar, Period};
use super::dimension::Dimension;
use super::group::GroupError;
use super::parts::parts_of;
use super::value_groups::ValueGroups;
use crate::facts::{Facts, Segment};
use crate::filter::{Filter, Selector};

/// Which values, and the periods.
#[derive(Clone, Debug)]
pub struct Trends<'a> {
    pub calendar: &'a Calendar,
    pub dimension: Dimension,
    /// Each once.
    pub keys: &'a [u32],
    /// Where each period begins, ascending, and where the last one ends, in Unix microseconds.
    pub edges_us: &'a [i64],
}

/// Runs that pass: for each key one number for each period. Runs outside of all periods are not counted.
/// The error is that the dimension has more than 200,000 values.
pub fn count_trends(
    facts: &Facts,
    filter: &Filter,
    trends: &Trends<'_>,
) -> Result<Vec<Vec<u64>>, GroupError> {
    let periods = trends.edges_us.len().saturating_sub(1);
    let mut sums = vec![vec![0; periods]; trends.keys.len()];
    if periods == 0 || trends.keys.is_empty() {
        return Ok(sums);
    }
    let parts = parts_of(facts.segments());
    let counted: Vec<Vec<u64>> = parts
        .par_iter()
        .map(|segments| Counters::new(facts, trends).count(filter, segments))
        .collect::<Result<_, _>>()?;
    for counts in &counted {
        for (sums, counts) in sums.iter_mut().zip(counts.chunks(periods)) {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }
    Ok(sums)
}

struct Counters<'a> {
    trends: &'a Trends<'a>,
    groups: ValueGroups<'a>,
    /// The place among the asked keys of each that was met.
    asked: Vec<Option<usize>>,
    /// The periods of the first key, then those of the second, and so on.
    counts: Vec<u64>,
}

impl<'a> Counters<'a> {
    fn new(facts: &Facts, trends: &'a Trends<'a>) -> Self {
        let periods = trends.edges_us.len().saturating_sub(1);
        Self {
            groups: ValueGroups::new(facts, trends.calendar, &trends.dimension),
            asked: Vec::new(),
            counts: vec![0; trends.keys.len() * periods],
            trends,
        }
    }

    fn count(mut self, filter: &Filter, segments: &[Arc<Segment>]) -> Result<Vec<u64>, GroupError> {
        let mut selector = Selector::new(filter);
        let mut times_us = Vec::new();
        for segment in segments {
            for block in selector.select(segment).blocks() {
                self.groups.find_all(segment, &block)?;
                self.find_asked();
                self.add(block.read(segment.times(), &mut times_us));
            }
        }
        Ok(self.counts)
    }

    /// Of those keys that the block has met first.
    fn find_asked(&mut self) {
        for key in self.groups.shown().skip(self.asked.len()) {
            let mut keys = self.trends.keys.iter();
            let place = key.and_then(|key| keys.position(|asked| *asked == key));
            self.asked.push(place);
        }
    }

    fn add(&mut self, times_us: &[i64]) {
        let edges_us = self.trends.edges_us;
        let periods = edges_us.len().saturating_sub(1);
        let (mut period, mut place) = find_period(edges_us, 0);
        for (group, time_us) in self.groups.of_rows().iter().zip(times_us) {
            let Some(Some(key)) = self.asked.get(*group as usize) else {
                continue;
            };
            // Neighbours mostly lie in one period.
            if !period.contains(*time_us) {
                (period, place) = find_period(edges_us, *time_us);
            }
            let count = place.and_then(|place| self.counts.get_mut(key * periods + place));
            if let Some(count) = count {
                *count += 1;
            }
        }
    }
}

/// The period of a time and its place; before the first and after the last there is none.
fn find_period(edges_us: &[i64], time_us: i64) -> (Period, Option<usize>) {
    let next = edges_us.partition_point(|edge| *edge <= time_us);
    let before = next.checked_sub(1);
    let period = Period {
        start_us: before
            .and_then(|before| edges_us.get(before).copied())
            .unwrap_or(i64::MIN),
        end_us: edges_us.get(next).copied().unwrap_or(i64::MAX),
    };
    (period, before.filter(|_| next < edges_us.len()))
}
