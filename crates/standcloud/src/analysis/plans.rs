//! The test plans that have runs, with their figures: where looking into a plan begins.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use standcloud_columns::{
    Bucket, Calendar, Dimension, Direction, Facts, Filter, Group, GroupError, Grouping,
    end_of_times, group_by,
};
use standcloud_store::NameDictionary;
use utoipa::ToSchema;

use super::analyst::Analyst;
use super::behind::RunsBehind;
use super::question::ask_facts;
use super::shares::ShareView;
use crate::analysis::yields::keyed::too_many;
use crate::app::App;
use crate::web_api::overview::{FiguresView, figures_of, instant};
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

/// More than a page can show.
const PLANS_MAX: usize = 200;

/// The plans with the most runs first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlansView {
    pub plans: Vec<PlanView>,
    /// There are more than the 200 that are listed.
    pub is_cut: bool,
}

/// A test plan over the runs that the filter lets pass.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanView {
    pub plan: String,
    pub figures: FiguresView,
    /// Units that passed their first test, of those that had one.
    pub first_pass_yield: ShareView,
    pub last_run: Option<Timestamp>,
    /// The query that lists the runs.
    pub runs: String,
}

struct Found {
    plan: u32,
    figures: FiguresView,
    last_us: Option<i64>,
}

/// Test plans
///
/// For everybody in the organisation, and for programs that may read.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/plans", tag = "Analysis",
    params(("slug" = String, Path), RunFilter),
    responses(
        (status = 200, body = PlansView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn list_plans(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
) -> Result<Json<PlansView>, Problem> {
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let plans = ask_facts(&app, &analyst, move |facts| look(facts, &found.filter)).await?;
    let (plans, is_cut) = plans.map_err(too_many)?;
    let store = &app.store;
    let names = store.list_dictionary(analyst.organisation_id(), NameDictionary::Plan);
    let names: HashMap<i64, String> = names
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let views = plans.into_iter().filter_map(|found| {
        let plan = names.get(&i64::from(found.plan))?.clone();
        Some(view_of(plan, &found, &wanted))
    });
    Ok(Json(PlansView {
        plans: views.collect(),
        is_cut,
    }))
}

fn look(facts: &Facts, filter: &Filter) -> Result<(Vec<Found>, bool), GroupError> {
    let grouping = Grouping::new(Calendar::utc(), Bucket::None, Some(Dimension::Plan));
    let mut groups = group_by(facts, filter, &grouping)?;
    groups.sort_by_key(|group| Reverse(group.runs));
    let is_cut = groups.len() > PLANS_MAX;
    let plans = groups.iter().filter_map(Group::key).take(PLANS_MAX);
    let found = plans.map(|plan| {
        let filter = Filter {
            plans: Some(std::iter::once(plan).collect()),
            ..filter.clone()
        };
        Ok(Found {
            plan,
            figures: figures_of(facts, &filter)?,
            last_us: end_of_times(facts, &filter, Direction::Descending),
        })
    });
    Ok((found.collect::<Result<_, GroupError>>()?, is_cut))
}

fn view_of(plan: String, found: &Found, wanted: &RunFilter) -> PlanView {
    let figures = found.figures;
    PlanView {
        first_pass_yield: ShareView::of(figures.passed_by_first, figures.first_tests),
        figures,
        last_run: found.last_us.and_then(instant),
        runs: RunsBehind::of(wanted)
            .with(|filter| filter.plan = vec![plan.clone()])
            .query(),
        plan,
    }
}
