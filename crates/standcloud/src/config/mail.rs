//! Where mail is handed in. Without it, links are shown to copy.

use anyhow::bail;
use serde::Deserialize;

/// The `[mail]` section.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    pub server: String,
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub security: MailSecurity,
    #[serde(default)]
    pub username: Option<String>,
    #[serde(default)]
    pub password: Option<ConfigSecret>,
    /// The sender, `StandCloud <standcloud@plant.example>`.
    pub from: String,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// Begins in clear and must change to TLS (port 587).
    #[default]
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// In clear (port 25), for a server in the same plant.
    None,
}

/// A secret from the configuration, never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct ConfigSecret(String);

impl ConfigSecret {
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ConfigSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ConfigSecret")
    }
}

impl MailConfig {
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            MailSecurity::Starttls => 587,
            MailSecurity::Tls => 465,
            MailSecurity::None => 25,
        })
    }

    pub(super) fn validate(&self) -> anyhow::Result<()> {
        if self.from.parse::<lettre::message::Mailbox>().is_err() {
            bail!(
                "mail.from {:?} is no address such as \"StandCloud <standcloud@plant.example>\"",
                self.from
            );
        }
        if self.username.is_some() != self.password.is_some() {
            bail!("mail.username and mail.password belong together: give both or none");
        }
        if self.password.is_some() && self.security == MailSecurity::None {
            bail!(
                "mail.password would be sent in clear: set mail.security to \"starttls\" or \"tls\""
            );
        }
        Ok(())
    }
}
