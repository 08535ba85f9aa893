//! One measurement of every run that has it.

/// In the order of run numbers. All vectors are equally long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberSeries {
    pub run_numbers: Vec<i64>,
    pub values: Vec<f64>,
    /// Whether the stand said that the value is good; `None` when it did not compare.
    pub results: Vec<Option<bool>>,
    /// 0 means "none".
    pub limit_sets: Vec<u32>,
}

impl NumberSeries {
    pub fn len(&self) -> usize {
        self.run_numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.run_numbers.is_empty()
    }

    /// The run's number must be larger than all before.
    pub fn push(&mut self, run_number: i64, value: f64, result: Option<bool>, limit_set: u32) {
        self.run_numbers.push(run_number);
        self.values.push(value);
        self.results.push(result);
        self.limit_sets.push(limit_set);
    }

    /// Values in the order of run numbers: run number, value, result, limit set.
    pub fn iter(&self) -> impl Iterator<Item = (i64, f64, Option<bool>, u32)> {
        let numbers = self.run_numbers.iter().zip(&self.values);
        let rest = self.results.iter().zip(&self.limit_sets);
        numbers
            .zip(rest)
            .map(|((run, value), (result, limit_set))| (*run, *value, *result, *limit_set))
    }
}
