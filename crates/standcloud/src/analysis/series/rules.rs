//! Run rules in the words of the API.

use serde::{Deserialize, Serialize};
use standcloud_stats::{RuleSet, RunRule};
use utoipa::ToSchema;

use super::points::number;
use crate::web_api::problem::Problem;

/// A pattern of points that a stable process hardly ever makes by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunRuleView {
    /// One point beyond three sigma.
    BeyondThreeSigma,
    /// Two of three beyond two sigma on one side.
    TwoOfThreeBeyondTwoSigma,
    /// Four of five beyond one sigma on one side.
    FourOfFiveBeyondOneSigma,
    EightOnOneSide,
    NineOnOneSide,
    /// Six points, each above the one before, or each below it.
    SixRisingOrFalling,
    /// Fourteen points that go up and down in turn.
    FourteenAlternating,
    FifteenWithinOneSigma,
    /// Eight points beyond one sigma, on both sides.
    EightBeyondOneSigma,
}

/// How many points complete the pattern of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleCountView {
    pub rule: RunRuleView,
    /// Its number among those of Western Electric (1956).
    pub western_electric: Option<u8>,
    /// Its number among those of Nelson (1984).
    pub nelson: Option<u8>,
    pub points: u64,
}

impl RunRuleView {
    pub(super) const ALL: [(Self, RunRule); 9] = [
        (Self::BeyondThreeSigma, RunRule::BeyondThreeSigma),
        (
            Self::TwoOfThreeBeyondTwoSigma,
            RunRule::TwoOfThreeBeyondTwoSigma,
        ),
        (
            Self::FourOfFiveBeyondOneSigma,
            RunRule::FourOfFiveBeyondOneSigma,
        ),
        (Self::EightOnOneSide, RunRule::EightOnOneSide),
        (Self::NineOnOneSide, RunRule::NineOnOneSide),
        (Self::SixRisingOrFalling, RunRule::SixRisingOrFalling),
        (Self::FourteenAlternating, RunRule::FourteenAlternating),
        (Self::FifteenWithinOneSigma, RunRule::FifteenWithinOneSigma),
        (Self::EightBeyondOneSigma, RunRule::EightBeyondOneSigma),
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::BeyondThreeSigma => "beyond_three_sigma",
            Self::TwoOfThreeBeyondTwoSigma => "two_of_three_beyond_two_sigma",
            Self::FourOfFiveBeyondOneSigma => "four_of_five_beyond_one_sigma",
            Self::EightOnOneSide => "eight_on_one_side",
            Self::NineOnOneSide => "nine_on_one_side",
            Self::SixRisingOrFalling => "six_rising_or_falling",
            Self::FourteenAlternating => "fourteen_alternating",
            Self::FifteenWithinOneSigma => "fifteen_within_one_sigma",
            Self::EightBeyondOneSigma => "eight_beyond_one_sigma",
        }
    }
}

/// Reads `a,b,c`, or the name of a set; without a word the rules that find most with few false alarms.
pub(super) fn read_rules(text: Option<&str>) -> Result<RuleSet, Problem> {
    match text {
        None => Ok(RuleSet::THREE_SIGMA.with(RunRule::NineOnOneSide)),
        Some("" | "none") => Ok(RuleSet::NONE),
        Some("western_electric") => Ok(RuleSet::WESTERN_ELECTRIC),
        Some("nelson") => Ok(RuleSet::NELSON),
        Some(names) => names
            .split(',')
            .take(RunRuleView::ALL.len())
            .map(read_rule)
            .collect(),
    }
}

fn read_rule(name: &str) -> Result<RunRule, Problem> {
    let found = RunRuleView::ALL
        .into_iter()
        .find(|(view, _)| view.as_str() == name);
    found.map(|(_, rule)| rule).ok_or_else(|| {
        let detail = "There is no such rule. Give names of rules with commas between them, \
            or western_electric, nelson or none.";
        Problem::invalid("rules", detail)
    })
}

pub(super) fn views_of(rules: RuleSet) -> Vec<RunRuleView> {
    let all = RunRuleView::ALL.into_iter();
    all.filter(|(_, rule)| rules.contains(*rule))
        .map(|(view, _)| view)
        .collect()
}

/// Also rules that no point completes, when they were asked for.
pub(super) fn count_rules(marks: &[RuleSet], asked: RuleSet) -> Vec<RuleCountView> {
    let all = RunRuleView::ALL
        .into_iter()
        .filter(|(_, rule)| asked.contains(*rule));
    let counts = all.map(|(view, rule)| RuleCountView {
        rule: view,
        western_electric: rule.western_electric_number(),
        nelson: rule.nelson_number(),
        points: number(marks.iter().filter(|mark| mark.contains(rule)).count()),
    });
    counts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_by_their_names() {
        let rules = |text| read_rules(text).unwrap();
        assert_eq!(rules(Some("nelson")), RuleSet::NELSON);
        assert_eq!(rules(Some("")), RuleSet::NONE);
        assert_eq!(rules(Some("beyond_three_sigma")), RuleSet::THREE_SIGMA);
        assert!(read_rules(Some("beyond_three_sigma,twelve")).is_err());
        for (view, rule) in RunRuleView::ALL {
            let name = serde_json::to_value(view).unwrap();
            assert_eq!(name, view.as_str());
            assert_eq!(rules(Some(view.as_str())), RuleSet::NONE.with(rule));
        }
    }
}
