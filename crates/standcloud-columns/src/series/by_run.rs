//! The values of some runs, sorted into their series.

use std::collections::HashMap;

use super::numbers::NumberSeries;
use super::texts::TextSeries;
use crate::values::{DecodeError, Value, decode_values};

/// Of the runs that were added.
#[derive(Clone, Debug, Default)]
pub struct SeriesOfRuns {
    pub numbers: HashMap<u32, NumberSeries>,
    pub texts: HashMap<u32, TextSeries>,
}

impl SeriesOfRuns {
    /// Adds the values of a run, as [`crate::encode_values`] wrote them. Its number must be larger than
    /// all before.
    pub fn add(&mut self, run_number: i64, values: &[u8]) -> Result<(), DecodeError> {
        for value in decode_values(values)? {
            let (result, limit_set) = (value.result, value.limit_set);
            match value.value {
                Value::Number(number) => {
                    let series = self.numbers.entry(value.series).or_default();
                    // A run has at most one value of a series.
                    if series.run_numbers.last() != Some(&run_number) {
                        series.push(run_number, number, result, limit_set);
                    }
                }
                Value::Text(text) => {
                    let series = self.texts.entry(value.series).or_default();
                    if series.run_numbers.last() != Some(&run_number) {
                        series.push(run_number, &text, result, limit_set);
                    }
                }
            }
        }
        Ok(())
    }

    /// Forgets the values of runs up to this one.
    pub fn forget(&mut self, until: i64) {
        self.numbers.retain(|_, series| {
            let mut rest = NumberSeries::default();
            rest.append_after(series, until);
            *series = rest;
            !series.is_empty()
        });
        self.texts.retain(|_, series| {
            let mut rest = TextSeries::default();
            rest.append_after(series, until);
            *series = rest;
            !series.is_empty()
        });
    }

    /// Bytes held, about.
    pub fn memory_bytes(&self) -> usize {
        let numbers = self.numbers.values().map(NumberSeries::memory_bytes);
        let texts = self.texts.values().map(TextSeries::memory_bytes);
        numbers.sum::<usize>() + texts.sum::<usize>()
    }
}
