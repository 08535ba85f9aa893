//! Where the measured server is: `https://HOST:PORT` and nothing after it.

use std::str::FromStr;

use anyhow::Context as _;
use rustls::pki_types::ServerName;

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Address {
    pub host: String,
    pub port: u16,
}

impl Address {
    pub(crate) fn server_name(&self) -> anyhow::Result<ServerName<'static>> {
        let host = self
            .host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        ServerName::try_from(host).context("the host is neither a name nor an address")
    }
}

impl FromStr for Address {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let rest = text
            .strip_prefix("https://")
            .context("the URL starts with https://")?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        anyhow::ensure!(!authority.contains('/'), "the URL has no path");
        let (host, port) = authority.rsplit_once(':').context("the URL names a port")?;
        anyhow::ensure!(!host.is_empty(), "the URL names a host");
        Ok(Self {
            host: host.to_owned(),
            port: port.parse().context("the port is a number")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_or_refused() {
        let address: Address = "https://[::1]:8443/".parse().unwrap();
        assert_eq!((address.host.as_str(), address.port), ("[::1]", 8443));
        assert!(address.server_name().is_ok());
        for wrong in [
            "http://a:1",
            "https://a",
            "https://a:b",
            "https://:1",
            "https://a:1/x",
        ] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }
}
