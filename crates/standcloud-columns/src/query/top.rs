//! The largest groups, and all others as one.
//!
//! A dimension can have a million values, of which a chart shows twenty. Nothing is cut off silently:
//! what is not shown is one more group.

use std::cmp::Reverse;

use super::group::{DIMENSIONS_MAX, Group, GroupError, Grouping, group_by};
use crate::facts::Facts;
use crate::filter::Filter;

/// Some hundred bytes each for the time of the question.
const GROUPS_MAX: usize = 1_000_000;

/// What the largest groups have most of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopBy {
    Runs,
    NotPassed,
    /// Units that did not pass at their first test.
    NotPassedAtFirst,
    /// Time on the stand.
    Duration,
}

/// The largest groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopGroups {
    /// The largest first; equal ones in the order of period and keys. Each has something of what was asked
    /// for.
    pub groups: Vec<Group>,
    /// How many further groups have something of it.
    pub more_groups: usize,
    /// All runs that pass and are in none of the groups, as one without period and keys.
    pub others: Option<Group>,
}

/// At most `limit` groups. More than a million in all are an error, whatever the grouping allows.
pub fn top_groups(
    facts: &Facts,
    filter: &Filter,
    grouping: &Grouping,
    by: TopBy,
    limit: usize,
) -> Result<TopGroups, GroupError> {
    let grouping = Grouping {
        max_groups: GROUPS_MAX,
        ..grouping.clone()
    };
    let mut groups = group_by(facts, filter, &grouping)?;
    groups.sort_by_key(|group| (Reverse(by.amount(group)), group.bucket_start_us, group.keys));
    let with_some = groups.partition_point(|group| by.amount(group) != 0);
    let rest = groups.split_off(limit.min(with_some));
    Ok(TopGroups {
        groups,
        more_groups: with_some.saturating_sub(limit),
        others: rest
            .into_iter()
            .reduce(Group::joined)
            .map(Group::without_name),
    })
}

impl TopBy {
    /// How much of it a group has.
    pub fn amount(self, group: &Group) -> u64 {
        match self {
            Self::Runs => group.runs,
            Self::NotPassed => group.not_passed,
            Self::NotPassedAtFirst => group.first_tests - group.passed_by_first,
            Self::Duration => group.duration_sum_ms,
        }
    }
}

impl Group {
    #[must_use]
    fn without_name(self) -> Self {
        Self {
            bucket_start_us: None,
            keys: [None; DIMENSIONS_MAX],
            ..self
        }
    }

    /// The runs of both, with period and keys of the first.
    #[must_use]
    fn joined(self, other: Self) -> Self {
        Self {
            bucket_start_us: self.bucket_start_us,
            keys: self.keys,
            runs: self.runs + other.runs,
            passed: self.passed + other.passed,
            not_passed: self.not_passed + other.not_passed,
            not_a_test: self.not_a_test + other.not_a_test,
            duration_sum_ms: self.duration_sum_ms + other.duration_sum_ms,
            duration_count: self.duration_count + other.duration_count,
            test_duration_sum_ms: self.test_duration_sum_ms + other.test_duration_sum_ms,
            test_duration_count: self.test_duration_count + other.test_duration_count,
            first_tests: self.first_tests + other.first_tests,
            passed_by_first: self.passed_by_first + other.passed_by_first,
            passed_by_second: self.passed_by_second + other.passed_by_second,
            passed_by_third: self.passed_by_third + other.passed_by_third,
            passed_ever: self.passed_ever + other.passed_ever,
            without_unit: self.without_unit + other.without_unit,
        }
    }
}
