//! What a passkey's owner proved, whichever page asked.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use standcloud_store::UserPasskey;
use webauthn_rs::prelude::{AuthenticationResult, Passkey, WebauthnError};

use crate::app::App;
use crate::auth::secret_text::SecretText;
use crate::portal::PageError;

pub(super) const NOT_TAKEN: &str = "This passkey was not taken. Try again, or sign in another way.";

/// The answer that the script hands to the browser's dialogue.
pub(super) fn options(challenge: &SecretText, options: &Value) -> Response {
    Json(json!({ "challenge": challenge.reveal(), "options": options })).into_response()
}

pub(super) fn read_passkey(stored: &UserPasskey) -> Result<Passkey, PageError> {
    serde_json::from_str(&stored.passkey)
        .map_err(|error| PageError::Internal(format!("a stored passkey is unreadable: {error}")))
}

pub(super) fn write_passkey(passkey: &Passkey) -> Result<String, PageError> {
    serde_json::to_string(passkey)
        .map_err(|error| PageError::Internal(format!("a passkey was not written: {error}")))
}

pub(super) fn internal(error: &WebauthnError) -> PageError {
    PageError::Internal(format!("a passkey challenge was not made: {error}"))
}

/// Moves the counter on; `false` when the person was not verified, or a copy of the key was quicker.
pub(super) async fn note_use(
    app: &App,
    stored: &UserPasskey,
    result: &AuthenticationResult,
) -> Result<bool, PageError> {
    if !result.user_verified() {
        return Ok(false);
    }
    let mut passkey = read_passkey(stored)?;
    passkey.update_credential(result);
    let written = write_passkey(&passkey)?;
    let now = app.clock.now();
    Ok(app.store.note_passkey_use(stored, &written, now).await?)
}
