//! The server's configuration: built-in defaults, then the file, then environment and options.
//!
//! Every key is a cost, so there are few; each has a default, a line in
//! `docs/operate/configuration.md` and a meaning on its own. Unknown keys are refused, because a
//! misspelt limit that silently stays at its default is found on the worst day.

mod auth;
mod mail;
mod sso;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ipnet::IpNet;
use serde::Deserialize;
use standcloud_report::ParseLimits;
use standcloud_store::QuarantineLimits;

pub use auth::AuthConfig;
pub use mail::{ConfigSecret, MailConfig, MailSecurity};
pub use sso::SsoProvider;

/// Everything `serve` can be told.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The address that people and stands use, when it is not the listening one.
    pub public_url: Option<String>,
    /// Further addresses (`host` or `host:port`) by which this server is reached.
    pub also_known_as: Vec<String>,
    /// The file with the key that all servers of one database share.
    pub server_key_file: Option<PathBuf>,
    /// `postgres://…`; without it SQLite in the data folder.
    pub database_url: Option<DatabaseUrl>,
    /// PEM files of an own certificate (chain) and its key; both or none.
    pub certificate_file: Option<PathBuf>,
    pub private_key_file: Option<PathBuf>,
    /// Speak plain HTTP. On other addresses than loopback only with `behind_proxy`.
    pub plain_http: bool,
    /// A reverse proxy in front ends TLS.
    pub behind_proxy: bool,
    /// Networks of proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Who may read /metrics.
    pub metrics: MetricsAccess,
    /// Whether people may look at sample data.
    pub demo: DemoMode,
    pub log: LogConfig,
    pub limits: Limits,
    pub auth: AuthConfig,
    pub mail: Option<MailConfig>,
    pub sso: Vec<SsoProvider>,
}

/// An address that holds a password, so it is never shown in a log.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for DatabaseUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DatabaseUrl")
    }
}

/// Who may read `/metrics`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricsAccess {
    Loopback,
    Everyone,
    Off,
}

/// Whether there is a switch that shows a sample factory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum DemoMode {
    /// No switch, no sample data.
    Off,
    /// It is made when somebody switches it on.
    On,
    /// It is made at the start, and the start page leads to it.
    First,
}

/// How the log is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    pub format: LogFormat,
    /// A filter such as `info` or `info,standcloud=debug`.
    pub level: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

/// Every bound of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Of one request body, also after inflating.
    pub body_bytes: usize,
    /// Of all request bodies being received or processed.
    pub bodies_in_flight_bytes: usize,
    /// Without a byte for so long, a request ends.
    pub body_idle_seconds: u64,
    /// From the first to the last byte of a body.
    pub body_total_seconds: u64,
    /// For the head of a request.
    pub header_seconds: u64,
    /// From the last byte of an upload to its answer; HardPy loses a report after 20.
    pub answer_seconds: u64,
    /// Reports that wait for a commit.
    pub queue_reports: usize,
    /// Reports in one commit.
    pub commit_reports: usize,
    /// JSON values in a report.
    pub report_values: u64,
    /// Measurements in a report.
    pub report_measurements: usize,
    /// Refused reports kept per organisation.
    pub quarantine_reports: u64,
    pub quarantine_bytes: u64,
    /// Entries in one page of a list.
    pub page_entries: usize,
    /// Values of measurements kept decoded, for whoever asks again.
    pub values_cache_bytes: usize,
    /// Wrong keys per minute and address before the answer is 429.
    pub wrong_keys_per_minute: u32,
    /// Device logins begun per minute and address. A hall of stands may share one address.
    pub device_logins_per_minute: u32,
    /// Device logins that wait for their approval, per address and in all.
    pub device_logins_per_address: u32,
    pub device_logins: u32,
    /// Open database connections.
    pub database_connections: u32,
    /// How long a stopping server waits for requests in progress.
    pub shutdown_seconds: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8443)),
            public_url: None,
            also_known_as: Vec::new(),
            server_key_file: None,
            database_url: None,
            certificate_file: None,
            private_key_file: None,
            plain_http: false,
            behind_proxy: false,
            trusted_proxies: Vec::new(),
            metrics: MetricsAccess::Loopback,
            demo: DemoMode::On,
            log: LogConfig::default(),
            limits: Limits::default(),
            auth: AuthConfig::default(),
            mail: None,
            sso: Vec::new(),
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 << 20,
            bodies_in_flight_bytes: 256 << 20,
            body_idle_seconds: 20,
            body_total_seconds: 300,
            header_seconds: 15,
            answer_seconds: 8,
            queue_reports: 1024,
            commit_reports: 256,
            report_values: ParseLimits::default().max_values,
            report_measurements: ParseLimits::default().max_measurements,
            quarantine_reports: 1000,
            quarantine_bytes: 256 << 20,
            page_entries: 1000,
            values_cache_bytes: 256 << 20,
            wrong_keys_per_minute: 60,
            device_logins_per_minute: 10,
            device_logins_per_address: 50,
            device_logins: 10_000,
            database_connections: 8,
            shutdown_seconds: 15,
        }
    }
}

impl Limits {
    pub fn parse(&self) -> ParseLimits {
        ParseLimits {
            max_values: self.report_values,
            max_measurements: self.report_measurements,
        }
    }

    pub fn quarantine(&self) -> QuarantineLimits {
        QuarantineLimits {
            max_reports: self.quarantine_reports,
            max_bytes: self.quarantine_bytes,
        }
    }
}

impl Config {
    /// Reads a TOML file.
    pub fn from_file(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))?;
        toml::from_str(&text)
            .with_context(|| format!("the configuration {} is not right", path.display()))
    }

    /// Refuses combinations that would be unsafe or cannot work.
    pub fn validate(&self) -> anyhow::Result<()> {
        if self.certificate_file.is_some() != self.private_key_file.is_some() {
            bail!("certificate_file and private_key_file belong together: give both or none");
        }
        if self.plain_http && !self.listen.ip().is_loopback() && !self.behind_proxy {
            bail!(
                "plain HTTP on {} would send API keys in clear over the network\n\
                 hint: listen on 127.0.0.1, or say --behind-proxy if a proxy in front ends TLS",
                self.listen
            );
        }
        if let Some(url) = &self.public_url
            && !url.starts_with("https://")
            && !url.starts_with("http://")
        {
            bail!("public_url must begin with https:// or http://, not {url:?}");
        }
        if !(1..=9).contains(&self.limits.answer_seconds) {
            bail!("limits.answer_seconds must be 1 to 9: a stand gives up soon after");
        }
        for (name, value) in [
            ("limits.body_bytes", self.limits.body_bytes),
            (
                "limits.bodies_in_flight_bytes",
                self.limits.bodies_in_flight_bytes,
            ),
            ("limits.queue_reports", self.limits.queue_reports),
            ("limits.commit_reports", self.limits.commit_reports),
            ("limits.page_entries", self.limits.page_entries),
            (
                "limits.wrong_keys_per_minute",
                self.limits.wrong_keys_per_minute as usize,
            ),
            (
                "limits.device_logins_per_minute",
                self.limits.device_logins_per_minute as usize,
            ),
            (
                "limits.database_connections",
                self.limits.database_connections as usize,
            ),
        ] {
            if value == 0 {
                bail!("{name} must not be 0");
            }
        }
        self.auth.validate()?;
        self.mail.iter().try_for_each(MailConfig::validate)?;
        SsoProvider::validate_all(&self.sso)
    }

    /// What a client types: `https://host:port` without a slash at the end.
    pub fn base_url(&self) -> String {
        if let Some(url) = &self.public_url {
            return url.trim_end_matches('/').to_owned();
        }
        let scheme = if self.plain_http { "http" } else { "https" };
        let host = match self.listen.ip() {
            address if address.is_loopback() || address.is_unspecified() => "localhost".to_owned(),
            IpAddr::V6(address) => format!("[{address}]"),
            IpAddr::V4(address) => address.to_string(),
        };
        format!("{scheme}://{host}:{}", self.listen.port())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_and_named() {
        for text in [
            "lisen = \"127.0.0.1:1\"",
            "[limits]\nbody_byte = 1",
            "[log]\nfomat = \"json\"",
        ] {
            let error = toml::from_str::<Config>(text).unwrap_err().to_string();
            assert!(error.contains("unknown field"), "{error}");
        }
    }

    #[test]
    fn plain_http_leaves_the_machine_only_behind_a_proxy() {
        let open = Config {
            plain_http: true,
            listen: SocketAddr::from(([0, 0, 0, 0], 80)),
            ..Config::default()
        };
        assert!(open.validate().is_err());
        assert!(
            Config {
                behind_proxy: true,
                ..open.clone()
            }
            .validate()
            .is_ok()
        );
        let loopback = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 80)),
            ..open
        };
        assert!(loopback.validate().is_ok());
    }

    #[test]
    fn the_answer_must_come_before_a_stand_gives_up() {
        let mut config = Config::default();
        config.limits.answer_seconds = 10;
        assert!(config.validate().is_err());
    }
}
