//! An installation: a data folder, a database, and the command line on both.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, LazyLock};

use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

use super::client::Client;
use super::database::Database;
use super::server::Server;

const PROGRAM: &str = env!("CARGO_BIN_EXE_standcloud");

/// Sites may share a database on PostgreSQL.
#[derive(Debug)]
pub(super) struct Site {
    folder: TempDir,
    database: Arc<Database>,
}

impl Site {
    pub(super) fn new(database: Database) -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            database: Arc::new(database),
        }
    }

    pub(super) fn sqlite() -> Self {
        Self::new(Database::Sqlite)
    }

    pub(super) async fn postgres() -> Option<Self> {
        Database::postgres().await.map(Self::new)
    }

    /// Another machine on the same database.
    pub(super) fn beside(&self) -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            database: Arc::clone(&self.database),
        }
    }

    pub(super) fn is_sqlite(&self) -> bool {
        self.database.url().is_none()
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn data_folder(&self) -> PathBuf {
        self.path("data")
    }

    /// `standcloud serve` as an argument list, to be started by whatever program.
    pub(super) fn serve_command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        self.add_serve_arguments(&mut command);
        command
    }

    /// The same, run by a program that observes it.
    pub(super) fn serve_command_under(&self, mut observer: Command) -> Command {
        observer.arg(PROGRAM);
        self.add_serve_arguments(&mut observer);
        observer
    }

    pub(super) async fn start(&self) -> Server {
        Server::start(self.serve_command()).await
    }

    /// Makes the organisation and a key that may do everything.
    pub(super) async fn set_up(&self) -> String {
        self.expect_command(&["setup", "--org", "Plant", "--email", "a@example.org"])
            .await;
        self.add_key("Stand").await
    }

    pub(super) async fn add_key(&self, name: &str) -> String {
        let scopes = "report:write,report:read";
        let key = ["key", "add", "--name", name, "--scope", scopes];
        self.expect_command(&key).await.trim().to_owned()
    }

    /// Runs a command that must succeed; returns what it printed.
    pub(super) async fn expect_command(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).await;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(super) async fn command(&self, arguments: &[&str]) -> Output {
        let mut command = tokio::process::Command::new(PROGRAM);
        command.args(arguments).args(self.place());
        command.env_remove("STANDCLOUD_DATABASE_URL");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = process.stdin.take().unwrap();
        // Only `setup` reads its password; the others may have closed their end.
        let _ = stdin.write_all(b"a long password\n").await;
        drop(stdin);
        process.wait_with_output().await.unwrap()
    }

    fn add_serve_arguments(&self, command: &mut Command) {
        command
            .args(["serve", "--plain-http", "--listen", "127.0.0.1:0"])
            .args(self.place())
            .env("STANDCLOUD_SERVER_KEY_FILE", server_key_file())
            .env_remove("STANDCLOUD_DATABASE_URL")
            .env_remove("STANDCLOUD_CONFIG");
    }

    fn place(&self) -> Vec<String> {
        let mut arguments = vec!["--data".to_owned(), text_of(&self.data_folder())];
        if let Some(url) = self.database.url() {
            arguments.extend(["--database-url".to_owned(), url.to_owned()]);
        }
        arguments
    }
}

/// One key for all sites of this process: a restored database belongs to the key of the first server.
fn server_key_file() -> PathBuf {
    static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());
    FOLDER.path().join("server.key")
}

/// A running server and a client with its key.
pub(super) async fn start_with_key(site: &Site) -> (Server, Client) {
    let key = site.set_up().await;
    let server = site.start().await;
    let client = Client::new(server.address(), &key);
    (server, client)
}

pub(super) fn text_of(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
