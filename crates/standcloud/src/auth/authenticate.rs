//! From the headers of a request to the one who sent it (RFC 6750).

use axum::http::{HeaderMap, StatusCode, header};
use ipnet::IpNet;
use standcloud_store::{ApiKey, OrganisationId, UnixMicros};
use subtle::ConstantTimeEq;

use super::access_token::{check_access_token, is_access_token};
use super::key_format::ApiKeyText;
use super::key_notes;
use super::key_state::KeyState;
use super::scope::{Scope, parse_stored_scopes};
use super::{Audience, ClientAddress};
use crate::app::App;
use crate::error::ApiError;

/// Somebody with a valid credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The tenant that the credential belongs to; everything is bound to it.
    pub organisation: OrganisationId,
    /// For the record, e.g. `key:4fzzzxjylrx1`; never a secret.
    pub name: String,
    scopes: Vec<Scope>,
}

impl Principal {
    pub(super) fn new(organisation: OrganisationId, name: String, scopes: Vec<Scope>) -> Self {
        Self {
            organisation,
            name,
            scopes,
        }
    }

    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// 403 with the scope that is missing.
    pub fn require(&self, scope: Scope) -> Result<(), ApiError> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(ApiError::new(
            StatusCode::FORBIDDEN,
            format!("this credential lacks the scope {scope}"),
        )
        .with_challenge(format!(
            "Bearer realm=\"standcloud\", error=\"insufficient_scope\", scope=\"{scope}\""
        )))
    }
}

/// The caller; 401 without a valid credential, 403 without the scope.
pub async fn authenticate(
    app: &App,
    headers: &HeaderMap,
    address: ClientAddress,
    audience: Audience,
    scope: Scope,
) -> Result<Principal, ApiError> {
    let principal = authenticate_any(app, headers, address, audience).await?;
    principal.require(scope)?;
    Ok(principal)
}

/// The caller, whatever its scopes; 401 without a valid credential.
pub async fn authenticate_any(
    app: &App,
    headers: &HeaderMap,
    address: ClientAddress,
    audience: Audience,
) -> Result<Principal, ApiError> {
    let principal = authenticate_if_given(app, headers, address, audience).await?;
    principal.ok_or_else(|| {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "no credential: send an API key as 'Authorization: Bearer …' or 'X-API-KEY: …'",
        )
        .with_challenge("Bearer realm=\"standcloud\"".to_owned())
    })
}

/// `None` without any credential; a bad one is still 401.
pub async fn authenticate_if_given(
    app: &App,
    headers: &HeaderMap,
    address: ClientAddress,
    audience: Audience,
) -> Result<Option<Principal>, ApiError> {
    let Some(credential) = find_credential(headers)? else {
        return Ok(None);
    };
    let found = if is_access_token(&credential) {
        check_access_token(app, &credential, address, audience).await?
    } else {
        check_key(app, &credential, address).await?
    };
    match found {
        Some(principal) => Ok(Some(principal)),
        None if app.keys.may_fail(address.0) => Err(invalid_token()),
        None => Err(
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too many wrong credentials")
                .with_retry_after(60),
        ),
    }
}

fn invalid_token() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "the credential is not valid (any more)",
    )
    .with_challenge("Bearer realm=\"standcloud\", error=\"invalid_token\"".to_owned())
}

fn invalid_request(message: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, message)
        .with_challenge("Bearer realm=\"standcloud\", error=\"invalid_request\"".to_owned())
}

/// The one credential of a request. Two different ones are a mistake that must not be guessed at.
fn find_credential(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut credentials = Vec::new();
    for value in headers.get_all(header::AUTHORIZATION) {
        let text = value.to_str().map_err(|_| invalid_token())?;
        let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
        if scheme.eq_ignore_ascii_case("basic") {
            return Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "Basic authentication is not accepted; if you did not ask for it, a ~/.netrc \
                 entry for this host replaces the key: remove it",
            )
            .with_challenge("Bearer realm=\"standcloud\"".to_owned()));
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(invalid_token());
        }
        if token.is_empty() {
            return Err(invalid_request("'Authorization: Bearer' without a token"));
        }
        credentials.push(token.to_owned());
    }
    for value in headers.get_all("x-api-key") {
        credentials.push(value.to_str().map_err(|_| invalid_token())?.to_owned());
    }
    credentials.dedup();
    if credentials.len() > 1 {
        return Err(invalid_request("two different credentials in one request"));
    }
    Ok(credentials.pop())
}

async fn check_key(
    app: &App,
    credential: &str,
    address: ClientAddress,
) -> Result<Option<Principal>, ApiError> {
    let Some(text) = ApiKeyText::parse(credential) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let key = match app.keys.find(text.public_id(), now) {
        Some(key) => key,
        None => match app.store.lookup_api_key(text.public_id()).await? {
            Some(key) => {
                app.keys.remember(key.clone(), now);
                key
            }
            None => return Ok(None),
        },
    };
    if !bool::from(key.secret_sha256.ct_eq(&text.secret_sha256())) {
        return Ok(None);
    }
    if !is_alive(&key, now) {
        key_notes::refused(app, &key, address, KeyState::of(&key, now).as_str());
        return Ok(None);
    }
    if let Err(refusal) = require_network(&key, address) {
        key_notes::refused(app, &key, address, "another network");
        return Err(refusal);
    }
    key_notes::used(app, &key, address);
    Ok(Some(Principal {
        organisation: key.organisation,
        name: format!("key:{}", key.public_id),
        scopes: parse_stored_scopes(&key.scopes),
    }))
}

fn is_alive(key: &ApiKey, now: UnixMicros) -> bool {
    key.revoked.is_none() && key.expires.is_none_or(|expires| expires > now)
}

fn require_network(key: &ApiKey, address: ClientAddress) -> Result<(), ApiError> {
    let mut networks = key
        .allowed_networks
        .split(' ')
        .filter(|text| !text.is_empty())
        .peekable();
    let is_allowed = networks.peek().is_none()
        || networks
            .filter_map(|text| text.parse::<IpNet>().ok())
            .any(|network| network.contains(&address.0));
    if is_allowed {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::FORBIDDEN,
        "this key may not be used from this address",
    ))
}
