use proptest::collection::vec;
use proptest::prelude::*;

use crate::{DecodeError, RunValue, Value, decode_values, encode_values};

proptest! {
    #[test]
    fn values_come_back_bit_for_bit(values in vec(run_values(), 0..30)) {
        let decoded = decode_values(&encode_values(&values)).unwrap();
        prop_assert!(same(&decoded, &values), "{decoded:?} {values:?}");
    }

    #[test]
    fn short_decimals_take_few_bytes(digits in -999_999_i64..1_000_000, places in 0_u32..9) {
        let number: f64 = format!("{digits}e-{places}").parse().unwrap();
        let bytes = encode_values(&[number_value(1, number)]);
        prop_assert!(bytes.len() <= 2 + 2 + 3, "{number} takes {} bytes", bytes.len());
    }

    #[test]
    fn every_beginning_of_a_blob_is_refused(values in vec(run_values(), 1..10)) {
        let bytes = encode_values(&values);
        for len in 0..bytes.len() {
            prop_assert!(decode_values(&bytes[..len]).is_err());
        }
    }

    #[test]
    fn any_bytes_are_values_or_an_error(bytes in vec(any::<u8>(), 0..200)) {
        let _ = decode_values(&bytes);
        let _ = decode_values(&[&[1], bytes.as_slice()].concat());
    }

    #[test]
    fn a_damaged_blob_is_values_or_an_error(
        values in vec(run_values(), 1..10), place in any::<prop::sample::Index>(), damage in 1_u8..,
    ) {
        let mut bytes = encode_values(&values);
        let place = place.index(bytes.len());
        bytes[place] ^= damage;
        if let Ok(decoded) = decode_values(&bytes) {
            let again = decode_values(&encode_values(&decoded)).unwrap();
            prop_assert!(same(&again, &decoded));
        }
    }
}

#[test]
fn the_format_does_not_change() {
    let values = [
        RunValue {
            series: 10,
            limit_set: 3,
            result: Some(true),
            value: Value::Number(3.3012),
        },
        RunValue {
            series: 11,
            limit_set: 4,
            result: Some(false),
            value: Value::Number(-5.0),
        },
        RunValue {
            series: 9,
            limit_set: 0,
            result: None,
            value: Value::Text("ok".to_owned()),
        },
        RunValue {
            series: 9,
            limit_set: 0,
            result: None,
            value: Value::Number(-0.0),
        },
    ];
    let bytes = [
        &[1, 4][..],
        &[4 * 3 + 2, 20, 6, 0xe8, 0x83, 0x04],
        &[0x80 + 1, 2, 9],
        &[24 * 3, 3, 7, 2, b'o', b'k'],
        &[23 * 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80],
    ]
    .concat();
    assert_eq!(encode_values(&values), bytes);
    assert!(same(&decode_values(&bytes).unwrap(), &values));
}

#[test]
fn special_numbers_come_back_bit_for_bit() {
    let payload = f64::from_bits(0x7ff8_0000_dead_beef);
    let negative_nan = f64::from_bits(0xfff0_0000_0000_0001);
    let numbers = [
        0.0,
        -0.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        payload,
        negative_nan,
        f64::MIN_POSITIVE,
        f64::from_bits(1),
        f64::MAX,
        9_007_199_254_740_992.0,
        9_007_199_254_740_994.0,
        0.1 + 0.2,
        1e-22,
        1e22,
        123_456_789.123_456_7,
    ];
    for number in numbers {
        let values = [number_value(7, number)];
        assert!(
            same(&decode_values(&encode_values(&values)).unwrap(), &values),
            "{number:e}"
        );
    }
}

#[test]
fn a_usual_run_takes_at_most_six_bytes_a_measurement() {
    let values: Vec<RunValue> = (0_u32..100)
        .map(|index| RunValue {
            series: 70_000 + index,
            limit_set: 500 + index / 2,
            result: Some(true),
            value: Value::Number(f64::from(index * 7_919 % 60_000) / 10_000.0),
        })
        .collect();
    let len = encode_values(&values).len();
    assert!(len <= 600, "{len} bytes");
}

#[test]
fn what_is_not_a_blob_is_named() {
    let head = |kind: u8| kind * 3;
    let table: [(&[u8], DecodeError); 10] = [
        (&[], DecodeError::Truncated),
        (&[2, 0], DecodeError::Version(2)),
        (&[1, 0, 0], DecodeError::TrailingBytes(1)),
        // More values than there can be in these bytes.
        (&[1, 0xff, 0xff, 0xff, 0xff, 0x0f], DecodeError::Truncated),
        (&[1, 1, head(25), 0, 0], DecodeError::Kind(25)),
        // A text of 2⁶³ bytes.
        (
            &[
                1,
                1,
                head(24),
                0,
                0,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x01,
            ],
            DecodeError::Truncated,
        ),
        (&[1, 1, head(24), 0, 0, 2, 0xc3, 0x28], DecodeError::Utf8),
        // A series below zero.
        (&[1, 1, head(0), 1, 0, 0], DecodeError::IntegerRange),
        // A count of more than 64 bits.
        (
            &[
                1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02,
            ],
            DecodeError::IntegerRange,
        ),
        // Digits beyond what a number holds exactly.
        (
            &[
                1,
                1,
                head(0),
                0,
                0,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0x01,
            ],
            DecodeError::IntegerRange,
        ),
    ];
    for (bytes, error) in table {
        assert_eq!(decode_values(bytes), Err(error), "{bytes:?}");
    }
}

fn run_values() -> impl Strategy<Value = RunValue> {
    let ids = || prop_oneof![0_u32..4, 0_u32..100_000, any::<u32>()];
    (ids(), ids(), any::<Option<bool>>(), any_value()).prop_map(
        |(series, limit_set, result, value)| RunValue {
            series,
            limit_set,
            result,
            value,
        },
    )
}

fn any_value() -> impl Strategy<Value = Value> {
    let decimals = (any::<i32>(), 0..24)
        .prop_map(|(digits, places)| Value::Number(format!("{digits}e-{places}").parse().unwrap()));
    prop_oneof![
        decimals,
        any::<u64>().prop_map(|bits| Value::Number(f64::from_bits(bits))),
        any::<i32>().prop_map(|integer| Value::Number(f64::from(integer) * 1e9)),
        ".{0,12}".prop_map(Value::Text),
    ]
}

fn number_value(series: u32, number: f64) -> RunValue {
    RunValue {
        series,
        limit_set: 0,
        result: None,
        value: Value::Number(number),
    }
}

/// Equal, with numbers compared by their bits: a NaN is not equal to itself.
fn same(left: &[RunValue], right: &[RunValue]) -> bool {
    let bits = |value: &Value| match value {
        Value::Number(number) => Err(number.to_bits()),
        Value::Text(text) => Ok(text.clone()),
    };
    let key = |value: &RunValue| {
        (
            value.series,
            value.limit_set,
            value.result,
            bits(&value.value),
        )
    };
    left.iter().map(key).eq(right.iter().map(key))
}
