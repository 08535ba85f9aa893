//! Which of many points a picture of two measurements needs.
//!
//! Problem: a browser draws some thousand points well, and every n-th of a million misses the few far away
//! that the picture is about. Choice: lay a grid over all points and take one of each cell that has any,
//! then fill up evenly. Consequence: the outline and every lonely point stay, and where the crowd is, the
//! picture still shows it.

use std::collections::HashSet;

use crate::correlation::Pairs;

/// Cells to a side; even if every cell has a point, half of the smallest picture is left for the crowd.
const SIDE: usize = 22;
/// The smallest picture.
pub const SCATTER_POINTS_MIN: usize = 1000;

/// The positions of at most `limit` pairs, ascending; a limit below [`SCATTER_POINTS_MIN`] counts as that.
pub fn scatter_positions(pairs: &Pairs, limit: usize) -> Vec<usize> {
    let limit = limit.max(SCATTER_POINTS_MIN);
    let count = pairs.count();
    if count <= limit {
        return (0..count).collect();
    }
    let mut kept = extremes(pairs);
    kept.extend(one_of_each_cell(pairs));
    let more = limit.saturating_sub(kept.len());
    kept.extend((0..more).map(|at| at * count / more));
    let mut positions: Vec<usize> = kept.into_iter().collect();
    positions.sort_unstable();
    positions
}

/// Grids round; the smallest and the largest of each measurement must be there whatever they do.
fn extremes(pairs: &Pairs) -> HashSet<usize> {
    let ends = |values: &[f64]| {
        let places = || values.iter().enumerate();
        let low = places().min_by(|one, other| one.1.total_cmp(other.1));
        let high = places().max_by(|one, other| one.1.total_cmp(other.1));
        [low, high].map(|end| end.map(|(at, _)| at))
    };
    let all = ends(pairs.left()).into_iter().chain(ends(pairs.right()));
    all.flatten().collect()
}

fn one_of_each_cell(pairs: &Pairs) -> Vec<usize> {
    let columns = Side::of(pairs.left());
    let rows = Side::of(pairs.right());
    let mut is_taken = vec![false; SIDE * SIDE];
    let both = pairs.left().iter().zip(pairs.right()).enumerate();
    let mut kept = Vec::new();
    for (at, (left, right)) in both {
        let cell = columns.place(*left) * SIDE + rows.place(*right);
        if let Some(taken) = is_taken.get_mut(cell) {
            if !*taken {
                kept.push(at);
            }
            *taken = true;
        }
    }
    kept
}

/// One side of the grid.
struct Side {
    from: f64,
    cells_per_unit: f64,
}

impl Side {
    fn of(values: &[f64]) -> Self {
        let from = values.iter().copied().fold(f64::INFINITY, f64::min);
        let to = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let cells_per_unit = crate::sample::count(SIDE) / (to - from);
        Self {
            from,
            // All in one cell when the values are equal or too far apart for a difference.
            cells_per_unit: if cells_per_unit.is_finite() {
                cells_per_unit
            } else {
                0.0
            },
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of what is too large or no number saturates, and the last cell is the end"
    )]
    fn place(&self, value: f64) -> usize {
        (((value - self.from) * self.cells_per_unit) as usize).min(SIDE - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd(count: u32) -> Vec<(f64, f64)> {
        let place = |at: u32, stride: u32| f64::from(at * stride % 9973) / 9973.0;
        (0..count)
            .map(|at| (place(at, 7919), place(at, 104_729 % 9973)))
            .collect()
    }

    #[test]
    fn few_points_are_all_drawn() {
        let pairs = Pairs::of(crowd(300));
        assert_eq!(scatter_positions(&pairs, 10), (0..300).collect::<Vec<_>>());
        assert!(scatter_positions(&Pairs::default(), 10).is_empty());
    }

    #[test]
    fn a_lonely_point_is_never_lost() {
        let mut points = crowd(50_000);
        points[12_345] = (9.0, -7.0);
        points[23_456] = (0.5, 8.0);
        let found = scatter_positions(&Pairs::of(points), 2000);
        assert!(found.contains(&12_345) && found.contains(&23_456));
        assert!((1500..=2000).contains(&found.len()), "{}", found.len());
        assert!(found.is_sorted());
    }

    #[test]
    fn equal_and_huge_values() {
        let equal = Pairs::of(vec![(1.0, 2.0); 5000]);
        assert!(scatter_positions(&equal, 1000).len() <= 1000);
        let mut huge = vec![(1.0, 2.0); 5000];
        huge.extend([(f64::MAX, -f64::MAX), (-f64::MAX, f64::MAX)]);
        let found = scatter_positions(&Pairs::of(huge), 1000);
        assert!(found.contains(&5000) && found.contains(&5001));
    }
}
