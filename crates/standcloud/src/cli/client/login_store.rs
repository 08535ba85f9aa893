//! Where logins are kept: the system keyring, else a file.
//!
//! A login is renewed in the place where it was found. Would it move, a copy of it stayed behind whose
//! refresh token is used up; whoever found that copy later would present it, and the server would take
//! that for theft and end the login.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use clap::builder::FalseyValueParser;
use tokio::sync::oneshot;

use super::login_file::{self, LoginLock};
use super::{Login, ServerAddress};

const KEYRING_USER: &str = "login";
const KEYRING_HINT: &str =
    "\nhint: the system keyring does not answer here, so a login in it cannot be seen";
/// A keyring may ask its owner for a password first.
const KEYRING_WAIT_MAX: Duration = Duration::from_mins(1);

/// Where a login is to be kept.
#[derive(Debug, Clone, Args)]
pub(crate) struct LoginStoreOptions {
    /// Keep the login in this file (mode 0600) instead of the system keyring
    #[arg(long, value_name = "FILE", env = "STANDCLOUD_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    /// Keep the login in a file of the user's configuration folder instead of the system keyring
    #[arg(long, env = "STANDCLOUD_NO_KEYRING", value_parser = FalseyValueParser::new())]
    no_keyring: bool,
}

/// Where a login was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Keyring,
    File,
}

#[derive(Debug, Clone)]
pub(crate) struct LoginStore {
    address: ServerAddress,
    file: PathBuf,
    uses_keyring: bool,
}

impl LoginStore {
    pub(crate) fn new(
        address: &ServerAddress,
        options: &LoginStoreOptions,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            address: address.clone(),
            uses_keyring: options.token_file.is_none() && !options.no_keyring,
            file: match &options.token_file {
                Some(file) => file.clone(),
                None => login_file::default_path(address)?,
            },
        })
    }

    /// For as long as the login is looked at and changed.
    pub(crate) async fn lock(&self) -> anyhow::Result<LoginLock> {
        LoginLock::take(&self.file).await
    }

    pub(crate) async fn find(&self) -> anyhow::Result<Option<(Login, Place)>> {
        if let Some(login) = self.find_in_keyring().await {
            return Ok(Some((login, Place::Keyring)));
        }
        Ok(self.find_in_file()?.map(|login| (login, Place::File)))
    }

    /// In the keyring if that can be used; a person is told where it is.
    pub(crate) async fn add(&self, login: &Login) -> anyhow::Result<Place> {
        if self.uses_keyring && self.save(login, Place::Keyring).await.is_ok() {
            return Ok(Place::Keyring);
        }
        self.find_in_file()?;
        self.save(login, Place::File).await?;
        Ok(Place::File)
    }

    pub(crate) async fn save(&self, login: &Login, place: Place) -> anyhow::Result<()> {
        let text = serde_json::to_string(login)?;
        match place {
            Place::File => login_file::write(&self.file, &text),
            Place::Keyring => self
                .in_keyring(move |entry| entry.set_password(&text))
                .await
                .context("the system keyring does not take the login"),
        }
    }

    /// Takes the login out of every place; what was there is for the server to revoke.
    pub(crate) async fn remove(&self) -> anyhow::Result<Vec<Login>> {
        let mut removed = Vec::new();
        if let Some(login) = self.find_in_keyring().await {
            removed.push(login);
            self.in_keyring(keyring::Entry::delete_credential)
                .await
                .context("the system keyring does not give the login away")?;
        }
        if let Some(login) = self.find_in_file()? {
            removed.push(login);
            login_file::remove(&self.file)
                .with_context(|| format!("cannot delete {}", self.file.display()))?;
        }
        Ok(removed)
    }

    /// Found out before a person is sent to a browser.
    pub(crate) fn check_file(&self) -> anyhow::Result<()> {
        self.find_in_file().map(drop)
    }

    /// A keyring that cannot be used holds nothing for us.
    async fn find_in_keyring(&self) -> Option<Login> {
        if !self.uses_keyring {
            return None;
        }
        let text = self.in_keyring(keyring::Entry::get_password).await.ok()?;
        serde_json::from_str(&text).ok()
    }

    /// For whoever finds no login: it may be in a keyring that is locked, or not within reach from
    /// this terminal.
    pub(crate) async fn keyring_hint(&self) -> String {
        if !self.uses_keyring {
            return String::new();
        }
        let asked = self.in_keyring(keyring::Entry::get_password).await;
        match asked.as_ref().map_err(anyhow::Error::downcast_ref) {
            Ok(_) | Err(Some(keyring::Error::NoEntry)) => String::new(),
            Err(_) => KEYRING_HINT.to_owned(),
        }
    }

    fn find_in_file(&self) -> anyhow::Result<Option<Login>> {
        let Some(text) = login_file::read(&self.file)? else {
            return Ok(None);
        };
        let name = self.file.display();
        let Ok(login) = serde_json::from_str::<Login>(&text) else {
            bail!(
                "{name} is not a login of StandCloud\nhint: delete it, or name another --token-file"
            );
        };
        if login.address() != self.address.to_string() {
            bail!(
                "{name} is the login to {}, not to {}\nhint: name another --token-file",
                super::printable(login.address()),
                self.address
            );
        }
        Ok(Some(login))
    }

    /// On a thread that is left behind when the keyring does not answer: it may wait for a person
    /// who is not there.
    async fn in_keyring<T: Send + 'static>(
        &self,
        work: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let service = format!("StandCloud {}", self.address);
        let (sender, receiver) = oneshot::channel();
        std::thread::Builder::new().spawn(move || {
            let done = keyring::Entry::new(&service, KEYRING_USER).and_then(|entry| work(&entry));
            // Nobody waits any more.
            let _ = sender.send(done);
        })?;
        let answer = tokio::time::timeout(KEYRING_WAIT_MAX, receiver).await;
        Ok(answer.context("it does not answer")???)
    }

    pub(crate) fn describe(&self, place: Place) -> impl fmt::Display {
        match place {
            Place::Keyring => "the system keyring".to_owned(),
            Place::File => format!("{}, which only you can read", self.file.display()),
        }
    }
}
