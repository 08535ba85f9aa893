//! How sure a share of units or runs is.

use statrs::distribution::{ContinuousCDF, Normal};

/// From the lower to the upper limit, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}

/// The interval of Wilson (1927) for `part` of `all` at a two-sided confidence such as 0.95; `None`
/// of nothing. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, method 3.
#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 2^53 units the interval is a point"
)]
pub fn wilson_interval(part: u64, all: u64, confidence: f64) -> Option<Interval> {
    if all == 0 || part > all || !(0.0..1.0).contains(&confidence) {
        return None;
    }
    let normal = Normal::new(0.0, 1.0).ok()?;
    let z = normal.inverse_cdf(0.5 + confidence / 2.0);
    let n = all as f64;
    let share = part as f64 / n;
    let spread = z * z / n;
    let centre = (share + spread / 2.0) / (1.0 + spread);
    let half = z / (1.0 + spread) * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt();
    Some(Interval {
        lower: if part == 0 {
            0.0
        } else {
            (centre - half).max(0.0)
        },
        upper: if part == all {
            1.0
        } else {
            (centre + half).min(1.0)
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_newcombe() {
        let table = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
            (98, 100, 0.9300, 0.9945),
            (470, 500, 0.9156, 0.9577),
            (10, 10, 0.7225, 1.0),
        ];
        for (part, all, lower, upper) in table {
            let found = wilson_interval(part, all, 0.95).unwrap();
            assert!(
                (found.lower - lower).abs() < 5e-5,
                "{part}/{all}: {found:?}"
            );
            assert!(
                (found.upper - upper).abs() < 5e-5,
                "{part}/{all}: {found:?}"
            );
        }
        assert_eq!(wilson_interval(0, 0, 0.95), None);
    }
}
