//! `standcloud runs`

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde_json::Value;

use super::output::{data, say, table};
use super::remote::{Remote, RemoteOptions};

#[derive(Debug, Args)]
pub(super) struct RunsOptions {
    #[command(flatten)]
    remote: RemoteOptions,
    /// Serial number
    #[arg(long, value_name = "SN")]
    serial: Option<String>,
    /// Part number
    #[arg(long, value_name = "PN")]
    part: Option<String>,
    /// pass, fail, error, stopped or skipped
    #[arg(long)]
    status: Option<String>,
    /// Name of the test plan
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// Name of the stand
    #[arg(long, value_name = "NAME")]
    stand: Option<String>,
    /// Started at this time or later, such as 2026-01-31 or 2026-01-31T14:00:00Z
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Started at this time or before
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// A key of the DUT's info, such as `firmware_version=1.2.3`; may be given several times
    #[arg(long = "info", value_name = "KEY=VALUE")]
    info: Vec<String>,
    /// How many, newest first
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// How many to skip
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// One JSON object per run
    #[arg(long)]
    json: bool,
}

impl RunsOptions {
    fn parameters(&self) -> anyhow::Result<Vec<(String, String)>> {
        let named = [
            ("serial_number", &self.serial),
            ("part_number", &self.part),
            ("status", &self.status),
            ("test_plan_name", &self.plan),
            ("test_stand_name", &self.stand),
            ("start_time_from", &self.since),
            ("start_time_to", &self.until),
        ];
        let mut parameters: Vec<_> = named
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
            .collect();
        for entry in &self.info {
            let (key, value) = entry
                .split_once('=')
                .with_context(|| format!("--info {entry:?} needs KEY=VALUE"))?;
            parameters.push((key.to_owned(), value.to_owned()));
        }
        parameters.push(("limit".to_owned(), self.limit.to_string()));
        parameters.push(("offset".to_owned(), self.offset.to_string()));
        Ok(parameters)
    }
}

pub(super) async fn run(options: RunsOptions) -> anyhow::Result<ExitCode> {
    let parameters = options.parameters()?;
    let remote = options.remote.connect().await?;
    let runs = fetch(&remote, &parameters).await?;
    if options.json {
        for run in &runs {
            data(run.to_string())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if runs.is_empty() {
        say("No run fits.");
        return Ok(ExitCode::SUCCESS);
    }
    let text = |run: &Value, name: &str| match run.get(name) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => "-".to_owned(),
        Some(other) => other.to_string(),
    };
    let columns = [
        ("STATUS", "status"),
        ("START", "start_time"),
        ("DURATION", "duration"),
        ("PART", "part_number"),
        ("SERIAL NUMBER", "serial_number"),
        ("ATTEMPT", "number_of_attempt"),
        ("PLAN", "test_plan_name"),
        ("STAND", "test_stand_name"),
        ("ID", "test_run_id"),
    ];
    let rows: Vec<Vec<String>> = runs
        .iter()
        .map(|run| columns.iter().map(|(_, name)| text(run, name)).collect())
        .collect();
    table(&columns.map(|(heading, _)| heading), &rows)?;
    Ok(ExitCode::SUCCESS)
}

async fn fetch(remote: &Remote, parameters: &[(String, String)]) -> anyhow::Result<Vec<Value>> {
    let request = remote
        .request(reqwest::Method::GET, "/integration/api/v1/test_run")
        .await?;
    let response = request
        .query(parameters)
        .send()
        .await
        .map_err(|error| remote.trouble(error))?;
    if !response.status().is_success() {
        return Err(remote.refused(response).await);
    }
    response
        .json()
        .await
        .context("the answer is not what a StandCloud server sends")
}
