//! What the yield of a measurement would have been under other limits.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_columns::SelectedValues;
use utoipa::{IntoParams, ToSchema};

use super::points::number;
use super::read::SeriesRead;
use crate::analysis::analyst::Analyst;
use crate::analysis::question::compute;
use crate::analysis::shares::ShareView;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

/// How many runs are told whose result would change.
const RUNS_MAX: usize = 100;

/// Which limits; a value on a limit passes.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhatIfOptions {
    /// Id of the measurement.
    pub series: u32,
    /// Values below it would fail.
    pub lower: Option<f64>,
    /// Values above it would fail.
    pub upper: Option<f64>,
}

/// The yield of one measurement, as it was and as it would have been. Other measurements of the same runs
/// are not looked at.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct WhatIfView {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Values that the stand called good, of those that it compared.
    pub now: ShareView,
    /// Values within the new limits, of all.
    pub then: ShareView,
    /// Good values that would fail.
    pub would_fail: u64,
    /// Bad values that would pass.
    pub would_pass: u64,
    /// Values that the stand compared with nothing: they count in `then` only.
    pub not_compared: u64,
    /// The latest runs whose result of this measurement would change, by number; at most 100.
    pub changed_runs: Vec<i64>,
    /// What is odd about the new limits, in words.
    pub note: Option<String>,
    /// The query that lists the runs behind the figures.
    pub runs: String,
}

/// Yield under other limits
///
/// For everybody in the organisation. Says how many values of one measurement would have passed with other
/// limits, and how many would change sides.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/series/what-if", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, WhatIfOptions),
    responses(
        (status = 200, body = WhatIfView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition or a limit cannot be read"),
    ),
)]
pub async fn try_limits(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<WhatIfOptions>,
) -> Result<Json<WhatIfView>, Problem> {
    check(options)?;
    let read = SeriesRead::of(&app, &analyst, &wanted, options.series).await?;
    let runs = read.behind.query();
    let answer = compute(move || {
        let selection = read.select(None);
        what_if(&selection.values.kept, options, runs)
    });
    answer.await.map(Json)
}

fn check(options: WhatIfOptions) -> Result<(), Problem> {
    let limits = [("lower", options.lower), ("upper", options.upper)];
    for (name, limit) in limits {
        if limit.is_some_and(|limit| !limit.is_finite()) {
            return Err(Problem::invalid(name, "A limit is a finite number."));
        }
    }
    Ok(())
}

#[derive(Default)]
struct Counts {
    good: u64,
    bad: u64,
    then_good: u64,
    would_fail: u64,
    would_pass: u64,
}

fn what_if(selected: &SelectedValues, options: WhatIfOptions, runs: String) -> WhatIfView {
    let mut counts = Counts::default();
    let mut changed_runs = Vec::new();
    let judged = selected.values.iter().zip(&selected.results);
    // The latest first, because only some of the runs are told.
    for ((value, result), run_number) in judged.zip(&selected.run_numbers).rev() {
        let passes = options.lower.is_none_or(|lower| *value >= lower)
            && options.upper.is_none_or(|upper| *value <= upper);
        counts.then_good += u64::from(passes);
        counts.good += u64::from(*result == Some(true));
        counts.bad += u64::from(*result == Some(false));
        counts.would_fail += u64::from(*result == Some(true) && !passes);
        counts.would_pass += u64::from(*result == Some(false) && passes);
        if result.is_some_and(|result| result != passes) && changed_runs.len() < RUNS_MAX {
            changed_runs.push(*run_number);
        }
    }
    let all = number(selected.values.len());
    let compared = counts.good + counts.bad;
    WhatIfView {
        lower: options.lower,
        upper: options.upper,
        now: ShareView::of(counts.good, compared),
        then: ShareView::of(counts.then_good, all),
        would_fail: counts.would_fail,
        would_pass: counts.would_pass,
        not_compared: all.saturating_sub(compared),
        changed_runs,
        note: note(options, all, compared),
        runs,
    }
}

fn note(options: WhatIfOptions, all: u64, compared: u64) -> Option<String> {
    if let (Some(lower), Some(upper)) = (options.lower, options.upper)
        && lower > upper
    {
        let text =
            format!("The lower limit {lower} is above the upper limit {upper}: nothing can pass.");
        return Some(text);
    }
    if options.lower.is_none() && options.upper.is_none() {
        return Some("Say a lower or an upper limit to try.".to_owned());
    }
    match (all, compared) {
        (0, _) => Some("There are no values in this time and filter.".to_owned()),
        (_, 0) => Some("So far these values were compared with nothing.".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected() -> SelectedValues {
        SelectedValues {
            run_numbers: vec![1, 2, 3, 4],
            times_us: vec![1, 2, 3, 4],
            values: vec![1.0, 2.0, 3.0, 4.0],
            results: vec![Some(true), Some(true), Some(false), None],
            limit_sets: vec![1; 4],
            keys: Vec::new(),
        }
    }

    fn limits(lower: Option<f64>, upper: Option<f64>) -> WhatIfOptions {
        WhatIfOptions {
            series: 1,
            lower,
            upper,
        }
    }

    #[test]
    fn both_ends_are_good() {
        let found = what_if(&selected(), limits(Some(2.0), Some(3.0)), String::new());
        assert_eq!((found.now.part, found.now.all), (2, 3));
        assert_eq!((found.then.part, found.then.all), (2, 4));
        assert_eq!(
            (found.would_fail, found.would_pass, found.not_compared),
            (1, 1, 1)
        );
        assert_eq!(found.changed_runs, [3, 1]);
        assert_eq!(found.note, None);
    }

    #[test]
    fn odd_questions_have_a_note() {
        let swapped = what_if(&selected(), limits(Some(3.0), Some(2.0)), String::new());
        assert_eq!(swapped.then.part, 0);
        assert!(swapped.note.unwrap().contains("nothing can pass"));
        let empty = what_if(
            &SelectedValues::default(),
            limits(None, Some(2.0)),
            String::new(),
        );
        assert_eq!((empty.now.share, empty.then.share), (None, None));
        assert!(empty.note.is_some());
        let none = what_if(&selected(), limits(None, None), String::new());
        assert!(none.note.is_some());
        assert!(check(limits(Some(f64::NAN), None)).is_err());
    }
}
