//! `cargo xtask bench ingest`: how many reports a second are durable, how quickly, at what price.
//!
//! Problem: a number of reports a second means nothing without the machine, the disk and something
//! to compare with.
//! Choice: in one run, on the same cores, with the same body, load generator and TLS: StandCloud on
//! SQLite, with a slow disk and on PostgreSQL, and a plain FastAPI server on PostgreSQL as the peer.
//! The data lie beside the compiled files, because the usual folder for temporary files may be in
//! memory, where a flush to the disk costs nothing.
//! Consequence: a run takes some minutes and prints a table; nothing fails on a slow machine.

mod load;
mod table;

use super::peer::{Body, Peer};
use super::server::{self, Database, Server};
use super::workplace::{self, Build, Workplace};
use crate::session::Session;
use load::{Load, LoadResult};
use table::{Figures, Row};

const WORKERS: [u32; 2] = [1, 2];
const STARTS: usize = 5;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long each row is measured.
    #[arg(long, default_value_t = 10)]
    seconds: u64,

    /// Keep-alive connections of the load generator.
    #[arg(long, default_value_t = 16)]
    connections: usize,

    /// Measure StandCloud on SQLite alone, without the peer and without PostgreSQL.
    #[arg(long)]
    alone: bool,
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let workplace = Workplace::make(session, "ingest", &Build::default())?;
    let load = Load::new(&workplace, options.seconds, options.connections);
    let (mut rows, bytes_per_run) = measure_sqlite(&workplace, &load)?;
    if !options.alone {
        rows.extend(measure_on_postgres(&workplace, &load)?);
    }
    let figures = Figures {
        bytes_per_run,
        idle_kib: measure_idle_memory(&workplace)?,
        starts: measure_starts(&workplace)?,
    };
    print!(
        "\n{}\n{}",
        table::render_rows(&rows),
        table::render_figures(&figures)
    );
    Ok(())
}

fn measure_sqlite(workplace: &Workplace, load: &Load) -> anyhow::Result<(Vec<Row>, u64)> {
    let data = workplace.folder("sqlite")?;
    let key = server::set_up(workplace, &data, &Database::Sqlite)?;
    let server = Server::start(workplace, &data, &Database::Sqlite, None)?;
    let plain = load.run("StandCloud, SQLite", server.port, &key)?;
    drop(server);
    let bytes_per_run = workplace::bytes_on_disk(&data)? / plain.accepted_in_all.max(1);

    let mut rows = vec![Row::ours(plain)];
    for load in [load, &load.crowded()] {
        rows.push(Row::ours(measure_slow_disk(workplace, load)?));
    }
    Ok((rows, bytes_per_run))
}

/// With one report on its way in each connection, no server can take more than connections ÷ 5 ms
/// here, however many reports share a commit; so this is measured with more connections, too.
fn measure_slow_disk(workplace: &Workplace, load: &Load) -> anyhow::Result<LoadResult> {
    let data = workplace.folder(&format!("slow-sqlite-{}", load.connections))?;
    let key = server::set_up(workplace, &data, &Database::SlowSqlite)?;
    let server = Server::start(workplace, &data, &Database::SlowSqlite, None)?;
    let name = "StandCloud, SQLite, 5 ms added to a commit";
    load.run(name, server.port, &key)
}

fn measure_on_postgres(workplace: &Workplace, load: &Load) -> anyhow::Result<Vec<Row>> {
    let postgres = workplace.start_postgres()?;
    let data = workplace.folder("postgres")?;
    let database = Database::Postgres {
        url: postgres.url.clone(),
    };
    let key = server::set_up(workplace, &data, &database)?;
    let server = Server::start(workplace, &data, &database, None)?;
    let ours = load.run("StandCloud, PostgreSQL", server.port, &key)?;
    drop(server);

    let mut rows = vec![Row::ours(ours)];
    for (body, name) in [
        (Body::Parsed, "FastAPI"),
        (Body::Raw, "FastAPI that does not parse"),
    ] {
        for workers in WORKERS {
            let peer = Peer::start(workplace, &postgres.url, workers, body)?;
            let result = load.run(&format!("{name}, workers: {workers}"), peer.port, "")?;
            rows.push(match body {
                Body::Parsed => Row::peer(result),
                Body::Raw => Row::other(result),
            });
        }
    }
    Ok(rows)
}

fn measure_idle_memory(workplace: &Workplace) -> anyhow::Result<u64> {
    let data = workplace.folder("idle")?;
    let server = Server::start(workplace, &data, &Database::Sqlite, None)?;
    std::thread::sleep(std::time::Duration::from_secs(2));
    server.service.resident_kib()
}

fn measure_starts(workplace: &Workplace) -> anyhow::Result<Vec<std::time::Duration>> {
    let start = |number| {
        let data = workplace.folder(&format!("start-{number}"))?;
        Ok(Server::start(workplace, &data, &Database::Sqlite, None)?.time_to_ready())
    };
    (0..STARTS).map(start).collect()
}
