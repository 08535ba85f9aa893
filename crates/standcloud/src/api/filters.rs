//! From the query parameters of the read API to a filter over the facts.
//!
//! Parameters are the scalar fields of the answer, plus `limit` and `offset`; any other name is a
//! key of `dut.info`. Giving a parameter twice means "either"; different ones must all hold.

use std::collections::{BTreeMap, HashSet};

use standcloud_columns::{Bounds, Filter, IdSet, RunStatus};
use standcloud_report::identifier_text;
use standcloud_store::{OrganisationId, StoreError, TagScope};

use super::text::{parse_duration_seconds, parse_status, status_icon};
use crate::app::App;
use crate::error::ApiError;

const DEFAULT_LIMIT: usize = 100;
const PARAMETERS_MAX: usize = 64;
const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// A range of instants with both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InstantRange {
    pub from_us: Option<i64>,
    pub to_us: Option<i64>,
}

impl InstantRange {
    pub fn is_open(self) -> bool {
        self == Self::default()
    }

    pub fn contains(self, instant_us: i64) -> bool {
        self.from_us.is_none_or(|from| from <= instant_us)
            && self.to_us.is_none_or(|to| instant_us <= to)
    }

    fn narrow(&mut self, other: Self) {
        self.from_us = self.from_us.max(other.from_us);
        self.to_us = match (self.to_us, other.to_us) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }
}

/// What a reader asks for.
#[derive(Debug)]
pub struct RunQuery {
    pub filter: Filter,
    /// The facts have start and duration, so the stop is looked at run by run.
    pub stop: InstantRange,
    pub limit: usize,
    pub offset: usize,
}

/// Names of parameters that differ between the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterNames {
    pub attempt: &'static str,
    pub stop_time: &'static str,
}

type Parameters = BTreeMap<String, Vec<String>>;

/// Builds the query; names are looked up in the organisation's dictionaries.
pub async fn read_query(
    app: &App,
    organisation: OrganisationId,
    names: ParameterNames,
    pairs: Vec<(String, String)>,
) -> Result<RunQuery, ApiError> {
    if pairs.len() > PARAMETERS_MAX {
        return Err(ApiError::invalid_query("query", "too many parameters"));
    }
    let mut parameters = Parameters::new();
    for (name, value) in pairs {
        // As stored: without what a database refuses, and long texts shortened.
        let values = parameters.entry(identifier_text(&name)).or_default();
        values.push(identifier_text(&value));
    }
    let mut query = RunQuery {
        filter: Filter::default(),
        stop: InstantRange::default(),
        limit: take_number(&mut parameters, "limit")?.unwrap_or(DEFAULT_LIMIT),
        offset: take_number(&mut parameters, "offset")?.unwrap_or(0),
    };
    let largest = app.config.limits.page_entries;
    if query.limit > largest {
        return Err(ApiError::invalid_query(
            "limit",
            format!("must be at most {largest}"),
        ));
    }
    read_scalars(&mut parameters, names, &mut query)?;
    read_names(app, organisation, &mut parameters, &mut query.filter).await?;
    query.filter.tag_sets = read_tags(app, organisation, parameters).await?;
    Ok(query)
}

fn take_number(parameters: &mut Parameters, name: &str) -> Result<Option<usize>, ApiError> {
    let Some(values) = parameters.remove(name) else {
        return Ok(None);
    };
    let number = values.last().and_then(|text| text.parse().ok());
    number
        .map(Some)
        .ok_or_else(|| ApiError::invalid_query(name, "must be a whole number from 0"))
}

fn read_scalars(
    parameters: &mut Parameters,
    names: ParameterNames,
    query: &mut RunQuery,
) -> Result<(), ApiError> {
    let mut start = InstantRange::default();
    read_instants(parameters, "start_time", &mut start)?;
    read_instants(parameters, names.stop_time, &mut query.stop)?;
    query.filter.from_us = start.from_us;
    query.filter.to_us = start.to_us.map(|to| to.saturating_add(1));
    if let Some(values) = parameters.remove(names.attempt) {
        query.filter.attempts = exact_number(names.attempt, &values)?;
    }
    if let Some(values) = parameters.remove("duration") {
        query.filter.durations_ms = exact_duration(&values)?;
    }
    let statuses = read_statuses(parameters)?;
    if let Some(statuses) = statuses {
        query.filter.statuses = statuses.into_iter().collect();
    }
    Ok(())
}

fn read_statuses(parameters: &mut Parameters) -> Result<Option<Vec<RunStatus>>, ApiError> {
    let words = parameters.remove("status");
    let icons = parameters.remove("status_icon");
    if words.is_none() && icons.is_none() {
        return Ok(None);
    }
    let mut allowed: Vec<RunStatus> = RunStatus::ALL.to_vec();
    if let Some(words) = words {
        let asked: Option<Vec<_>> = words.iter().map(|word| parse_status(word)).collect();
        let asked = asked.ok_or_else(|| {
            ApiError::invalid_query(
                "status",
                "must be one of pass, fail, error, stopped, skipped, run, ready",
            )
        })?;
        allowed.retain(|status| asked.contains(status));
    }
    if let Some(icons) = icons {
        allowed.retain(|status| icons.iter().any(|icon| icon == status_icon(*status)));
    }
    Ok(Some(allowed))
}

fn exact_number(name: &str, values: &[String]) -> Result<Bounds, ApiError> {
    let number = values.last().and_then(|text| text.parse().ok());
    let number = number.ok_or_else(|| ApiError::invalid_query(name, "must be a whole number"))?;
    Ok(Bounds {
        min: Some(number),
        max: Some(number),
    })
}

fn exact_duration(values: &[String]) -> Result<Bounds, ApiError> {
    let seconds = values.last().and_then(|text| parse_duration_seconds(text));
    let bounds = seconds.and_then(|seconds| {
        let min = seconds.checked_mul(1000)?;
        Some(Bounds {
            min: Some(min),
            max: Some(min.checked_add(999)?),
        })
    });
    bounds.ok_or_else(|| {
        ApiError::invalid_query(
            "duration",
            "must be a duration such as 00:12:34, PT50S or 50",
        )
    })
}

/// `name`, `name_from` and `name_to`. An instant given exactly means its whole second.
fn read_instants(
    parameters: &mut Parameters,
    name: &str,
    range: &mut InstantRange,
) -> Result<(), ApiError> {
    let mut take = |suffix: &str| -> Result<Option<InstantRange>, ApiError> {
        let name = format!("{name}{suffix}");
        let Some(values) = parameters.remove(&name) else {
            return Ok(None);
        };
        let found = values.last().and_then(|text| parse_instant(text));
        found.map(Some).ok_or_else(|| {
            ApiError::invalid_query(
                &name,
                "must be a time such as 2026-01-31T14:00:00Z or a date",
            )
        })
    };
    if let Some(exact) = take("")? {
        range.narrow(exact);
    }
    if let Some(from) = take("_from")? {
        range.narrow(InstantRange {
            to_us: None,
            ..from
        });
    }
    if let Some(to) = take("_to")? {
        range.narrow(InstantRange {
            from_us: None,
            ..to
        });
    }
    Ok(())
}

/// RFC 3339, or the same without a zone (then UTC), or a date (the whole UTC day), or Unix seconds.
fn parse_instant(text: &str) -> Option<InstantRange> {
    // A plus sign that was not percent-encoded arrives as a space.
    let text = text.trim().replace(' ', "+");
    let whole = |from: i64, length: i64| {
        Some(InstantRange {
            from_us: Some(from),
            to_us: Some(from.checked_add(length - 1)?),
        })
    };
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return whole(timestamp.as_microsecond(), MICROS_PER_SECOND);
    }
    if let Ok(seconds) = text.parse::<i64>() {
        return whole(seconds.checked_mul(MICROS_PER_SECOND)?, MICROS_PER_SECOND);
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    let from = civil
        .to_zoned(jiff::tz::TimeZone::UTC)
        .ok()?
        .timestamp()
        .as_microsecond();
    whole(
        from,
        if text.contains(':') {
            MICROS_PER_SECOND
        } else {
            MICROS_PER_DAY
        },
    )
}

async fn read_names(
    app: &App,
    organisation: OrganisationId,
    parameters: &mut Parameters,
    filter: &mut Filter,
) -> Result<(), ApiError> {
    let store = &app.store;
    if let Some(values) = parameters.remove("part_number") {
        filter.parts = Some(ids(&values, |text| store.find_part_ids(organisation, text)).await?);
    }
    if let Some(values) = parameters.remove("serial_number") {
        filter.units = Some(ids(&values, |text| store.find_unit_ids(organisation, text)).await?);
    }
    if let Some(values) = parameters.remove("test_plan_name") {
        filter.plans = Some(ids(&values, |text| store.find_plan_ids(organisation, text)).await?);
    }
    let mut stands: Option<HashSet<u32>> = None;
    if let Some(values) = parameters.remove("test_stand_name") {
        let found = id_list(&values, |text| {
            store.find_stand_ids_by_name(organisation, text)
        })
        .await?;
        intersect(&mut stands, found);
    }
    if let Some(values) = parameters.remove("test_stand_hw_id") {
        let find = |text| store.find_stand_ids_by_hardware_id(organisation, text);
        intersect(&mut stands, id_list(&values, find).await?);
    }
    filter.stands = stands.map(|stands| stands.into_iter().collect());
    Ok(())
}

async fn read_tags(
    app: &App,
    organisation: OrganisationId,
    parameters: Parameters,
) -> Result<Option<IdSet>, ApiError> {
    let mut sets: Option<HashSet<u32>> = None;
    for (name, values) in parameters {
        let find = |text| {
            app.store
                .find_tag_set_ids(organisation, TagScope::Dut, &name, text)
        };
        intersect(&mut sets, id_list(&values, find).await?);
    }
    Ok(sets.map(|sets| sets.into_iter().collect()))
}

fn intersect(sets: &mut Option<HashSet<u32>>, found: Vec<u32>) {
    let found: HashSet<u32> = found.into_iter().collect();
    *sets = Some(match sets.take() {
        None => found,
        Some(before) => before.intersection(&found).copied().collect(),
    });
}

async fn ids<'a, F, R>(values: &'a [String], find: F) -> Result<IdSet, ApiError>
where
    F: Fn(&'a str) -> R,
    R: Future<Output = Result<Vec<u32>, StoreError>>,
{
    Ok(id_list(values, find).await?.into_iter().collect())
}

async fn id_list<'a, F, R>(values: &'a [String], find: F) -> Result<Vec<u32>, ApiError>
where
    F: Fn(&'a str) -> R,
    R: Future<Output = Result<Vec<u32>, StoreError>>,
{
    let mut found = Vec::new();
    for value in values {
        found.extend(find(value).await?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_every_form() {
        let second = |from_us| {
            Some(InstantRange {
                from_us: Some(from_us),
                to_us: Some(from_us + MICROS_PER_SECOND - 1),
            })
        };
        for text in [
            "2023-11-14T22:13:20Z",
            "2023-11-15T00:13:20+02:00",
            "2023-11-15T00:13:20 02:00",
            "2023-11-14T22:13:20",
            "1700000000",
        ] {
            assert_eq!(
                parse_instant(text),
                second(1_700_000_000 * MICROS_PER_SECOND),
                "{text}"
            );
        }
        let day = parse_instant("2023-11-14").unwrap();
        assert_eq!(
            day.to_us.unwrap() - day.from_us.unwrap() + 1,
            MICROS_PER_DAY
        );
        for text in ["", "yesterday", "2023-13-01", "99999999999999999999"] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }
}
