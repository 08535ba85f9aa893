//! Putting values in the order of time that are nearly in it.
//!
//! Problem: run numbers follow the ends of runs and the order goes by their starts; a stand that was
//! offline for a day delivers late. So some values are out of place, most by little, and sorting a
//! million of them anew takes longer than all else. Choice: what is in order stays; few stragglers are
//! sorted alone and merged in; neighbours that are out of order are moved a few places each; only when
//! that takes too long everything is sorted.

use std::mem::swap;

/// In which order the values are.
#[derive(Debug, PartialEq)]
pub(super) enum Order {
    Ascending,
    /// The places of the values in the order of time; equal times in the order given.
    Sorted(Vec<u32>),
}

/// With more stragglers than one in so many, they are not few.
const STRAGGLERS_DIVISOR: usize = 16;
/// How many places a value may be moved on average.
const MOVES_PER_VALUE: usize = 16;

/// Equal times are in the order given.
type Timed = (i64, u32);

pub(super) fn order_of(times_us: &[i64]) -> Order {
    if times_us.is_sorted() {
        return Order::Ascending;
    }
    let times = Times(times_us);
    let order = times.merge_stragglers().or_else(|| times.insert_each());
    Order::Sorted(order.unwrap_or_else(|| times.sort_all()))
}

struct Times<'a>(&'a [i64]);

impl Times<'_> {
    /// `None` when there are many: values that are earlier than one before them.
    fn merge_stragglers(&self) -> Option<Vec<u32>> {
        let stragglers_max = self.0.len() / STRAGGLERS_DIVISOR;
        let mut ordered: Vec<u32> = Vec::with_capacity(self.0.len());
        let mut stragglers: Vec<Timed> = Vec::new();
        let mut latest = i64::MIN;
        for (time, place) in self.0.iter().zip(0..) {
            if *time >= latest {
                latest = *time;
                ordered.push(place);
            } else if stragglers.len() < stragglers_max {
                stragglers.push((*time, place));
            } else {
                return None;
            }
        }
        stragglers.sort_unstable();
        Some(self.merge(&ordered, &stragglers))
    }

    /// Both ascend.
    fn merge(&self, many: &[u32], few: &[Timed]) -> Vec<u32> {
        let mut merged = Vec::with_capacity(many.len() + few.len());
        let mut rest = many;
        for timed in few {
            let (before, after) = rest.split_at(self.count_before(rest, *timed));
            merged.extend_from_slice(before);
            merged.push(timed.1);
            rest = after;
        }
        merged.extend_from_slice(rest);
        merged
    }

    /// How many of these, which ascend, come before a value. It is looked for in steps that double, as it
    /// is mostly near.
    fn count_before(&self, places: &[u32], timed: Timed) -> usize {
        let is_before = |place: &u32| self.timed(*place) < timed;
        let (mut start, mut end) = (0, 1);
        while places.get(end).is_some_and(is_before) {
            (start, end) = (end, end * 2);
        }
        let near = places.get(start..places.len().min(end + 1));
        start + near.unwrap_or_default().partition_point(is_before)
    }

    /// Moves each value to its place among those before it; `None` when that takes too long.
    fn insert_each(&self) -> Option<Vec<u32>> {
        let mut places: Vec<u32> = (0..).zip(self.0).map(|(place, _)| place).collect();
        // Moved along with the places, so that what is compared lies side by side.
        let mut times = self.0.to_vec();
        let mut moves_left = places.len().saturating_mul(MOVES_PER_VALUE);
        for mut at in 1..times.len() {
            while let Some([before, value]) = times.get_mut(at.wrapping_sub(1)..=at)
                && *before > *value
            {
                moves_left = moves_left.checked_sub(1)?;
                swap(before, value);
                at -= 1;
                places.swap(at, at + 1);
            }
        }
        Some(places)
    }

    fn sort_all(&self) -> Vec<u32> {
        let mut timed: Vec<Timed> = self.0.iter().copied().zip(0..).collect();
        timed.sort_unstable();
        timed.into_iter().map(|(_, place)| place).collect()
    }

    fn timed(&self, place: u32) -> Timed {
        let time = self.0.get(place as usize).copied().unwrap_or(i64::MAX);
        (time, place)
    }
}
