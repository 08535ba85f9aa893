//! OpenID Connect providers whose people may sign in. Only the operator can name one, so the server
//! never asks an address that somebody typed on a page.

use anyhow::bail;
use serde::Deserialize;

use super::mail::ConfigSecret;

/// One `[[sso]]` section.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SsoProvider {
    /// Part of the redirect address: lower-case letters, digits and dashes.
    pub id: String,
    /// On the button, e.g. `Google`.
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: ConfigSecret,
    /// Only people with an address in one of these domains; empty allows all.
    #[serde(default)]
    pub allowed_domains: Vec<String>,
    /// The provider checks every address itself, although its tokens do not say so. True of an
    /// Entra ID that is your company's own; never of one that anybody may join.
    #[serde(default)]
    pub verified_emails: bool,
    /// A person who is known by the same verified e-mail address is the same person.
    #[serde(default)]
    pub link_by_email: bool,
    /// Slug of the organisation whose Member an unknown person becomes; none lets nobody in who
    /// was not invited.
    #[serde(default)]
    pub organisation: Option<String>,
}

impl SsoProvider {
    pub(super) fn validate_all(providers: &[Self]) -> anyhow::Result<()> {
        for (position, provider) in providers.iter().enumerate() {
            provider.validate()?;
            let mut before = providers.iter().take(position);
            if before.any(|other| other.id == provider.id) {
                bail!("sso.id {:?} is there twice", provider.id);
            }
        }
        Ok(())
    }

    fn validate(&self) -> anyhow::Result<()> {
        let is_id = !self.id.is_empty()
            && self
                .id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_id {
            bail!(
                "sso.id {:?} must be lower-case letters, digits and dashes",
                self.id
            );
        }
        let is_loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
            .iter()
            .any(|prefix| self.issuer.starts_with(prefix));
        if !self.issuer.starts_with("https://") && !is_loopback {
            bail!("sso.issuer must begin with https://, not {:?}", self.issuer);
        }
        if self.link_by_email && self.allowed_domains.is_empty() {
            bail!(
                "sso.link_by_email trusts the provider with every address: name the domains it \
                 answers for in sso.allowed_domains"
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(more: &str) -> SsoProvider {
        let text = format!(
            "id = \"plant\"\nname = \"Plant\"\nclient_id = \"x\"\nclient_secret = \"y\"\n{more}"
        );
        toml::from_str(&text).unwrap()
    }

    ///
    #[test]
    fn what_would_be_unsafe_is_refused() {
        let issuer = "issuer = \"https://login.example\"\n";
        for (more, expected) in [
            (issuer.to_owned(), true),
            ("issuer = \"http://127.0.0.1:9/x\"".to_owned(), true),
            ("issuer = \"http://login.example\"".to_owned(), false),
            (format!("{issuer}link_by_email = true"), false),
            (
                format!("{issuer}link_by_email = true\nallowed_domains = [\"a.example\"]"),
                true,
            ),
        ] {
            let validated = SsoProvider::validate_all(&[provider(&more)]);
            assert_eq!(validated.is_ok(), expected, "{more}");
        }
        let twice = [provider(issuer), provider(issuer)];
        assert!(SsoProvider::validate_all(&twice).is_err());
    }
}
