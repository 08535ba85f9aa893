//! An HTTP client for one server, and what its failures mean.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use reqwest::{Certificate, Client, Response};

use super::ServerAddress;

/// Which certificate is believed.
#[derive(Debug, Clone, Args)]
pub(crate) struct TrustOptions {
    /// Trust this certificate (PEM), such as the server's tls/certificate.pem
    #[arg(long, value_name = "FILE", env = "STANDCLOUD_CERTIFICATE")]
    certificate: Option<PathBuf>,
    /// Do not verify the server's certificate (HardPy never does); anybody on the way can read along
    #[arg(long)]
    insecure: bool,
}

/// Why something did not work: what may work later, and what will not.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The server is away or busy.
    Away(anyhow::Error),
    /// There is no valid login; a new one helps.
    Ended(anyhow::Error),
    Final(anyhow::Error),
}

impl From<Trouble> for anyhow::Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Away(error) | Trouble::Ended(error) | Trouble::Final(error) => error,
        }
    }
}

/// A server to speak to.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) address: ServerAddress,
}

impl Connection {
    pub(crate) fn new(address: ServerAddress, trust: &TrustOptions) -> anyhow::Result<Self> {
        Ok(Self {
            client: trust.client()?,
            address,
        })
    }

    /// The address of a path of the server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address.base_url())
    }

    /// HardPy's question whether the server is there and takes the credential.
    pub(crate) async fn check_health(&self, credential: &str) -> Result<Response, Trouble> {
        let request = self.client.get(self.url("/hardpy/api/v1/healthcheck"));
        let sent = request.bearer_auth(credential).send().await;
        sent.map_err(|error| self.trouble(error))
    }

    pub(crate) fn trouble(&self, error: reqwest::Error) -> Trouble {
        if error.is_builder() {
            Trouble::Final(self.explain(error))
        } else {
            Trouble::Away(self.explain(error))
        }
    }

    /// A connection error with what to do about it.
    pub(crate) fn explain(&self, error: reqwest::Error) -> anyhow::Error {
        let error = anyhow::Error::from(error.without_url());
        let reason = error.root_cause().to_string();
        let hint = if reason.to_lowercase().contains("certificate") {
            "\nhint: give the server's certificate with --certificate FILE (its tls/certificate.pem), \
             or --insecure as HardPy does"
        } else {
            "\nhint: is the server running, and is the address right?"
        };
        anyhow::anyhow!(
            "no connection to {}: {reason}{hint}",
            self.address.base_url()
        )
    }
}

impl TrustOptions {
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
