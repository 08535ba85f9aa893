//! `standcloud quarantine`

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use standcloud_store::{OrganisationId, QuarantinedReport};
use uuid::Uuid;

use super::OrganisationOptions;
use super::output::{data, say, table};
use crate::api::text::rfc3339;
use crate::app::App;
use crate::clock::{Clock, Randomness};
use crate::config::Config;
use crate::reprocessing::{Reprocessed, reprocess};
use crate::server_keys::ServerKeys;

const LIST_LIMIT: u32 = 10_000;

#[derive(Debug, Subcommand)]
pub(super) enum QuarantineCommand {
    /// List what waits, newest first
    List(ListOptions),
    /// Show why one was refused; with --body, the bytes that came
    Show(ShowOptions),
    /// Try one, or all that wait, again
    Retry(RetryOptions),
}

#[derive(Debug, Args)]
pub(super) struct ListOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Also those that were re-processed with success
    #[arg(long)]
    all: bool,
    /// One JSON object per report
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ShowOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    id: Uuid,
    /// Write the body to stdout exactly as it came
    #[arg(long)]
    body: bool,
}

#[derive(Debug, Args)]
pub(super) struct RetryOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Which one [default: all that wait]
    id: Option<Uuid>,
}

pub(super) async fn run(command: QuarantineCommand) -> anyhow::Result<ExitCode> {
    match command {
        QuarantineCommand::List(options) => list(options).await,
        QuarantineCommand::Show(options) => show(options).await,
        QuarantineCommand::Retry(options) => retry(options).await,
    }
}

async fn list(options: ListOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let reports = store
        .list_quarantine(organisation.id, options.all, LIST_LIMIT)
        .await?;
    if options.json {
        for report in &reports {
            data(json_of(report).to_string())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if reports.is_empty() {
        say("Nothing waits in quarantine.");
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<_> = reports
        .iter()
        .map(|report| {
            vec![
                report.id.to_string(),
                rfc3339(report.last_received).unwrap_or_default(),
                report.received_count.to_string(),
                report.size_bytes.to_string(),
                report.principal.clone(),
                first_problem(&report.problems),
            ]
        })
        .collect();
    table(
        &[
            "ID",
            "LAST RECEIVED",
            "TIMES",
            "BYTES",
            "FROM",
            "FIRST PROBLEM",
        ],
        &rows,
    )?;
    Ok(ExitCode::SUCCESS)
}

fn json_of(report: &QuarantinedReport) -> serde_json::Value {
    serde_json::json!({
        "id": report.id,
        "first_received": rfc3339(report.first_received),
        "last_received": rfc3339(report.last_received),
        "received_count": report.received_count,
        "principal": report.principal,
        "source": report.source,
        "size_bytes": report.size_bytes,
        "problems": problems_of(&report.problems),
        "test_run_id": report.run_id.map(|id| id.0),
    })
}

fn problems_of(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// `body.dut.serial_number: must be a text`
pub(super) fn problem_line(problem: &serde_json::Value) -> String {
    let place = problem
        .get("loc")
        .and_then(serde_json::Value::as_array)
        .map(|parts| {
            let parts = parts.iter().map(|part| match part.as_str() {
                Some(name) => name.to_owned(),
                None => part.to_string(),
            });
            parts.collect::<Vec<_>>().join(".")
        });
    let message = problem
        .get("msg")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    format!("{}: {message}", place.unwrap_or_default())
}

fn first_problem(text: &str) -> String {
    let line = problems_of(text)
        .get(0)
        .map(problem_line)
        .unwrap_or_default();
    line.chars().take(100).collect()
}

async fn show(options: ShowOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let (report, body) = store
        .lookup_quarantine(organisation.id, options.id)
        .await?
        .with_context(|| nothing_there(options.id))?;
    if options.body {
        std::io::stdout().lock().write_all(&body)?;
        return Ok(ExitCode::SUCCESS);
    }
    data(format!("id              {}", report.id))?;
    data(format!(
        "first received  {}",
        rfc3339(report.first_received).unwrap_or_default()
    ))?;
    data(format!(
        "last received   {}, {} times in all",
        rfc3339(report.last_received).unwrap_or_default(),
        report.received_count
    ))?;
    data(format!("from            {}", report.principal))?;
    data(format!("size            {} bytes", report.size_bytes))?;
    if let Some(run_id) = report.run_id {
        data(format!("became run      {run_id}"))?;
    }
    data("problems")?;
    for problem in problems_of(&report.problems)
        .as_array()
        .into_iter()
        .flatten()
    {
        data(format!("  {}", problem_line(problem)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn nothing_there(id: Uuid) -> String {
    format!(
        "there is nothing with the id {id} in quarantine\n\
         hint: 'standcloud quarantine list --all' shows the ids"
    )
}

async fn retry(options: RetryOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let waiting = if let Some(id) = options.id {
        vec![id]
    } else {
        let reports = store
            .list_quarantine(organisation.id, false, LIST_LIMIT)
            .await?;
        reports.into_iter().map(|report| report.id).collect()
    };
    let (app, committer) = App::start(
        store,
        Config::default(),
        Clock::System,
        Randomness::from_system(),
        // Storing reports needs none; what does is the server's business.
        ServerKeys::generate(&Randomness::from_system()),
        Duration::ZERO,
    );
    let mut refused = 0;
    for id in &waiting {
        refused += usize::from(!retry_one(&app, organisation.id, *id).await?);
    }
    drop(app);
    committer.await?;
    say(format!(
        "{} re-processed, {refused} refused again.",
        waiting.len() - refused
    ));
    Ok(if refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `false` when it still does not validate.
async fn retry_one(app: &App, organisation: OrganisationId, id: Uuid) -> anyhow::Result<bool> {
    match reprocess(app, organisation, id).await? {
        Reprocessed::Stored(run_id) => {
            data(format!("{id}  run {run_id}"))?;
            Ok(true)
        }
        Reprocessed::Refused(problems) => {
            let first = problems
                .as_slice()
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            data(format!("{id}  refused: {first}"))?;
            Ok(false)
        }
        Reprocessed::NotThere => bail!(nothing_there(id)),
    }
}
