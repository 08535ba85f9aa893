//! Access tokens at the APIs: whether one is good is decided by what is true now.

use std::sync::Arc;

use super::authenticate::Principal;
use super::secret_text::{SecretKind, SecretText};
use super::token_cache::{KnownToken, UseToNote};
use super::{Audience, ClientAddress};
use crate::app::App;
use crate::error::ApiError;
use crate::oauth::issue::idle_expiry;

/// Whether a credential is a token; keys have another prefix.
pub(super) fn is_access_token(credential: &str) -> bool {
    credential.starts_with(SecretKind::AccessToken.prefix())
}

/// The holder of a token that is good for this API; `None` for any other reason.
pub(super) async fn check_access_token(
    app: &App,
    credential: &str,
    address: ClientAddress,
    audience: Audience,
) -> Result<Option<Principal>, ApiError> {
    let Some(secret) = SecretText::parse(SecretKind::AccessToken, credential) else {
        return Ok(None);
    };
    let sha256 = secret.sha256();
    let Some(known) = find_token(app, sha256).await? else {
        return Ok(None);
    };
    let now = app.clock.now();
    let is_for_this = known
        .audiences
        .as_ref()
        .is_some_and(|audiences| audiences.contains(audience));
    if !known.token.is_valid || known.token.expires <= now || !is_for_this {
        return Ok(None);
    }
    note_use(app, sha256, &known, address);
    Ok(Some(Principal::new(
        known.token.organisation,
        known.principal.clone(),
        known.rights.clone(),
    )))
}

async fn find_token(app: &App, sha256: [u8; 32]) -> Result<Option<Arc<KnownToken>>, ApiError> {
    let now = app.clock.now();
    if let Some(known) = app.tokens.find(&sha256, now) {
        return Ok(Some(known));
    }
    let token = app.store.lookup_access_token(sha256).await?;
    Ok(token.map(|token| app.tokens.remember(sha256, KnownToken::new(token, now))))
}

/// In the background: an upload must not wait for a note about it.
fn note_use(app: &App, sha256: [u8; 32], known: &KnownToken, address: ClientAddress) {
    let now = app.clock.now();
    let noted = app.tokens.use_to_note(&sha256, &known.token, now);
    if noted == UseToNote::default() {
        return;
    }
    let (app, grant) = (app.clone(), known.token.grant);
    tokio::spawn(async move {
        let noting = async {
            // The login first: once the use of its token is known, nobody may take it for never used.
            if noted.is_new_minute {
                let ip = address.0.to_string();
                app.store
                    .touch_grant(grant, &ip, idle_expiry(&app), now)
                    .await?;
            }
            if noted.is_first {
                app.store.note_first_use(sha256, now).await?;
            }
            Ok::<(), standcloud_store::StoreError>(())
        };
        if let Err(error) = noting.await {
            app.tokens.forget_use(&sha256, grant);
            tracing::warn!(%grant, %error, "the use of a token could not be noted");
        }
    });
}
