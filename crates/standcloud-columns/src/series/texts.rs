//! One text of every run that has it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// In the order of run numbers. The vectors with one element for each run are equally long.
#[derive(Clone, Debug, Default)]
pub struct TextSeries {
    pub run_numbers: Vec<i64>,
    /// Of each run, the place of its text in the dictionary.
    pub codes: Vec<u32>,
    pub results: Vec<Option<bool>>,
    /// 0 means "none".
    pub limit_sets: Vec<u32>,
    texts: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl TextSeries {
    pub fn len(&self) -> usize {
        self.run_numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.run_numbers.is_empty()
    }

    /// The different texts, in the order in which they were first seen.
    pub fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }

    pub fn text(&self, at: usize) -> Option<&Arc<str>> {
        let code = *self.codes.get(at)?;
        self.texts.get(usize::try_from(code).ok()?)
    }

    /// The run's number must be larger than all before.
    pub fn push(&mut self, run_number: i64, text: &str, result: Option<bool>, limit_set: u32) {
        let code = self.code_of(text);
        self.run_numbers.push(run_number);
        self.codes.push(code);
        self.results.push(result);
        self.limit_sets.push(limit_set);
    }

    /// Adds the values of `later` with numbers above all here and at most `until`.
    pub fn append(&mut self, later: &Self, until: i64) {
        let after = self.run_numbers.last().copied().unwrap_or(i64::MIN);
        let start = later.run_numbers.partition_point(|run| *run <= after);
        let end = later.run_numbers.partition_point(|run| *run <= until);
        self.extend(later, start..end);
    }

    /// Adds the values of `later` with numbers above this one and above all here.
    pub fn append_after(&mut self, later: &Self, after: i64) {
        let last = self.run_numbers.last().copied().unwrap_or(i64::MIN);
        let after = after.max(last);
        let start = later.run_numbers.partition_point(|run| *run <= after);
        self.extend(later, start..later.len());
    }

    fn extend(&mut self, later: &Self, range: Range<usize>) {
        for at in range {
            let (Some(run), Some(text)) = (later.run_numbers.get(at), later.text(at)) else {
                continue;
            };
            let result = later.results.get(at).copied().flatten();
            let limit_set = later.limit_sets.get(at).copied().unwrap_or(0);
            self.push(*run, text, result, limit_set);
        }
    }

    /// Bytes held, about.
    pub fn memory_bytes(&self) -> usize {
        let texts: usize = self.texts.iter().map(|text| text.len() + 64).sum();
        texts + self.run_numbers.capacity() * VALUE_BYTES
    }

    /// The values in a range with a dictionary of their own.
    pub(super) fn dictionary_of(&self, range: Range<usize>) -> (Vec<u32>, Vec<&Arc<str>>) {
        let mut places: HashMap<u32, u32> = HashMap::new();
        let mut texts = Vec::new();
        let mut codes = Vec::with_capacity(range.len());
        for at in range {
            let (Some(code), Some(text)) = (self.codes.get(at), self.text(at)) else {
                continue;
            };
            let next = u32::try_from(texts.len()).unwrap_or(u32::MAX);
            let place = *places.entry(*code).or_insert_with(|| {
                texts.push(text);
                next
            });
            codes.push(place);
        }
        (codes, texts)
    }

    fn code_of(&mut self, text: &str) -> u32 {
        if let Some(code) = self.places.get(text) {
            return *code;
        }
        let code = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.places.insert(text, code);
        code
    }
}

/// What one value takes beside its text.
const VALUE_BYTES: usize = 8 + 4 + 1 + 4;
