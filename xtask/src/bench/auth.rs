//! `cargo xtask bench auth`: is the authorization server quick where slowness does harm?
//!
//! Problem: HardPy's login dies when a poll takes longer than its interval, and checking one password
//! keeps a core busy for a good tenth of a second, so people who sign in could end the logins of a
//! whole hall. Each upload pays for the check of its token. A revoked token must end everywhere soon.
//! Choice: in one run, on the same cores: polls at the pace of stands, alone and while people sign in
//! without pause, on both databases and against a plain FastAPI server; the check itself in its own
//! process, in a loop; revocations at one of two servers.
//! Consequence: a run takes some minutes and prints what was measured beside what is required;
//! nothing fails on a slow machine.

mod checks;
mod goals;
mod polls;
mod revocations;
mod table;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::peer::{Body, Peer};
use super::server::{self, Database, Server};
use super::workplace::{Build, Workplace};
use crate::session::Session;
use goals::Goal;
use polls::{PollResult, Polls};
use table::Row;

const CHECKS: &str = "credential_check";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long each row of polls is measured.
    #[arg(long, default_value_t = 60)]
    seconds: u64,

    /// Stands that wait for their login, each asking every 5 s.
    #[arg(long, default_value_t = 500)]
    pollers: u32,

    /// Connections on which people sign in without pause.
    #[arg(long, default_value_t = 8)]
    sign_ins: u32,

    /// Tokens that are revoked.
    #[arg(long, default_value_t = 5)]
    repeats: u32,

    /// Build without optimisation, to try out the benchmark itself.
    #[arg(long)]
    debug: bool,
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let build = Build {
        debug: options.debug,
        example: Some(CHECKS),
    };
    let workplace = Workplace::make(session, "auth", &build)?;
    let config = write_config(&workplace)?;
    let polls = Polls::new(&workplace, options);

    let mut goals = checks::measure(&workplace, CHECKS)?;
    let mut rows = measure_sqlite(&workplace, &polls, &config)?;
    let postgres = workplace.start_postgres()?;
    let database = Database::Postgres {
        url: postgres.url.clone(),
    };
    let data = workplace.folder("postgres")?;
    server::set_up(&workplace, &data, &database)?;
    let node = Server::start(&workplace, &data, &database, Some(&config))?;
    rows.extend(measure_polls(&polls, "StandCloud, PostgreSQL", &node)?);
    let other_data = workplace.folder("other-node")?;
    let other_node = Server::start(&workplace, &other_data, &database, Some(&config))?;
    goals.extend(revocations::measure(
        &workplace,
        [&node, &other_node],
        options.repeats,
    )?);
    drop((node, other_node));
    rows.push(measure_peer(&workplace, &polls, &postgres.url)?);

    goals.extend(rows.iter().filter_map(Row::goal));
    print!("\n{}\n{}", table::render(&rows), goals::render(&goals));
    Ok(())
}

fn measure_sqlite(workplace: &Workplace, polls: &Polls, config: &Path) -> anyhow::Result<Vec<Row>> {
    let data = workplace.folder("sqlite")?;
    server::set_up(workplace, &data, &Database::Sqlite)?;
    let server = Server::start(workplace, &data, &Database::Sqlite, Some(config))?;
    measure_polls(polls, "StandCloud, SQLite", &server)
}

/// Without sign-ins and with them.
fn measure_polls(polls: &Polls, name: &str, server: &Server) -> anyhow::Result<Vec<Row>> {
    let quiet = polls.run(name, server.port, &server.service)?;
    let busy = polls.run_while_people_sign_in(name, server.port, &server.service)?;
    Ok(vec![Row::ours(quiet), Row::ours(busy)])
}

/// One worker: its processor time is that of one process, and the load is far below its limit.
fn measure_peer(workplace: &Workplace, polls: &Polls, database_url: &str) -> anyhow::Result<Row> {
    let peer = Peer::start(workplace, database_url, 1, Body::Parsed)?;
    let result = polls.run("FastAPI, PostgreSQL", peer.port, &peer.service)?;
    Ok(Row::peer(result))
}

/// All stands are at one address here, and all servers of a database share one key.
fn write_config(workplace: &Workplace) -> anyhow::Result<PathBuf> {
    let folder = workplace.folder("config")?;
    let key = folder.join("server.key");
    let text = format!(
        "server_key_file = {:?}\n\
         [limits]\n\
         device_logins_per_minute = 100000\n\
         device_logins_per_address = 10000\n\
         [auth]\n\
         device_code_seconds = 1800\n",
        key.display().to_string()
    );
    let file = folder.join("standcloud.toml");
    std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}

impl Row {
    /// A stand waits at most 5 s for an answer; people who sign in must not come near that.
    fn goal(&self) -> Option<Goal> {
        let PollResult { sign_ins, .. } = self.result;
        (sign_ins > 0).then(|| Goal {
            name: format!("p99 of a poll, {}", self.result.name),
            unit: "ms",
            measured: self.result.p99_ms,
            limit: Some(100.0),
        })
    }
}
