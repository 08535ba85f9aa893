//! Counts by up to three dimensions at once, in the words of the API.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use standcloud_columns::{Bucket, Calendar, Facts, Filter, GroupError, Grouping, group_by};
use utoipa::IntoParams;

use super::figures::YieldCounts;
use crate::analysis::grouping::GroupBy;
use crate::app::App;
use crate::web_api::problem::Problem;

const DIMENSIONS_MAX: usize = 3;

/// What figures are told apart by.
#[derive(Debug, Clone, Default, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedGroups {
    /// What groups are told apart by: one to three, each once.
    #[param(required = false)]
    pub by: Vec<GroupBy>,
}

/// The runs that have these values of the dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedCounts {
    /// As many as there are dimensions; `None` for runs that have none.
    pub keys: Vec<Option<u32>>,
    pub counts: YieldCounts,
}

impl FromRequestParts<App> for WantedGroups {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

impl WantedGroups {
    fn parse(query: &str) -> Result<Self, Problem> {
        let mut by = Vec::new();
        let asked = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "by");
        for (_, value) in asked {
            let one = GroupBy::parse(&value)?;
            if !by.contains(&one) {
                by.push(one);
            }
        }
        if by.len() > DIMENSIONS_MAX {
            let words = "Groups are by at most three things at once. Leave some out.";
            return Err(Problem::invalid("by", words));
        }
        Ok(Self { by })
    }
}

/// Ordered by keys; groups without runs are left out.
pub fn count_groups(
    facts: &Facts,
    filter: &Filter,
    by: &[GroupBy],
) -> Result<Vec<KeyedCounts>, GroupError> {
    let dimensions = by.iter().map(|by| by.dimension());
    let grouping = Grouping::new(Calendar::utc(), Bucket::None, dimensions);
    let groups = group_by(facts, filter, &grouping)?;
    let keyed = groups.iter().map(|group| KeyedCounts {
        keys: group.keys.into_iter().take(by.len()).collect(),
        counts: YieldCounts::from(group),
    });
    Ok(keyed.collect())
}

/// More groups than can be told apart is the reader's to change.
pub fn too_many(error: GroupError) -> Problem {
    Problem::invalid("by", format!("That cannot be shown: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_are_read_once_each() {
        let wanted = WantedGroups::parse("by=stand&plan=x&by=batch&by=stand").unwrap();
        assert_eq!(wanted.by, [GroupBy::Stand, GroupBy::Batch]);
        for query in ["by=colour", "by=stand&by=batch&by=plan&by=part"] {
            assert!(WantedGroups::parse(query).is_err(), "{query}");
        }
    }
}
