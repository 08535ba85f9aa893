//! Which numbers `f64` holds exactly, and how they go back to JSON.

use super::Json;

/// Every integer up to here is an `f64` exactly.
pub(crate) const EXACT_MAX: u64 = 1 << 53;

/// 2^63, the first `f64` beyond `i64`.
pub(crate) const I64_END: f64 = 9_223_372_036_854_775_808.0;

/// The number as `f64`, if nothing is lost.
pub(super) fn exact(value: &Json<'_>) -> Option<f64> {
    match value {
        Json::Int(number) if number.unsigned_abs() <= EXACT_MAX => Some(from_int(*number)),
        Json::Float(number) => Some(*number),
        _ => None,
    }
}

/// The reverse of [`exact`]: integers come back as integers.
pub(super) fn to_json(number: f64) -> Json<'static> {
    match to_int(number) {
        Some(integer) if integer.unsigned_abs() <= EXACT_MAX => Json::Int(integer),
        _ => Json::Float(number),
    }
}

/// The integer that the number is, if it is one that `i64` holds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "the range is checked, and whether the fraction is exactly zero is the question"
)]
pub(crate) fn to_int(number: f64) -> Option<i64> {
    let fits = number.trunc() == number && (-I64_END..I64_END).contains(&number);
    fits.then_some(number as i64)
}

/// The nearest `f64`.
#[expect(
    clippy::cast_precision_loss,
    reason = "the nearest is what callers want"
)]
pub(crate) fn from_int(number: i64) -> f64 {
    number as f64
}

/// The nearest `f64`.
#[expect(
    clippy::cast_precision_loss,
    reason = "the nearest is what callers want"
)]
pub(crate) fn from_uint(number: u64) -> f64 {
    number as f64
}

/// The integer that the number is, if it is one that only `u64` holds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked, and every f64 in it is an integer"
)]
pub(crate) fn to_uint(number: f64) -> Option<u64> {
    (I64_END..2.0 * I64_END)
        .contains(&number)
        .then_some(number as u64)
}
