//! Counts runs by period and by up to three dimensions: the numbers behind every dashboard.
//!
//! Problem: yield per day and stand over ten million runs must take tens of milliseconds. Choice:
//! segments are shared out to the processors, see [`super::grouper`]; each makes groups of its own, which
//! are added up in the end. Consequence: a group is the same however many processors there are, because
//! only counts are added.

use rayon::prelude::*;
use thiserror::Error;

use super::calendar::{Bucket, Calendar};
use super::dimension::Dimension;
use super::grouper::{Grouper, Member};
use super::parts::parts_of;
use super::tally::Tally;
use crate::facts::Facts;
use crate::filter::Filter;

/// More would be read by nobody.
pub(super) const DIMENSIONS_MAX: usize = 3;
const DEFAULT_MAX_BUCKETS: usize = 20_000;
pub(super) const DEFAULT_MAX_GROUPS: usize = 200_000;

/// How runs are put together.
#[derive(Clone, Debug)]
pub struct Grouping {
    pub calendar: Calendar,
    pub bucket: Bucket,
    /// At most three.
    pub dimensions: Vec<Dimension>,
    /// More periods than this that hold runs are an error.
    pub max_buckets: usize,
    /// More groups than this are an error.
    pub max_groups: usize,
}

/// The runs of one period with one value of each dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// `None` when runs are not grouped by time.
    pub bucket_start_us: Option<i64>,
    /// In the order of the dimensions the dictionary id, status code, error code and so on; `None` for
    /// runs that have none, and where there is no dimension.
    pub keys: [Option<u32>; DIMENSIONS_MAX],
    pub runs: u64,
    pub passed: u64,
    pub not_passed: u64,
    /// Stopped, skipped or unfinished: shown, but not part of any yield.
    pub not_a_test: u64,
    /// Over the runs whose duration is known.
    pub duration_sum_ms: u64,
    pub duration_count: u64,
    /// The same over passed and not passed runs only.
    pub test_duration_sum_ms: u64,
    pub test_duration_count: u64,
    /// Units that were tested for the first time (in their test plan and process) by one of these runs:
    /// their first run that is not voided and passed or did not pass. What happened at later tests
    /// counts here too, wherever and whenever those were.
    pub first_tests: u64,
    /// Of those units: passed at the first test. Divided by `first_tests`, the first-pass yield.
    pub passed_by_first: u64,
    /// Passed at the first or the second test.
    pub passed_by_second: u64,
    pub passed_by_third: u64,
    /// Passed at any test so far.
    pub passed_ever: u64,
    /// Runs that passed or did not pass and name no unit, so that they are in no yield of units.
    pub without_unit: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GroupError {
    #[error("the runs lie in more than {limit} periods; ask for longer periods or a shorter time")]
    TooManyBuckets { limit: usize },
    #[error("there are more than {limit} groups; ask for longer periods or filter more narrowly")]
    TooManyGroups { limit: usize },
    #[error("runs are told apart by at most {DIMENSIONS_MAX} things at once; leave some out")]
    TooManyDimensions,
}

impl Grouping {
    /// With limits that a chart can still show.
    pub fn new(
        calendar: Calendar,
        bucket: Bucket,
        dimensions: impl IntoIterator<Item = Dimension>,
    ) -> Self {
        let (max_buckets, max_groups) = (DEFAULT_MAX_BUCKETS, DEFAULT_MAX_GROUPS);
        Self {
            calendar,
            bucket,
            dimensions: dimensions.into_iter().collect(),
            max_buckets,
            max_groups,
        }
    }
}

impl Group {
    /// Of the first dimension.
    pub fn key(&self) -> Option<u32> {
        let [key, ..] = self.keys;
        key
    }
}

/// Groups the runs that pass, ordered by period and keys. Groups without runs are left out.
pub fn group_by(
    facts: &Facts,
    filter: &Filter,
    grouping: &Grouping,
) -> Result<Vec<Group>, GroupError> {
    if grouping.dimensions.len() > DIMENSIONS_MAX {
        return Err(GroupError::TooManyDimensions);
    }
    let parts = parts_of(facts.segments());
    let groups_of = |segments| Grouper::new(facts, grouping).group(filter, segments);
    let tallies: Vec<Vec<(Member, Tally)>> = match parts.as_slice() {
        [only] => vec![groups_of(only)?],
        parts => parts
            .par_iter()
            .map(|segments| groups_of(segments))
            .collect::<Result<_, _>>()?,
    };
    let merged = merge(&tallies);
    within_limits(grouping, &merged)?;
    let groups = merged
        .into_iter()
        .map(|(member, tally)| tally.to_group(member));
    Ok(groups.collect())
}

/// One entry for each group, in order.
fn merge(parts: &[Vec<(Member, Tally)>]) -> Vec<(Member, Tally)> {
    let mut all = parts.concat();
    all.sort_unstable_by_key(|(member, _)| *member);
    all.dedup_by(|(member, tally), (kept, sum)| {
        let is_same = member == kept;
        if is_same {
            sum.add_all(tally);
        }
        is_same
    });
    all
}

/// The parts are within the limits, which does not mean that all of them together are.
fn within_limits(grouping: &Grouping, groups: &[(Member, Tally)]) -> Result<(), GroupError> {
    let limit = grouping.max_buckets;
    let of_one_period = groups.chunk_by(|(one, _), (other, _)| one.start_us == other.start_us);
    if grouping.bucket != Bucket::None && of_one_period.count() > limit {
        return Err(GroupError::TooManyBuckets { limit });
    }
    let limit = grouping.max_groups;
    if groups.len() > limit {
        return Err(GroupError::TooManyGroups { limit });
    }
    Ok(())
}
