//! Numbers the values of one dimension in the order in which a scan meets them.

use super::calendar::Calendar;
use super::dimension::Dimension;
use super::group::{DEFAULT_MAX_GROUPS, GroupError};
use super::group_index::GroupIndex;
use super::keys::KeyFinder;
use crate::facts::{Block, Facts, Segment};

pub(super) struct ValueGroups<'a> {
    finder: KeyFinder<'a>,
    index: GroupIndex,
    keys: Vec<u64>,
    /// There are no periods.
    buckets: Vec<u32>,
    groups: Vec<u32>,
}

impl<'a> ValueGroups<'a> {
    pub(super) fn new(facts: &Facts, calendar: &'a Calendar, dimension: &'a Dimension) -> Self {
        let finder = KeyFinder::new(facts, calendar, std::slice::from_ref(dimension));
        Self {
            index: GroupIndex::new(finder.largest(), false, DEFAULT_MAX_GROUPS),
            finder,
            keys: Vec::new(),
            buckets: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Looks at a block, of which `of_rows` then tells.
    pub(super) fn find_all(
        &mut self,
        segment: &Segment,
        block: &Block<'_>,
    ) -> Result<(), GroupError> {
        self.finder.find_all(segment, block, &mut self.keys)?;
        self.buckets.resize(self.keys.len(), 0);
        self.groups.clear();
        self.index
            .find_all(&self.buckets, &self.keys, &mut self.groups)
    }

    /// The group of each row of the block that was looked at last.
    pub(super) fn of_rows(&self) -> &[u32] {
        &self.groups
    }

    /// How many groups have been met.
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    /// What stands for each group outside, in the order of the groups.
    pub(super) fn shown(&self) -> impl Iterator<Item = Option<u32>> + '_ {
        self.index.members().map(|(_, key)| {
            let [key, ..] = self.finder.shown(key);
            key
        })
    }
}
