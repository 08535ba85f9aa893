//! The address of a server as people type it.

use std::fmt;

use anyhow::{Context, bail};
use url::Url;

/// An address in one form, however it was typed, because logins are kept by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerAddress {
    url: Url,
}

impl ServerAddress {
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let text = text.trim();
        let with_scheme = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let url = Url::parse(&with_scheme)
            .ok()
            .filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
            .with_context(|| {
                format!("{text:?} is no address\nhint: such as standcloud.example:8443")
            })?;
        if !url.username().is_empty() || url.password().is_some() {
            bail!("an address holds no user name or password\nhint: host and port are enough");
        }
        if url.query().is_some() || url.fragment().is_some() {
            bail!("{text:?} is a link to a page\nhint: host and port are enough");
        }
        Ok(Self { url })
    }

    /// `https://host:port`, without a slash at the end.
    pub(crate) fn base_url(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// Whether nobody on the way can read along: a token must not be sent otherwise.
    pub(crate) fn is_protected(&self) -> bool {
        self.url.scheme() == "https"
            || match self.url.host() {
                Some(url::Host::Domain(name)) => name == "localhost",
                Some(url::Host::Ipv4(address)) => address.is_loopback(),
                Some(url::Host::Ipv6(address)) => address.is_loopback(),
                None => false,
            }
    }

    pub(crate) fn is_same_origin(&self, link: &str) -> bool {
        Url::parse(link).is_ok_and(|link| link.origin() == self.url.origin())
    }
}

/// As a person types it: `https://` is left out.
impl fmt::Display for ServerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base_url = self.base_url();
        formatter.write_str(base_url.strip_prefix("https://").unwrap_or(base_url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_has_one_name_however_it_is_typed() {
        for typed in [
            "plant.example",
            " Plant.Example:443 ",
            "https://plant.example/",
            "HTTPS://plant.example:443//",
        ] {
            let address = ServerAddress::parse(typed).unwrap();
            assert_eq!(address.to_string(), "plant.example", "{typed}");
            assert_eq!(address.base_url(), "https://plant.example", "{typed}");
        }
        let other = ServerAddress::parse("http://127.0.0.1:80/").unwrap();
        assert_eq!(other.to_string(), "http://127.0.0.1");
        let other = ServerAddress::parse("[::1]:8443").unwrap();
        assert_eq!(other.to_string(), "[::1]:8443");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in [
            "",
            "a b",
            "ftp://plant.example",
            "ann:secret@plant.example",
            "plant.example?x=1",
            "plant.example#x",
            "plant.example:99999",
        ] {
            let error = ServerAddress::parse(typed).unwrap_err().to_string();
            assert!(error.contains("hint: "), "{typed}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_token_is_only_sent_where_nobody_reads_along() {
        let is_protected = |typed| ServerAddress::parse(typed).unwrap().is_protected();
        for typed in [
            "plant.example",
            "http://localhost:1",
            "http://127.0.0.1",
            "http://[::1]:1",
        ] {
            assert!(is_protected(typed), "{typed}");
        }
        for typed in [
            "http://plant.example",
            "http://10.0.0.1",
            "http://localhost.example",
        ] {
            assert!(!is_protected(typed), "{typed}");
        }
    }
}
