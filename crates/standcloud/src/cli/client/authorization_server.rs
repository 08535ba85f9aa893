//! The authorization server as a public client sees it: metadata (RFC 8414), device authorization
//! (RFC 8628), refresh (RFC 6749 §6), revocation (RFC 7009).
//!
//! Metadata that is missing or speaks of another server is not used; then the paths are those that
//! HardPy has built in. So a server behind a forwarded port can be signed in to as well, and nobody
//! else is ever sent a code or a token.

use std::time::Duration;

use anyhow::anyhow;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::connection::{Connection, Trouble};
use super::login::{Hidden, TokenAnswer};
use super::printable;

const CLIENT_ID: &str = "standcloud-cli";
const SCOPE: &str = "report:read report:write offline_access";
const DEVICE_CODE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const ANSWER_LIMIT: Duration = Duration::from_secs(15);
const ANSWER_SIZE_MAX: usize = 64 << 10;

#[derive(Debug, Deserialize)]
struct Metadata {
    issuer: String,
    device_authorization_endpoint: String,
    token_endpoint: String,
    revocation_endpoint: String,
}

/// What a person needs to approve the login (RFC 8628 §3.2).
#[derive(Debug, Deserialize)]
pub(crate) struct DeviceAuthorization {
    device_code: Hidden,
    pub(crate) user_code: String,
    pub(crate) verification_uri: String,
    pub(crate) verification_uri_complete: Option<String>,
    pub(crate) expires_in: u64,
    pub(crate) interval: Option<u64>,
}

/// What one poll has brought (RFC 8628 §3.5).
#[derive(Debug)]
pub(super) enum Poll {
    Pending,
    SlowDown,
    Denied,
    Expired,
    Approved(TokenAnswer),
}

/// An answer of one of the endpoints.
enum Answer {
    Done(Vec<u8>),
    /// The `error` of RFC 6749 §5.2 and its description.
    Refused(String, String),
}

pub(crate) struct AuthorizationServer {
    connection: Connection,
    metadata: Metadata,
}

impl AuthorizationServer {
    pub(crate) async fn discover(connection: &Connection) -> Result<Self, Trouble> {
        let issuer = connection.url("/auth");
        let url = connection.url("/.well-known/oauth-authorization-server/auth");
        let request = connection.client.get(url).timeout(ANSWER_LIMIT);
        let away = |error| connection.trouble(error);
        let response = request.send().await.map_err(away)?;
        let body = read_limited(response).await.map_err(away)?;
        let own = |metadata: &Metadata| {
            let endpoints = [
                &metadata.device_authorization_endpoint,
                &metadata.token_endpoint,
                &metadata.revocation_endpoint,
            ];
            let is_own = |link: &&String| connection.address.is_same_origin(link);
            metadata.issuer == issuer && endpoints.iter().all(is_own)
        };
        let metadata = serde_json::from_slice(&body).ok().filter(own);
        Ok(Self {
            connection: connection.clone(),
            metadata: metadata.unwrap_or_else(|| Metadata::of_fixed_paths(connection, issuer)),
        })
    }

    pub(crate) async fn begin_device_login(&self) -> Result<DeviceAuthorization, Trouble> {
        let form = [("client_id", CLIENT_ID), ("scope", SCOPE)];
        let url = &self.metadata.device_authorization_endpoint;
        let device: DeviceAuthorization = match self.post(url, &form).await? {
            Answer::Done(body) => self.parse(&body)?,
            Answer::Refused(error, description) => {
                return Err(Trouble::Final(anyhow!(
                    "the server refuses the login: {}",
                    said(&error, &description)
                )));
            }
        };
        let links = [
            Some(&device.verification_uri),
            device.verification_uri_complete.as_ref(),
        ];
        let is_web = |link: &String| link.starts_with("https://") || link.starts_with("http://");
        if links.into_iter().flatten().all(is_web) {
            Ok(device)
        } else {
            Err(self.foreign("the page to open has no web address"))
        }
    }

    pub(super) async fn poll(&self, device: &DeviceAuthorization) -> Result<Poll, Trouble> {
        let form = [
            ("client_id", CLIENT_ID),
            ("grant_type", DEVICE_CODE_GRANT),
            ("device_code", device.device_code.reveal()),
        ];
        match self.post(&self.metadata.token_endpoint, &form).await? {
            Answer::Done(body) => Ok(Poll::Approved(self.parse(&body)?)),
            Answer::Refused(error, description) => match error.as_str() {
                "authorization_pending" => Ok(Poll::Pending),
                "slow_down" => Ok(Poll::SlowDown),
                "access_denied" => Ok(Poll::Denied),
                "expired_token" => Ok(Poll::Expired),
                _ => Err(Trouble::Final(anyhow!(
                    "the login failed: {}\nhint: begin again with 'standcloud login {}'",
                    said(&error, &description),
                    self.connection.address
                ))),
            },
        }
    }

    pub(super) async fn refresh(&self, refresh_token: &Hidden) -> Result<TokenAnswer, Trouble> {
        let form = [
            ("client_id", CLIENT_ID),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.reveal()),
        ];
        match self.post(&self.metadata.token_endpoint, &form).await? {
            Answer::Done(body) => self.parse(&body),
            Answer::Refused(error, description) => Err(Trouble::Ended(anyhow!(
                "your login has ended: {}\nhint: 'standcloud login {}' signs you in again",
                said(&error, &description),
                self.connection.address
            ))),
        }
    }

    /// The refresh token, and with it every token of this login. Unknown ones are fine as well.
    pub(crate) async fn revoke(&self, refresh_token: &Hidden) -> Result<(), Trouble> {
        let form = [
            ("client_id", CLIENT_ID),
            ("token", refresh_token.reveal()),
            ("token_type_hint", "refresh_token"),
        ];
        match self.post(&self.metadata.revocation_endpoint, &form).await? {
            Answer::Done(_) => Ok(()),
            Answer::Refused(error, description) => Err(Trouble::Final(anyhow!(
                "the server refuses: {}",
                said(&error, &description)
            ))),
        }
    }

    async fn post(&self, url: &str, form: &[(&str, &str)]) -> Result<Answer, Trouble> {
        let request = self.connection.client.post(url).timeout(ANSWER_LIMIT);
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(encode(form));
        let away = |error| self.connection.trouble(error);
        let response = request.send().await.map_err(away)?;
        let status = response.status();
        let body = read_limited(response).await.map_err(away)?;
        self.sort(status, body)
    }

    fn sort(&self, status: StatusCode, body: Vec<u8>) -> Result<Answer, Trouble> {
        let object = serde_json::from_slice::<Value>(&body).ok();
        let member = |name: &str| Some(object.as_ref()?.get(name)?.as_str()?.to_owned());
        match member("error") {
            Some(error) if matches!(&*error, "temporarily_unavailable" | "server_error") => {
                Err(busy(status))
            }
            Some(error) => {
                let description = member("error_description").unwrap_or_default();
                Ok(Answer::Refused(error, description))
            }
            None if status.is_success() && (object.is_some() || body.is_empty()) => {
                Ok(Answer::Done(body))
            }
            None if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Err(busy(status))
            }
            None => Err(self.foreign(&status.to_string())),
        }
    }

    fn parse<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Trouble> {
        // The reason could quote a token, so it is left out.
        serde_json::from_slice(body).map_err(|_| self.foreign("a member is missing"))
    }

    fn foreign(&self, reason: &str) -> Trouble {
        Trouble::Final(anyhow!(
            "{} does not answer as a StandCloud server does ({reason})\n\
             hint: is the address right, and is there a proxy with a page of its own?",
            self.connection.address.base_url()
        ))
    }
}

impl Metadata {
    fn of_fixed_paths(connection: &Connection, issuer: String) -> Self {
        Self {
            issuer,
            device_authorization_endpoint: connection.url("/auth/api/oidc/device-authorization"),
            token_endpoint: connection.url("/auth/api/oidc/token"),
            revocation_endpoint: connection.url("/auth/api/oidc/revocation"),
        }
    }
}

fn busy(status: StatusCode) -> Trouble {
    Trouble::Away(anyhow!(
        "the server is too busy ({status})\nhint: try again in a minute"
    ))
}

fn encode(form: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(form).finish()
}

/// The description is for people; the code, when that is missing.
fn said(error: &str, description: &str) -> String {
    printable(if description.is_empty() {
        error
    } else {
        description
    })
}

/// What is cut off cannot be parsed, which is right for what is no answer of ours.
async fn read_limited(mut response: Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await? {
        body.extend_from_slice(&part);
        if body.len() > ANSWER_SIZE_MAX {
            break;
        }
    }
    Ok(body)
}
