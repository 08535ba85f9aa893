//! Numbers by `pco`, or as they are where there are too few to learn anything of.
//!
//! A packed column: 0 and the raw numbers, lowest byte first; or 1, the length in bytes and what `pco`
//! made of them; or 2 and the one number that all are.

use pco::standalone::{simple_compress, simple_decompress_into};
use pco::{ChunkConfig, DeltaSpec, ModeSpec};

use crate::values::{DecodeError, Reader, length, push_unsigned};

const RAW: u8 = 0;
const PACKED: u8 = 1;
const CONSTANT: u8 = 2;

/// Numbers that can be written as they are.
pub(super) trait Packed: pco::data_types::Number + Default {
    const BYTES: usize;

    fn push_raw(self, bytes: &mut Vec<u8>);
    fn read_raw(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;
    fn is_same(self, other: Self) -> bool;
}

macro_rules! packed {
    ($type:ty, $bits:expr) => {
        impl Packed for $type {
            const BYTES: usize = size_of::<$type>();

            fn push_raw(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }

            fn read_raw(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(Self::from_le_bytes(reader.array()?))
            }

            fn is_same(self, other: Self) -> bool {
                $bits(self) == $bits(other)
            }
        }
    };
}
packed!(f64, f64::to_bits);
packed!(i64, i64::cast_unsigned);
packed!(u32, std::convert::identity);

pub(super) fn encode_floats(bytes: &mut Vec<u8>, values: &[f64]) {
    encode(bytes, values, &ChunkConfig::default());
}

pub(super) fn decode_floats(
    reader: &mut Reader<'_>,
    values: &mut [f64],
) -> Result<(), DecodeError> {
    decode(reader, values, "values")
}

/// Of ascending numbers.
pub(super) fn encode_ascending(bytes: &mut Vec<u8>, values: &[i64]) {
    let config = ChunkConfig::default()
        .with_mode_spec(ModeSpec::Classic)
        .with_delta_spec(DeltaSpec::TryConsecutive(1));
    encode(bytes, values, &config);
}

pub(super) fn decode_ascending(
    reader: &mut Reader<'_>,
    values: &mut [i64],
) -> Result<(), DecodeError> {
    decode(reader, values, "run numbers")
}

/// Of small numbers in no order.
pub(super) fn encode_codes(bytes: &mut Vec<u8>, codes: &[u32]) {
    let config = ChunkConfig::default()
        .with_mode_spec(ModeSpec::Classic)
        .with_delta_spec(DeltaSpec::NoOp);
    encode(bytes, codes, &config);
}

pub(super) fn decode_codes(reader: &mut Reader<'_>, codes: &mut [u32]) -> Result<(), DecodeError> {
    decode(reader, codes, "codes")
}

fn encode<T: Packed>(bytes: &mut Vec<u8>, values: &[T], config: &ChunkConfig) {
    if let Some((first, rest)) = values.split_first()
        && rest.iter().all(|value| value.is_same(*first))
    {
        bytes.push(CONSTANT);
        return first.push_raw(bytes);
    }
    let raw_bytes = size_of_val(values);
    match simple_compress(values, config) {
        Ok(packed) if packed.len() < raw_bytes => {
            bytes.push(PACKED);
            push_unsigned(bytes, length(packed.len()));
            bytes.extend(packed);
        }
        // Too few to gain anything, or for a reason of pco's own: as they are is right too.
        _ => {
            bytes.push(RAW);
            for value in values {
                value.push_raw(bytes);
            }
        }
    }
}

fn decode<T: Packed>(
    reader: &mut Reader<'_>,
    values: &mut [T],
    column: &'static str,
) -> Result<(), DecodeError> {
    match reader.byte()? {
        CONSTANT => {
            values.fill(T::read_raw(reader)?);
            Ok(())
        }
        RAW => {
            if reader.remaining() < values.len() * T::BYTES {
                return Err(DecodeError::Truncated);
            }
            for value in values {
                *value = T::read_raw(reader)?;
            }
            Ok(())
        }
        PACKED => {
            let len = usize::try_from(reader.unsigned()?).map_err(|_| DecodeError::Truncated)?;
            let packed = reader.bytes(len)?;
            match simple_decompress_into(packed, values) {
                Ok(progress) if progress.finished && progress.n_processed == values.len() => Ok(()),
                _ => Err(DecodeError::Column(column)),
            }
        }
        _ => Err(DecodeError::Column(column)),
    }
}
