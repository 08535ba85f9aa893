//! The values of two measurements side by side.

use standcloud_columns::SelectedValues;

/// Both values of each run that has them, in the order of time. All vectors are equally long, and all
/// values finite.
#[derive(Debug, Default, PartialEq)]
pub(super) struct JoinedValues {
    pub(super) run_numbers: Vec<i64>,
    pub(super) times_us: Vec<i64>,
    pub(super) first: Vec<f64>,
    pub(super) second: Vec<f64>,
    /// Whether both are good; `None` when neither is bad and one was not compared.
    pub(super) results: Vec<Option<bool>>,
    /// Runs with a value that is infinite or no number.
    pub(super) left_out: usize,
}

impl JoinedValues {
    /// Both are in the order of time and then run number, so one walk finds the runs that have both.
    pub(super) fn of(first: &SelectedValues, second: &SelectedValues) -> Self {
        let mut joined = Self::default();
        let mut others = rows(second).peekable();
        for row in rows(first) {
            while others
                .next_if(|other| other.position < row.position)
                .is_some()
            {}
            if let Some(other) = others.next_if(|other| other.position == row.position) {
                joined.push(&row, &other);
            }
        }
        joined
    }

    fn push(&mut self, row: &Row, other: &Row) {
        if !(row.value.is_finite() && other.value.is_finite()) {
            self.left_out += 1;
            return;
        }
        let (time_us, run_number) = row.position;
        self.run_numbers.push(run_number);
        self.times_us.push(time_us);
        self.first.push(row.value);
        self.second.push(other.value);
        self.results.push(match (row.result, other.result) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        });
    }
}

struct Row {
    /// Time and run number.
    position: (i64, i64),
    value: f64,
    result: Option<bool>,
}

fn rows(selected: &SelectedValues) -> impl Iterator<Item = Row> {
    let positions = selected.times_us.iter().zip(&selected.run_numbers);
    let values = selected.values.iter().zip(&selected.results);
    positions
        .zip(values)
        .map(|((time_us, run_number), (value, result))| Row {
            position: (*time_us, *run_number),
            value: *value,
            result: *result,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(rows: &[(i64, i64, f64, Option<bool>)]) -> SelectedValues {
        let mut selected = SelectedValues::default();
        for (time_us, run_number, value, result) in rows {
            selected.times_us.push(*time_us);
            selected.run_numbers.push(*run_number);
            selected.values.push(*value);
            selected.results.push(*result);
        }
        selected
    }

    #[test]
    fn only_runs_with_both_values_are_pairs() {
        let (good, bad) = (Some(true), Some(false));
        let first = selected(&[
            (10, 3, 1.0, good),
            (20, 1, 2.0, good),
            (20, 2, 3.0, None),
            (40, 5, f64::INFINITY, None),
        ]);
        let second = selected(&[
            (5, 9, 0.0, good),
            (20, 1, 20.0, bad),
            (20, 2, 30.0, good),
            (30, 4, 40.0, good),
            (40, 5, 50.0, good),
        ]);
        let joined = JoinedValues::of(&first, &second);
        assert_eq!(joined.run_numbers, [1, 2]);
        assert_eq!(joined.first, [2.0, 3.0]);
        assert_eq!(joined.second, [20.0, 30.0]);
        assert_eq!(joined.results, [bad, None]);
        assert_eq!(joined.left_out, 1);
        let alone = JoinedValues::of(&first, &SelectedValues::default());
        assert_eq!(alone, JoinedValues::default());
    }
}
