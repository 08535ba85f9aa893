//! `POST /auth/api/oidc/introspection`: a confidential client asks whether a token is good (RFC 7662).

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use serde_json::{Value, json};
use standcloud_store::AccessToken;

use super::client::{ClientAuthentication, ClientOrigin};
use super::client_authentication::authenticate_client;
use super::{AudienceSet, Client, OauthError, OauthForm};
use crate::app::App;
use crate::auth::secret_text::{SecretKind, SecretText};

/// Tokens of the client's own organisation; everything else is not active and nothing more.
pub async fn introspect_token(
    State(app): State<App>,
    headers: HeaderMap,
    form: OauthForm,
) -> Result<Json<Value>, OauthError> {
    let client = authenticate_confidential(&app, &headers, &form).await?;
    let ClientOrigin::Registered(organisation) = client.origin else {
        return Err(not_confidential());
    };
    let text = form.require("token")?;
    let Some(secret) = SecretText::parse(SecretKind::AccessToken, text) else {
        return Ok(inactive());
    };
    let token = app.store.lookup_access_token(secret.sha256()).await?;
    let now = app.clock.now();
    let good = token.filter(|token| {
        token.is_valid && token.expires > now && token.organisation == organisation
    });
    Ok(good.map_or_else(inactive, |token| describe(&app, &headers, &token)))
}

async fn authenticate_confidential(
    app: &App,
    headers: &HeaderMap,
    form: &OauthForm,
) -> Result<Client, OauthError> {
    let has_proof =
        headers.contains_key(header::AUTHORIZATION) || form.get("client_secret").is_some();
    if !has_proof {
        return Err(not_confidential());
    }
    let client = authenticate_client(app, headers, form).await?;
    match client.authentication {
        ClientAuthentication::None => Err(not_confidential()),
        ClientAuthentication::Secret { .. } => Ok(client),
    }
}

fn not_confidential() -> OauthError {
    OauthError::invalid_client("Only a client with a secret may ask about tokens.")
}

fn inactive() -> Json<Value> {
    Json(json!({ "active": false }))
}

fn describe(app: &App, headers: &HeaderMap, token: &AccessToken) -> Json<Value> {
    let origin = app.origins.of_request(headers);
    let audiences = AudienceSet::parse_stored(&token.audiences);
    let audiences: Vec<String> = audiences
        .iter()
        .flat_map(AudienceSet::iter)
        .map(|audience| format!("{origin}/{audience}/api/v1"))
        .collect();
    // The subject is never the id of a client, so that a program cannot pass for a person.
    let subject = match token.user {
        Some(user) => user.to_string(),
        None => format!("grant:{}", token.grant),
    };
    Json(json!({
        "active": true,
        "scope": token.scope,
        "client_id": token.client_id,
        "token_type": "bearer",
        "iss": format!("{origin}/auth"),
        "aud": audiences,
        "sub": subject,
        "iat": token.created.0 / 1_000_000,
        "exp": token.expires.0 / 1_000_000,
    }))
}
