//! `POST /auth/api/oidc/revocation`: a client gives a token back (RFC 7009).

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::client_authentication::authenticate_client;
use super::device_token::grant_actor;
use super::{Client, OauthError, OauthForm};
use crate::app::App;
use crate::audit::{Caller, note};
use crate::auth::ClientAddress;
use crate::auth::secret_text::{SecretKind, SecretText};

/// 200 whatever the token was: a client has nothing else to do, and nobody learns anything. Our
/// prefixes tell the kind, so the hint is not needed and a wrong one does no harm.
pub async fn revoke_token(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    form: OauthForm,
) -> Result<StatusCode, OauthError> {
    let client = authenticate_client(&app, &headers, &form).await?;
    let text = form.require("token")?;
    let caller = Caller::new(address, &headers);
    if let Some(secret) = SecretText::parse(SecretKind::RefreshToken, text) {
        end_family(&app, &client, &secret, &caller).await?;
    } else if let Some(secret) = SecretText::parse(SecretKind::AccessToken, text) {
        end_access_token(&app, &client, &secret, &caller).await?;
    }
    Ok(StatusCode::OK)
}

/// A refresh token ends with everything that came of the same consent.
async fn end_family(
    app: &App,
    client: &Client,
    secret: &SecretText,
    caller: &Caller,
) -> Result<(), OauthError> {
    let token = app.store.lookup_refresh_token(secret.sha256()).await?;
    let Some(token) = token.filter(|token| token.client_id == client.id) else {
        return Ok(());
    };
    let now = app.clock.now();
    let has_ended = app
        .store
        .end_grant_family(token.grant, "given back by the client", now)
        .await?;
    app.tokens.forget_grant(token.grant);
    if has_ended {
        note(app, "token.revoke", &grant_actor(token.grant), caller)
            .organisation(token.organisation)
            .client(&client.id)
            .grant(token.grant)
            .subject(&token.name)
            .write_later(app);
    }
    Ok(())
}

async fn end_access_token(
    app: &App,
    client: &Client,
    secret: &SecretText,
    caller: &Caller,
) -> Result<(), OauthError> {
    let sha256 = secret.sha256();
    let token = app.store.lookup_access_token(sha256).await?;
    let Some(token) = token.filter(|token| token.client_id == client.id) else {
        return Ok(());
    };
    let now = app.clock.now();
    let has_ended = app
        .store
        .revoke_access_token(sha256, &client.id, now)
        .await?;
    app.tokens.forget_grant(token.grant);
    if has_ended {
        note(app, "token.revoke", &grant_actor(token.grant), caller)
            .organisation(token.organisation)
            .client(&client.id)
            .grant(token.grant)
            .detail("one access token")
            .write_later(app);
    }
    Ok(())
}
