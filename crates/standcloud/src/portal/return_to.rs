//! Where to go after signing in: a page of this server and nothing else.

use std::fmt;

use super::web_app;

const LENGTH_MAX: usize = 2000;

/// A path (and query) of this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The start page of the web app.
    pub fn home() -> Self {
        Self(web_app::START.to_owned())
    }

    /// The given path if it may be returned to, else home. Browsers take `//host` and `/\host` for
    /// other servers.
    pub fn parse(text: &str) -> Self {
        let is_own = is_page(text)
            && text.len() <= LENGTH_MAX
            && text
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
            && !text.contains("//")
            && !text.contains("/..")
            && !text.starts_with("/auth/sign-out");
        if is_own {
            Self(text.to_owned())
        } else {
            Self::home()
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The sign-in page that comes back here.
    pub fn sign_in_path(&self) -> String {
        self.with_path("/auth/sign-in")
    }

    /// Another page that takes `return_to`.
    pub fn with_path(&self, path: &str) -> String {
        if *self == Self::home() {
            return path.to_owned();
        }
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("return_to", &self.0)
            .finish();
        format!("{path}?{query}")
    }
}

/// Pages of signing in, and those of the web app.
fn is_page(text: &str) -> bool {
    let path = text.split('?').next().unwrap_or_default();
    [web_app::START, web_app::PROFILE].contains(&path)
        || ["/auth/", "/o/"]
            .iter()
            .any(|prefix| path.starts_with(prefix))
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn only_own_pages_are_returned_to() {
        for text in [
            "/auth/consent/openid/device-authorization?user_code=BCDF-GHJK",
            "/o/demo/organisation/keys?add=true",
            "/auth/account",
            "/profile",
            "/",
            "/?next=x",
        ] {
            assert_eq!(ReturnTo::parse(text).as_str(), text);
        }
        for text in [
            "",
            "/api/v1/session",
            "/profiles",
            "/?next=//evil.example",
            "//evil.example",
            "https://evil.example",
            "/auth//evil.example",
            "/auth/\\evil.example",
            "/auth/../hardpy",
            "/auth/a\r\nSet-Cookie: x",
            "/auth/ä",
            "javascript:alert(1)",
            "/auth/sign-out",
            &format!("/auth/{}", "x".repeat(2000)),
        ] {
            assert_eq!(ReturnTo::parse(text), ReturnTo::home(), "{text}");
        }
    }
}
