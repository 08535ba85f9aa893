//! `standcloud upload`
//!
//! Uploading twice does no harm, because the server knows a report again. So resuming only saves
//! time: a journal beside the user's other state remembers by digest which files an address has
//! taken, and these are not sent again.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use bytes::Bytes;
use clap::Args;
use reqwest::{Method, StatusCode};
use sha2::{Digest, Sha256};
use tokio::task::JoinSet;

use super::client::Trouble;
use super::output::{data, progress, say};
use super::remote::{Remote, RemoteOptions, refusal};

const UPLOADS_AT_ONCE: usize = 8;
const TRIES: u32 = 6;
const FILES_MAX: usize = 1_000_000;
const REFUSALS_SHOWN: usize = 20;

#[derive(Debug, Args)]
pub(super) struct UploadOptions {
    #[command(flatten)]
    remote: RemoteOptions,
    /// HardPy reports (JSON), or folders that are searched for *.json, such as a stand's
    /// .hardpy/storage/runstore
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Send also what was uploaded from here before
    #[arg(long)]
    again: bool,
    /// The summary as one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Default)]
struct Summary {
    accepted: u64,
    duplicate: u64,
    uploaded_before: u64,
    refused: Vec<String>,
}

enum Uploaded {
    Accepted,
    Duplicate,
    Refused(String),
    /// The key or the login is wrong, so no other file can succeed.
    NotAllowed(anyhow::Error),
}

pub(super) async fn run(options: UploadOptions) -> anyhow::Result<ExitCode> {
    let remote = Arc::new(options.remote.connect().await?);
    let files = find_files(&options.files)?;
    if files.is_empty() {
        bail!("there is no *.json file in what you named");
    }
    remote.check().await?;
    let mut journal = Journal::open(remote.base_url(), options.again);
    let bar = progress(files.len() as u64, "uploading");
    let mut summary = Summary::default();
    let mut waiting = JoinSet::new();
    for file in files {
        while waiting.len() >= UPLOADS_AT_ONCE {
            finish_one(&mut waiting, &mut summary, &mut journal, &bar).await?;
        }
        let body =
            std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let digest: [u8; 32] = Sha256::digest(&body).into();
        if journal.holds(&digest) {
            summary.uploaded_before += 1;
            bar.inc(1);
            continue;
        }
        let remote = Arc::clone(&remote);
        waiting.spawn(async move { (digest, file, upload(&remote, Bytes::from(body)).await) });
    }
    while !waiting.is_empty() {
        finish_one(&mut waiting, &mut summary, &mut journal, &bar).await?;
    }
    bar.finish_and_clear();
    summary.refused.sort();
    report(&summary, options.json)?;
    Ok(if summary.refused.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

type Finished = ([u8; 32], PathBuf, anyhow::Result<Uploaded>);

async fn finish_one(
    waiting: &mut JoinSet<Finished>,
    summary: &mut Summary,
    journal: &mut Journal,
    bar: &indicatif::ProgressBar,
) -> anyhow::Result<()> {
    let Some(finished) = waiting.join_next().await else {
        return Ok(());
    };
    let (digest, file, uploaded) = finished?;
    match uploaded? {
        Uploaded::Accepted => summary.accepted += 1,
        Uploaded::Duplicate => summary.duplicate += 1,
        Uploaded::NotAllowed(error) => return Err(error),
        Uploaded::Refused(reason) => {
            summary
                .refused
                .push(format!("{}: {reason}", file.display()));
            bar.inc(1);
            return Ok(());
        }
    }
    journal.add(&digest);
    bar.inc(1);
    Ok(())
}

fn report(summary: &Summary, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let object = serde_json::json!({
            "accepted": summary.accepted,
            "duplicate": summary.duplicate,
            "uploaded_before": summary.uploaded_before,
            "refused": summary.refused,
        });
        return data(object.to_string());
    }
    data(format!(
        "{} accepted, {} duplicates, {} refused",
        summary.accepted,
        summary.duplicate,
        summary.refused.len()
    ))?;
    if summary.uploaded_before > 0 {
        say(format!(
            "{} were uploaded from here before and not sent (--again sends them).",
            summary.uploaded_before
        ));
    }
    for refused in summary.refused.iter().take(REFUSALS_SHOWN) {
        say(format!("refused: {refused}"));
    }
    if summary.refused.len() > REFUSALS_SHOWN {
        say(format!(
            "and {} more (--json lists all)",
            summary.refused.len() - REFUSALS_SHOWN
        ));
    }
    Ok(())
}

/// Waits and tries again while the server is busy or away; gives up after about a minute.
async fn upload(remote: &Remote, body: Bytes) -> anyhow::Result<Uploaded> {
    let mut pause = Duration::from_secs(1);
    for _ in 1..TRIES {
        match upload_once(remote, body.clone()).await {
            Ok(Some(uploaded)) => return Ok(uploaded),
            // A server that was killed breaks the connection in many ways; the same report twice
            // does no harm.
            Ok(None) | Err(Trouble::Away(_)) => {}
            Err(trouble) => return Err(trouble.into()),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(15));
    }
    upload_once(remote, body)
        .await?
        .context("the server is too busy\nhint: run the same command again later")
}

/// `None` when the server asks to come back later.
async fn upload_once(remote: &Remote, body: Bytes) -> Result<Option<Uploaded>, Trouble> {
    let path = "/hardpy/api/v1/test_report";
    let request = remote.request(Method::POST, path).await?;
    let request = request
        .header("content-type", "application/json")
        .body(body);
    let sent = request.send().await;
    let response = sent.map_err(|error| remote.trouble(error))?;
    let is_duplicate = response
        .headers()
        .get("standcloud-outcome")
        .is_some_and(|v| v == "duplicate");
    Ok(match response.status() {
        StatusCode::CREATED if is_duplicate => Some(Uploaded::Duplicate),
        StatusCode::CREATED => Some(Uploaded::Accepted),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => None,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Some(Uploaded::NotAllowed(remote.refused(response).await))
        }
        _ => Some(Uploaded::Refused(refusal(response).await)),
    })
}

fn find_files(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for path in named {
        let kind =
            std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if kind.is_dir() {
            folders.push(path.clone());
        } else {
            files.push(path.clone());
        }
    }
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?
        {
            let entry = entry?;
            let path = entry.path();
            // A link is not followed, so that a circle of them cannot hold us.
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                files.push(path);
            }
        }
        if files.len() > FILES_MAX {
            bail!("more than {FILES_MAX} files: upload them in parts");
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// Digests of what an address has taken, one per line.
struct Journal {
    known: HashSet<String>,
    file: Option<File>,
}

impl Journal {
    /// Without a place to write, everything is sent, which is slower but right.
    fn open(base_url: &str, forget: bool) -> Self {
        let Some(path) = journal_path(base_url) else {
            return Self::nothing();
        };
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let known = text
            .lines()
            .filter(|_| !forget)
            .map(str::to_owned)
            .collect();
        let _ = path.parent().map(std::fs::create_dir_all);
        Self {
            known,
            file: append_to(&path),
        }
    }

    fn nothing() -> Self {
        Self {
            known: HashSet::new(),
            file: None,
        }
    }

    fn holds(&self, digest: &[u8; 32]) -> bool {
        self.known.contains(&hexadecimal(digest))
    }

    fn add(&mut self, digest: &[u8; 32]) {
        if let Some(file) = &mut self.file
            && writeln!(file, "{}", hexadecimal(digest)).is_err()
        {
            self.file = None;
        }
    }
}

fn append_to(path: &Path) -> Option<File> {
    File::options().create(true).append(true).open(path).ok()
}

fn journal_path(base_url: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("XDG_STATE_HOME")
        .or_else(|| std::env::var_os("LOCALAPPDATA"))
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state")))?;
    let name = hexadecimal(&Sha256::digest(base_url.as_bytes()).into());
    Some(folder.join("standcloud/uploads").join(name.get(..16)?))
}

fn hexadecimal(digest: &[u8; 32]) -> String {
    digest
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
