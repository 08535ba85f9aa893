//! `standcloud serve`

use std::fs::File;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use standcloud_store::{Durability, LinkPurpose, OpenOptions, Store};
use tracing_subscriber::EnvFilter;

use super::output::say;
use super::{DataOptions, make_private_folder};
use crate::app::App;
use crate::clock::{Clock, Randomness};
use crate::config::{Config, DemoMode, LogConfig, LogFormat};
use crate::demo;
use crate::maintenance::keep_tidy;
use crate::notices;
use crate::one_time_links::{LinkMaker, SETUP_HOURS, address};
use crate::sealing::keep_sealed;
use crate::server::{self, RunningServer};
use crate::server_keys::{ServerKeys, server_key_file};
use crate::tls::CertificateFiles;

#[derive(Debug, Args)]
pub(super) struct ServeOptions {
    #[command(flatten)]
    data: DataOptions,
    /// Address and port [default: 127.0.0.1:8443]
    #[arg(long, value_name = "ADDRESS:PORT", env = "STANDCLOUD_LISTEN")]
    listen: Option<SocketAddr>,
    /// The address that people and stands use, if it is another
    #[arg(long, value_name = "URL", env = "STANDCLOUD_PUBLIC_URL")]
    public_url: Option<String>,
    /// A TOML file with further settings (see docs/operate/configuration.md)
    #[arg(long, value_name = "FILE", env = "STANDCLOUD_CONFIG")]
    config: Option<PathBuf>,
    /// The file with the key that all servers of one database share [default: server.key in the data
    /// folder]
    #[arg(long, value_name = "FILE", env = "STANDCLOUD_SERVER_KEY_FILE")]
    server_key_file: Option<PathBuf>,
    /// Speak HTTP without TLS; only on loopback, or with --behind-proxy
    #[arg(long)]
    plain_http: bool,
    /// A reverse proxy in front ends TLS
    #[arg(long)]
    behind_proxy: bool,
    /// Whether people may look at a sample factory, and whether it is what they see first [default: on]
    #[arg(long, value_name = "MODE", env = "STANDCLOUD_DEMO")]
    demo: Option<DemoMode>,
}

impl ServeOptions {
    /// File first, then environment and options.
    fn config(&self) -> anyhow::Result<Config> {
        let mut config = match &self.config {
            Some(path) => Config::from_file(path)?,
            None => Config::default(),
        };
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        if self.public_url.is_some() {
            config.public_url.clone_from(&self.public_url);
        }
        if let Some(url) = &self.data.database_url {
            config.database_url = Some(url.clone().into());
        }
        if self.server_key_file.is_some() {
            config.server_key_file.clone_from(&self.server_key_file);
        }
        config.plain_http |= self.plain_http;
        config.behind_proxy |= self.behind_proxy;
        config.demo = self.demo.unwrap_or(config.demo);
        config.validate()?;
        Ok(config)
    }
}

pub(super) async fn run(options: ServeOptions) -> anyhow::Result<ExitCode> {
    let mut config = options.config()?;
    start_log(&config.log)?;
    let folder = options.data.data_folder;
    make_private_folder(&folder)?;
    let _lock = lock_folder(&folder, &config)?;
    let store = open_store(&folder, &config).await?;
    let randomness = Randomness::from_system();
    let key_file = server_key_file(&folder, &config);
    let server_keys = ServerKeys::load_or_create(&key_file, &randomness)?;
    server_keys.require_known(&store).await?;
    let listener = server::listen(config.listen)?;
    config.listen = listener.local_addr()?;
    shorten_access_tokens(&mut config);
    let tls = if config.plain_http {
        None
    } else {
        let files = CertificateFiles::locate(&folder, &config);
        files.make_missing(&config)?;
        Some(files.server_config()?)
    };
    let patience = Duration::from_secs(config.limits.shutdown_seconds);
    let (app, committer) = App::start(
        store.clone(),
        config,
        Clock::System,
        randomness,
        server_keys,
        test_delay(),
    );
    // Before anybody can know that it runs, so that being told to stop at once is graceful too.
    let stop = stop_requested()?;
    let mut server = server::start(&app, listener, tls)?;
    announce(&app, &server).await?;
    let tidying = tokio::spawn(keep_tidy(app.clone()));
    let sealing = tokio::spawn(keep_sealed(app.clone()));
    let telling = tokio::spawn(notices::keep_telling(app.clone()));
    let filling = tokio::spawn(demo::keep_filled(app.clone()));
    let looking = tokio::spawn(app.live.clone().keep_looking(store.clone()));
    let reading = tokio::spawn(app.facts.clone().read_ahead());
    tokio::select! {
        error = server.failed() => return Err(error),
        () = stop => {}
    }
    for task in [tidying, sealing, telling, filling, looking, reading] {
        task.abort();
        // Until it has let go of the application, which the end of the queue waits for.
        let _ = task.await;
    }
    app.demo_work.stop().await;
    tracing::info!("stopping: no new requests, those under way are finished");
    app.live.stop();
    server.stop(patience).await;
    drop(app);
    // Every request has ended or was given up; what is still queued gets its chance.
    let _ = tokio::time::timeout(patience, committer).await;
    store.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

fn start_log(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.level).with_context(|| {
        format!(
            "log.level {:?} is not a filter such as 'info'",
            config.level
        )
    })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let outcome = match config.format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    outcome.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}

/// Two servers must not write one SQLite file; on PostgreSQL the folder holds nothing to share.
fn lock_folder(folder: &Path, config: &Config) -> anyhow::Result<Option<File>> {
    if config.database_url.is_some() {
        return Ok(None);
    }
    let path = folder.join("serve.lock");
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    if file.try_lock().is_err() {
        bail!(
            "another server uses the folder {}\nhint: stop it, or give this one its own --data folder",
            folder.display()
        );
    }
    Ok(Some(file))
}

async fn open_store(folder: &Path, config: &Config) -> anyhow::Result<Store> {
    let url = config.database_url.as_ref();
    let mut options = OpenOptions::new(folder, url.map(|url| url.reveal().to_owned()));
    options.max_connections = config.limits.database_connections;
    if std::env::var("STANDCLOUD_TEST_DURABILITY").is_ok_and(|value| value == "none") {
        tracing::warn!("STANDCLOUD_TEST_DURABILITY=none: reports may be lost; for tests only");
        options.durability = Durability::None;
    }
    let store = super::open_store(&options).await?;
    for problem in store.unsafe_settings().await? {
        tracing::warn!("{problem}");
    }
    Ok(store)
}

/// Only the benchmark of slow disks sets it.
fn test_delay() -> Duration {
    let delay = std::env::var("STANDCLOUD_TEST_COMMIT_DELAY_MS").ok();
    let milliseconds = delay.and_then(|value| value.parse().ok()).unwrap_or(0);
    if milliseconds > 0 {
        tracing::warn!(milliseconds, "every commit is slowed down; for tests only");
    }
    Duration::from_millis(milliseconds)
}

/// Only the tests of real clients set it, which would wait an hour otherwise.
fn shorten_access_tokens(config: &mut Config) {
    let seconds = std::env::var("STANDCLOUD_TEST_ACCESS_TOKEN_SECONDS").ok();
    if let Some(seconds) = seconds.and_then(|value| value.parse().ok()) {
        tracing::warn!(seconds, "access tokens end early; for tests only");
        config.auth.access_token_seconds = seconds;
    }
}

async fn announce(app: &App, server: &RunningServer) -> anyhow::Result<()> {
    tracing::info!(address = %server.address, database = app.store.version().await?, "listening");
    say(format!("StandCloud listens on {}", app.config.base_url()));
    let organisations = app.store.list_organisations().await?;
    if organisations
        .iter()
        .all(|organisation| organisation.is_demo)
    {
        say(format!(
            "There is no organisation yet. Open this link within {SETUP_HOURS} hours to make the first one:"
        ));
        say(format!("  {}", setup_link(app).await?));
        say("Or on the command line: standcloud setup --org NAME --email E");
    }
    Ok(())
}

/// who can read this output is the one who may set the server up. A new link at each start.
async fn setup_link(app: &App) -> anyhow::Result<String> {
    let maker = LinkMaker {
        store: &app.store,
        randomness: &app.randomness,
        now: app.clock.now(),
    };
    let secret = maker.setup().await?;
    Ok(address(
        app.origins.canonical(),
        LinkPurpose::Setup,
        &secret,
    ))
}

#[cfg(unix)]
fn stop_requested() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_requested() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the signal the server runs until it is ended by force.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
