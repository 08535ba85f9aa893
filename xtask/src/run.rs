//! `cargo xtask run`: from a fresh clone to a running server with data, in one command.
//!
//! The data folder is filled under another name and renamed when it is complete, so an interrupted
//! start never leaves half a folder that the next start would take for a whole one. At the end this
//! process becomes the server: Ctrl-C and signals reach it directly, and its exit code is ours.

pub(crate) mod announce;
mod demo;

use std::net::{SocketAddr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use clap::Args;

use crate::process::run_shown;
use crate::session::Session;
use crate::web;
use demo::Access;

#[derive(Args)]
pub(crate) struct Options {
    /// How many generated reports the demo of a new data folder gets.
    #[arg(long, default_value_t = 4000)]
    runs: u32,

    /// What the generated reports are drawn from; the same seed gives the same reports.
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// The data folder; it is made when it does not exist, and kept [default: ./data]
    #[arg(long)]
    data: Option<PathBuf>,

    /// Where the server listens.
    #[arg(long, default_value = "127.0.0.1:8443")]
    listen: SocketAddr,

    /// Build with optimisation: slower to build, faster to run.
    #[arg(long)]
    release: bool,
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let data = match &options.data {
        Some(folder) => std::path::absolute(folder).context("looking up the data folder")?,
        None => session.root.join("data"),
    };
    check_port_is_free(options.listen)?;
    let server = build(session, options.release)?;
    if data.exists() {
        eprintln!("Using the data folder {}.", data.display());
    } else {
        demo::make_data_folder(&server, &data, options.runs, options.seed)?;
    }
    let access = Access::read(&data)?;
    announce_later(session, options.listen, &data, access.as_ref())?;
    let error = serve(&server, &data, options.listen).exec();
    Err(error).context("starting the server")
}

fn check_port_is_free(listen: SocketAddr) -> anyhow::Result<()> {
    TcpListener::bind(listen).map(drop).with_context(|| {
        let other = SocketAddr::new(listen.ip(), listen.port().saturating_add(1));
        format!(
            "cannot listen on {listen}\nhint: stop the program that uses this port, or choose \
             another one: cargo xtask run --listen {other}\nreason"
        )
    })
}

fn build(session: &Session, release: bool) -> anyhow::Result<PathBuf> {
    if let Err(error) = web::ensure_built(session) {
        eprintln!("warning: the server will have no web app: {error:#}");
    }
    eprintln!("Building the server; the first time takes some minutes.");
    let mut cargo = session.cargo();
    cargo.args(["build", "--package", "standcloud", "--bin", "standcloud"]);
    if release {
        cargo.arg("--release");
    }
    run_shown(&mut cargo)?;
    Ok(session.server(if release { "release" } else { "debug" }))
}

fn serve(server: &Path, data: &Path, listen: SocketAddr) -> Command {
    let mut command = Command::new(server);
    command
        .arg("serve")
        .arg("--data")
        .arg(data)
        .arg("--listen")
        .arg(listen.to_string())
        // What a person sees first is the demo; an organisation of their own is beside it.
        .args(["--demo", "first"]);
    command
}

/// Starts the process that waits for the server: this one will have become the server by then.
fn announce_later(
    session: &Session,
    listen: SocketAddr,
    data: &Path,
    access: Option<&Access>,
) -> anyhow::Result<()> {
    let mut command = Command::new(&session.xtask);
    command
        .arg("announce")
        .arg("--listen")
        .arg(listen.to_string())
        .arg("--data")
        .arg(data);
    if let Some(access) = access {
        // Not an argument: those can be read by every user of the machine.
        command
            .env(announce::KEY_VARIABLE, &access.key)
            .env(announce::PASSWORD_VARIABLE, &access.password);
    }
    command
        .stdin(Stdio::null())
        .spawn()
        .context("starting the announcement")
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_explained() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let message = format!("{:#}", check_port_is_free(address).unwrap_err());
        assert!(
            message.starts_with(&format!("cannot listen on {address}")),
            "{message}"
        );
        assert!(message.contains("hint: stop the program"), "{message}");
        drop(listener);
        assert!(check_port_is_free(address).is_ok());
    }
}
