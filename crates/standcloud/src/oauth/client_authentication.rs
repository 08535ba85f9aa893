//! Which client is asking, and whether it is that client (RFC 6749 §2.3).

use axum::http::{HeaderMap, header};

use super::client::{Client, ClientAuthentication, find_client};
use super::{OauthError, OauthForm};
use crate::app::App;

/// The client that sent this request. 401 `invalid_client` when it is unknown, disabled, or proves
/// something else than it was registered with: a public client has nothing to prove.
pub async fn authenticate_client(
    app: &App,
    headers: &HeaderMap,
    form: &OauthForm,
) -> Result<Client, OauthError> {
    let has_header = headers.contains_key(header::AUTHORIZATION);
    let refused = |description: &str| {
        let refusal = OauthError::invalid_client(description);
        if has_header {
            refusal.with_basic_challenge()
        } else {
            refusal
        }
    };
    if has_header {
        return Err(refused(
            "This client has no secret: send no Authorization header.",
        ));
    }
    let client_id = form.require("client_id")?;
    let Some(client) = find_client(app, client_id).await? else {
        return Err(refused("This server does not know the client."));
    };
    match client.authentication {
        ClientAuthentication::None if form.get("client_secret").is_none() => Ok(client),
        ClientAuthentication::None => Err(refused("This client has no secret: send none.")),
        ClientAuthentication::Secret { .. } => Err(refused("The client's secret is missing.")),
    }
}
