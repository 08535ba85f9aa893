//! `POST /auth/api/oidc/token`: codes, refresh tokens and client secrets become access tokens
//! (RFC 6749 §3.2).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use standcloud_store::UnixMicros;

use super::client::ClientOrigin;
use super::client_authentication::authenticate_client;
use super::client_credentials::issue_client_credentials;
use super::code_token::exchange_authorization_code;
use super::device_token::exchange_device_code;
use super::refresh::refresh_tokens;
use super::{GrantType, OauthError, OauthErrorCode, OauthForm};
use crate::app::App;
use crate::audit::Caller;
use crate::auth::ClientAddress;

const TOUCH_INTERVAL_US: i64 = 60_000_000;

/// One request for tokens, after the client has proved who it is.
#[derive(Debug)]
pub struct TokenRequest<'a> {
    pub client: super::Client,
    pub form: &'a OauthForm,
    pub address: ClientAddress,
    pub caller: Caller,
}

pub async fn issue_token(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    form: OauthForm,
) -> Result<Response, OauthError> {
    let name = form.require("grant_type")?;
    let Some(grant_type) = GrantType::find(name) else {
        return Err(OauthError::new(
            OauthErrorCode::UnsupportedGrantType,
            "This server does not know the grant type.",
        ));
    };
    let client = authenticate_client(&app, &headers, &form).await?;
    client.require_grant_type(grant_type)?;
    let request = TokenRequest {
        client,
        form: &form,
        address,
        caller: Caller::new(address, &headers),
    };
    let issued = match grant_type {
        GrantType::DeviceCode => exchange_device_code(&app, &request).await?,
        GrantType::RefreshToken => refresh_tokens(&app, &request).await?,
        GrantType::AuthorizationCode => exchange_authorization_code(&app, &request).await?,
        GrantType::ClientCredentials => issue_client_credentials(&app, &request).await?,
    };
    note_client_use(&app, &request.client);
    Ok(issued.into_response())
}

/// In the background and at most once a minute: tokens must not wait for a note about them.
fn note_client_use(app: &App, client: &super::Client) {
    if client.origin == ClientOrigin::BuiltIn {
        return;
    }
    let now = app.clock.now();
    let before = UnixMicros(now.0 - TOUCH_INTERVAL_US);
    let (store, id) = (app.store.clone(), client.id.clone());
    tokio::spawn(async move {
        if let Err(error) = store.touch_oauth_client(&id, before, now).await {
            tracing::warn!(client = id, %error, "the use of a program could not be noted");
        }
    });
}
