//! The few causes that make most of the trouble.

/// One cause.
#[derive(Clone, Debug, PartialEq)]
pub struct ParetoRow<T> {
    pub cause: T,
    pub count: u64,
    /// Of all, 0 to 1.
    pub share: f64,
    /// This one and all before it.
    pub cumulated: f64,
}

/// The most frequent causes, and what is left.
#[derive(Clone, Debug, PartialEq)]
pub struct Pareto<T> {
    /// The most frequent first; of equal ones the smaller cause.
    pub rows: Vec<ParetoRow<T>>,
    pub other_causes: usize,
    pub other_count: u64,
    pub total: u64,
}

/// Of causes with their counts, at most `rows_max` of them; a cause that never happened is none.
pub fn pareto<T: Ord>(causes: impl IntoIterator<Item = (T, u64)>, rows_max: usize) -> Pareto<T> {
    let mut causes: Vec<(T, u64)> = causes.into_iter().filter(|(_, count)| *count > 0).collect();
    causes.sort_unstable_by(|(cause, count), (other, others)| {
        others.cmp(count).then_with(|| cause.cmp(other))
    });
    let total = causes
        .iter()
        .fold(0_u64, |sum, (_, count)| sum.saturating_add(*count));
    let other_causes = causes.len().saturating_sub(rows_max);
    let mut counted = 0_u64;
    let rows = causes.into_iter().take(rows_max).map(|(cause, count)| {
        counted = counted.saturating_add(count);
        ParetoRow {
            cause,
            count,
            share: share(count, total),
            cumulated: share(counted, total),
        }
    });
    let rows = rows.collect();
    Pareto {
        rows,
        other_causes,
        other_count: total - counted,
        total,
    }
}

impl<T> Pareto<T> {
    /// How many of the rows it takes to make a share such as 0.8 of everything; `None` when all rows
    /// together do not.
    pub fn causes_of(&self, share: f64) -> Option<usize> {
        let before = self.rows.iter().position(|row| row.cumulated >= share)?;
        Some(before + 1)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts beyond 2^53 change no digit that is shown"
)]
fn share(part: u64, total: u64) -> f64 {
    part as f64 / total as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_first_and_the_others_together() {
        let found = pareto(
            [("a", 10), ("b", 60), ("never", 0), ("d", 10), ("c", 20)],
            3,
        );
        let causes: Vec<_> = found
            .rows
            .iter()
            .map(|row| (row.cause, row.count))
            .collect();
        assert_eq!(causes, [("b", 60), ("c", 20), ("a", 10)]);
        let cumulated: Vec<f64> = found.rows.iter().map(|row| row.cumulated).collect();
        assert_eq!(cumulated, [0.6, 0.8, 0.9]);
        assert_eq!(
            (found.other_causes, found.other_count, found.total),
            (1, 10, 100)
        );
        assert_eq!(found.causes_of(0.8), Some(2));
        assert_eq!(found.causes_of(0.95), None);
    }

    #[test]
    fn no_cause_has_no_share() {
        let found = pareto([("never", 0)], 3);
        assert_eq!(
            (found.rows.len(), found.total, found.other_count),
            (0, 0, 0)
        );
        assert_eq!(found.causes_of(0.8), None);
    }
}
