//! The command line: one file per subcommand.

mod app;
mod backup;
mod client;
mod demo;
mod doctor;
mod key;
mod login;
mod logout;
mod new_password;
mod openapi;
mod org;
pub mod output;
mod quarantine;
mod rebuild;
mod remote;
mod run;
mod runs;
mod seal;
mod serve;
mod setup;
mod upload;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use standcloud_store::{OpenOptions, Organisation, Store};

/// Test-data management for electronics manufacturing: stands running HardPy upload their reports,
/// people and programs read them back.
///
/// First steps:
///
///   standcloud serve --data data    (prints a link to set it up in the browser)
///
/// Or without a browser:
///
///   standcloud setup --data data --org Demo --email you@example.org   (asks for a password)
///   standcloud key add --data data --org demo --name "Stand 1"        (prints the key)
///   standcloud serve --data data
#[derive(Debug, Parser)]
#[command(
    version,
    verbatim_doc_comment,
    max_term_width = 100,
    subcommand_required = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server
    Serve(serve::ServeOptions),
    /// Make an organisation and its Admin; the password is read from standard input
    Setup(setup::SetupOptions),
    /// Manage organisations and their settings, also while the server runs
    #[command(subcommand)]
    Org(org::OrgCommand),
    /// Manage people, also while the server runs
    #[command(subcommand)]
    User(user::UserCommand),
    /// Make and end API keys, also while the server runs
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Register programs that get tokens here, and end them, also while the server runs
    #[command(subcommand)]
    App(app::AppCommand),
    /// Look at reports that did not validate, and try them again
    #[command(subcommand)]
    Quarantine(quarantine::QuarantineCommand),
    /// Void a run with a reason, or bring it back
    #[command(subcommand)]
    Run(run::RunCommand),
    /// Recreate everything derived from the raw reports
    Rebuild(rebuild::RebuildOptions),
    /// Put the values of all runs into chunks now, which a server does little by little
    Seal(seal::SealOptions),
    /// Write a complete copy of the database to a file, also while the server runs
    Backup(backup::BackupOptions),
    /// Put a backup in the place of the database
    Restore(backup::RestoreOptions),
    /// Check the installation and explain what is wrong
    Doctor(doctor::DoctorOptions),
    Login(login::LoginOptions),
    Logout(logout::LogoutOptions),
    /// Upload HardPy reports from files to a server
    Upload(upload::UploadOptions),
    /// List test runs of a server
    Runs(runs::RunsOptions),
    /// Fill an organisation with the reports of a sample factory
    Demo(demo::DemoOptions),
    /// Print the OpenAPI document
    Openapi(openapi::OpenapiOptions),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataOptions {
    /// The data folder
    #[arg(
        long = "data",
        value_name = "DIR",
        env = "STANDCLOUD_DATA",
        default_value = "data"
    )]
    data_folder: PathBuf,
    /// A PostgreSQL database instead of SQLite in the data folder
    #[arg(
        long,
        value_name = "URL",
        env = "STANDCLOUD_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
}

impl DataOptions {
    /// Whether there may be something in it.
    fn has_database(&self) -> bool {
        self.database_url.is_some() || self.open_options().database_file().exists()
    }

    /// Opens a database that exists.
    async fn open(&self) -> anyhow::Result<Store> {
        let options = self.open_options();
        if !self.has_database() {
            anyhow::bail!(
                "there is no database in {}\n\
                 hint: 'standcloud setup' makes one; or name the folder with --data",
                self.data_folder.display()
            );
        }
        open_store(&options).await
    }

    /// Opens the database, making folder and database when they are missing.
    async fn open_or_create(&self) -> anyhow::Result<Store> {
        make_private_folder(&self.data_folder)?;
        open_store(&self.open_options()).await
    }

    fn open_options(&self) -> OpenOptions {
        OpenOptions::new(&self.data_folder, self.database_url.clone())
    }
}

/// With what to look at when it fails.
async fn open_store(options: &OpenOptions) -> anyhow::Result<Store> {
    let hint = match options.database_url {
        Some(_) => "is PostgreSQL running, and are address, name and password of the URL right?",
        None => "is the disk full, and does the folder belong to the user who runs this?",
    };
    Store::open(options)
        .await
        .with_context(|| format!("cannot open the database\nhint: {hint}"))
}

/// Which organisation.
#[derive(Debug, Clone, Args)]
pub struct OrganisationOptions {
    #[command(flatten)]
    data: DataOptions,
    /// The organisation's name or slug; not needed when there is only one (the sample data aside)
    #[arg(long = "org", value_name = "NAME")]
    organisation: Option<String>,
}

impl OrganisationOptions {
    async fn open(&self) -> anyhow::Result<(Store, Organisation)> {
        let store = self.data.open().await?;
        let organisation = self.find(&store).await?;
        Ok((store, organisation))
    }

    async fn find(&self, store: &Store) -> anyhow::Result<Organisation> {
        if let Some(name) = &self.organisation {
            return store.find_organisation(name).await?.with_context(|| {
                format!("there is no organisation {name:?}\nhint: 'standcloud setup' makes one")
            });
        }
        let mut all = store.list_organisations().await?;
        all.retain(|organisation| !organisation.is_demo);
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => Ok(only),
            (None, _) => {
                anyhow::bail!("there is no organisation yet\nhint: 'standcloud setup' makes one")
            }
            (Some(_), false) => {
                anyhow::bail!("there are several organisations: name one with --org")
            }
        }
    }
}

/// The data belongs to the server's user alone.
fn make_private_folder(folder: &std::path::Path) -> anyhow::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Carries the command out.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    // Two TLS providers may come in with dependencies; without a choice building a config panics.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match cli.command {
        Command::Serve(options) => serve::run(options).await,
        Command::Setup(options) => setup::run(options).await,
        Command::Org(command) => org::run(command).await,
        Command::User(command) => user::run(command).await,
        Command::Key(command) => key::run(command).await,
        Command::App(command) => app::run(command).await,
        Command::Quarantine(command) => quarantine::run(command).await,
        Command::Run(command) => run::run(command).await,
        Command::Rebuild(options) => rebuild::run(options).await,
        Command::Seal(options) => seal::run(options).await,
        Command::Backup(options) => backup::run(options).await,
        Command::Restore(options) => backup::restore(&options),
        Command::Doctor(options) => doctor::run(options).await,
        Command::Login(options) => login::run(options).await,
        Command::Logout(options) => logout::run(options).await,
        Command::Upload(options) => upload::run(options).await,
        Command::Runs(options) => runs::run(options).await,
        Command::Demo(options) => demo::run(options).await,
        Command::Openapi(options) => openapi::run(&options),
    }
}
