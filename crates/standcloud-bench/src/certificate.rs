//! `certificate`: what a server to compare with needs to speak the same TLS.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

#[derive(Args)]
pub(crate) struct Options {
    /// Gets certificate.pem and key.pem.
    #[arg(long)]
    folder: PathBuf,
}

/// An ECDSA P-256 key, as StandCloud makes on its first start.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).context("making a certificate")?;
    write(options, "certificate.pem", &made.cert.pem())?;
    write(options, "key.pem", &made.signing_key.serialize_pem())
}

fn write(options: &Options, name: &str, text: &str) -> anyhow::Result<()> {
    let file = options.folder.join(name);
    fs::write(&file, text).with_context(|| format!("writing {}", file.display()))
}
