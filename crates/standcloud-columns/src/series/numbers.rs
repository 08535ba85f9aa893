//! One measurement of every run that has it.

use std::ops::Range;

const GROWTH_DIVISOR: usize = 16;

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

    /// Adds the values of `later` with numbers above all here and at most `until`.
    pub fn append(&mut self, later: &Self, until: i64) {
        let after = self.run_numbers.last().copied().unwrap_or(i64::MIN);
        let start = later.run_numbers.partition_point(|run| *run <= after);
        let end = later.run_numbers.partition_point(|run| *run <= until);
        self.extend(later, start..end.max(start));
    }

    /// Adds the values of `later` with numbers above this one and above all here.
    pub fn append_after(&mut self, later: &Self, after: i64) {
        let last = self.run_numbers.last().copied().unwrap_or(i64::MIN);
        let after = after.max(last);
        let start = later.run_numbers.partition_point(|run| *run <= after);
        self.extend(later, start..later.len());
    }

    pub(super) fn extend(&mut self, later: &Self, range: Range<usize>) {
        extend(&mut self.run_numbers, &later.run_numbers, range.clone());
        extend(&mut self.values, &later.values, range.clone());
        extend(&mut self.results, &later.results, range.clone());
        extend(&mut self.limit_sets, &later.limit_sets, range);
    }

    /// Of parts that overlap, every value stays once: the first with its run number.
    pub fn drop_overlaps(&mut self) {
        let ascends = |pair: &[i64]| matches!(pair, [before, after] if before < after);
        if self.run_numbers.windows(2).all(ascends) {
            return;
        }
        let all = std::mem::take(self);
        for (run, value, result, limit_set) in all.iter() {
            if self.run_numbers.last().is_none_or(|last| *last < run) {
                self.push(run, value, result, limit_set);
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.truncate(i64::MIN);
    }

    /// Adds the value at a place of `other`, if there is one.
    pub(super) fn push_from(&mut self, other: &Self, at: usize) {
        let value = (other.run_numbers.get(at), other.values.get(at));
        let rest = (other.results.get(at), other.limit_sets.get(at));
        if let ((Some(run), Some(value)), (Some(result), Some(limit_set))) = (value, rest) {
            self.push(*run, *value, *result, *limit_set);
        }
    }

    /// Leaves out all values with numbers above this one.
    pub fn truncate(&mut self, until: i64) {
        let len = self.run_numbers.partition_point(|run| *run <= until);
        self.run_numbers.truncate(len);
        self.values.truncate(len);
        self.results.truncate(len);
        self.limit_sets.truncate(len);
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        self.run_numbers.capacity() * size_of::<i64>()
            + self.values.capacity() * size_of::<f64>()
            + self.results.capacity() * size_of::<Option<bool>>()
            + self.limit_sets.capacity() * size_of::<u32>()
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

fn extend<T: Copy>(values: &mut Vec<T>, later: &[T], range: Range<usize>) {
    let added = later.get(range).unwrap_or_default();
    if values.capacity() - values.len() < added.len() {
        // A long series grows by a little at a time; twice the room would be much.
        values.reserve_exact(added.len().max(values.len() / GROWTH_DIVISOR));
    }
    values.extend_from_slice(added);
}
