//! Exact quantiles of many values, several at once.
//!
//! Problem: sorting a million values takes longer than the whole answer may. Choice: count the values into
//! narrow slots, then look only into the slots that hold a wanted rank; again with narrower slots when one
//! holds too many, as with an outlier far away. Consequence: two passes for any number of quantiles, and
//! the answer is the same as from sorted values.

use crate::moments::Moments;
use crate::sample::{Sample, count};

const SLOTS: usize = 4096;
/// So many values are sorted faster than counted.
const SORTED_DIRECTLY_MAX: usize = 4096;
/// Against values that crowd around two points however near one looks.
const ROUNDS_MAX: u32 = 4;

/// The values below which the given shares of all values lie, interpolated between neighbours (type 7 of
/// Hyndman and Fan 1996, as spreadsheets, R and `NumPy` do); `None` when a share is not in 0..=1.
pub fn quantiles(sample: &Sample<'_>, moments: &Moments, shares: &[f64]) -> Option<Vec<f64>> {
    let values = sample.values();
    let last = values.len().checked_sub(1)?;
    let positions: Option<Vec<Position>> = (shares.iter())
        .map(|share| Position::of(*share, last))
        .collect();
    let positions = positions?;
    let mut ranks: Vec<usize> = (positions.iter())
        .flat_map(|position| [position.rank, (position.rank + 1).min(last)])
        .collect();
    ranks.sort_unstable();
    ranks.dedup();
    let bounds = (moments.min(), moments.max());
    let found = at_ranks(values, bounds, &ranks, ROUNDS_MAX);
    let at_rank = |rank: usize| {
        let at = ranks.binary_search(&rank).ok()?;
        found.get(at).copied()
    };
    (positions.iter())
        .map(|position| {
            let low = at_rank(position.rank)?;
            let high = at_rank((position.rank + 1).min(last))?;
            Some(low * (1.0 - position.part) + high * position.part)
        })
        .collect()
}

/// Between which ranks a quantile lies.
struct Position {
    rank: usize,
    /// The way to the next rank, in 0..1.
    part: f64,
}

impl Position {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank of values in memory is not negative and far below 2^53"
    )]
    fn of(share: f64, last: usize) -> Option<Self> {
        if !(0.0..=1.0).contains(&share) {
            return None;
        }
        let exact = count(last) * share;
        Some(Self {
            rank: exact.floor() as usize,
            part: exact.fract(),
        })
    }
}

/// The values at these ranks, which ascend, from 0, among unsorted values between two bounds.
fn at_ranks(values: &[f64], bounds: (f64, f64), ranks: &[usize], rounds: u32) -> Vec<f64> {
    let slots = Slots::between(bounds);
    match slots {
        Some(slots) if values.len() > SORTED_DIRECTLY_MAX && rounds > 0 => {
            in_slots(values, &slots, ranks, rounds)
        }
        _ => {
            let mut sorted = values.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            let at = |rank: &usize| sorted.get(*rank).copied();
            ranks.iter().filter_map(at).collect()
        }
    }
}

fn in_slots(values: &[f64], slots: &Slots, ranks: &[usize], rounds: u32) -> Vec<f64> {
    let mut counts = vec![0_usize; SLOTS];
    for value in values {
        if let Some(count) = counts.get_mut(slots.of(*value)) {
            *count += 1;
        }
    }
    let wanted = WantedSlot::find(&counts, ranks);
    let mut place_of_slot = vec![u16::MAX; SLOTS];
    for (place, wanted) in wanted.iter().enumerate() {
        if let Some(entry) = place_of_slot.get_mut(wanted.slot) {
            *entry = u16::try_from(place).unwrap_or(u16::MAX);
        }
    }
    let mut held: Vec<Vec<f64>> = (wanted.iter())
        .map(|wanted| Vec::with_capacity(wanted.count))
        .collect();
    for value in values {
        let place = place_of_slot.get(slots.of(*value)).copied();
        if let Some(held) = held.get_mut(usize::from(place.unwrap_or(u16::MAX))) {
            held.push(*value);
        }
    }
    let of_slot = wanted.iter().zip(held);
    of_slot
        .flat_map(|(wanted, held)| {
            let low = held.iter().copied().fold(f64::INFINITY, f64::min);
            let high = held.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            at_ranks(&held, (low, high), &wanted.ranks, rounds - 1)
        })
        .collect()
}

/// A slot that holds some of the ranks.
struct WantedSlot {
    slot: usize,
    count: usize,
    /// Within the slot.
    ranks: Vec<usize>,
}

impl WantedSlot {
    fn find(counts: &[usize], ranks: &[usize]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut ranks = ranks.iter().copied().peekable();
        let mut before = 0;
        for (slot, count) in counts.iter().copied().enumerate() {
            let mut inside = Vec::new();
            while let Some(rank) = ranks.next_if(|rank| *rank < before + count) {
                inside.push(rank - before);
            }
            if !inside.is_empty() {
                found.push(Self {
                    slot,
                    count,
                    ranks: inside,
                });
            }
            before += count;
        }
        found
    }
}

struct Slots {
    min: f64,
    per_unit: f64,
}

impl Slots {
    /// `None` when the values are all equal or too far apart for a width.
    fn between((min, max): (f64, f64)) -> Option<Self> {
        let per_unit = count(SLOTS - 1) / (max - min);
        (per_unit.is_finite() && per_unit > 0.0).then_some(Self { min, per_unit })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "values are not below the minimum, and a slot is at most SLOTS"
    )]
    fn of(&self, value: f64) -> usize {
        ((value - self.min) * self.per_unit) as u32 as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(values: &[f64], shares: &[f64]) -> Option<Vec<f64>> {
        let sample = Sample::of(values);
        quantiles(&sample, &Moments::of(&sample)?, shares)
    }

    fn by_sorting(values: &[f64], shares: &[f64]) -> Vec<f64> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let of = |share: &f64| {
            let at = Position::of(*share, sorted.len() - 1).unwrap();
            let next = (at.rank + 1).min(sorted.len() - 1);
            sorted[at.rank] * (1.0 - at.part) + sorted[next] * at.part
        };
        shares.iter().map(of).collect()
    }

    #[test]
    fn between_neighbours() {
        let four = [4.0, 1.0, 3.0, 2.0];
        let shares = [0.0, 0.25, 0.5, 1.0];
        assert_eq!(found(&four, &shares), Some(vec![1.0, 1.75, 2.5, 4.0]));
        assert_eq!(found(&[7.0], &[0.3]), Some(vec![7.0]));
        assert_eq!(found(&[], &[0.5]), None);
        assert_eq!(found(&four, &[1.5]), None);
        assert_eq!(found(&four, &[f64::NAN]), None);
    }

    #[test]
    fn an_outlier_and_the_largest_numbers() {
        let mut values: Vec<f64> = (0..20_000_u32).map(|at| f64::from(at % 977)).collect();
        values.push(1e12);
        let shares = [0.01, 0.5, 0.999, 1.0];
        assert_eq!(
            found(&values, &shares).unwrap(),
            by_sorting(&values, &shares)
        );
        values.extend([f64::MAX, -f64::MAX]);
        let shares = [0.0, 0.5, 1.0];
        assert_eq!(
            found(&values, &shares).unwrap(),
            by_sorting(&values, &shares)
        );
        let equal = vec![0.1; 20_000];
        assert!((found(&equal, &[0.5]).unwrap()[0] - 0.1).abs() < 1e-16);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_same_as_from_sorted_values(
            values in prop::collection::vec(prop_oneof![
                -1e3..1e3f64,
                (-50..50i32).prop_map(|digits| f64::from(digits) / 10.0),
                Just(1e9),
            ], 1..9000),
            shares in prop::collection::vec(0.0..=1.0f64, 1..12),
        ) {
            prop_assert_eq!(found(&values, &shares).unwrap(), by_sorting(&values, &shares));
        }
    }
}
