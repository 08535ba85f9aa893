//! Counts runs by period and by one dimension: the numbers behind every dashboard.
//!
//! Problem: yield per day and stand over ten million runs must take tens of milliseconds. Choice:
//! blocks of a few thousand rows; for each block first the group of every row, then what the row
//! counts as, then one addition a row. Consequence: each step reads one column, and only the columns
//! that the question names are read.

use thiserror::Error;

use super::buckets::BucketFinder;
use super::calendar::{Bucket, Calendar};
use super::group_index::GroupIndex;
use super::tally::{Classifier, Tally};
use crate::facts::{Block, Facts, Field, Segment, status_code_of_state};
use crate::filter::{Filter, Selector};

const DEFAULT_MAX_BUCKETS: usize = 20_000;
const DEFAULT_MAX_GROUPS: usize = 200_000;

/// How runs are put together.
#[derive(Clone, Debug)]
pub struct Grouping {
    pub calendar: Calendar,
    pub bucket: Bucket,
    pub dimension: Option<Dimension>,
    /// More periods than this that hold runs are an error.
    pub max_buckets: usize,
    /// More groups than this are an error.
    pub max_groups: usize,
}

/// What runs can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    Plan,
    Part,
    Revision,
    Stand,
    Batch,
    Process,
    Operator,
    Status,
    ErrorCode,
    FailingStep,
    TagSet,
}

/// The runs of one period with one value of the dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `None` when runs are not grouped by time.
    pub bucket_start_us: Option<i64>,
    /// The dictionary id, status code or error code; `None` for runs that have none, and when there
    /// is no dimension.
    pub key: Option<u32>,
    pub runs: u64,
    pub passed: u64,
    pub not_passed: u64,
    /// Stopped, skipped or unfinished: shown, but not part of any yield.
    pub not_a_test: u64,
    /// Over the runs whose duration is known.
    pub duration_sum_ms: u64,
    pub duration_count: u64,
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
}

impl Grouping {
    /// With limits that a chart can still show.
    pub fn new(calendar: Calendar, bucket: Bucket, dimension: Option<Dimension>) -> Self {
        let (max_buckets, max_groups) = (DEFAULT_MAX_BUCKETS, DEFAULT_MAX_GROUPS);
        Self {
            calendar,
            bucket,
            dimension,
            max_buckets,
            max_groups,
        }
    }
}

/// Groups the runs that pass, ordered by period and key. Groups without runs are left out.
pub fn group_by(
    facts: &Facts,
    filter: &Filter,
    grouping: &Grouping,
) -> Result<Vec<Group>, GroupError> {
    let mut grouper = Grouper::new(facts, grouping);
    let mut selector = Selector::new(filter);
    for segment in facts.segments() {
        for block in selector.select(segment).blocks() {
            grouper.add_block(segment, &block)?;
        }
    }
    Ok(grouper.into_groups())
}

struct Grouper<'a> {
    grouping: &'a Grouping,
    buckets: BucketFinder<'a>,
    index: GroupIndex,
    classifier: Classifier,
    tallies: Vec<Tally>,
    scratch: Scratch,
}

/// What is known of each row of the block at hand.
#[derive(Default)]
struct Scratch {
    times_us: Vec<i64>,
    buckets: Vec<u32>,
    keys: Vec<u64>,
    groups: Vec<u32>,
}

impl<'a> Grouper<'a> {
    fn new(facts: &Facts, grouping: &'a Grouping) -> Self {
        let largest_key = largest_key(facts, grouping.dimension);
        Self {
            grouping,
            buckets: BucketFinder::new(&grouping.calendar, grouping.bucket, grouping.max_buckets),
            index: GroupIndex::new(largest_key, grouping.max_groups),
            classifier: Classifier::new(),
            tallies: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    fn add_block(&mut self, segment: &Segment, block: &Block<'_>) -> Result<(), GroupError> {
        self.find_buckets(segment, block)?;
        self.find_keys(segment, block);
        let Scratch {
            buckets,
            keys,
            groups,
            ..
        } = &mut self.scratch;
        groups.clear();
        self.index.find_all(buckets, keys, groups)?;
        self.tallies.resize(self.index.len(), Tally::default());
        self.classifier
            .add_block(segment, block, groups, &mut self.tallies);
        Ok(())
    }

    fn find_buckets(&mut self, segment: &Segment, block: &Block<'_>) -> Result<(), GroupError> {
        let Scratch {
            times_us, buckets, ..
        } = &mut self.scratch;
        buckets.clear();
        if self.grouping.bucket == Bucket::None {
            buckets.resize(block.len(), 0);
            return Ok(());
        }
        block.map_into(segment.times(), times_us, |time_us| time_us);
        self.buckets.find_all(times_us, buckets)
    }

    fn find_keys(&mut self, segment: &Segment, block: &Block<'_>) {
        let keys = &mut self.scratch.keys;
        match self.grouping.dimension.map(Dimension::column) {
            None => {
                keys.clear();
                keys.resize(block.len(), 0);
            }
            Some(Some(field)) => block.gather(segment.column(field), keys),
            Some(None) => {
                block.map_into(segment.states(), keys, |state| {
                    status_code_of_state(state).into()
                });
            }
        }
    }

    fn into_groups(self) -> Vec<Group> {
        let has_buckets = self.grouping.bucket != Bucket::None;
        let dimension = self.grouping.dimension;
        let mut groups: Vec<Group> = self
            .index
            .members()
            .zip(&self.tallies)
            .map(|((bucket, key), tally)| {
                let start_us = if has_buckets {
                    self.buckets.start_us(bucket)
                } else {
                    None
                };
                tally.to_group(
                    start_us,
                    dimension.and_then(|dimension| dimension.shown(key)),
                )
            })
            .collect();
        groups.sort_unstable_by_key(|group| (group.bucket_start_us, group.key));
        groups
    }
}

impl Dimension {
    /// `None` for the status, which shares a column of its own kind.
    fn column(self) -> Option<Field> {
        match self {
            Self::Plan => Some(Field::Plan),
            Self::Part => Some(Field::Part),
            Self::Revision => Some(Field::Revision),
            Self::Stand => Some(Field::Stand),
            Self::Batch => Some(Field::Batch),
            Self::Process => Some(Field::Process),
            Self::Operator => Some(Field::Operator),
            Self::Status => None,
            Self::ErrorCode => Some(Field::ErrorCode),
            Self::FailingStep => Some(Field::FailingStep),
            Self::TagSet => Some(Field::TagSet),
        }
    }

    /// What one row holds, as it is shown outside.
    pub(crate) fn key_of(self, segment: &Segment, row: usize) -> Option<u32> {
        let stored = match self.column() {
            Some(field) => segment.column(field).get(row),
            None => segment
                .states()
                .get(row)
                .map(|state| status_code_of_state(*state).into()),
        };
        self.shown(stored?)
    }

    /// What a stored value means outside; 0 is "none" in all columns but the status.
    fn shown(self, stored: u64) -> Option<u32> {
        let value = match self {
            Self::Status => Some(stored),
            Self::ErrorCode => stored.checked_sub(1),
            _ => Some(stored).filter(|id| *id != 0),
        };
        value.and_then(|value| u32::try_from(value).ok())
    }
}

fn largest_key(facts: &Facts, dimension: Option<Dimension>) -> u64 {
    match dimension.map(Dimension::column) {
        None => 0,
        Some(None) => u64::from(u8::MAX),
        Some(Some(field)) => {
            let segments = facts.segments().iter();
            let ranges = segments.filter_map(|segment| segment.column(field).range());
            ranges.map(|(_, largest)| largest).max().unwrap_or(0)
        }
    }
}
