//! The rules that a chart watches, or that a point completes.

use super::RunRule;

/// Any of the nine rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RuleSet(u16);

impl RuleSet {
    pub const NONE: Self = Self(0);
    pub const THREE_SIGMA: Self = Self(1);
    pub const WESTERN_ELECTRIC: Self = Self(0b0_0000_1111);
    pub const NELSON: Self = Self(0b1_1111_0111);
    pub const ALL: Self = Self(0b1_1111_1111);

    #[must_use]
    pub fn with(self, rule: RunRule) -> Self {
        Self(self.0 | 1 << rule as u8)
    }

    #[must_use]
    pub fn without(self, rule: RunRule) -> Self {
        Self(self.0 & !(1 << rule as u8))
    }

    /// Only what may be asked of a chart whose limits are not symmetric or not of one width.
    #[must_use]
    pub fn without_zones(self) -> Self {
        self.iter().filter(|rule| !rule.needs_zones()).collect()
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn contains(self, rule: RunRule) -> bool {
        self.0 & (1 << rule as u8) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = RunRule> {
        RunRule::ALL
            .into_iter()
            .filter(move |&rule| self.contains(rule))
    }

    /// One bit per rule, in the order of [`RunRule::ALL`].
    pub fn bits(self) -> u16 {
        self.0
    }

    #[cfg(test)]
    pub(crate) fn from_bits(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }
}

impl FromIterator<RunRule> for RuleSet {
    fn from_iter<I: IntoIterator<Item = RunRule>>(rules: I) -> Self {
        rules.into_iter().fold(Self::NONE, Self::with)
    }
}
