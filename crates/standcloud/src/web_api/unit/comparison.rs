//! What changed between two runs.

use axum::Json;
use axum::extract::State;
use standcloud_report::{Changes, ParseLimits, changes, parse};
use standcloud_store::{OrganisationId, RunId, RunSummary};

use super::comparison_views::RunComparison;
use super::runs::unit_runs;
use crate::app::App;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run::path::{TwoRuns, no_such_run};

/// Compare a run with another
///
/// `run_id` is the run after, `other_run_id` the one before, whatever their times. Differences come in
/// the order of importance, and at most 500 of each kind. For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/{run_id}/compare/{other_run_id}", tag = "Units",
    params(("slug" = String, Path), ("run_id" = Uuid, Path), ("other_run_id" = Uuid, Path)),
    responses(
        (status = 200, body = RunComparison),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "No such run in this organisation"),
    ),
)]
pub async fn compare_runs(
    State(app): State<App>,
    caller: InOrganisation,
    runs: TwoRuns,
) -> Result<Json<RunComparison>, Problem> {
    let organisation = caller.organisation();
    let (before, old_body) = read_run(&app, organisation, runs.other).await?;
    let (after, new_body) = read_run(&app, organisation, runs.run).await?;
    let limits = app.config.limits.parse();
    let compared = tokio::task::spawn_blocking(move || compare(&old_body, &new_body, &limits));
    let compared = compared
        .await
        .map_err(|_| Problem::unavailable("The comparison was interrupted. Try again."))??;
    let is_same_unit = unit_key(&before).is_some() && unit_key(&before) == unit_key(&after);
    let is_same_plan = (&before.plan, &before.process) == (&after.plan, &after.process);
    let mut runs = unit_runs(&app, organisation, vec![before, after]).await?;
    let (Some(after), Some(before)) = (runs.pop(), runs.pop()) else {
        return Err(no_such_run());
    };
    Ok(Json(RunComparison {
        before,
        after,
        is_same_unit,
        is_same_plan,
        facts: compared.facts.into(),
        cases: compared.cases.into(),
        measurements: compared.measurements.into(),
    }))
}

async fn read_run(
    app: &App,
    organisation: OrganisationId,
    run_id: RunId,
) -> Result<(RunSummary, Vec<u8>), Problem> {
    let run = app.store.lookup_run(organisation, run_id).await?;
    let report = app.store.lookup_report(organisation, run_id).await?;
    let (run, report) = run.zip(report).ok_or_else(no_such_run)?;
    Ok((run, report.body))
}

fn compare(before: &[u8], after: &[u8], limits: &ParseLimits) -> Result<Changes, Problem> {
    let read = |body: &[u8]| parse(body, limits).map_err(|_| unreadable());
    Ok(changes(&read(before)?, &read(after)?))
}

fn unit_key(run: &RunSummary) -> Option<(&str, &str)> {
    let serial_number = run.serial_number.as_deref()?;
    Some((&run.part_number, serial_number))
}

/// Every stored report was readable once; an operator may have lowered the limits since.
fn unreadable() -> Problem {
    Problem::invalid(
        "run_id",
        "One of the reports is larger than this server now reads. Its raw report is still there.",
    )
}
