//! The reference data sets.

/// Every number of a text; lines with # say what it is.
pub(crate) fn numbers(text: &str) -> Vec<f64> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(str::split_whitespace);
    words.map(|word| word.parse().expect("a number")).collect()
}

/// 40 samples of 5; the first 25 are the trial.
pub(crate) fn piston_rings() -> Vec<f64> {
    numbers(include_str!("data/piston_rings.txt"))
}
