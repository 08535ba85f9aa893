//! Which runs a page is about: the query parameters that all lists, figures and charts of runs share.
//!
//! A parameter given several times means "either", different parameters must all hold. So the parser
//! keeps repetitions, which the usual one of forms does not. What is no parameter of the filter is left
//! to the handler. A name that no run has is no error: nothing passes. An empty name asks for the runs
//! that have none, so that every group of a figure can be asked for.

use std::collections::HashSet;
use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use standcloud_columns::{Bounds, Calendar, Filter, IdSet};
use standcloud_report::identifier_text;
use standcloud_store::{Organisation, OrganisationId, StoreError, TagScope};
use utoipa::IntoParams;

use super::caller::InOrganisation;
use super::problem::Problem;
use super::run_range::{RunRange, RunRangeName, TimeSpan, calendar_of};
use super::run_status::RunStatusView;
use crate::app::App;

const VALUES_MAX: usize = 200;
const VALUE_BYTES_MAX: usize = 1_000;
/// What the facts hold for a run that has none.
const NONE: u32 = 0;

/// As it stands in the address. Nothing was looked up yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunFilter {
    /// A calendar period of the organisation. Without it and without `from` and `to`: all runs.
    pub range: Option<RunRangeName>,
    /// The first instant (RFC 3339), or the first day (a date) in the organisation's zone.
    pub from: Option<String>,
    /// The instant (RFC 3339) before which runs began, or the last day (a date), included.
    pub to: Option<String>,
    /// Names of test plans.
    #[param(required = false)]
    pub plan: Vec<String>,
    /// Part numbers.
    #[param(required = false)]
    pub part: Vec<String>,
    /// Revisions of parts; empty for runs without one.
    #[param(required = false)]
    pub revision: Vec<String>,
    /// Serial numbers of units; empty for runs without one.
    #[param(required = false)]
    pub serial: Vec<String>,
    /// Numbers of stands, as `filter-values/stand` tells them.
    #[param(required = false)]
    pub stand: Vec<u32>,
    /// Serial numbers of batches; empty for runs without one.
    #[param(required = false)]
    pub batch: Vec<String>,
    /// Names of processes; empty for runs without one.
    #[param(required = false)]
    pub process: Vec<String>,
    /// Names of operators; empty for runs without one.
    #[param(required = false)]
    pub operator: Vec<String>,
    #[param(required = false)]
    pub status: Vec<RunStatusView>,
    /// `first` for the first test of each unit in its plan and process, or the number of an attempt.
    #[param(value_type = Option<String>)]
    pub attempt: Option<AttemptCondition>,
    /// Error codes of reports.
    #[param(required = false)]
    pub error_code: Vec<u32>,
    /// Numbers of the steps that failed first, as the analysis tells them; 0 for runs without one.
    #[param(required = false)]
    pub step: Vec<u32>,
    /// `scope:name=value` with the scope `dut`, `stand` or `process`. Tags of one scope and name mean
    /// "either".
    #[param(required = false)]
    pub tag: Vec<String>,
}

/// Which of a unit's runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptCondition {
    /// What first-pass yield counts.
    First,
    /// From 1; runs that were no test are attempts too.
    Number(u32),
}

/// A filter over the facts, with what the range means in the organisation's calendar.
#[derive(Debug, Clone)]
pub struct FoundFilter {
    pub filter: Filter,
    pub calendar: Calendar,
    /// `None` when all times are asked for.
    pub span: TimeSpan,
}

impl FromRequestParts<App> for RunFilter {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

impl RunFilter {
    /// Reads a query string.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).take(VALUES_MAX + 1) {
            if value.len() > VALUE_BYTES_MAX {
                return Err(Problem::invalid(name, "That is too long to look for."));
            }
            read.add(&name, &value)?;
        }
        if form_urlencoded::parse(query.as_bytes()).count() > VALUES_MAX {
            return Err(Problem::invalid(
                "query",
                "That are too many conditions at once. Leave some out.",
            ));
        }
        Ok(read)
    }

    /// Looks up the names in the caller's organisation.
    pub async fn find(&self, app: &App, caller: &InOrganisation) -> Result<FoundFilter, Problem> {
        self.find_in(app, &caller.membership.organisation).await
    }

    /// Looks up the names in an organisation that the caller may read.
    pub async fn find_in(
        &self,
        app: &App,
        organisation: &Organisation,
    ) -> Result<FoundFilter, Problem> {
        let calendar = calendar_of(organisation);
        let range = RunRange::read(self.range, self.from.as_deref(), self.to.as_deref())?;
        let span = range.span(&calendar, app.clock.now())?;
        let mut filter = self.names(app, organisation.id).await?;
        (filter.from_us, filter.to_us) = (span.from_us, span.to_us);
        Ok(FoundFilter {
            filter,
            calendar,
            span,
        })
    }

    /// The conditions as query parameters, such as [`Self::parse`] reads them.
    pub fn conditions(&self) -> Vec<(&'static str, String)> {
        let range = self.range.map(|range| ("range", range.as_str().to_owned()));
        let from = self.from.clone().map(|from| ("from", from));
        let to = self.to.clone().map(|to| ("to", to));
        let mut all: Vec<_> = range.into_iter().chain(from).chain(to).collect();
        let texts = [
            ("plan", &self.plan),
            ("part", &self.part),
            ("revision", &self.revision),
            ("serial", &self.serial),
            ("batch", &self.batch),
            ("process", &self.process),
            ("operator", &self.operator),
            ("tag", &self.tag),
        ];
        for (name, values) in texts {
            all.extend(values.iter().map(|value| (name, value.clone())));
        }
        all.extend(self.stand.iter().map(|id| ("stand", id.to_string())));
        let statuses = self.status.iter();
        all.extend(statuses.map(|status| ("status", status.as_str().to_owned())));
        all.extend(self.attempt.map(|attempt| ("attempt", attempt.to_string())));
        let numbers = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>();
        let codes = numbers(&self.error_code).into_iter();
        all.extend(codes.map(|code| ("error_code", code)));
        let steps = numbers(&self.step).into_iter();
        all.extend(steps.map(|step| ("step", step)));
        all
    }

    fn add(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let text = || identifier_text(value);
        match name {
            "range" => self.range = Some(RunRangeName::parse(value)?),
            "from" => self.from = Some(value.to_owned()),
            "to" => self.to = Some(value.to_owned()),
            "plan" => self.plan.push(text()),
            "part" => self.part.push(text()),
            "revision" => self.revision.push(text()),
            "serial" => self.serial.push(text()),
            "batch" => self.batch.push(text()),
            "process" => self.process.push(text()),
            "operator" => self.operator.push(text()),
            "status" => self.status.push(RunStatusView::parse(value)?),
            "tag" => self.tag.push(value.to_owned()),
            "attempt" => self.attempt = Some(AttemptCondition::parse(value)?),
            "stand" => {
                let number = number(name, value, "A stand is asked for by its number.");
                self.stand.push(number?);
            }
            "error_code" => {
                let code = number(name, value, "An error code is a whole number.");
                self.error_code.push(code?);
            }
            "step" => {
                let number = number(name, value, "A step is asked for by its number.");
                self.step.push(number?);
            }
            _ => {}
        }
        Ok(())
    }

    async fn names(&self, app: &App, organisation: OrganisationId) -> Result<Filter, Problem> {
        let store = &app.store;
        let mut filter = Filter {
            plans: ids(&self.plan, |name| store.find_plan_ids(organisation, name)).await?,
            parts: ids(&self.part, |name| store.find_part_ids(organisation, name)).await?,
            revisions: ids(&self.revision, |name| {
                store.find_revision_ids(organisation, name)
            })
            .await?,
            units: ids(&self.serial, |name| store.find_unit_ids(organisation, name)).await?,
            batches: ids(&self.batch, |name| store.find_batch_ids(organisation, name)).await?,
            processes: ids(&self.process, |name| {
                store.find_process_ids(organisation, name)
            })
            .await?,
            operators: ids(&self.operator, |name| {
                store.find_operator_ids(organisation, name)
            })
            .await?,
            tag_sets: self.tag_sets(app, organisation).await?,
            ..Filter::default()
        };
        filter.stands = numbers(&self.stand);
        filter.error_codes = numbers(&self.error_code);
        filter.failing_steps = numbers(&self.step);
        if let Some(attempt) = self.attempt {
            attempt.narrow(&mut filter);
        }
        if !self.status.is_empty() {
            let statuses = self.status.iter().copied().map(Into::into);
            filter.statuses = statuses.collect();
        }
        Ok(filter)
    }

    async fn tag_sets(
        &self,
        app: &App,
        organisation: OrganisationId,
    ) -> Result<Option<IdSet>, Problem> {
        let mut tags = Vec::new();
        for text in &self.tag {
            let tag = parse_tag(text).ok_or_else(|| {
                Problem::invalid("tag", "A tag is asked for as scope:name=value.")
            })?;
            tags.push(tag);
        }
        tags.sort();
        let mut sets: Option<HashSet<u32>> = None;
        for of_one_name in tags.chunk_by(|one, two| (one.0, &one.1) == (two.0, &two.1)) {
            let mut found = HashSet::new();
            for (scope, name, value) in of_one_name {
                let Some(scope) = TagScope::from_name(scope) else {
                    continue;
                };
                let set_ids = app.store.find_tag_set_ids(organisation, scope, name, value);
                found.extend(set_ids.await?);
            }
            sets = Some(match sets {
                None => found,
                Some(before) => before.intersection(&found).copied().collect(),
            });
        }
        Ok(sets.map(|sets| sets.into_iter().collect()))
    }
}

impl AttemptCondition {
    const FIRST: &'static str = "first";

    fn parse(text: &str) -> Result<Self, Problem> {
        if text == Self::FIRST {
            return Ok(Self::First);
        }
        let number = text.parse().ok().filter(|number| *number > 0);
        number.map(Self::Number).ok_or_else(|| {
            let words = "An attempt is asked for by its number, from 1, or as \"first\".";
            Problem::invalid("attempt", words)
        })
    }

    fn narrow(self, filter: &mut Filter) {
        match self {
            Self::First => filter.first_tests = true,
            Self::Number(number) => {
                filter.attempts = Bounds {
                    min: Some(number),
                    max: Some(number),
                };
            }
        }
    }
}

impl fmt::Display for AttemptCondition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => formatter.write_str(Self::FIRST),
            Self::Number(number) => number.fmt(formatter),
        }
    }
}

fn number(name: &str, value: &str, wrong: &str) -> Result<u32, Problem> {
    value.parse().map_err(|_| Problem::invalid(name, wrong))
}

/// `None` when nothing is asked for.
fn numbers(asked: &[u32]) -> Option<IdSet> {
    (!asked.is_empty()).then(|| asked.iter().copied().collect())
}

/// Scope, name and value.
fn parse_tag(text: &str) -> Option<(&str, String, String)> {
    let (scope, rest) = text.split_once(':')?;
    let (name, value) = rest.split_once('=')?;
    TagScope::from_name(scope)?;
    Some((scope, identifier_text(name), identifier_text(value)))
}

/// `None` when nothing is asked for, which is not the same as an empty set.
async fn ids<'a, F, R>(names: &'a [String], find: F) -> Result<Option<IdSet>, Problem>
where
    F: Fn(&'a str) -> R,
    R: Future<Output = Result<Vec<u32>, StoreError>>,
{
    if names.is_empty() {
        return Ok(None);
    }
    let mut found = Vec::new();
    for name in names {
        if name.is_empty() {
            found.push(NONE);
        } else {
            found.extend(find(name).await?);
        }
    }
    Ok(Some(found.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_kept_and_other_parameters_ignored() {
        let read =
            RunFilter::parse("plan=a&plan=b+c&status=failed&stand=3&stand=4&limit=5&range=week");
        let expected = RunFilter {
            range: Some(RunRangeName::Week),
            plan: vec!["a".to_owned(), "b c".to_owned()],
            status: vec![RunStatusView::Failed],
            stand: vec![3, 4],
            ..RunFilter::default()
        };
        assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn conditions_are_read_back_as_they_are_told() {
        let query = "range=week&plan=a&revision=B&batch=&stand=3&status=failed&attempt=first\
                     &error_code=7&step=5&step=0";
        let read = RunFilter::parse(query).unwrap();
        let mut told = form_urlencoded::Serializer::new(String::new());
        told.extend_pairs(read.conditions());
        assert_eq!(told.finish(), query);
        assert_eq!(read.attempt, Some(AttemptCondition::First));
        assert_eq!(read.step, [5, 0]);
    }

    #[test]
    fn what_cannot_be_right_is_refused() {
        for query in [
            "status=green",
            "stand=x",
            "range=decade",
            "attempt=0",
            "attempt=last",
            "error_code=-1",
            "step=x",
        ] {
            assert!(RunFilter::parse(query).is_err(), "{query}");
        }
        let many = "plan=a&".repeat(VALUES_MAX + 1);
        assert!(RunFilter::parse(&many).is_err());
        let long = format!("plan={}", "a".repeat(VALUE_BYTES_MAX + 1));
        assert!(RunFilter::parse(&long).is_err());
    }

    #[test]
    fn a_tag_has_three_parts() {
        let tag = parse_tag("dut:firmware=1=2").unwrap();
        assert_eq!(tag, ("dut", "firmware".to_owned(), "1=2".to_owned()));
        for text in ["", "dut:x", "firmware=1", "unit:a=b"] {
            assert_eq!(parse_tag(text), None, "{text}");
        }
    }
}
