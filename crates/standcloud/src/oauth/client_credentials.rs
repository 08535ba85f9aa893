//! A program speaks for itself (RFC 6749 §4.4): no person, no refresh token, and the organisation that
//! has registered it.

use standcloud_store::{GrantKind, NewGrant};

use super::client::{ClientAuthentication, ClientOrigin};
use super::device_token::grant_actor;
use super::issue::{PreparedTokens, WithRefresh, absolute_expiry, idle_expiry};
use super::token::TokenRequest;
use super::{OauthError, OauthErrorCode, OauthScope, ScopeSet};
use crate::app::App;
use crate::audit::note;

pub(super) async fn issue_client_credentials(
    app: &App,
    request: &TokenRequest<'_>,
) -> Result<PreparedTokens, OauthError> {
    let client = &request.client;
    let ClientOrigin::Registered(organisation) = client.origin else {
        return Err(not_for_this_client());
    };
    if client.authentication == ClientAuthentication::None {
        return Err(not_for_this_client());
    }
    let asked = client.requested_scopes(request.form)?;
    // Its secret is its refresh token.
    let scope = ScopeSet::new(
        asked
            .iter()
            .filter(|scope| *scope != OauthScope::OfflineAccess),
    );
    let audiences = client.granted_audiences(app, request.form)?;
    let absolute = absolute_expiry(app);
    let tokens = PreparedTokens::generate(app, &scope, &audiences, absolute, WithRefresh::No);
    let now = tokens.stored.created;
    let grant = NewGrant {
        id: app.randomness.uuid(now),
        organisation,
        user: None,
        client_id: client.id.clone(),
        kind: GrantKind::ClientCredentials,
        name: client.name.clone(),
        scope: scope.to_string(),
        audiences: audiences.to_string(),
        created: now,
        created_ip: request.caller.ip.clone(),
        user_agent: request.caller.user_agent.clone(),
        absolute_expiry: absolute,
        idle_expiry: idle_expiry(app),
    };
    let id = app
        .store
        .issue_client_tokens(&grant, &tokens.stored)
        .await?;
    note(app, "token.issue", &grant_actor(id), &request.caller)
        .organisation(organisation)
        .client(&client.id)
        .grant(id)
        .subject(&client.name)
        .write_later(app);
    Ok(tokens)
}

fn not_for_this_client() -> OauthError {
    OauthError::new(
        OauthErrorCode::UnauthorizedClient,
        "Only a registered client with a secret may use client credentials.",
    )
}
