//! Two choices of runs in one query: `a.` and `b.` before a condition say for which side it holds, and
//! conditions without either hold for both.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use form_urlencoded::Serializer;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::run_filter::RunFilter;

const TIMES: [&str; 3] = ["range", "from", "to"];

/// What is compared. Nothing was looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    pub a: RunFilter,
    pub b: RunFilter,
}

impl FromRequestParts<App> for Sides {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

impl Sides {
    pub fn parse(query: &str) -> Result<Self, Problem> {
        let (a, b) = (side(query, "a.")?, side(query, "b.")?);
        if a == b {
            let words =
                "Both sides are the same runs. Say in what they differ: a.stand=…&b.stand=…";
            return Err(Problem::invalid("a", words));
        }
        Ok(Self { a, b })
    }
}

/// What a side says for itself stands in place of the same condition for both, and so does a time.
fn side(query: &str, prefix: &str) -> Result<RunFilter, Problem> {
    let all: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let own: Vec<_> = all
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(prefix)?, value)))
        .collect();
    let has_own_time = own.iter().any(|(name, _)| TIMES.contains(name));
    let is_replaced = |name: &str| {
        own.iter().any(|(own, _)| *own == name) || (has_own_time && TIMES.contains(&name))
    };
    let common = all.iter().map(|(name, value)| (name.as_ref(), value));
    let common = common.filter(|(name, _)| !name.contains('.') && !is_replaced(name));
    let mut joined = Serializer::new(String::new());
    for (name, value) in common.chain(own.iter().copied()) {
        joined.append_pair(name, value);
    }
    RunFilter::parse(&joined.finish())
}

impl IntoParams for Sides {
    /// The conditions of runs three times: for both sides, for A and for B.
    fn into_params(location: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let of = |prefix: &str| {
            let mut params = RunFilter::into_params(&location);
            for param in &mut params {
                param.name = format!("{prefix}{}", param.name);
            }
            params
        };
        [of(""), of("a."), of("b.")].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_api::run_range::RunRangeName;

    #[test]
    fn a_side_has_what_both_have_and_its_own() {
        let sides = Sides::parse("plan=P&range=month&a.stand=1&b.stand=2&b.from=2026-01-01");
        let sides = sides.unwrap();
        assert_eq!(
            (&sides.a.plan, &sides.b.plan),
            (&vec!["P".to_owned()], &sides.a.plan)
        );
        assert_eq!((&sides.a.stand, &sides.b.stand), (&vec![1], &vec![2]));
        assert_eq!(sides.a.range, Some(RunRangeName::Month));
        assert_eq!(sides.b.range, None);
        assert_eq!(sides.b.from.as_deref(), Some("2026-01-01"));
    }

    #[test]
    fn the_same_runs_are_not_compared() {
        for query in ["", "plan=P", "a.stand=1&b.stand=1", "a.stand=x&b.stand=1"] {
            assert!(Sides::parse(query).is_err(), "{query}");
        }
    }
}
