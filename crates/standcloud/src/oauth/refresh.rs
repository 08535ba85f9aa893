//! A refresh token becomes a new pair of tokens (RFC 6749 §6; rotation: ).

use standcloud_store::{RefreshIssue, RefreshOutcome, RefreshToken};

use super::client::ClientOrigin;
use super::device_token::grant_actor;
use super::issue::{PreparedTokens, WithRefresh, idle_expiry, seconds};
use super::state::unknown_secret;
use super::target::unknown_target;
use super::token::TokenRequest;
use super::{AudienceSet, OauthError, OauthErrorCode, ScopeSet};
use crate::app::App;
use crate::audit::{AuditNote, note};
use crate::auth::secret_text::{SecretKind, SecretText};
use crate::notices;

/// HardPy takes a token that ends at once for one that never ends, so none is given out that has
/// less than this left.
const LIFE_SECONDS_MIN: u64 = 300;

pub(super) async fn refresh_tokens(
    app: &App,
    request: &TokenRequest<'_>,
) -> Result<PreparedTokens, OauthError> {
    let text = request.form.require("refresh_token")?;
    let now = app.clock.now();
    let unknown = || {
        app.metrics.authorization("refresh_unknown");
        unknown_secret(app, request.address)
    };
    let secret = SecretText::parse(SecretKind::RefreshToken, text).ok_or_else(unknown)?;
    let token = app.store.lookup_refresh_token(secret.sha256()).await?;
    let token = token.ok_or_else(unknown)?;
    if token.client_id != request.client.id {
        app.metrics.authorization("refresh_foreign");
        return Err(ended());
    }
    let life = app.config.auth.access_token_seconds.min(LIFE_SECONDS_MIN);
    if token.absolute_expiry.0 - now.0 < seconds(life) {
        app.metrics.authorization("refresh_refused");
        return Err(ended());
    }
    let scope = requested_scope(request, &token)?;
    let audiences = requested_audiences(app, request, &token)?;
    let absolute = token.absolute_expiry;
    let tokens = PreparedTokens::generate(app, &scope, &audiences, absolute, WithRefresh::Yes);
    rotate(app, request, &secret, &token, tokens).await
}

/// What is asked for, at most what was granted.
fn requested_scope(
    request: &TokenRequest<'_>,
    token: &RefreshToken,
) -> Result<ScopeSet, OauthError> {
    let granted = ScopeSet::parse_stored(&token.scope);
    let Some(text) = request.form.get("scope") else {
        return Ok(granted);
    };
    let asked = ScopeSet::parse(text)?;
    match (asked.is_empty(), asked.is_subset(&granted)) {
        (true, _) => Ok(granted),
        (false, true) => Ok(asked),
        (false, false) => Err(OauthError::new(
            OauthErrorCode::InvalidScope,
            format!("These scopes were granted: {granted}."),
        )),
    }
}

/// HardPy asks for the API of its mode and uses the token for the other one too, so the tokens of a
/// built-in client are good for all that was granted.
fn requested_audiences(
    app: &App,
    request: &TokenRequest<'_>,
    token: &RefreshToken,
) -> Result<AudienceSet, OauthError> {
    let granted = AudienceSet::parse_stored(&token.audiences).ok_or_else(unknown_target)?;
    let Some(asked) = AudienceSet::from_form(request.form, &app.origins)? else {
        return Ok(granted);
    };
    if !asked.is_subset(&granted) {
        return Err(unknown_target());
    }
    Ok(match request.client.origin {
        ClientOrigin::BuiltIn => granted,
        ClientOrigin::Registered(_) => asked,
    })
}

async fn rotate(
    app: &App,
    request: &TokenRequest<'_>,
    secret: &SecretText,
    token: &RefreshToken,
    tokens: PreparedTokens,
) -> Result<PreparedTokens, OauthError> {
    let Some(refresh_sha256) = tokens.stored.refresh_sha256 else {
        return Err(ended());
    };
    let issue = RefreshIssue {
        tokens: tokens.stored.clone(),
        refresh_sha256,
        idle_expiry: idle_expiry(app),
        ip: request.caller.ip.clone(),
    };
    let refreshed = app.store.refresh(token.grant, secret.sha256(), &issue);
    let outcome = refreshed.await?;
    app.metrics.authorization(word(outcome));
    note_outcome(app, request, token, outcome);
    match outcome {
        RefreshOutcome::Rotated | RefreshOutcome::Sibling | RefreshOutcome::LostAnswerReplaced => {
            Ok(tokens)
        }
        RefreshOutcome::FamilyEnded => {
            app.tokens.forget_grant(token.grant);
            Err(ended())
        }
        RefreshOutcome::Exhausted | RefreshOutcome::Refused => Err(ended()),
    }
}

/// The same for every reason: who tries tokens learns nothing.
fn ended() -> OauthError {
    OauthError::invalid_grant("The refresh token is not valid (any more). Log out and in again.")
}

fn word(outcome: RefreshOutcome) -> &'static str {
    match outcome {
        RefreshOutcome::Rotated => "refresh_rotated",
        RefreshOutcome::Sibling => "refresh_race",
        RefreshOutcome::LostAnswerReplaced => "refresh_lost_answer",
        RefreshOutcome::Exhausted => "refresh_exhausted",
        RefreshOutcome::FamilyEnded => "refresh_reuse",
        RefreshOutcome::Refused => "refresh_refused",
    }
}

fn note_outcome(
    app: &App,
    request: &TokenRequest<'_>,
    token: &RefreshToken,
    outcome: RefreshOutcome,
) {
    let about = |action: &str| -> AuditNote {
        let note = note(app, action, &grant_actor(token.grant), &request.caller)
            .organisation(token.organisation)
            .client(&token.client_id)
            .grant(token.grant)
            .subject(&token.name);
        match token.user {
            Some(user) => note.user(user),
            None => note,
        }
    };
    let note = match outcome {
        RefreshOutcome::Rotated => about("token.refresh"),
        RefreshOutcome::LostAnswerReplaced => {
            about("token.refresh").detail("the tokens of the answer before were never used")
        }
        RefreshOutcome::Sibling => about("token.refresh_race"),
        RefreshOutcome::Exhausted => about("token.refresh_race").refused(),
        RefreshOutcome::FamilyEnded => {
            tracing::warn!(grant = %token.grant, "a refresh token was used twice; its login ended");
            notices::grant_reuse_later(app, token.grant, &request.caller.ip);
            about("token.reuse")
                .refused()
                .detail("a refresh token was presented again; the login was ended")
        }
        RefreshOutcome::Refused => return,
    };
    note.write_later(app);
}
