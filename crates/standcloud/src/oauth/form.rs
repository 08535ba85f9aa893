//! The parameters of a request to the authorization server.
//!
//! axum's own form answers in plain text when it refuses and merges what is sent twice; both would
//! break clients here. This one knows the limits of each parameter and refuses in OAuth's form.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::BytesMut;
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::OauthError;
use crate::app::App;

const BODY_BYTES_MAX: usize = 16 << 10;
/// Of a refused body so much is thrown away, so that its sender reads the answer.
const DISCARDED_BYTES_MAX: usize = 256 << 10;
const DISCARD_TIME: Duration = Duration::from_secs(1);
const PARAMETERS_MAX: usize = 32;
const VALUE_BYTES_MAX: usize = 4 << 10;
/// Addresses are written to logs of proxies, so these are refused there.
const SECRETS: [&str; 7] = [
    "client_secret",
    "code",
    "code_verifier",
    "device_code",
    "refresh_token",
    "token",
    "user_code",
];

/// Parameters that are UTF-8, within their limits and each sent once. An empty value is absent.
#[derive(Clone, PartialEq, Eq)]
pub struct OauthForm(Vec<(String, String)>);

impl std::fmt::Debug for OauthForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OauthForm")
    }
}

impl OauthForm {
    /// Reads `application/x-www-form-urlencoded` text of a body or of a query.
    pub fn parse(text: &[u8]) -> Result<Self, OauthError> {
        let mut parameters: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text) {
            if parameters.len() >= PARAMETERS_MAX {
                return Err(OauthError::invalid_request("Too many parameters."));
            }
            check_text(&name, &name, VALUE_BYTES_MAX)?;
            check_text(&name, &value, value_bytes_max(&name))?;
            let is_repeated = parameters.iter().any(|(known, _)| *known == name);
            if is_repeated && !may_repeat(&name) {
                return Err(OauthError::invalid_request(format!(
                    "The parameter '{name}' was sent twice."
                )));
            }
            parameters.push((name.into_owned(), value.into_owned()));
        }
        parameters.retain(|(_, value)| !value.is_empty());
        Ok(Self(parameters))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// 400 when it is missing.
    pub fn require(&self, name: &str) -> Result<&str, OauthError> {
        self.get(name).ok_or_else(|| {
            OauthError::invalid_request(format!("The parameter '{name}' is missing."))
        })
    }

    /// Every value of a parameter that may be sent more than once.
    pub fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        let found = self.0.iter().filter(move |(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl FromRequest<App> for OauthForm {
    type Rejection = OauthError;

    async fn from_request(request: Request, _: &App) -> Result<Self, OauthError> {
        let (head, mut body) = request.into_parts();
        let query = head.uri.query().unwrap_or_default();
        let checked = require_form(&head.headers).and_then(|()| refuse_secrets_in_query(query));
        let received = match checked {
            Ok(()) => receive(&mut body).await,
            Err(refusal) => Err(refusal),
        };
        if received.is_err() {
            discard_rest(&mut body).await;
        }
        Self::parse(&received?)
    }
}

fn may_repeat(name: &str) -> bool {
    matches!(name, "audience" | "resource")
}

fn value_bytes_max(name: &str) -> usize {
    match name {
        "device_code" | "refresh_token" | "token" | "code" => 512,
        "user_code" => 32,
        "state" => 1 << 10,
        _ => VALUE_BYTES_MAX,
    }
}

fn check_text(name: &str, text: &str, bytes_max: usize) -> Result<(), OauthError> {
    let name: String = name.chars().take(40).collect();
    if text.len() > bytes_max {
        let message = format!("The parameter '{name}' is too long.");
        return Err(OauthError::invalid_request(message));
    }
    // The decoder puts U+FFFD where bytes are no UTF-8; nobody sends it on purpose.
    let is_wrong = |letter: char| letter.is_control() || letter == char::REPLACEMENT_CHARACTER;
    if text.contains(is_wrong) {
        let message = format!("The parameter '{name}' holds characters that are not allowed.");
        return Err(OauthError::invalid_request(message));
    }
    Ok(())
}

fn require_form(headers: &HeaderMap) -> Result<(), OauthError> {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let mut parts = value.unwrap_or_default().split(';').map(str::trim);
    let is_form = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    let is_utf_8 = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .all(|(_, charset)| {
            charset
                .trim()
                .trim_matches('"')
                .eq_ignore_ascii_case("utf-8")
        });
    if is_form && is_utf_8 {
        return Ok(());
    }
    Err(OauthError::invalid_request(
        "Send the parameters in the body as application/x-www-form-urlencoded in UTF-8.",
    ))
}

fn refuse_secrets_in_query(query: &str) -> Result<(), OauthError> {
    let names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    match names.into_iter().find(|name| SECRETS.contains(&&**name)) {
        Some(name) => Err(OauthError::invalid_request(format!(
            "Send '{name}' in the body, not in the address: addresses are logged."
        ))),
        None => Ok(()),
    }
}

async fn receive(body: &mut Body) -> Result<BytesMut, OauthError> {
    let mut buffer = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| OauthError::invalid_request("The body ended early."))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if buffer.len() + data.len() > BODY_BYTES_MAX {
            return Err(
                OauthError::invalid_request("The body is larger than 16 KiB.")
                    .with_status(StatusCode::PAYLOAD_TOO_LARGE),
            );
        }
        buffer.extend_from_slice(&data);
    }
    Ok(buffer)
}

async fn discard_rest(body: &mut Body) {
    let mut room = DISCARDED_BYTES_MAX;
    let discarding = async {
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, bytes::Bytes::len);
            let Some(rest) = room.checked_sub(length) else {
                return;
            };
            room = rest;
        }
    };
    // A slow sender loses the answer, not we the time.
    let _ = timeout(DISCARD_TIME, discarding).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::OauthErrorCode;

    fn refusal(text: &str) -> String {
        let error = OauthForm::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), OauthErrorCode::InvalidRequest);
        error.description()
    }

    ///
    #[test]
    fn what_is_sent_twice_is_refused_but_for_targets() {
        assert!(refusal("client_id=a&client_id=a").contains("twice"));
        assert!(refusal("client_id=&client_id=a").contains("twice"));
        let form = OauthForm::parse(b"resource=a&resource=b&audience=c&audience=c").unwrap();
        assert_eq!(form.all("resource").collect::<Vec<_>>(), ["a", "b"]);
    }

    ///
    #[test]
    fn an_empty_value_is_absent_and_plus_is_a_space() {
        let form = OauthForm::parse(b"client_id=&scope=a+b%20c&x").unwrap();
        assert_eq!(form.get("client_id"), None);
        assert_eq!(form.get("x"), None);
        assert_eq!(form.get("scope"), Some("a b c"));
        assert!(form.require("client_id").is_err());
    }

    ///
    #[test]
    fn every_limit_is_kept() {
        for (text, is_right) in [
            (format!("device_code={}", "x".repeat(512)), true),
            (format!("device_code={}", "x".repeat(513)), false),
            (format!("refresh_token={}", "x".repeat(513)), false),
            (format!("user_code={}", "x".repeat(33)), false),
            (format!("state={}", "x".repeat(1024)), true),
            (format!("state={}", "x".repeat(1025)), false),
            (format!("other={}", "x".repeat(4096)), true),
            (format!("other={}", "x".repeat(4097)), false),
            (many(32), true),
            (many(33), false),
            ("a=%00".to_owned(), false),
            ("a=%0A".to_owned(), false),
            ("a%1f=b".to_owned(), false),
            ("a=%ff".to_owned(), false),
            ("a=%C3%A9".to_owned(), true),
        ] {
            assert_eq!(
                OauthForm::parse(text.as_bytes()).is_ok(),
                is_right,
                "{text}"
            );
        }
    }

    fn many(count: usize) -> String {
        let parameters: Vec<String> = (0..count).map(|number| format!("p{number}=1")).collect();
        parameters.join("&")
    }
}
