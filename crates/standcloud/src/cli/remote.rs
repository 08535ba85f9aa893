//! Speaking to a server as a client: its address, a key, and what to trust.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use reqwest::{Certificate, Client, Method, Response, StatusCode};
use serde_json::Value;

use super::quarantine::problem_line;

/// Where the server is and how to be let in.
#[derive(Debug, Clone, Args)]
pub(super) struct RemoteOptions {
    /// Address of the server, such as standcloud.example:8443
    /// [default: the `address` of hardpy.toml]
    #[arg(long = "to", value_name = "ADDR", env = "STANDCLOUD_ADDRESS")]
    address: Option<String>,
    /// API key [default: the `api_key` of hardpy.toml]
    #[arg(
        long,
        value_name = "KEY",
        env = "STANDCLOUD_API_KEY",
        hide_env_values = true
    )]
    key: Option<String>,
    /// The hardpy.toml to read address and key from
    #[arg(long, value_name = "FILE", default_value = "hardpy.toml")]
    hardpy_toml: PathBuf,
    /// Trust this certificate (PEM), such as the server's tls/certificate.pem
    #[arg(long, value_name = "FILE", env = "STANDCLOUD_CERTIFICATE")]
    certificate: Option<PathBuf>,
    /// Do not verify the server's certificate (HardPy never does); anybody on the way can read along
    #[arg(long)]
    insecure: bool,
}

#[derive(Debug, Default)]
struct HardpySettings {
    address: Option<String>,
    api_key: Option<String>,
}

/// A server to speak to.
#[derive(Debug, Clone)]
pub(super) struct Remote {
    pub(super) client: Client,
    /// `https://host:port`
    pub(super) base_url: String,
    key: String,
}

impl RemoteOptions {
    pub(super) fn connect(&self) -> anyhow::Result<Remote> {
        let settings = read_hardpy_toml(&self.hardpy_toml)?;
        let address = self.address.clone().or(settings.address).context(
            "which server?\nhint: name it with --to, or run this where hardpy.toml has \
             [stand_cloud] address",
        )?;
        let key = self.key.clone().or(settings.api_key).context(
            "an API key is needed\nhint: --key, STANDCLOUD_API_KEY, or [stand_cloud] api_key in \
             hardpy.toml; 'standcloud key add' on the server makes one",
        )?;
        Ok(Remote {
            client: self.client()?,
            base_url: base_url(&address),
            key,
        })
    }

    fn client(&self) -> anyhow::Result<Client> {
        let mut builder = Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_mins(1))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("standcloud/", env!("CARGO_PKG_VERSION")));
        if let Some(file) = &self.certificate {
            let pem = std::fs::read(file)
                .with_context(|| format!("cannot read the certificate {}", file.display()))?;
            let certificates = Certificate::from_pem_bundle(&pem)
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .with_context(|| {
                    format!(
                        "{} is not a PEM certificate\n\
                         hint: the server's is tls/certificate.pem in its data folder",
                        file.display()
                    )
                })?;
            builder = builder.tls_certs_only(certificates);
        }
        if self.insecure {
            builder = builder.tls_danger_accept_invalid_certs(true);
        }
        Ok(builder.build()?)
    }
}

impl Remote {
    pub(super) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.base_url))
            .bearer_auth(&self.key)
    }

    /// Finds out once, before there is work, whether the server is there and takes the key.
    pub(super) async fn check(&self) -> anyhow::Result<()> {
        let request = self.request(Method::GET, "/hardpy/api/v1/healthcheck");
        let response = request.send().await.map_err(|error| self.explain(error))?;
        if response.status().is_success() {
            return Ok(());
        }
        Err(refused(response).await)
    }

    /// A connection error with what to do about it.
    pub(super) fn explain(&self, error: reqwest::Error) -> anyhow::Error {
        let error = anyhow::Error::from(error.without_url());
        let reason = error.root_cause().to_string();
        let hint = if reason.to_lowercase().contains("certificate") {
            "\nhint: give the server's certificate with --certificate FILE (its tls/certificate.pem), \
             or --insecure as HardPy does"
        } else {
            "\nhint: is the server running, and is the address right?"
        };
        anyhow::anyhow!("no connection to {}: {reason}{hint}", self.base_url)
    }
}

/// An error answer, with what to do about it where that is known.
pub(super) async fn refused(response: Response) -> anyhow::Error {
    let hint = match response.status() {
        StatusCode::UNAUTHORIZED => {
            "\nhint: the key is mistyped, ended or revoked; 'standcloud key list' on the server tells"
        }
        StatusCode::FORBIDDEN => {
            "\nhint: 'standcloud key add' with --scope and --networks on the server makes a key that may"
        }
        _ => "",
    };
    anyhow::anyhow!("{}{hint}", refusal(response).await)
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

fn base_url(address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    if address.contains("://") {
        address.to_owned()
    } else {
        format!("https://{address}")
    }
}

/// Only what concerns us; the rest of the file is HardPy's.
fn read_hardpy_toml(path: &Path) -> anyhow::Result<HardpySettings> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(HardpySettings::default());
        }
        Err(error) => bail!("cannot read {}: {error}", path.display()),
    };
    let table: toml::Table = text
        .parse()
        .with_context(|| format!("{} is not a TOML file", path.display()))?;
    let get = |name: &str| {
        let value = table.get("stand_cloud")?.get(name)?.as_str()?;
        (!value.is_empty()).then(|| value.to_owned())
    };
    Ok(HardpySettings {
        address: get("address"),
        api_key: get("api_key"),
    })
}
