//! The measurements of one run as one compact blob.
//!
//! Problem: a report of 35 KB holds perhaps 100 numbers, and each has to be found again for a chart
//! long before a background task has sorted them into columns. Choice: one blob per run with a
//! version byte; ids as differences to the previous measurement's, because a test plan measures in
//! the same order every time; numbers as the short decimals that instruments deliver, and as 8 raw
//! bytes where they are none. Consequence: about 6 bytes a measurement, a number comes back bit for
//! bit, and a reader must decode a whole run.
//!
//! Version 1: the version byte, the number of measurements, then for each
//! - a byte: in the lower 7 bits the kind of value (0 to 22: a decimal with so many places, 23: raw,
//!   24: text) times 3 plus the result (0 none, 1 failed, 2 passed); the top bit says that the series
//!   is the one after the previous measurement's,
//! - the difference of the series to the previous one, unless the top bit is set,
//! - the difference of the limit set to the previous one,
//! - the value: a decimal's digits as a signed integer, 8 bytes, or the length of a text and its UTF-8.
//!
//! Integers are in groups of 7 bits, lowest first; signed ones alternate around zero (0, -1, 1, …).

mod decimal;
mod reader;

use thiserror::Error;

use decimal::Decimal;
pub(crate) use reader::Reader;

const VERSION: u8 = 1;
const KIND_RAW: u8 = Decimal::MAX_PLACES + 1;
const KIND_TEXT: u8 = KIND_RAW + 1;
const RESULT_COUNT: u8 = 3;
const NEXT_SERIES: u8 = 0x80;

/// A head, a limit set and an empty value: what promises more values than bytes is a lie.
const VALUE_BYTES_MIN: usize = 3;

/// One measurement of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct RunValue {
    pub series: u32,
    /// 0 means "none".
    pub limit_set: u32,
    pub result: Option<bool>,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Number(f64),
    Text(String),
}

/// Why bytes are not the measurements of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DecodeError {
    #[error("values of format version {0} are not known to this program")]
    Version(u8),
    #[error("the values end in the middle")]
    Truncated,
    #[error("{0} bytes follow the last value")]
    TrailingBytes(usize),
    #[error("the kind of value {0} does not exist")]
    Kind(u8),
    #[error("an integer of the values is out of range")]
    IntegerRange,
    #[error("a text value is not UTF-8")]
    Utf8,
    #[error("the checksum of a chunk is wrong")]
    Checksum,
    #[error("the {0} of a chunk make no sense")]
    Column(&'static str),
}

pub fn encode_values(values: &[RunValue]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + values.len() * 8);
    bytes.push(VERSION);
    push_unsigned(&mut bytes, length(values.len()));
    let (mut series, mut limit_set) = (0, 0);
    for value in values {
        encode_value(&mut bytes, value, series, limit_set);
        (series, limit_set) = (value.series, value.limit_set);
    }
    bytes
}

pub fn decode_values(bytes: &[u8]) -> Result<Vec<RunValue>, DecodeError> {
    let mut reader = Reader::new(bytes);
    match reader.byte()? {
        VERSION => {}
        other => return Err(DecodeError::Version(other)),
    }
    let count = usize::try_from(reader.unsigned()?).map_err(|_| DecodeError::Truncated)?;
    if count > reader.remaining() / VALUE_BYTES_MIN {
        return Err(DecodeError::Truncated);
    }
    let mut values = Vec::with_capacity(count);
    let (mut series, mut limit_set) = (0, 0);
    for _ in 0..count {
        let value = decode_value(&mut reader, series, limit_set)?;
        (series, limit_set) = (value.series, value.limit_set);
        values.push(value);
    }
    match reader.remaining() {
        0 => Ok(values),
        more => Err(DecodeError::TrailingBytes(more)),
    }
}

fn encode_value(bytes: &mut Vec<u8>, value: &RunValue, series: u32, limit_set: u32) {
    let decimal = match value.value {
        Value::Number(number) => Decimal::of(number),
        Value::Text(_) => None,
    };
    let kind = match (&value.value, &decimal) {
        (_, Some(decimal)) => decimal.places,
        (Value::Number(_), None) => KIND_RAW,
        (Value::Text(_), None) => KIND_TEXT,
    };
    let is_next = series.checked_add(1) == Some(value.series);
    let head = kind * RESULT_COUNT + result_code(value.result);
    bytes.push(head | if is_next { NEXT_SERIES } else { 0 });
    if !is_next {
        push_signed(bytes, i64::from(value.series) - i64::from(series));
    }
    push_signed(bytes, i64::from(value.limit_set) - i64::from(limit_set));
    match (&value.value, decimal) {
        (_, Some(decimal)) => push_signed(bytes, decimal.digits),
        (Value::Number(number), None) => bytes.extend(number.to_bits().to_le_bytes()),
        (Value::Text(text), None) => {
            push_unsigned(bytes, length(text.len()));
            bytes.extend(text.as_bytes());
        }
    }
}

fn decode_value(
    reader: &mut Reader<'_>,
    series: u32,
    limit_set: u32,
) -> Result<RunValue, DecodeError> {
    let head = reader.byte()?;
    let series_step = if head & NEXT_SERIES == 0 {
        reader.signed()?
    } else {
        1
    };
    let kind = (head & !NEXT_SERIES) / RESULT_COUNT;
    Ok(RunValue {
        series: moved(series, series_step)?,
        limit_set: moved(limit_set, reader.signed()?)?,
        result: result_of_code((head & !NEXT_SERIES) % RESULT_COUNT),
        value: decode_payload(reader, kind)?,
    })
}

fn decode_payload(reader: &mut Reader<'_>, kind: u8) -> Result<Value, DecodeError> {
    match kind {
        0..=Decimal::MAX_PLACES => {
            let number = Decimal {
                digits: reader.signed()?,
                places: kind,
            }
            .to_number();
            number.map(Value::Number).ok_or(DecodeError::IntegerRange)
        }
        KIND_RAW => Ok(Value::Number(f64::from_bits(u64::from_le_bytes(
            reader.array()?,
        )))),
        KIND_TEXT => {
            let len = usize::try_from(reader.unsigned()?).map_err(|_| DecodeError::Truncated)?;
            let text = str::from_utf8(reader.bytes(len)?).map_err(|_| DecodeError::Utf8)?;
            Ok(Value::Text(text.to_owned()))
        }
        other => Err(DecodeError::Kind(other)),
    }
}

pub(crate) fn result_code(result: Option<bool>) -> u8 {
    match result {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    }
}

pub(crate) fn result_of_code(code: u8) -> Option<bool> {
    match code {
        1 => Some(false),
        2 => Some(true),
        _ => None,
    }
}

fn moved(id: u32, step: i64) -> Result<u32, DecodeError> {
    let moved = i64::from(id)
        .checked_add(step)
        .and_then(|id| u32::try_from(id).ok());
    moved.ok_or(DecodeError::IntegerRange)
}

pub(crate) fn length(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the low 7 bits are what is meant"
)]
pub(crate) fn push_unsigned(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

pub(crate) fn push_signed(bytes: &mut Vec<u8>, value: i64) {
    push_unsigned(bytes, (value << 1 ^ value >> 63).cast_unsigned());
}
