//! Where a browser may be sent with a code (RFC 6749 §3.1.2, RFC 8252 §7.3, RFC 9700 §4.1.3).
//!
//! Addresses are compared as texts, never after normalising: what two parsers read differently is
//! where codes are stolen. The one freedom is the port of a program on the person's own machine,
//! which takes whatever port is free.

use url::{Host, Url};

/// `127.0.0.1` and `[::1]`, but not `localhost`, which a resolver may send elsewhere (RFC 8252 §8.3).
const LOOPBACK: [&str; 2] = ["http://127.0.0.1", "http://[::1]"];

/// The longest address that is kept.
const LENGTH_MAX: usize = 1000;

/// An address that may be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectUri(String);

/// Why an address is refused, in words for the one who registers the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectProblem {
    #[error("write it in printable ASCII without spaces, at most {LENGTH_MAX} characters")]
    Form,
    #[error(
        "it must begin with https://, or with http://127.0.0.1 or http://[::1] for a program on \
         the person's own machine; localhost is not safe"
    )]
    Scheme,
    #[error("it must not have a fragment (#…)")]
    Fragment,
    #[error("it must not have a user name or password in it")]
    UserInfo,
}

impl RedirectUri {
    /// Checks an address that somebody wants to register.
    pub fn parse(text: &str) -> Result<Self, RedirectProblem> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        if text.is_empty() || text.len() > LENGTH_MAX || !text.bytes().all(is_plain) {
            return Err(RedirectProblem::Form);
        }
        if text.contains('#') {
            return Err(RedirectProblem::Fragment);
        }
        let url = Url::parse(text).map_err(|_| RedirectProblem::Form)?;
        let authority = authority(text).ok_or(RedirectProblem::Scheme)?;
        if authority.contains('@') {
            return Err(RedirectProblem::UserInfo);
        }
        match url.scheme() {
            "https" if is_written_as_read(text, &url) => Ok(Self(text.to_owned())),
            "http" if loopback_rest(text).is_some() => Ok(Self(text.to_owned())),
            _ => Err(RedirectProblem::Scheme),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a request may name this address.
    pub fn permits(&self, presented: &str) -> bool {
        if presented == self.0 {
            return true;
        }
        match (loopback_rest(&self.0), loopback_rest(presented)) {
            (Some(registered), Some(presented)) => registered == presented,
            _ => false,
        }
    }

    /// The addresses of a stored, space-separated list; what cannot be read permits nothing.
    pub fn parse_stored(text: &str) -> Vec<Self> {
        text.split(' ')
            .filter_map(|uri| Self::parse(uri).ok())
            .collect()
    }
}

/// The address with these parameters added to its query.
pub fn with_parameters(redirect_uri: &str, parameters: &[(&str, &str)]) -> String {
    let added = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let joint = if redirect_uri.contains('?') { '&' } else { '?' };
    format!("{redirect_uri}{joint}{added}")
}

/// The host and what follows the port; `None` when it is not a loopback address with a right port.
fn loopback_rest(text: &str) -> Option<(&'static str, &str)> {
    let host = LOOPBACK.into_iter().find(|host| text.starts_with(host))?;
    let rest = text.get(host.len()..)?;
    let Some(with_port) = rest.strip_prefix(':') else {
        return rest.starts_with('/').then_some((host, rest));
    };
    let slash = with_port.find('/')?;
    let (port, path) = with_port.split_at(slash);
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit())
        && !port.starts_with('0')
        && port.parse::<u16>().is_ok();
    is_port.then_some((host, path))
}

fn authority(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    rest.split(['/', '?']).next()
}

/// Whether the host is what a person reads, e.g. not `https:/evil.example` or `https://0x7f.1`.
fn is_written_as_read(text: &str, url: &Url) -> bool {
    let Some(authority) = text.strip_prefix("https://").and_then(|_| authority(text)) else {
        return false;
    };
    let host = match url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        Some(Host::Ipv4(address)) => address.to_string(),
        Some(Host::Ipv6(address)) => format!("[{address}]"),
        None => return false,
    };
    let with_port = url.port().map(|port| format!("{host}:{port}"));
    authority == host || Some(authority) == with_port.as_deref()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn uri(text: &str) -> RedirectUri {
        RedirectUri::parse(text).unwrap()
    }

    /// what may be registered.
    #[test]
    fn only_https_and_the_own_machine_may_be_registered() {
        for text in [
            "https://app.example/back",
            "https://app.example:8443/back?x=1",
            "https://app.example",
            "https://192.0.2.1/back",
            "https://[2001:db8::1]/back",
            "http://127.0.0.1/oauth2/callback",
            "http://127.0.0.1:8000/",
            "http://[::1]/back",
        ] {
            assert_eq!(uri(text).as_str(), text);
        }
        let long = format!("https://a.example/{}", "x".repeat(LENGTH_MAX));
        for (text, problem) in [
            ("", RedirectProblem::Form),
            ("back", RedirectProblem::Form),
            (&long, RedirectProblem::Form),
            ("https://a.example/a b", RedirectProblem::Form),
            ("https://a.example/\u{e9}", RedirectProblem::Form),
            ("https://a.example\\@evil.example/", RedirectProblem::Form),
            ("https://a.example/back#x", RedirectProblem::Fragment),
            ("https://me@a.example/back", RedirectProblem::UserInfo),
            (
                "http://127.0.0.1:80@evil.example/",
                RedirectProblem::UserInfo,
            ),
            ("http://a.example/back", RedirectProblem::Scheme),
            ("http://localhost/back", RedirectProblem::Scheme),
            (
                "http://127.0.0.1.evil.example/back",
                RedirectProblem::Scheme,
            ),
            ("http://127.0.0.2/back", RedirectProblem::Scheme),
            ("http://127.0.0.1", RedirectProblem::Scheme),
            ("http://127.0.0.1:0/back", RedirectProblem::Scheme),
            ("javascript:alert(1)", RedirectProblem::Scheme),
            ("com.example.app:/back", RedirectProblem::Scheme),
            ("https:/evil.example/back", RedirectProblem::Scheme),
            ("https://0x7f.1/back", RedirectProblem::Scheme),
            ("https://A.example/back", RedirectProblem::Scheme),
            ("HTTPS://a.example/back", RedirectProblem::Scheme),
        ] {
            assert_eq!(RedirectUri::parse(text), Err(problem), "{text}");
        }
    }

    /// which requests a registered address permits.
    #[test]
    fn an_address_is_permitted_as_it_was_registered() {
        let native = "http://127.0.0.1/oauth2/callback";
        let with_port = "http://127.0.0.1:8000/cb";
        let web = "https://app.example/back";
        for (registered, presented, expected) in [
            (native, "http://127.0.0.1:43681/oauth2/callback", true),
            (native, "http://127.0.0.1:65535/oauth2/callback", true),
            (native, native, true),
            (with_port, "http://127.0.0.1:9000/cb", true),
            (with_port, "http://127.0.0.1/cb", true),
            (native, "http://localhost:43681/oauth2/callback", false),
            (native, "http://[::1]:43681/oauth2/callback", false),
            (native, "https://127.0.0.1:43681/oauth2/callback", false),
            (native, "http://127.0.0.1:43681/oauth2/callback/", false),
            (native, "http://127.0.0.1:43681/oauth2/callback?x=1", false),
            (native, "http://127.0.0.1:43681/oauth2/Callback", false),
            (native, "http://127.0.0.1:43681/oauth2/callback#x", false),
            (native, "http://127.0.0.1:43681/x/../oauth2/callback", false),
            (native, "http://127.0.0.1:65536/oauth2/callback", false),
            (native, "http://127.0.0.1:/oauth2/callback", false),
            (native, "http://127.0.0.1:+1/oauth2/callback", false),
            (
                native,
                "http://127.0.0.1:80@evil.example/oauth2/callback",
                false,
            ),
            (
                native,
                "http://127.0.0.1.evil.example/oauth2/callback",
                false,
            ),
            (
                native,
                "http://127.0.0.1@evil.example/oauth2/callback",
                false,
            ),
            ("http://[::1]/cb", "http://[::1]:7/cb", true),
            ("http://[::1]/cb", "http://127.0.0.1:7/cb", false),
            (web, web, true),
            (web, "https://app.example:443/back", false),
            (web, "https://app.example/back/", false),
            (web, "https://app.example/back?x", false),
            (web, "https://APP.example/back", false),
            (web, "https://evil.example/back", false),
            (web, "", false),
        ] {
            let found = uri(registered).permits(presented);
            assert_eq!(found, expected, "{registered} {presented}");
        }
    }

    #[test]
    fn parameters_are_added_to_the_query() {
        for (redirect_uri, expected) in [
            (
                "https://a.example/b",
                "https://a.example/b?state=a%26b+%C3%A9",
            ),
            (
                "https://a.example/b?x=1",
                "https://a.example/b?x=1&state=a%26b+%C3%A9",
            ),
        ] {
            assert_eq!(
                with_parameters(redirect_uri, &[("state", "a&b é")]),
                expected
            );
        }
    }

    proptest! {
        /// whatever is permitted besides the registered text differs from it in the port only.
        #[test]
        fn only_the_port_of_the_own_machine_is_free(
            presented in "http://(127\\.0\\.0\\.1|\\[::1\\]|localhost|a)(:[0-9@a-]{0,6})?(/cb|/cb/|/|)[?#]?"
        ) {
            let registered = uri("http://127.0.0.1/cb");
            if registered.permits(&presented) {
                let url = Url::parse(&presented).unwrap();
                prop_assert_eq!(url.host_str(), Some("127.0.0.1"));
                prop_assert_eq!(url.path(), "/cb");
                prop_assert!(url.username().is_empty() && url.query().is_none());
                prop_assert!(url.fragment().is_none());
            }
        }

        /// no text breaks it, and what it takes has the host that a browser goes to.
        #[test]
        fn any_text_is_taken_or_refused(text in "(https?:/{0,3})?[a-z0-9@:.\\[\\]#?/%\\\\ ]{0,40}") {
            if let Ok(uri) = RedirectUri::parse(&text) {
                let url = Url::parse(uri.as_str()).unwrap();
                prop_assert!(url.username().is_empty() && url.password().is_none());
                let host = url.host_str().unwrap().to_owned();
                prop_assert!(text.contains(&format!("://{host}")), "{} {}", text, host);
            }
        }
    }
}
