//! A set of dictionary ids that a scan asks millions of times.
//!
//! Problem: a set can be one stand or every unit of a batch of a million. Choice: a bitmap where it
//! is small or well filled, else a sorted list, so that three ids near four billion do not take half
//! a gigabyte. Consequence: a set costs at most some 16 bytes an id beyond 8 KB.

/// An immutable set of ids.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct IdSet {
    len: usize,
    range: Option<(u32, u32)>,
    members: Members,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Members {
    Sorted(Vec<u32>),
    Bitmap(Vec<u64>),
}

const BITMAP_BITS_ALWAYS: u64 = 65_536;
const BITMAP_BITS_PER_ID: u64 = 128;

impl Default for Members {
    fn default() -> Self {
        Self::Sorted(Vec::new())
    }
}

impl FromIterator<u32> for IdSet {
    fn from_iter<I: IntoIterator<Item = u32>>(ids: I) -> Self {
        let mut ids: Vec<u32> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let range = ids.first().copied().zip(ids.last().copied());
        let len = ids.len();
        let members = match range {
            Some((_, last)) if fits_bitmap(last, len) => Members::Bitmap(bitmap(&ids, last)),
            _ => Members::Sorted(ids),
        };
        Self {
            len,
            range,
            members,
        }
    }
}

impl IdSet {
    pub fn contains(&self, id: u32) -> bool {
        match &self.members {
            Members::Sorted(ids) => ids.binary_search(&id).is_ok(),
            Members::Bitmap(words) => words
                .get((id / 64) as usize)
                .is_some_and(|word| word & 1 << (id % 64) != 0),
        }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The smallest and the largest id.
    pub fn range(&self) -> Option<(u32, u32)> {
        self.range
    }

    /// The ids in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let (sorted, words): (&[u32], &[u64]) = match &self.members {
            Members::Sorted(ids) => (ids, &[]),
            Members::Bitmap(words) => (&[], words),
        };
        let set_bits = (0..).zip(words).flat_map(|(index, word)| {
            (0..64)
                .filter(move |bit| word & 1 << bit != 0)
                .map(move |bit| index * 64 + bit)
        });
        sorted.iter().copied().chain(set_bits)
    }

    /// Whether every id between the smallest and the largest is in the set, so that two
    /// comparisons answer for it.
    pub(crate) fn is_contiguous(&self) -> bool {
        self.range
            .is_some_and(|(first, last)| (last - first) as usize + 1 == self.len)
    }
}

fn fits_bitmap(last: u32, len: usize) -> bool {
    let filled = u64::try_from(len)
        .unwrap_or(u64::MAX)
        .saturating_mul(BITMAP_BITS_PER_ID);
    u64::from(last) < filled.max(BITMAP_BITS_ALWAYS)
}

fn bitmap(ids: &[u32], last: u32) -> Vec<u64> {
    let mut words = vec![0_u64; (last / 64) as usize + 1];
    for id in ids {
        if let Some(word) = words.get_mut((id / 64) as usize) {
            *word |= 1 << (id % 64);
        }
    }
    words
}
