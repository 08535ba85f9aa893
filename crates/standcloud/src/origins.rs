//! The addresses by which this server is known: what links and tokens may name.
//!
//! A stand types whatever reaches the machine, so an address with several names is normal. But the
//! Host header is written by whoever calls: it chooses among known addresses and adds none (R-12,
//! R-13 of the client's facts).

use std::net::SocketAddr;

use axum::http::{HeaderMap, header};
use url::Url;

use crate::auth::Audience;
use crate::config::Config;
use crate::tls::host_names;

/// Known addresses, lower case, as `host:port`.
#[derive(Debug, Clone)]
pub struct Origins {
    /// `https://host:port` without a slash at the end; used where no request chooses.
    canonical: String,
    scheme: &'static str,
    known: Vec<String>,
}

impl Origins {
    pub fn from_config(config: &Config) -> Self {
        let canonical = config.base_url();
        let scheme = if canonical.starts_with("http://") {
            "http"
        } else {
            "https"
        };
        let port = config.listen.port();
        let mut known: Vec<String> = Vec::new();
        known.extend(Url::parse(&canonical).ok().as_ref().and_then(authority));
        for name in &config.also_known_as {
            known.extend(with_default_port(name, port));
        }
        let machine = host_names(config);
        let own_names = machine.iter().take(if config.public_url.is_some() {
            LOOPBACK_NAMES
        } else {
            machine.len()
        });
        known.extend(own_names.map(|name| authority_of(name, port)));
        known.sort();
        known.dedup();
        Self {
            canonical,
            scheme,
            known,
        }
    }

    /// Where no request chooses, as in mail.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The origin under which the caller reached us, if it is one of ours; else the canonical one.
    pub fn of_request(&self, headers: &HeaderMap) -> String {
        let host = headers
            .get(header::HOST)
            .and_then(|value| value.to_str().ok());
        let found = host.and_then(|host| self.find_host(host));
        found.unwrap_or_else(|| self.canonical.clone())
    }

    fn find_host(&self, host: &str) -> Option<String> {
        let url = Url::parse(&format!("{}://{host}", self.scheme)).ok()?;
        let authority = authority(&url)?;
        let is_known = self.known.contains(&authority);
        is_known.then(|| url.origin().ascii_serialization())
    }

    /// Whether this is exactly one of our origins, as a browser writes it.
    pub fn is_own(&self, origin: &str) -> bool {
        Url::parse(origin).is_ok_and(|url| {
            url.scheme() == self.scheme
                && url.origin().ascii_serialization() == origin
                && authority(&url).is_some_and(|authority| self.known.contains(&authority))
        })
    }

    /// The API that an `audience` or `resource` names; `None` when it is not one of ours. HardPy
    /// builds it of what somebody typed: upper case, a default port, a slash too many are the same.
    pub fn audience(&self, uri: &str) -> Option<Audience> {
        let url = Url::parse(uri).ok()?;
        let is_web = matches!(url.scheme(), "https" | "http");
        let has_secret = !url.username().is_empty() || url.password().is_some();
        if !is_web || has_secret || url.fragment().is_some() || url.query().is_some() {
            return None;
        }
        if !self.known.contains(&authority(&url)?) {
            return None;
        }
        let parts: Vec<&str> = url
            .path()
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        match parts.as_slice() {
            ["hardpy" | "StandCloudAPIMode.HARDPY", "api", "v1"] => Some(Audience::HardPy),
            ["integration" | "StandCloudAPIMode.INTEGRATION", "api", "v1"] => {
                Some(Audience::Integration)
            }
            _ => None,
        }
    }
}

/// `localhost`, `127.0.0.1` and `::1` come first in the names of the machine.
const LOOPBACK_NAMES: usize = 3;

fn authority(url: &Url) -> Option<String> {
    let port = url.port_or_known_default()?;
    Some(format!("{}:{port}", url.host_str()?))
}

fn authority_of(host: &str, port: u16) -> String {
    if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    }
}

/// `host` means the listening port and, for a proxy in front, 443.
fn with_default_port(name: &str, port: u16) -> Vec<String> {
    let name = name.trim().to_ascii_lowercase();
    let has_port = name.parse::<SocketAddr>().is_ok()
        || name
            .rsplit_once(':')
            .is_some_and(|(host, port)| !host.contains(':') && port.parse::<u16>().is_ok());
    if has_port {
        vec![name]
    } else {
        vec![authority_of(&name, port), authority_of(&name, 443)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(public_url: Option<&str>, also_known_as: &[&str]) -> Origins {
        Origins::from_config(&Config {
            public_url: public_url.map(str::to_owned),
            also_known_as: also_known_as.iter().map(ToString::to_string).collect(),
            ..Config::default()
        })
    }

    /// what somebody typed into `hardpy sc-login`.
    #[test]
    fn an_audience_is_compared_after_normalising() {
        let own = origins(Some("https://stand.example"), &["10.0.0.5:8443", "stands"]);
        for uri in [
            "https://stand.example/hardpy/api/v1",
            "https://STAND.example:443/hardpy/api/v1",
            "https://stand.example//hardpy/api/v1/",
            "HTTPS://10.0.0.5:8443/hardpy/api/v1",
            "https://stands:8443/hardpy/api/v1",
            "https://stands/hardpy/api/v1",
            "https://127.0.0.1:8443/hardpy/api/v1",
            "https://[::1]:8443/StandCloudAPIMode.HARDPY/api/v1",
        ] {
            assert_eq!(own.audience(uri), Some(Audience::HardPy), "{uri}");
        }
        assert_eq!(
            own.audience("https://stand.example/integration/api/v1"),
            Some(Audience::Integration)
        );
        for uri in [
            "https://evil.example/hardpy/api/v1",
            "https://stand.example:8443/hardpy/api/v1",
            "https://stand.example/hardpy/api/v2",
            "https://stand.example/hardpy/api/v1#x",
            "https://stand.example/hardpy/api/v1?x",
            "https://me@stand.example/hardpy/api/v1",
            "ftp://stand.example/hardpy/api/v1",
            "/hardpy/api/v1",
            "",
        ] {
            assert_eq!(own.audience(uri), None, "{uri}");
        }
    }

    /// the Host header chooses among known addresses only.
    #[test]
    fn a_strange_host_gets_the_canonical_address() {
        let own = origins(Some("https://stand.example/"), &["10.0.0.5:8443"]);
        for (host, expected) in [
            ("evil.example", "https://stand.example"),
            ("Stand.Example", "https://stand.example"),
            ("10.0.0.5:8443", "https://10.0.0.5:8443"),
            ("10.0.0.5", "https://stand.example"),
            ("stand.example@evil.example", "https://stand.example"),
            ("", "https://stand.example"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            assert_eq!(own.of_request(&headers), expected, "{host}");
        }
        assert_eq!(own.of_request(&HeaderMap::new()), "https://stand.example");
    }

    #[test]
    fn only_an_exact_origin_is_our_own() {
        let own = origins(None, &[]);
        for (origin, expected) in [
            ("https://localhost:8443", true),
            ("https://127.0.0.1:8443", true),
            ("http://localhost:8443", false),
            ("https://localhost:8444", false),
            ("https://localhost:8443/x", false),
            ("null", false),
        ] {
            assert_eq!(own.is_own(origin), expected, "{origin}");
        }
    }
}
