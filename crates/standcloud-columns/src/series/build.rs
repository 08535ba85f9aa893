//! From the values of runs to chunks, continuing the last one of the series.
//!
//! A chunk that grows by one value at a time would be written a thousand times, and one for each value
//! would be read a thousand times. So the last one is continued while that writes at most some thirty
//! times of what is new.

use std::ops::Range;

use super::chunk::{decode_numbers, decode_texts, encode_numbers, encode_texts};
use super::figures::SeriesFigures;
use super::numbers::NumberSeries;
use super::summary::encode_figures;
use super::texts::TextSeries;
use crate::values::DecodeError;

const GROWTH_MAX: usize = 32;
/// Texts can be long, and a chunk is read as a whole.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// A chunk as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltChunk {
    pub first_run_number: i64,
    pub last_run_number: i64,
    pub value_count: usize,
    pub summary: Vec<u8>,
    pub body: Vec<u8>,
}

/// Whether new values are put into the last chunk, so that it must be read.
pub fn continues_chunk(value_count: usize, added: usize, values_per_chunk: usize) -> bool {
    value_count < values_per_chunk && value_count <= added.saturating_mul(GROWTH_MAX)
}

/// Chunks of the new values, all of runs after `sealed_until`. What the last chunk holds beyond that is
/// from somebody who did not finish.
pub fn build_number_chunks(
    last_chunk: Option<&[u8]>,
    sealed_until: i64,
    added: &NumberSeries,
    values_per_chunk: usize,
) -> Result<Vec<BuiltChunk>, DecodeError> {
    let mut all = decode_numbers(last_chunk.as_slice())?;
    all.truncate(sealed_until);
    all.append(added, i64::MAX);
    let ranges = ranges(all.len(), values_per_chunk);
    let chunk = |range: Range<usize>| {
        let mut part = NumberSeries::default();
        part.extend(&all, range.clone());
        let figures = SeriesFigures::of_block(&part);
        built(
            &all.run_numbers,
            range.clone(),
            &figures,
            encode_numbers(&all, range),
        )
    };
    Ok(ranges.filter_map(chunk).collect())
}

/// Like [`build_number_chunks`].
pub fn build_text_chunks(
    last_chunk: Option<&[u8]>,
    sealed_until: i64,
    added: &TextSeries,
    values_per_chunk: usize,
) -> Result<Vec<BuiltChunk>, DecodeError> {
    let before = decode_texts(last_chunk.as_slice())?;
    let mut all = TextSeries::default();
    all.append(&before, sealed_until);
    all.append(added, i64::MAX);
    let chunk = |range: Range<usize>| {
        let mut figures = SeriesFigures::default();
        for at in range.clone() {
            let run = all.run_numbers.get(at).copied().unwrap_or_default();
            let result = all.results.get(at).copied().flatten();
            let limit_set = all.limit_sets.get(at).copied().unwrap_or_default();
            figures.add(run, f64::NAN, result, limit_set);
        }
        built(
            &all.run_numbers,
            range.clone(),
            &figures,
            encode_texts(&all, range),
        )
    };
    let ranges = text_ranges(&all, values_per_chunk);
    Ok(ranges.into_iter().filter_map(chunk).collect())
}

fn built(
    run_numbers: &[i64],
    range: Range<usize>,
    figures: &SeriesFigures,
    body: Vec<u8>,
) -> Option<BuiltChunk> {
    let runs = run_numbers.get(range)?;
    Some(BuiltChunk {
        first_run_number: *runs.first()?,
        last_run_number: *runs.last()?,
        value_count: runs.len(),
        summary: encode_figures(figures),
        body,
    })
}

fn ranges(len: usize, values_per_chunk: usize) -> impl Iterator<Item = Range<usize>> {
    let step = values_per_chunk.max(1);
    (0..len)
        .step_by(step)
        .map(move |start| start..len.min(start + step))
}

fn text_ranges(series: &TextSeries, values_per_chunk: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for at in 0..series.len() {
        if at - start >= values_per_chunk || bytes >= TEXT_BYTES_MAX {
            found.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += series.text(at).map_or(0, |text| text.len());
    }
    if start < series.len() {
        found.push(start..series.len());
    }
    found
}
