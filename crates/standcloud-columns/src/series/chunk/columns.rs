//! The columns of a chunk whose values are mostly foreseeable.
//!
//! Run numbers: 0 and their ranges (how many; of each the distance to the end of the one before and its
//! length), or 1 and packed numbers. Results: 0, the usual one, how many are exceptions, and of each the
//! distance to the one before, doubled, plus which of the two others it is; or 1 and two bits for each
//! value. Limit sets: 0 and their runs (how many; of each the id and its length), or 1 and packed numbers.

use super::packed::{decode_ascending, decode_codes, encode_ascending, encode_codes};
use crate::values::{
    DecodeError, Reader, length, push_signed, push_unsigned, result_code, result_of_code,
};

const SHORT: u8 = 0;
const LONG: u8 = 1;
/// Beyond one range, exception or run for so many values the long form is shorter.
const VALUES_PER_EXCEPTION: usize = 8;
const RESULTS_PER_BYTE: usize = 4;

pub(super) fn encode_runs(bytes: &mut Vec<u8>, run_numbers: &[i64]) {
    let ranges = ranges_of(run_numbers);
    if ranges.len() > run_numbers.len() / VALUES_PER_EXCEPTION + 1 {
        bytes.push(LONG);
        return encode_ascending(bytes, run_numbers);
    }
    bytes.push(SHORT);
    push_unsigned(bytes, length(ranges.len()));
    let mut end = 0_i64;
    for (first, len) in ranges {
        push_signed(bytes, first.wrapping_sub(end));
        push_unsigned(bytes, len);
        end = first.wrapping_add_unsigned(len);
    }
}

/// Errors when they do not ascend.
pub(super) fn decode_runs(reader: &mut Reader<'_>, runs: &mut [i64]) -> Result<(), DecodeError> {
    const DAMAGED: DecodeError = DecodeError::Column("run numbers");
    match reader.byte()? {
        SHORT => decode_ranges(reader, runs)?,
        LONG => decode_ascending(reader, runs)?,
        _ => return Err(DAMAGED),
    }
    let ascends = runs.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    if ascends { Ok(()) } else { Err(DAMAGED) }
}

pub(super) fn encode_results(bytes: &mut Vec<u8>, results: &[Option<bool>]) {
    let usual = usual_code(results);
    let exceptions: Vec<(usize, u8)> = results
        .iter()
        .enumerate()
        .map(|(at, result)| (at, result_code(*result)))
        .filter(|(_, code)| *code != usual)
        .collect();
    if exceptions.len() > results.len() / VALUES_PER_EXCEPTION {
        bytes.push(LONG);
        let packed = results.chunks(RESULTS_PER_BYTE).map(pack_results);
        return bytes.extend(packed);
    }
    bytes.extend([SHORT, usual]);
    push_unsigned(bytes, length(exceptions.len()));
    let mut next = 0;
    for (at, code) in exceptions {
        let is_second = code == other_codes(usual).1;
        push_unsigned(bytes, length(at - next) << 1 | u64::from(is_second));
        next = at + 1;
    }
}

pub(super) fn decode_results(
    reader: &mut Reader<'_>,
    results: &mut [Option<bool>],
) -> Result<(), DecodeError> {
    match reader.byte()? {
        SHORT => decode_exceptions(reader, results),
        LONG => {
            let packed = reader.bytes(results.len().div_ceil(RESULTS_PER_BYTE))?;
            for (group, byte) in results.chunks_mut(RESULTS_PER_BYTE).zip(packed) {
                for (place, result) in group.iter_mut().enumerate() {
                    *result = result_of_code(byte >> (2 * place) & 3);
                }
            }
            Ok(())
        }
        _ => Err(DecodeError::Column("results")),
    }
}

pub(super) fn encode_limit_sets(bytes: &mut Vec<u8>, limit_sets: &[u32]) {
    let groups = limit_sets.chunk_by(|left, right| left == right);
    let runs: Vec<&[u32]> = groups.collect();
    if runs.len() > limit_sets.len() / VALUES_PER_EXCEPTION + 1 {
        bytes.push(LONG);
        return encode_codes(bytes, limit_sets);
    }
    bytes.push(SHORT);
    push_unsigned(bytes, length(runs.len()));
    for run in runs {
        push_unsigned(bytes, run.first().copied().unwrap_or(0).into());
        push_unsigned(bytes, length(run.len()));
    }
}

pub(super) fn decode_limit_sets(
    reader: &mut Reader<'_>,
    limit_sets: &mut [u32],
) -> Result<(), DecodeError> {
    const DAMAGED: DecodeError = DecodeError::Column("limit sets");
    match reader.byte()? {
        LONG => return decode_codes(reader, limit_sets),
        SHORT => {}
        _ => return Err(DAMAGED),
    }
    let mut rest = limit_sets;
    for _ in 0..reader.unsigned()? {
        let id = u32::try_from(reader.unsigned()?).map_err(|_| DAMAGED)?;
        next_part(&mut rest, reader.unsigned()?)
            .ok_or(DAMAGED)?
            .fill(id);
    }
    if rest.is_empty() {
        Ok(())
    } else {
        Err(DAMAGED)
    }
}

/// First number and length of each.
fn ranges_of(run_numbers: &[i64]) -> Vec<(i64, u64)> {
    let is_next = |left: &i64, right: &i64| left.checked_add(1) == Some(*right);
    let ranges = run_numbers.chunk_by(is_next);
    let range = |range: &[i64]| Some((*range.first()?, length(range.len())));
    ranges.filter_map(range).collect()
}

fn decode_ranges(reader: &mut Reader<'_>, runs: &mut [i64]) -> Result<(), DecodeError> {
    const DAMAGED: DecodeError = DecodeError::Column("run numbers");
    let mut rest = runs;
    let mut end = 0_i64;
    for _ in 0..reader.unsigned()? {
        let first = end.wrapping_add(reader.signed()?);
        let len = reader.unsigned()?;
        let range = next_part(&mut rest, len).ok_or(DAMAGED)?;
        end = first.checked_add_unsigned(len).ok_or(DAMAGED)?;
        for (place, number) in range.iter_mut().zip(first..) {
            *place = number;
        }
    }
    if rest.is_empty() {
        Ok(())
    } else {
        Err(DAMAGED)
    }
}

fn decode_exceptions(
    reader: &mut Reader<'_>,
    results: &mut [Option<bool>],
) -> Result<(), DecodeError> {
    const DAMAGED: DecodeError = DecodeError::Column("results");
    let usual = reader.byte()?;
    results.fill(result_of_code(usual));
    let (first, second) = other_codes(usual);
    let mut next = 0_usize;
    for _ in 0..reader.unsigned()? {
        let step = reader.unsigned()?;
        let code = if step & 1 == 0 { first } else { second };
        let at = usize::try_from(step >> 1)
            .ok()
            .and_then(|step| next.checked_add(step));
        let place = at.and_then(|at| results.get_mut(at)).ok_or(DAMAGED)?;
        *place = result_of_code(code);
        next = at.map_or(0, |at| at + 1);
    }
    Ok(())
}

/// `None` when there are not so many left, or none was asked for.
#[expect(
    clippy::mut_mut,
    reason = "what is taken is cut off the caller's slice"
)]
fn next_part<'a, T>(rest: &mut &'a mut [T], len: u64) -> Option<&'a mut [T]> {
    let len = usize::try_from(len).ok().filter(|len| *len > 0)?;
    rest.split_off_mut(..len)
}

fn usual_code(results: &[Option<bool>]) -> u8 {
    let mut counts = [0_usize; 3];
    for result in results {
        if let Some(count) = counts.get_mut(usize::from(result_code(*result))) {
            *count += 1;
        }
    }
    let usual = (0_u8..).zip(counts).max_by_key(|(_, count)| *count);
    usual.map_or(0, |(code, _)| code)
}

/// The two codes that this is not, ascending.
fn other_codes(usual: u8) -> (u8, u8) {
    match usual {
        0 => (1, 2),
        1 => (0, 2),
        _ => (0, 1),
    }
}

fn pack_results(group: &[Option<bool>]) -> u8 {
    let codes = group.iter().rev().map(|result| result_code(*result));
    codes.fold(0, |byte, code| byte << 2 | code)
}
