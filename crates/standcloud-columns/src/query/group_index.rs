//! Numbers the groups: which pair of period and key is the how-manyth.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::group::GroupError;

/// With fewer keys a table of all pairs is small enough for any number of periods.
const TABLE_KEYS_MAX: u64 = 1_024;
/// The same for a single period.
const SINGLE_TABLE_KEYS_MAX: u64 = 1 << 20;
const NO_GROUP: u32 = u32::MAX;

pub(super) struct GroupIndex {
    limit: usize,
    members: Vec<(u32, u64)>,
    pairs: Pairs,
}

enum Pairs {
    /// All keys of the first period, then all of the second, and so on.
    Table {
        keys: usize,
        groups: Vec<u32>,
    },
    Map(HashMap<(u32, u64), u32, BuildHasherDefault<PairHasher>>),
}

impl GroupIndex {
    pub(super) fn new(largest_key: u64, has_buckets: bool, limit: usize) -> Self {
        let table_keys_max = if has_buckets {
            TABLE_KEYS_MAX
        } else {
            SINGLE_TABLE_KEYS_MAX
        };
        let pairs = match usize::try_from(largest_key) {
            Ok(largest) if largest_key < table_keys_max => Pairs::Table {
                keys: largest + 1,
                groups: Vec::new(),
            },
            _ => Pairs::Map(HashMap::default()),
        };
        Self {
            limit,
            members: Vec::new(),
            pairs,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// The pairs in the order of their groups.
    pub(super) fn members(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.members.iter().copied()
    }

    /// Appends the group of each pair to `groups`.
    pub(super) fn find_all(
        &mut self,
        buckets: &[u32],
        keys: &[u64],
        groups: &mut Vec<u32>,
    ) -> Result<(), GroupError> {
        for (bucket, key) in buckets.iter().zip(keys) {
            let group = match &self.pairs {
                Pairs::Table { keys, groups } => table_group(groups, *keys, *bucket, *key),
                Pairs::Map(map) => map.get(&(*bucket, *key)).copied(),
            };
            groups.push(match group {
                Some(group) => group,
                None => self.add(*bucket, *key)?,
            });
        }
        Ok(())
    }

    fn add(&mut self, bucket: u32, key: u64) -> Result<u32, GroupError> {
        let too_many = GroupError::TooManyGroups { limit: self.limit };
        if self.members.len() >= self.limit {
            return Err(too_many);
        }
        let group = u32::try_from(self.members.len()).map_err(|_| too_many)?;
        self.members.push((bucket, key));
        match &mut self.pairs {
            Pairs::Table { keys, groups } => {
                let needed = (bucket as usize + 1) * *keys;
                groups.resize(needed.max(groups.len()), NO_GROUP);
                let place = table_place(*keys, bucket, key).and_then(|place| groups.get_mut(place));
                if let Some(place) = place {
                    *place = group;
                }
            }
            Pairs::Map(map) => {
                map.insert((bucket, key), group);
            }
        }
        Ok(group)
    }
}

fn table_group(groups: &[u32], keys: usize, bucket: u32, key: u64) -> Option<u32> {
    let group = groups.get(table_place(keys, bucket, key)?)?;
    (*group != NO_GROUP).then_some(*group)
}

fn table_place(keys: usize, bucket: u32, key: u64) -> Option<usize> {
    Some(bucket as usize * keys + usize::try_from(key).ok()?)
}

/// The standard hasher withstands chosen keys but takes most of the time of a scan. Here the number
/// of groups is bounded, and with it the harm that chosen keys could do.
#[derive(Default)]
struct PairHasher(u64);

const ODD_CONSTANT: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(ODD_CONSTANT);
        self.0 = mixed ^ mixed >> 32;
    }
}
