//! What a program asks a person to allow, checked the same whether it was pushed (RFC 9126) or came
//! with the browser (RFC 6749 §4.1.1).

use standcloud_store::{NewAuthorizationRequest, UnixMicros};

use super::pkce::CodeChallenge;
use super::redirect_uri::RedirectUri;
use super::{AudienceSet, Client, GrantType, OauthError, OauthErrorCode, OauthForm, ScopeSet};
use crate::app::App;
use crate::auth::ClientAddress;
use crate::auth::secret_text::{SecretKind, SecretText};

/// How long a request waits for its person (RFC 9126 §2.2).
pub const REQUEST_SECONDS: i64 = 300;
const REQUEST_URI_PREFIX: &str = "urn:ietf:params:oauth:request_uri:";
/// Requests that wait in all; anybody may push one.
const WAITING_MAX: u64 = 10_000;
const MICROS_PER_SECOND: i64 = 1_000_000;

/// The end of something that begins now and lives so long.
pub fn seconds_after(now: UnixMicros, seconds: i64) -> UnixMicros {
    UnixMicros(now.0 + seconds * MICROS_PER_SECOND)
}

/// A request that may be shown to a person.
#[derive(Debug, Clone)]
pub struct CheckedRequest {
    client_id: String,
    redirect_uri: String,
    scope: ScopeSet,
    audiences: AudienceSet,
    state: String,
    code_challenge: CodeChallenge,
}

/// A request that may not, and who is told.
#[derive(Debug)]
pub enum RequestProblem {
    /// The address to come back to cannot be trusted: only who asked directly is told.
    Untrusted(OauthError),
    /// The program is told through the browser.
    Told {
        error: OauthError,
        redirect_uri: String,
        state: String,
    },
}

impl From<RequestProblem> for OauthError {
    fn from(problem: RequestProblem) -> Self {
        match problem {
            RequestProblem::Untrusted(error) | RequestProblem::Told { error, .. } => error,
        }
    }
}

impl CheckedRequest {
    pub fn check(app: &App, client: &Client, form: &OauthForm) -> Result<Self, RequestProblem> {
        client
            .require_grant_type(GrantType::AuthorizationCode)
            .and_then(|()| refuse_request_object(form))
            .map_err(RequestProblem::Untrusted)?;
        let redirect_uri =
            permitted_redirect_uri(client, form).map_err(RequestProblem::Untrusted)?;
        let state = form.get("state").unwrap_or_default();
        Self::check_rest(app, client, form).map_or_else(
            |error| {
                Err(RequestProblem::Told {
                    error,
                    redirect_uri: redirect_uri.to_owned(),
                    state: state.to_owned(),
                })
            },
            |(code_challenge, scope, audiences)| {
                Ok(Self {
                    client_id: client.id.clone(),
                    redirect_uri: redirect_uri.to_owned(),
                    scope,
                    audiences,
                    state: state.to_owned(),
                    code_challenge,
                })
            },
        )
    }

    fn check_rest(
        app: &App,
        client: &Client,
        form: &OauthForm,
    ) -> Result<(CodeChallenge, ScopeSet, AudienceSet), OauthError> {
        if form.require("response_type")? != "code" {
            return Err(OauthError::new(
                OauthErrorCode::UnsupportedResponseType,
                "The only response_type is code.",
            ));
        }
        if form
            .get("response_mode")
            .is_some_and(|mode| mode != "query")
        {
            return Err(OauthError::invalid_request(
                "The only response_mode is query.",
            ));
        }
        let challenge = CodeChallenge::parse(
            form.get("code_challenge"),
            form.get("code_challenge_method"),
        )
        .map_err(|problem| OauthError::invalid_request(format!("{problem}.")))?;
        Ok((
            challenge,
            client.requested_scopes(form)?,
            client.granted_audiences(app, form)?,
        ))
    }

    /// Stores it; the answer is the `request_uri` that names it.
    pub async fn keep(self, app: &App, address: ClientAddress) -> Result<String, OauthError> {
        let now = app.clock.now();
        app.oauth.begin_authorization(address, now)?;
        if app.store.count_waiting_authorization_requests(now).await? >= WAITING_MAX {
            let message = "Too many logins are waiting. Try again in a few minutes.";
            return Err(OauthError::too_many_requests(message, 60));
        }
        let secret = SecretText::generate(SecretKind::AuthorizationRequest, &app.randomness);
        let new = NewAuthorizationRequest {
            request_sha256: secret.sha256(),
            client_id: self.client_id,
            redirect_uri: self.redirect_uri,
            scope: self.scope.to_string(),
            audiences: self.audiences.to_string(),
            state: self.state,
            code_challenge: self.code_challenge.to_text(),
            created: now,
            expires: seconds_after(now, REQUEST_SECONDS),
        };
        app.store.add_authorization_request(&new).await?;
        Ok(format!("{REQUEST_URI_PREFIX}{}", secret.reveal()))
    }
}

/// The secret in a `request_uri`; `None` when this server cannot have given it.
pub fn parse_request_uri(text: &str) -> Option<SecretText> {
    let secret = text.strip_prefix(REQUEST_URI_PREFIX)?;
    SecretText::parse(SecretKind::AuthorizationRequest, secret)
}

/// RFC 9101 is not spoken here, and a pushed request names no other (RFC 9126 §2.1).
fn refuse_request_object(form: &OauthForm) -> Result<(), OauthError> {
    for name in ["request", "request_uri"] {
        if form.get(name).is_some() {
            return Err(OauthError::invalid_request(format!(
                "The parameter '{name}' is not accepted here."
            )));
        }
    }
    Ok(())
}

fn permitted_redirect_uri<'a>(client: &Client, form: &'a OauthForm) -> Result<&'a str, OauthError> {
    let asked = form.require("redirect_uri")?;
    let registered = client.redirect_uris.iter();
    let is_permitted = registered
        .filter_map(|uri| RedirectUri::parse(uri).ok())
        .any(|registered| registered.permits(asked));
    if is_permitted {
        return Ok(asked);
    }
    Err(OauthError::invalid_request(
        "The redirect_uri is not registered for this client. It must be exactly a registered one; \
         only the port of http://127.0.0.1 and http://[::1] is free.",
    ))
}
