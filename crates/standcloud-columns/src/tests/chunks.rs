use proptest::collection::vec;
use proptest::prelude::*;

use crate::{
    BuiltChunk, CHUNK_VALUES_MAX, DecodeError, NumberSeries, TextSeries, build_number_chunks,
    continues_chunk, decode_figures, decode_numbers, decode_texts, encode_figures, encode_numbers,
    encode_texts,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn numbers_come_back_bit_for_bit(series in number_series(300), cut in any::<prop::sample::Index>()) {
        let cut = cut.index(series.len() + 1);
        let chunks = [
            encode_numbers(&series, 0..cut),
            encode_numbers(&series, cut..series.len()),
        ];
        let decoded = decode_numbers(&chunks).unwrap();
        prop_assert!(same(&decoded, &series), "{series:?}\n{decoded:?}");
    }

    #[test]
    fn texts_come_back(series in text_series(), cut in any::<prop::sample::Index>()) {
        let cut = cut.index(series.len() + 1);
        let chunks = [
            encode_texts(&series, 0..cut),
            encode_texts(&series, cut..series.len()),
        ];
        let decoded = decode_texts(&chunks).unwrap();
        prop_assert_eq!(rows_of(&decoded), rows_of(&series));
    }

    #[test]
    fn a_damaged_chunk_is_refused(
        series in number_series(60),
        damage in vec((any::<prop::sample::Index>(), 1_u8..), 1..4),
        len in any::<prop::sample::Index>(),
    ) {
        let chunk = encode_numbers(&series, 0..series.len());
        let len = len.index(chunk.len());
        prop_assert!(decode_numbers(&[&chunk[..len]]).is_err());
        let mut damaged = chunk.clone();
        for (at, damage) in damage {
            let at = at.index(damaged.len());
            damaged[at] ^= damage;
        }
        prop_assert!(damaged == chunk || decode_numbers(&[&damaged]).is_err());
    }

    /// Bytes that somebody gave the right checksum: no panic, and no memory beyond a chunk's.
    #[test]
    fn a_forged_chunk_is_refused_or_read(
        series in number_series(60),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        inserted in vec(any::<u8>(), 0..4),
    ) {
        let mut chunk = encode_numbers(&series, 0..series.len());
        chunk.truncate(chunk.len() - 4);
        for (at, byte) in damage {
            let at = at.index(chunk.len());
            chunk[at] = byte;
        }
        chunk.extend(inserted);
        let checksum = crc32fast::hash(&chunk);
        chunk.extend(checksum.to_le_bytes());
        if let Ok(decoded) = decode_numbers(&[&chunk]) {
            prop_assert!(decoded.len() <= CHUNK_VALUES_MAX);
            prop_assert!(decoded.run_numbers.is_sorted());
        }
        let _ = decode_texts(&[&chunk]);
    }

    #[test]
    fn figures_come_back(series in number_series(60), damage in any::<prop::sample::Index>()) {
        let figures = super::series::figures_of(&series, |_| true);
        let bytes = encode_figures(&figures);
        prop_assert_eq!(decode_figures(&bytes), Ok(figures));
        prop_assert!(decode_figures(&bytes[..damage.index(bytes.len())]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// However the values came, the chunks hold them, and no value is a chunk for long.
    #[test]
    fn chunks_are_continued(
        series in number_series(120), steps in vec(1..9_i64, 1..30), per_chunk in 2..12_usize,
    ) {
        let mut chunks: Vec<BuiltChunk> = Vec::new();
        let mut sealed_until = 0;
        for (step, at) in steps.iter().cycle().zip(0..) {
            let until = series.run_numbers.get(at).map_or(i64::MAX, |run| run + step - 1);
            let mut added = NumberSeries::default();
            added.append_after(&series, sealed_until);
            added.truncate(until);
            if added.is_empty() {
                if until == i64::MAX {
                    break;
                }
                continue;
            }
            let last = chunks
                .last()
                .filter(|last| continues_chunk(last.value_count, added.len(), per_chunk))
                .map(|last| last.body.clone());
            if last.is_some() {
                chunks.pop();
            }
            let built = build_number_chunks(last.as_deref(), sealed_until, &added, per_chunk);
            chunks.extend(built.unwrap());
            sealed_until = until;
        }
        let bodies: Vec<&[u8]> = chunks.iter().map(|chunk| chunk.body.as_slice()).collect();
        prop_assert!(same(&decode_numbers(&bodies).unwrap(), &series));
        for chunk in &chunks {
            let values = decode_numbers(&[&chunk.body]).unwrap();
            prop_assert!(values.len() == chunk.value_count && values.len() <= per_chunk);
            prop_assert_eq!(values.run_numbers.first(), Some(&chunk.first_run_number));
            prop_assert_eq!(values.run_numbers.last(), Some(&chunk.last_run_number));
            prop_assert_eq!(decode_figures(&chunk.summary).unwrap().count, values.len() as u64);
        }
        prop_assert!(chunks.len() <= series.len().div_ceil(per_chunk) + 1);
    }
}

#[test]
fn a_chunk_of_usual_values_is_small() {
    let mut series = NumberSeries::default();
    for number in 0..CHUNK_VALUES_MAX {
        let noise = f64::from(u32::try_from(number * 7_919 % 400).unwrap());
        let run = i64::try_from(number + number / 50).unwrap();
        let value = ((33_000.0 + noise) / 1e4 * 1e4_f64).round() / 1e4;
        series.push(run, value, Some(number % 100 != 3), 7);
    }
    let chunk = encode_numbers(&series, 0..series.len());
    assert!(chunk.len() < 2 * CHUNK_VALUES_MAX, "{}", chunk.len());
    assert!(same(&decode_numbers(&[chunk]).unwrap(), &series));
}

#[test]
fn what_is_no_chunk_is_named() {
    let numbers = encode_numbers(&NumberSeries::default(), 0..0);
    assert_eq!(decode_numbers(&[&numbers]), Ok(NumberSeries::default()));
    assert_eq!(decode_texts(&[&numbers]).unwrap_err(), DecodeError::Kind(0));
    assert_eq!(decode_numbers(&[&[2, 0, 0]]), Err(DecodeError::Version(2)));
    assert_eq!(decode_numbers(&[&[]]), Err(DecodeError::Truncated));
    let none: [&[u8]; 0] = [];
    assert_eq!(decode_numbers(&none), Ok(NumberSeries::default()));
}

pub(super) fn number_series(len_max: usize) -> impl Strategy<Value = NumberSeries> {
    let step = prop_oneof![8 => Just(1_i64), 2 => 1..6_i64, 1 => 1..1_000_000_000_i64];
    let value = prop_oneof![
        6 => (-40_000..40_000_i32).prop_map(|digits| f64::from(digits) / 1e4),
        1 => any::<u64>().prop_map(f64::from_bits),
        1 => prop::sample::select(vec![0.0, -0.0, f64::NAN, f64::INFINITY, f64::MAX, 5e-324]),
    ];
    let limit_set = prop_oneof![9 => 0..2_u32, 1 => any::<u32>()];
    let result = prop_oneof![6 => Just(Some(true)), 1 => any::<Option<bool>>()];
    let row = (step, value, result, limit_set);
    let rows = prop_oneof![
        vec(row.clone(), 0..len_max),
        // All alike, which has forms of its own.
        (row, 0..len_max).prop_map(|(row, len)| vec![row; len]),
    ];
    rows.prop_map(|rows| {
        let mut series = NumberSeries::default();
        let mut run = 0;
        for (step, value, result, limit_set) in rows {
            run += step;
            series.push(run, value, result, limit_set);
        }
        series
    })
}

fn text_series() -> impl Strategy<Value = TextSeries> {
    let text = prop_oneof!["[ab]", ".{0,8}"];
    vec((1..4_i64, text, any::<Option<bool>>(), 0..3_u32), 0..80).prop_map(|rows| {
        let mut series = TextSeries::default();
        let mut run = 0;
        for (step, text, result, limit_set) in rows {
            run += step;
            series.push(run, &text, result, limit_set);
        }
        series
    })
}

fn rows_of(series: &TextSeries) -> Vec<(i64, String, Option<bool>, u32)> {
    (0..series.len())
        .map(|at| {
            (
                series.run_numbers[at],
                series.text(at).unwrap().to_string(),
                series.results[at],
                series.limit_sets[at],
            )
        })
        .collect()
}

/// Equal, with numbers compared by their bits.
pub(super) fn same(left: &NumberSeries, right: &NumberSeries) -> bool {
    let bits = |series: &NumberSeries| -> Vec<_> {
        let rows = series.iter();
        rows.map(|(run, value, result, limits)| (run, value.to_bits(), result, limits))
            .collect()
    };
    bits(left) == bits(right)
}
