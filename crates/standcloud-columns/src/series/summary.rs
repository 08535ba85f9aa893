//! The figures of a chunk as a small blob beside it.
//!
//! The version, count and finite count, then unless the latter is 0 mean, squares, smallest and largest
//! as 8 bytes each; how many limit sets, of each the id and its count; the last limit set; how many runs
//! failed, of each the distance to the one before. Integers are written as in the blob of a run.

use super::figures::SeriesFigures;
use crate::values::{DecodeError, Reader, length, push_signed, push_unsigned};

const VERSION: u8 = 1;

pub fn encode_figures(figures: &SeriesFigures) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    push_unsigned(&mut bytes, figures.count);
    push_unsigned(&mut bytes, figures.finite_count);
    if figures.finite_count > 0 {
        for number in [figures.mean, figures.squares, figures.min, figures.max] {
            bytes.extend(number.to_le_bytes());
        }
    }
    push_unsigned(&mut bytes, length(figures.limit_sets.len()));
    for (limit_set, count) in &figures.limit_sets {
        push_unsigned(&mut bytes, (*limit_set).into());
        push_unsigned(&mut bytes, *count);
    }
    push_unsigned(&mut bytes, figures.last_limit_set.into());
    push_unsigned(&mut bytes, length(figures.failed_runs.len()));
    let mut before = 0_i64;
    for run in &figures.failed_runs {
        push_signed(&mut bytes, run.wrapping_sub(before));
        before = *run;
    }
    bytes
}

pub fn decode_figures(bytes: &[u8]) -> Result<SeriesFigures, DecodeError> {
    let mut reader = Reader::new(bytes);
    match reader.byte()? {
        VERSION => {}
        other => return Err(DecodeError::Version(other)),
    }
    let mut figures = SeriesFigures {
        count: reader.unsigned()?,
        finite_count: reader.unsigned()?,
        ..SeriesFigures::default()
    };
    if figures.finite_count > 0 {
        figures.mean = f64::from_le_bytes(reader.array()?);
        figures.squares = f64::from_le_bytes(reader.array()?);
        figures.min = f64::from_le_bytes(reader.array()?);
        figures.max = f64::from_le_bytes(reader.array()?);
    }
    for _ in 0..reader.unsigned()? {
        let limit_set = limit_set(&mut reader)?;
        figures.limit_sets.insert(limit_set, reader.unsigned()?);
    }
    figures.last_limit_set = limit_set(&mut reader)?;
    let mut run = 0_i64;
    for _ in 0..reader.unsigned()? {
        run = run.wrapping_add(reader.signed()?);
        figures.failed_runs.push(run);
    }
    match reader.remaining() {
        0 => Ok(figures),
        more => Err(DecodeError::TrailingBytes(more)),
    }
}

fn limit_set(reader: &mut Reader<'_>) -> Result<u32, DecodeError> {
    u32::try_from(reader.unsigned()?).map_err(|_| DecodeError::IntegerRange)
}
