//! When each value of a dimension was met first and last.
//!
//! Problem: a list of causes says of each since when it is there, and looking for the first and the last
//! run of one after the other is a scan for each. Choice: one pass that keeps both ends of all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::calendar::Calendar;
use super::dimension::Dimension;
use super::group::{DEFAULT_MAX_GROUPS, GroupError};
use super::parts::parts_of;
use super::value_groups::ValueGroups;
use crate::facts::{Facts, Segment};
use crate::filter::{Filter, Selector};

/// The runs that have one value of a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// As in a [`super::Group`]: `None` for runs that have none.
    pub key: Option<u32>,
    pub runs: u64,
    /// Run times of the first and the last of them, in Unix microseconds.
    pub first_us: i64,
    pub last_us: i64,
}

/// Each value that some run has which passes, in the order of the keys. The error is that there are more
/// than 200,000.
pub fn spans_by(
    facts: &Facts,
    filter: &Filter,
    calendar: &Calendar,
    dimension: Dimension,
) -> Result<Vec<Span>, GroupError> {
    let groups = || ValueGroups::new(facts, calendar, &dimension);
    let parts = parts_of(facts.segments());
    let found: Vec<Vec<Span>> = parts
        .par_iter()
        .map(|segments| find_spans(groups(), filter, segments))
        .collect::<Result<_, _>>()?;
    let mut all = BTreeMap::new();
    for span in found.into_iter().flatten() {
        let known = all.entry(span.key).or_insert(Span { runs: 0, ..span });
        known.add(span.runs, span.first_us, span.last_us);
    }
    if all.len() > DEFAULT_MAX_GROUPS {
        let limit = DEFAULT_MAX_GROUPS;
        return Err(GroupError::TooManyGroups { limit });
    }
    Ok(all.into_values().collect())
}

fn find_spans(
    mut groups: ValueGroups<'_>,
    filter: &Filter,
    segments: &[Arc<Segment>],
) -> Result<Vec<Span>, GroupError> {
    let mut selector = Selector::new(filter);
    let mut spans = Vec::new();
    let mut times_us = Vec::new();
    for segment in segments {
        for block in selector.select(segment).blocks() {
            groups.find_all(segment, &block)?;
            spans.resize(groups.len(), Span::EMPTY);
            let times_us = block.read(segment.times(), &mut times_us);
            for (place, time_us) in groups.of_rows().iter().zip(times_us) {
                if let Some(span) = spans.get_mut(*place as usize) {
                    span.add(1, *time_us, *time_us);
                }
            }
        }
    }
    for (span, key) in spans.iter_mut().zip(groups.shown()) {
        span.key = key;
    }
    Ok(spans)
}

impl Span {
    const EMPTY: Self = Self {
        key: None,
        runs: 0,
        first_us: i64::MAX,
        last_us: i64::MIN,
    };

    fn add(&mut self, runs: u64, first_us: i64, last_us: i64) {
        self.runs += runs;
        self.first_us = self.first_us.min(first_us);
        self.last_us = self.last_us.max(last_us);
    }
}
