//! Floating-point numbers that are short decimals.
//!
//! An instrument reports 3.3012, and the nearest `f64` is as good as random in its low bits. But the
//! quotient of two integers that `f64` holds exactly is rounded correctly, so 33012 divided by 10,000
//! is that very number again, and two bytes of digits do instead of eight.

const MAX_EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;

/// The powers of ten that `f64` holds exactly.
const POWERS_OF_TEN: [f64; Decimal::MAX_PLACES as usize + 1] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// `digits` divided by ten to the power of `places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) digits: i64,
    pub(super) places: u8,
}

impl Decimal {
    pub(super) const MAX_PLACES: u8 = 22;

    /// The decimal with the fewest places that gives back this very number, if one does.
    pub(super) fn of(number: f64) -> Option<Self> {
        for (places, power) in (0..).zip(POWERS_OF_TEN) {
            let digits = (number * power).round();
            if digits.is_nan() || digits.abs() > MAX_EXACT_INTEGER {
                return None;
            }
            if (digits / power).to_bits() == number.to_bits() {
                return exact_integer(digits).map(|digits| Self { digits, places });
            }
        }
        None
    }

    /// `None` for digits that [`Decimal::of`] cannot have made.
    pub(super) fn to_number(self) -> Option<f64> {
        let power = POWERS_OF_TEN.get(usize::from(self.places))?;
        Some(exact_number(self.digits)? / power)
    }
}

/// Minus zero is not an integer: it would come back as zero.
fn exact_integer(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "within the exact integers")]
    let integer = number as i64;
    (integer != 0 || number.is_sign_positive()).then_some(integer)
}

fn exact_number(digits: i64) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "checked to be within the exact integers"
    )]
    let number = digits as f64;
    (number.abs() <= MAX_EXACT_INTEGER).then_some(number)
}
