//! Some thousand values of one series as one compressed blob.
//!
//! Problem: a chart of one measurement must not read the other ninety-nine of its runs, and a plant
//! keeps a hundred million values. Choice: each column is compressed for itself, in whichever form is
//! short: numbers by `pco`, which finds the decimals; run numbers as ranges; results and limit sets
//! by what is exceptional. Consequence: some 2 bytes a value, decoded at the speed of memory; a chunk is
//! decoded as a whole. A checksum finds every damage before a column is looked at.
//!
//! A chunk: the version, the kind (0 numbers, 1 texts), the number of values, then the columns run
//! numbers, results, limit sets and values, then the CRC-32 of all that, lowest byte first. Integers are
//! written as in the blob of a run.

mod columns;
mod packed;

use std::ops::Range;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::prelude::IndexedParallelIterator;

use super::numbers::NumberSeries;
use super::texts::TextSeries;
use crate::values::{DecodeError, Reader, length, push_unsigned};
use columns::{
    decode_limit_sets, decode_results, decode_runs, encode_limit_sets, encode_results, encode_runs,
};

/// How many values a chunk holds at most.
pub const CHUNK_VALUES_MAX: usize = 4_096;

const VERSION: u8 = 1;
const KIND_NUMBERS: u8 = 0;
const KIND_TEXTS: u8 = 1;
const CHECKSUM_BYTES: usize = 4;
/// Handing fewer chunks to another core costs more than decoding them.
const CHUNKS_PER_TASK: usize = 8;

/// The values in this range as a chunk; at most [`CHUNK_VALUES_MAX`] of them.
pub fn encode_numbers(series: &NumberSeries, range: Range<usize>) -> Vec<u8> {
    let mut bytes = begin(KIND_NUMBERS, range.len());
    encode_runs(&mut bytes, of(&series.run_numbers, &range));
    encode_results(&mut bytes, of(&series.results, &range));
    encode_limit_sets(&mut bytes, of(&series.limit_sets, &range));
    packed::encode_floats(&mut bytes, of(&series.values, &range));
    sealed(bytes)
}

/// The values in this range as a chunk; at most [`CHUNK_VALUES_MAX`] of them.
pub fn encode_texts(series: &TextSeries, range: Range<usize>) -> Vec<u8> {
    let mut bytes = begin(KIND_TEXTS, range.len());
    encode_runs(&mut bytes, of(&series.run_numbers, &range));
    encode_results(&mut bytes, of(&series.results, &range));
    encode_limit_sets(&mut bytes, of(&series.limit_sets, &range));
    let (codes, texts) = series.dictionary_of(range);
    push_unsigned(&mut bytes, length(texts.len()));
    for text in texts {
        push_unsigned(&mut bytes, length(text.len()));
        bytes.extend(text.as_bytes());
    }
    packed::encode_codes(&mut bytes, &codes);
    sealed(bytes)
}

/// The values of all these chunks, one after the other, on all cores.
pub fn decode_numbers(chunks: &[impl AsRef<[u8]> + Sync]) -> Result<NumberSeries, DecodeError> {
    let opened: Result<Vec<Opened<'_>>, DecodeError> = chunks
        .iter()
        .map(|chunk| open(chunk.as_ref(), KIND_NUMBERS))
        .collect();
    let opened = opened?;
    let total = opened.iter().map(|chunk| chunk.count).sum();
    let mut series = NumberSeries {
        run_numbers: vec![0; total],
        values: vec![0.0; total],
        results: vec![None; total],
        limit_sets: vec![0; total],
    };
    let tasks = places(opened, &mut series);
    tasks
        .into_par_iter()
        .with_min_len(CHUNKS_PER_TASK)
        .try_for_each(NumbersPlace::fill)?;
    Ok(series)
}

/// The values of all these chunks, one after the other.
pub fn decode_texts(chunks: &[impl AsRef<[u8]>]) -> Result<TextSeries, DecodeError> {
    let mut series = TextSeries::default();
    for chunk in chunks {
        append_texts(open(chunk.as_ref(), KIND_TEXTS)?, &mut series)?;
    }
    Ok(series)
}

/// Whose checksum is right, and whose columns come next.
struct Opened<'a> {
    count: usize,
    reader: Reader<'a>,
}

/// A chunk and where its values belong.
struct NumbersPlace<'a> {
    opened: Opened<'a>,
    run_numbers: &'a mut [i64],
    values: &'a mut [f64],
    results: &'a mut [Option<bool>],
    limit_sets: &'a mut [u32],
}

impl NumbersPlace<'_> {
    fn fill(mut self) -> Result<(), DecodeError> {
        let reader = &mut self.opened.reader;
        decode_runs(reader, self.run_numbers)?;
        decode_results(reader, self.results)?;
        decode_limit_sets(reader, self.limit_sets)?;
        packed::decode_floats(reader, self.values)?;
        ended(reader)
    }
}

fn places<'a>(opened: Vec<Opened<'a>>, series: &'a mut NumberSeries) -> Vec<NumbersPlace<'a>> {
    let mut run_numbers = series.run_numbers.as_mut_slice();
    let mut values = series.values.as_mut_slice();
    let mut results = series.results.as_mut_slice();
    let mut limit_sets = series.limit_sets.as_mut_slice();
    let place = |opened: Opened<'a>| NumbersPlace {
        run_numbers: take(&mut run_numbers, opened.count),
        values: take(&mut values, opened.count),
        results: take(&mut results, opened.count),
        limit_sets: take(&mut limit_sets, opened.count),
        opened,
    };
    opened.into_iter().map(place).collect()
}

#[expect(
    clippy::mut_mut,
    reason = "what is taken is cut off the caller's slice"
)]
fn take<'a, T>(rest: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    rest.split_off_mut(..count).unwrap_or_default()
}

fn append_texts(mut opened: Opened<'_>, series: &mut TextSeries) -> Result<(), DecodeError> {
    let mut run_numbers = vec![0; opened.count];
    let mut results = vec![None; opened.count];
    let mut limit_sets = vec![0; opened.count];
    let mut codes = vec![0; opened.count];
    let reader = &mut opened.reader;
    decode_runs(reader, &mut run_numbers)?;
    decode_results(reader, &mut results)?;
    decode_limit_sets(reader, &mut limit_sets)?;
    let text_count = usize::try_from(reader.unsigned()?).unwrap_or(usize::MAX);
    if text_count > opened.count {
        return Err(DecodeError::Column("texts"));
    }
    let mut texts = Vec::with_capacity(text_count);
    for _ in 0..text_count {
        let len = usize::try_from(reader.unsigned()?).map_err(|_| DecodeError::Truncated)?;
        texts.push(str::from_utf8(reader.bytes(len)?).map_err(|_| DecodeError::Utf8)?);
    }
    packed::decode_codes(reader, &mut codes)?;
    ended(reader)?;
    let rest = results.into_iter().zip(limit_sets);
    for ((run, code), (result, limit_set)) in run_numbers.into_iter().zip(codes).zip(rest) {
        let text = usize::try_from(code).ok().and_then(|code| texts.get(code));
        let text = text.ok_or(DecodeError::Column("texts"))?;
        series.push(run, text, result, limit_set);
    }
    Ok(())
}

fn begin(kind: u8, count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + count * 3);
    bytes.extend([VERSION, kind]);
    push_unsigned(&mut bytes, length(count));
    bytes
}

fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&bytes);
    bytes.extend(checksum.to_le_bytes());
    bytes
}

fn open(bytes: &[u8], kind: u8) -> Result<Opened<'_>, DecodeError> {
    match bytes.first() {
        Some(&VERSION) => {}
        Some(other) => return Err(DecodeError::Version(*other)),
        None => return Err(DecodeError::Truncated),
    }
    let (content, checksum) = bytes
        .split_last_chunk::<CHECKSUM_BYTES>()
        .ok_or(DecodeError::Truncated)?;
    if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
        return Err(DecodeError::Checksum);
    }
    let mut reader = Reader::new(content);
    reader.byte()?;
    match reader.byte()? {
        found if found == kind => {}
        other => return Err(DecodeError::Kind(other)),
    }
    let count = usize::try_from(reader.unsigned()?).unwrap_or(usize::MAX);
    if count > CHUNK_VALUES_MAX {
        return Err(DecodeError::Column("values"));
    }
    Ok(Opened { count, reader })
}

fn ended(reader: &Reader<'_>) -> Result<(), DecodeError> {
    match reader.remaining() {
        0 => Ok(()),
        more => Err(DecodeError::TrailingBytes(more)),
    }
}

fn of<'a, T>(values: &'a [T], range: &Range<usize>) -> &'a [T] {
    values.get(range.clone()).unwrap_or_default()
}
