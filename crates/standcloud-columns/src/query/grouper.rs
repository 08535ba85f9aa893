//! Groups the runs of some segments.
//!
//! Blocks of a few thousand rows; for each block first the group of every row, then what the row counts
//! as, then one addition a row. So each step reads one column, and only the columns that the question
//! names are read. A segment of one plan, one process and so on needs no look at the keys of its rows.

use std::sync::Arc;

use super::buckets::BucketFinder;
use super::calendar::Bucket;
use super::group::{DIMENSIONS_MAX, GroupError, Grouping};
use super::group_index::GroupIndex;
use super::keys::KeyFinder;
use super::tally::{Classifier, Tally};
use crate::facts::{Block, Facts, Segment};
use crate::filter::{Filter, Selector};

/// What the runs of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Member {
    pub(super) start_us: Option<i64>,
    pub(super) keys: [Option<u32>; DIMENSIONS_MAX],
}

pub(super) struct Grouper<'a> {
    buckets: Option<BucketFinder<'a>>,
    keys: KeyFinder<'a>,
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
    pub(super) fn new(facts: &Facts, grouping: &'a Grouping) -> Self {
        let Grouping {
            calendar, bucket, ..
        } = grouping;
        let keys = KeyFinder::new(facts, calendar, &grouping.dimensions);
        let has_buckets = *bucket != Bucket::None;
        let buckets =
            has_buckets.then(|| BucketFinder::new(calendar, *bucket, grouping.max_buckets));
        Self {
            index: GroupIndex::new(keys.largest(), has_buckets, grouping.max_groups),
            buckets,
            keys,
            classifier: Classifier::new(),
            tallies: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// In no order, each group once.
    pub(super) fn group(
        mut self,
        filter: &Filter,
        segments: &[Arc<Segment>],
    ) -> Result<Vec<(Member, Tally)>, GroupError> {
        let mut selector = Selector::new(filter);
        for segment in segments {
            let only_key = match self.buckets {
                None => self.keys.only_key(segment)?,
                Some(_) => None,
            };
            for block in selector.select(segment).blocks() {
                match only_key {
                    Some(key) => self.add_to_one(segment, &block, key)?,
                    None => self.add_block(segment, &block)?,
                }
            }
        }
        let members = self.index.members().map(|(bucket, key)| Member {
            start_us: self
                .buckets
                .as_ref()
                .and_then(|buckets| buckets.start_us(bucket)),
            keys: self.keys.shown(key),
        });
        Ok(members.zip(self.tallies).collect())
    }

    fn add_to_one(
        &mut self,
        segment: &Segment,
        block: &Block<'_>,
        key: u64,
    ) -> Result<(), GroupError> {
        if block.len() == 0 {
            return Ok(());
        }
        let groups = &mut self.scratch.groups;
        groups.clear();
        self.index.find_all(&[0], &[key], groups)?;
        self.tallies.resize(self.index.len(), Tally::default());
        let group = groups.first().copied().unwrap_or_default();
        let tally = self.tallies.get_mut(group as usize);
        self.classifier.add_to_one(segment, block, tally);
        Ok(())
    }

    fn add_block(&mut self, segment: &Segment, block: &Block<'_>) -> Result<(), GroupError> {
        self.find_buckets(segment, block)?;
        let Scratch {
            buckets,
            keys,
            groups,
            ..
        } = &mut self.scratch;
        self.keys.find_all(segment, block, keys)?;
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
        match &mut self.buckets {
            None => buckets.resize(block.len(), 0),
            Some(finder) => {
                finder.find_all(block.read(segment.times(), times_us), buckets)?;
            }
        }
        Ok(())
    }
}
