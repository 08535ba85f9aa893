//! How likely chance alone makes two groups look different.

use crate::yields::Share;

/// Tables this close to what was seen count as equally likely.
const TIE: f64 = 1e-7;

/// Fisher's exact test, two-sided: how likely shares at least as unequal are when the groups do not
/// differ. `None` when one group is empty.
pub fn exact_p_value(first: Share, second: Share) -> Option<f64> {
    let (part_1, all_1, part_2, all_2) = (first.part, first.all, second.part, second.all);
    if all_1 == 0 || all_2 == 0 || part_1 > all_1 || part_2 > all_2 {
        return None;
    }
    let parts = part_1 + part_2;
    let rest = all_1 + all_2 - parts;
    // The rarer of the two outcomes has fewer tables.
    if rest < parts {
        let rest_of = |share: Share| Share {
            part: share.all - share.part,
            ..share
        };
        return exact_p_value(rest_of(first), rest_of(second));
    }
    let (first, last) = (parts.saturating_sub(all_2), parts.min(all_1));
    // Relative to the likeliest table, so that nothing overflows: its place in whole numbers.
    let mode = (u128::from(parts) + 1) * (u128::from(all_1) + 1) / (u128::from(all_1 + all_2) + 2);
    let mode = u64::try_from(mode).unwrap_or(last).clamp(first, last);
    let up = |k: u64| {
        as_float(parts - k) * as_float(all_1 - k)
            / (as_float(k + 1) * as_float(all_2 + k + 1 - parts))
    };
    let weight_of = |weights: &[f64], at: u64| {
        let at = usize::try_from(at).ok();
        at.and_then(|at| weights.get(at)).copied().unwrap_or(0.0)
    };
    let rising = weights((mode..last).map(up));
    let falling = weights((first..mode).rev().map(|k| 1.0 / up(k)));
    let seen = if part_1 >= mode {
        weight_of(&rising, part_1 - mode)
    } else {
        weight_of(&falling, mode - part_1)
    };
    let all = || rising.iter().chain(falling.iter().skip(1));
    let as_rare = all().filter(|weight| **weight <= seen * (1.0 + TIE));
    Some((as_rare.sum::<f64>() / all().sum::<f64>()).min(1.0))
}

/// Products of ratios, from 1 until nothing is left.
fn weights(ratios: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut found = vec![1.0];
    let mut weight = 1.0;
    for ratio in ratios {
        weight *= ratio;
        if weight <= 0.0 {
            break;
        }
        found.push(weight);
    }
    found
}

/// p-values that stay honest when many questions are asked at once: the chance that any of those called
/// a difference is none stays below the level. Holm, "A simple sequentially rejective multiple test
/// procedure", 1979. In the order given.
pub fn correct_for_many(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    let p_value = |at: usize| p_values.get(at).copied().unwrap_or(1.0);
    order.sort_by(|one, two| p_value(*one).total_cmp(&p_value(*two)));
    let mut corrected = vec![1.0; p_values.len()];
    let mut largest: f64 = 0.0;
    for (rank, at) in order.into_iter().enumerate() {
        let factor = as_float(u64::try_from(p_values.len() - rank).unwrap_or(u64::MAX));
        largest = largest.max((p_value(at) * factor).min(1.0));
        if let Some(place) = corrected.get_mut(at) {
            *place = largest;
        }
    }
    corrected
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts above 2^53 need not be exact"
)]
fn as_float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share((part, all): (u64, u64)) -> Share {
        Share { part, all }
    }

    /// Expected values of scipy 1.17: `fisher_exact`.
    #[test]
    fn shares_are_compared_exactly() {
        let table = [
            ((8, 10), (1, 6), 0.034_965_034_965_034_975),
            ((3, 1000), (12, 1000), 0.034_491_425_398_052_21),
            ((30, 1000), (12, 100), 0.000_181_617_729_958_102_74),
            ((0, 10), (0, 10), 1.0),
            (
                (500_000, 1_000_000),
                (500_700, 1_000_000),
                0.322_890_446_904_287_7,
            ),
            ((990, 1000), (92, 100), 7.220_336_769_535_635e-5),
        ];
        for (first, second, expected) in table {
            let found = exact_p_value(share(first), share(second)).unwrap();
            assert!(
                (found - expected).abs() < 1e-8 * expected,
                "{first:?} {second:?}: {found}"
            );
        }
        assert_eq!(exact_p_value(share((0, 0)), share((1, 2))), None);
    }

    #[test]
    fn many_questions_make_each_less_sure() {
        let corrected = correct_for_many(&[0.01, 0.04, 0.03, 0.005]);
        let expected = [0.03, 0.06, 0.06, 0.02];
        for (found, expected) in corrected.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{corrected:?}");
        }
        assert_eq!(correct_for_many(&[]), Vec::<f64>::new());
        assert_eq!(correct_for_many(&[0.9, 0.8]), [1.0, 1.0]);
    }
}
