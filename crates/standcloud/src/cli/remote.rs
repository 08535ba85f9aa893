//! Speaking to a server with a credential: a login, or an API key.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

use super::client::{
    Connection, HardpySettings, LoginStore, LoginStoreOptions, SignedIn, Trouble, TrustOptions,
};
use super::quarantine::problem_line;
use crate::clock::Clock;

/// Where the server is and how to be let in.
#[derive(Debug, Clone, Args)]
pub(super) struct RemoteOptions {
    /// Address of the server, such as standcloud.example:8443
    /// [default: the `address` of hardpy.toml]
    #[arg(long = "to", value_name = "ADDR", env = "STANDCLOUD_ADDRESS")]
    address: Option<String>,
    /// API key [default: your login (see 'standcloud login'), else the `api_key` of hardpy.toml]
    #[arg(
        long,
        value_name = "KEY",
        env = "STANDCLOUD_API_KEY",
        hide_env_values = true
    )]
    key: Option<String>,
    /// The hardpy.toml to read address and key from [default: the nearest, in this folder or above]
    #[arg(long, value_name = "FILE")]
    hardpy_toml: Option<PathBuf>,
    #[command(flatten)]
    trust: TrustOptions,
    #[command(flatten)]
    store: LoginStoreOptions,
}

#[derive(Debug)]
enum Credential {
    Key(String),
    Login(Box<SignedIn>),
}

/// A server to speak to.
#[derive(Debug)]
pub(super) struct Remote {
    connection: Connection,
    credential: Credential,
}

impl RemoteOptions {
    pub(super) async fn connect(&self) -> anyhow::Result<Remote> {
        let settings = HardpySettings::read(self.hardpy_toml.as_deref())?;
        let address = settings.address_or(self.address.as_deref())?.context(
            "which server?\nhint: name it with --to, or run this where hardpy.toml has \
             [stand_cloud] address",
        )?;
        let connection = Connection::new(address, &self.trust)?;
        let credential = self.find_credential(&connection, settings.api_key).await?;
        Ok(Remote {
            connection,
            credential,
        })
    }

    async fn find_credential(
        &self,
        connection: &Connection,
        stand_key: Option<String>,
    ) -> anyhow::Result<Credential> {
        if let Some(key) = &self.key {
            return Ok(Credential::Key(key.clone()));
        }
        if let Some(signed_in) = self.find_login(connection).await? {
            return Ok(Credential::Login(Box::new(signed_in)));
        }
        stand_key.map(Credential::Key).with_context(|| {
            format!(
                "you are not signed in to {address}, and there is no API key\n\
                 hint: 'standcloud login {address}' signs you in\n\
                 hint: or give a key: --key, STANDCLOUD_API_KEY, or [stand_cloud] api_key in \
                 hardpy.toml; 'standcloud key add' on the server makes one",
                address = connection.address
            )
        })
    }

    /// Without a folder for logins there is none.
    async fn find_login(&self, connection: &Connection) -> anyhow::Result<Option<SignedIn>> {
        match LoginStore::new(&connection.address, &self.store) {
            Ok(store) => SignedIn::find(connection, &store, Clock::System).await,
            Err(_) => Ok(None),
        }
    }
}

impl Remote {
    /// `https://host:port`
    pub(super) fn base_url(&self) -> &str {
        self.connection.address.base_url()
    }

    pub(super) async fn request(
        &self,
        method: Method,
        path: &str,
    ) -> Result<RequestBuilder, Trouble> {
        let credential = self.credential().await?;
        let request = self
            .connection
            .client
            .request(method, self.connection.url(path));
        Ok(request.bearer_auth(credential))
    }

    /// Finds out once, before there is work, whether the server is there and takes the credential.
    pub(super) async fn check(&self) -> anyhow::Result<()> {
        let credential = self.credential().await?;
        let response = self.connection.check_health(&credential).await?;
        if response.status().is_success() {
            return Ok(());
        }
        Err(self.refused(response).await)
    }

    pub(super) fn trouble(&self, error: reqwest::Error) -> Trouble {
        self.connection.trouble(error)
    }

    async fn credential(&self) -> Result<String, Trouble> {
        match &self.credential {
            Credential::Key(key) => Ok(key.clone()),
            Credential::Login(login) => Ok(login.access_token().await?.reveal().to_owned()),
        }
    }

    /// An error answer, with what to do about it where that is known.
    pub(super) async fn refused(&self, response: Response) -> anyhow::Error {
        let address = &self.connection.address;
        let hint = match (response.status(), &self.credential) {
            (StatusCode::UNAUTHORIZED, Credential::Key(_)) => {
                "\nhint: the key is mistyped, ended or revoked; 'standcloud key list' on the server tells"
                    .to_owned()
            }
            (StatusCode::FORBIDDEN, Credential::Key(_)) => {
                "\nhint: 'standcloud key add' with --scope and --networks on the server makes a key that may"
                    .to_owned()
            }
            (StatusCode::UNAUTHORIZED, Credential::Login(_)) => format!(
                "\nhint: your login has ended, or was revoked; 'standcloud login {address}' signs you in again"
            ),
            (StatusCode::FORBIDDEN, Credential::Login(_)) => {
                "\nhint: your login may not do this; ask an Admin of your organisation, or give a key with --key"
                    .to_owned()
            }
            _ => String::new(),
        };
        anyhow::anyhow!("{}{hint}", refusal(response).await)
    }
}

/// The text of an error answer.
pub(super) async fn refusal(response: Response) -> String {
    let status = response.status();
    let text = response.text().await.unwrap_or_default();
    let detail = serde_json::from_str::<Value>(&text).ok();
    let detail = detail.as_ref().and_then(|body| body.get("detail"));
    match detail {
        Some(Value::String(detail)) => format!("{status}: {detail}"),
        Some(Value::Array(problems)) => {
            let lines: Vec<_> = problems.iter().map(problem_line).collect();
            format!("{status}: {}", lines.join("; "))
        }
        Some(detail) => format!("{status}: {detail}"),
        None => format!("{status}: {}", text.chars().take(200).collect::<String>()),
    }
}
