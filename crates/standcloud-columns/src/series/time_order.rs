//! Putting values in the order of time that are nearly in it.
//!
//! Problem: run numbers follow the ends of runs and the order goes by their starts; a stand that was
//! offline for a day delivers late. So some values are out of place, most by little, and sorting a
//! million of them anew takes longer than all else. Choice: what is in order stays; few stragglers are
//! sorted alone and merged in; neighbours that are out of order are moved a few places each; only when
//! that takes too long everything is sorted.

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

type Timed = (i64, u32);

pub(super) fn order_of(times_us: &[i64]) -> Order {
    if times_us.is_sorted() {
        return Order::Ascending;
    }
    let order = merge_stragglers(times_us).unwrap_or_else(|| {
        let mut timed: Vec<Timed> = times_us.iter().copied().zip(0..).collect();
        if !insert_each(&mut timed) {
            timed.sort_unstable();
        }
        timed
    });
    Order::Sorted(order.into_iter().map(|(_, place)| place).collect())
}

/// `None` when there are many: values that are earlier than one before them.
fn merge_stragglers(times_us: &[i64]) -> Option<Vec<Timed>> {
    let stragglers_max = times_us.len() / STRAGGLERS_DIVISOR;
    let mut ordered: Vec<Timed> = Vec::with_capacity(times_us.len());
    let mut stragglers: Vec<Timed> = Vec::new();
    let mut latest = i64::MIN;
    for timed in times_us.iter().copied().zip(0..) {
        if timed.0 >= latest {
            latest = timed.0;
            ordered.push(timed);
        } else if stragglers.len() < stragglers_max {
            stragglers.push(timed);
        } else {
            return None;
        }
    }
    stragglers.sort_unstable();
    Some(merge(&ordered, &stragglers))
}

/// Both ascend.
fn merge(many: &[Timed], few: &[Timed]) -> Vec<Timed> {
    let mut merged = Vec::with_capacity(many.len() + few.len());
    let mut rest = many;
    for timed in few {
        let (before, after) = rest.split_at(rest.partition_point(|other| other < timed));
        merged.extend_from_slice(before);
        merged.push(*timed);
        rest = after;
    }
    merged.extend_from_slice(rest);
    merged
}

/// Moves each value to its place among those before it; `false` when that takes too long.
fn insert_each(timed: &mut [Timed]) -> bool {
    let mut moves_left = timed.len().saturating_mul(MOVES_PER_VALUE);
    for at in 1..timed.len() {
        let (before, rest) = timed.split_at(at);
        let Some(value) = rest.first() else { break };
        let larger = before
            .iter()
            .rev()
            .take_while(|other| *other > value)
            .count();
        if larger == 0 {
            continue;
        }
        if larger > moves_left {
            return false;
        }
        moves_left -= larger;
        if let Some(range) = timed.get_mut(at - larger..=at) {
            range.rotate_right(1);
        }
    }
    true
}
