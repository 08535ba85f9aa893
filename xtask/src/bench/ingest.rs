//! `cargo xtask bench ingest`.

use crate::session::Session;

#[derive(clap::Args)]
pub(crate) struct Options {}

pub(crate) fn run(_session: &Session, _options: &Options) -> anyhow::Result<()> {
    anyhow::bail!("this benchmark is not written yet")
}
