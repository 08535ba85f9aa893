//! A long series as a picture can show it.
//!
//! Problem: a million points on two thousand pixels are slow, and taking every five-hundredth loses the
//! very points that somebody looks for. Choice: as many stretches as the picture is wide, and of each
//! its smallest and its largest value. Consequence: the drawn outline is that of all points, and no
//! extreme value is lost; how densely points lie within it is not seen.

/// Positions of at most `limit` values, ascending: all of them, or the extremes of each stretch with the
/// first and the last value. At least four are kept of a long series.
pub fn positions_to_draw(values: &[f64], limit: usize) -> Vec<usize> {
    let count = values.len();
    if count <= limit.max(4) {
        return (0..count).collect();
    }
    let stretches = (limit / 2).saturating_sub(1).max(1);
    let mut drawn = Vec::with_capacity(2 * stretches + 2);
    drawn.push(0);
    for stretch in 0..stretches {
        let start = start_of(stretch, stretches, count);
        let end = start_of(stretch + 1, stretches, count);
        let Some((low, high)) = extremes(values.get(start..end).unwrap_or_default()) else {
            continue;
        };
        drawn.push(start + low.min(high));
        drawn.push(start + low.max(high));
    }
    drawn.push(count - 1);
    drawn.dedup();
    drawn
}

/// Stretches differ by at most one value; the product of a count and a number of pixels is far below
/// what fits.
fn start_of(stretch: usize, stretches: usize, count: usize) -> usize {
    stretch * count / stretches
}

/// Where the smallest and the largest value are.
fn extremes(values: &[f64]) -> Option<(usize, usize)> {
    let first = values.first()?;
    let (mut low, mut high) = ((0, *first), (0, *first));
    for (at, value) in values.iter().enumerate() {
        if *value < low.1 {
            low = (at, *value);
        }
        if *value > high.1 {
            high = (at, *value);
        }
    }
    Some((low.0, high.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_series_is_drawn_whole() {
        assert_eq!(positions_to_draw(&[], 10), Vec::<usize>::new());
        assert_eq!(positions_to_draw(&[1.0, 1.0, 2.0], 3), [0, 1, 2]);
        assert_eq!(positions_to_draw(&[5.0; 4], 0), [0, 1, 2, 3]);
    }

    #[test]
    fn one_spike_among_a_million_is_seen() {
        let mut values = vec![0.0; 1_000_000];
        values[777_777] = 9.0;
        values[222_222] = -9.0;
        let drawn = positions_to_draw(&values, 2_000);
        assert!(drawn.contains(&777_777) && drawn.contains(&222_222));
        assert!(drawn.len() <= 2_000);
    }

    proptest! {
        #[test]
        fn few_in_order_and_with_the_extremes(
            values in prop::collection::vec(-1e3..1e3f64, 0..3000),
            limit in 0..200_usize,
        ) {
            let drawn = positions_to_draw(&values, limit);
            prop_assert!(drawn.len() <= limit.max(4));
            prop_assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]));
            let of_all = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let of_drawn = drawn.iter().map(|at| values[*at]).fold(f64::NEG_INFINITY, f64::max);
            prop_assert_eq!(of_all.total_cmp(&of_drawn), std::cmp::Ordering::Equal);
            if let Some(last) = values.len().checked_sub(1) {
                prop_assert_eq!((drawn.first(), drawn.last()), (Some(&0), Some(&last)));
            }
        }
    }
}
