//! The values that figures can be computed of.

use standcloud_columns::SelectedValues;

/// Selected values without those that are infinite or no number; how many those were is told.
#[derive(Debug, Default)]
pub(super) struct FiniteValues {
    pub kept: SelectedValues,
    pub left_out: usize,
}

impl FiniteValues {
    pub(super) fn of(selected: SelectedValues) -> Self {
        let all_finite = selected
            .values
            .iter()
            .fold(true, |all, value| all & value.is_finite());
        if all_finite {
            return Self {
                kept: selected,
                left_out: 0,
            };
        }
        let all = selected.values.len();
        let kept = values_where(&selected, |value, _| value.is_finite());
        Self {
            left_out: all - kept.values.len(),
            kept,
        }
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.kept.values
    }
}

/// All columns of the rows whose value and result are wanted.
pub(super) fn values_where(
    selected: &SelectedValues,
    is_wanted: impl Fn(f64, Option<bool>) -> bool,
) -> SelectedValues {
    let rows = selected.values.iter().zip(&selected.results);
    let keep = rows.map(|(value, result)| is_wanted(*value, *result));
    let keep: Vec<bool> = keep.collect();
    SelectedValues {
        run_numbers: kept(&selected.run_numbers, &keep),
        times_us: kept(&selected.times_us, &keep),
        values: kept(&selected.values, &keep),
        results: kept(&selected.results, &keep),
        limit_sets: kept(&selected.limit_sets, &keep),
        keys: kept(&selected.keys, &keep),
    }
}

fn kept<T: Copy>(all: &[T], keep: &[bool]) -> Vec<T> {
    let marked = all.iter().zip(keep);
    marked
        .filter(|(_, keep)| **keep)
        .map(|(one, _)| *one)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_columns_lose_the_same_rows() {
        let selected = SelectedValues {
            run_numbers: vec![1, 2, 3],
            times_us: vec![10, 20, 30],
            values: vec![1.0, f64::INFINITY, 3.0],
            results: vec![None, Some(false), Some(true)],
            limit_sets: vec![0, 1, 2],
            keys: Vec::new(),
        };
        let finite = FiniteValues::of(selected);
        assert_eq!(finite.left_out, 1);
        assert_eq!(finite.values(), [1.0, 3.0]);
        assert_eq!(finite.kept.run_numbers, [1, 3]);
        assert_eq!(finite.kept.results, [None, Some(true)]);
        assert!(finite.kept.keys.is_empty());
    }
}
