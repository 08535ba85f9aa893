//! Run rules: which patterns of points a stable process hardly ever makes by chance.
//!
//! Sources: Western Electric, "Statistical Quality Control Handbook", 1956, tests 1-4; L. S. Nelson,
//! "The Shewhart Control Chart: Tests for Special Causes", 1984, tests 1-8. The two sets share three
//! patterns, so there are nine, each with a number in one set or in both. A pattern is reported at the
//! point that completes it, and a window counts only when all its points are there, as in the R package
//! qcc, whose published test vectors are tests here. Rules that look at the distance from the centre
//! assume symmetric limits of one width and independent points: [`RuleSet::without_zones`] is what
//! may be asked of other charts.

mod marks;
mod set;

pub use marks::mark_points;
pub use set::RuleSet;

/// One pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum RunRule {
    /// One point beyond three sigma.
    BeyondThreeSigma = 0,
    /// Two of three beyond two sigma on one side, the last one among them.
    TwoOfThreeBeyondTwoSigma = 1,
    /// Four of five beyond one sigma on one side, the last one among them.
    FourOfFiveBeyondOneSigma = 2,
    EightOnOneSide = 3,
    NineOnOneSide = 4,
    /// Six points, each above the one before, or each below it.
    SixRisingOrFalling = 5,
    /// Fourteen points that go up and down in turn.
    FourteenAlternating = 6,
    FifteenWithinOneSigma = 7,
    /// Eight points beyond one sigma, with both sides among them.
    EightBeyondOneSigma = 8,
}

impl RunRule {
    pub const ALL: [Self; 9] = [
        Self::BeyondThreeSigma,
        Self::TwoOfThreeBeyondTwoSigma,
        Self::FourOfFiveBeyondOneSigma,
        Self::EightOnOneSide,
        Self::NineOnOneSide,
        Self::SixRisingOrFalling,
        Self::FourteenAlternating,
        Self::FifteenWithinOneSigma,
        Self::EightBeyondOneSigma,
    ];

    /// How many points the pattern spans: it begins that many points before its end.
    pub fn length(self) -> usize {
        match self {
            Self::BeyondThreeSigma => 1,
            Self::TwoOfThreeBeyondTwoSigma => 3,
            Self::FourOfFiveBeyondOneSigma => 5,
            Self::SixRisingOrFalling => 6,
            Self::EightOnOneSide | Self::EightBeyondOneSigma => 8,
            Self::NineOnOneSide => 9,
            Self::FourteenAlternating => 14,
            Self::FifteenWithinOneSigma => 15,
        }
    }

    pub fn western_electric_number(self) -> Option<u8> {
        match self {
            Self::BeyondThreeSigma => Some(1),
            Self::TwoOfThreeBeyondTwoSigma => Some(2),
            Self::FourOfFiveBeyondOneSigma => Some(3),
            Self::EightOnOneSide => Some(4),
            _ => None,
        }
    }

    pub fn nelson_number(self) -> Option<u8> {
        match self {
            Self::BeyondThreeSigma => Some(1),
            Self::NineOnOneSide => Some(2),
            Self::SixRisingOrFalling => Some(3),
            Self::FourteenAlternating => Some(4),
            Self::TwoOfThreeBeyondTwoSigma => Some(5),
            Self::FourOfFiveBeyondOneSigma => Some(6),
            Self::FifteenWithinOneSigma => Some(7),
            Self::EightBeyondOneSigma => Some(8),
            Self::EightOnOneSide => None,
        }
    }

    /// Whether it looks at how many sigma a point is from the centre, apart from the limits themselves.
    pub fn needs_zones(self) -> bool {
        matches!(
            self,
            Self::TwoOfThreeBeyondTwoSigma
                | Self::FourOfFiveBeyondOneSigma
                | Self::FifteenWithinOneSigma
                | Self::EightBeyondOneSigma
        )
    }

    /// The points that make the pattern that ends at `end`, in order: the two of three, not the third.
    pub fn members(self, points: &[f64], zones: &Zones, end: usize) -> Vec<usize> {
        let start = (end + 1).saturating_sub(self.length());
        let window = start..=end;
        let side_of = |index: usize, sigmas: f64| {
            points
                .get(index)
                .map_or(Side::Neither, |&point| zones.side(point, sigmas))
        };
        let sigmas = match self {
            Self::TwoOfThreeBeyondTwoSigma => 2.0,
            Self::FourOfFiveBeyondOneSigma => 1.0,
            _ => return window.collect(),
        };
        let side = side_of(end, sigmas);
        window
            .filter(|&index| side_of(index, sigmas) == side)
            .collect()
    }
}

/// The centre of a chart and the width of one sigma of its points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zones {
    centre: f64,
    sigma: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
    Neither,
}

impl Zones {
    /// `None` where no distance can be measured: sigma must be above zero, and all must be finite.
    pub fn new(centre: f64, sigma: f64) -> Option<Self> {
        let widest = (centre + 3.0 * sigma).is_finite() && (centre - 3.0 * sigma).is_finite();
        (widest && sigma > 0.0).then_some(Self { centre, sigma })
    }

    pub fn centre(&self) -> f64 {
        self.centre
    }

    pub fn sigma(&self) -> f64 {
        self.sigma
    }

    fn side(&self, point: f64, sigmas: f64) -> Side {
        if point > self.centre + sigmas * self.sigma {
            Side::Above
        } else if point < self.centre - sigmas * self.sigma {
            Side::Below
        } else {
            Side::Neither
        }
    }
}

#[cfg(test)]
mod tests;
