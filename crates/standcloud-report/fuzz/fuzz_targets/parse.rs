//! Any bytes: `cargo +nightly fuzz run parse`, with the real reports as a start:
//! `cargo +nightly fuzz run parse fuzz/corpus/parse tests/fixtures`.
//!
//! No body may panic, and one that is accepted must have the same digest when another JSON library
//! writes it anew.

#![no_main]

use libfuzzer_sys::fuzz_target;
use standcloud_report::{ParseLimits, Problems, Report, parse};

const LIMITS: ParseLimits = ParseLimits {
    max_values: 10_000,
    max_measurements: 1_000,
};

fuzz_target!(|body: &[u8]| {
    match parse(body, &LIMITS) {
        Ok(report) => check_report(body, &report),
        Err(problems) => check_problems(&problems),
    }
});

fn check_problems(problems: &Problems) {
    assert!(!problems.as_slice().is_empty());
    assert!(serde_json::to_string(problems).is_ok());
}

fn check_report(body: &[u8], report: &Report) {
    for measurement in report
        .modules
        .iter()
        .flat_map(|module| &module.cases)
        .flat_map(|case| &case.measurements)
    {
        let _ = measurement.limits.key();
    }
    if let Some(text) = written_anew(body) {
        let digest = parse(text.as_bytes(), &LIMITS).map(|written| written.digest);
        assert_eq!(digest, Ok(report.digest));
    }
}

/// Nothing for bodies that the other library refuses (lone surrogates) or reorders in a way that
/// matters (keys that differ in NUL only).
fn written_anew(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    if text.contains("\\u0000") {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(value.to_string())
}
