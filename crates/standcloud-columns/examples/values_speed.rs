//! Measures the blob of a run's measurements and prints a table.
//!
//! `cargo run --release --example values_speed`

#![expect(clippy::print_stdout, reason = "a program that prints a table")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use standcloud_columns::{RunValue, Value, decode_values, encode_values};

const VALUES: u32 = 100;
const MEASURE_FOR: Duration = Duration::from_millis(300);

fn main() {
    measure("4 decimals", |index| {
        Value::Number(f64::from(index * 7_919 % 60_000) / 10_000.0)
    });
    measure("full precision", |index| {
        Value::Number(f64::from(index + 1).sqrt())
    });
    measure("text of 8 characters", |index| {
        Value::Text(format!("{:08}", index * 7_919))
    });
}

fn measure(name: &str, value: impl Fn(u32) -> Value) {
    let values: Vec<RunValue> = (0..VALUES)
        .map(|index| RunValue {
            series: 70_000 + index,
            limit_set: 500 + index / 2,
            result: Some(true),
            value: value(index),
        })
        .collect();
    let bytes = encode_values(&values);
    let encode_ns = best_ns_per_value(|| drop(black_box(encode_values(black_box(&values)))));
    let decode_ns = best_ns_per_value(|| drop(black_box(decode_values(black_box(&bytes)))));
    let bytes_per_value = f64::from(u32::try_from(bytes.len()).unwrap_or(0)) / f64::from(VALUES);
    println!(
        "{name:<24} {bytes_per_value:>6.2} bytes a value   encode {encode_ns:>6.1} ns   decode {decode_ns:>6.1} ns"
    );
}

fn best_ns_per_value(mut work: impl FnMut()) -> f64 {
    let begun = Instant::now();
    let mut best = Duration::MAX;
    while begun.elapsed() < MEASURE_FOR {
        let started = Instant::now();
        work();
        best = best.min(started.elapsed());
    }
    best.as_secs_f64() * 1e9 / f64::from(VALUES)
}
