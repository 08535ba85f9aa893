//! An authorization code becomes tokens (RFC 6749 §4.1.3, RFC 7636 §4.5).
//!
//! The first presentation burns a code, also a wrong one: whoever has the code and not the verifier has
//! stolen it, and gets no second try. A code that comes again was copied, so what was given out for
//! it ends.

use standcloud_store::{AuthorizationCode, CodeRedemption, UnixMicros};

use super::device_token::grant_actor;
use super::issue::{PreparedTokens, WithRefresh, idle_expiry};
use super::pkce::{CodeChallenge, CodeVerifier};
use super::state::unknown_secret;
use super::token::TokenRequest;
use super::{AudienceSet, OauthError, ScopeSet};
use crate::app::App;
use crate::audit::note;
use crate::auth::secret_text::{SecretKind, SecretText};

const REFUSED: &str = "The code is not valid (any more). Sign in again.";

pub(super) async fn exchange_authorization_code(
    app: &App,
    request: &TokenRequest<'_>,
) -> Result<PreparedTokens, OauthError> {
    let text = request.form.require("code")?;
    let verifier = read_verifier(request)?;
    let now = app.clock.now();
    let unknown = || unknown_secret(app, request.address);
    let secret = SecretText::parse(SecretKind::AuthorizationCode, text).ok_or_else(unknown)?;
    match app
        .store
        .redeem_authorization_code(secret.sha256(), now)
        .await?
    {
        CodeRedemption::Unknown => Err(unknown()),
        CodeRedemption::Reused(code) => {
            let detail = "the code was presented again; its tokens were revoked";
            Err(end(app, request, &code, ("code.reuse", detail)).await?)
        }
        CodeRedemption::First(code) => match mistake(request, &code, verifier.as_ref(), now) {
            Some(detail) => Err(end(app, request, &code, ("code.refuse", detail)).await?),
            None => issue(app, request, &code).await,
        },
    }
}

/// A text that cannot be a verifier is a mistake of the program's author and burns nothing.
fn read_verifier(request: &TokenRequest<'_>) -> Result<Option<CodeVerifier>, OauthError> {
    let Some(text) = request.form.get("code_verifier") else {
        return Ok(None);
    };
    let verifier = CodeVerifier::parse(text).ok_or_else(|| {
        OauthError::invalid_request(
            "The code_verifier must have 43 to 128 letters, digits and '-', '.', '_', '~'.",
        )
    })?;
    Ok(Some(verifier))
}

/// What is wrong with this presentation, in words for the record.
fn mistake(
    request: &TokenRequest<'_>,
    code: &AuthorizationCode,
    verifier: Option<&CodeVerifier>,
    now: UnixMicros,
) -> Option<&'static str> {
    let challenge = CodeChallenge::from_text(&code.code_challenge);
    let is_answered = challenge
        .zip(verifier)
        .is_some_and(|(challenge, verifier)| challenge.is_answered_by(verifier));
    if code.client_id != request.client.id {
        Some("another client presented the code")
    } else if code.expires <= now {
        Some("the code was too old")
    } else if request.form.get("redirect_uri") != Some(&code.redirect_uri) {
        Some("the redirect_uri was not the one of the request")
    } else if !is_answered {
        Some("the code_verifier did not fit")
    } else {
        None
    }
}

async fn issue(
    app: &App,
    request: &TokenRequest<'_>,
    code: &AuthorizationCode,
) -> Result<PreparedTokens, OauthError> {
    let refused = || OauthError::invalid_grant(REFUSED);
    let grant = app
        .store
        .lookup_grant(code.grant)
        .await?
        .ok_or_else(refused)?;
    let scope = ScopeSet::parse_stored(&grant.scope);
    let audiences = AudienceSet::parse_stored(&grant.audiences).unwrap_or_else(AudienceSet::all);
    let with_refresh = WithRefresh::of(&request.client, &scope);
    let absolute = grant.absolute_expiry;
    let tokens = PreparedTokens::generate(app, &scope, &audiences, absolute, with_refresh);
    let issued = app
        .store
        .issue_first_tokens(grant.id, &tokens.stored, idle_expiry(app))
        .await?;
    let issued = issued.ok_or_else(refused)?;
    let mut note = note(app, "token.issue", &grant_actor(grant.id), &request.caller)
        .organisation(issued.organisation)
        .client(&request.client.id)
        .grant(grant.id)
        .subject(&grant.name);
    if let Some(user) = issued.user {
        note = note.user(user);
    }
    note.write_later(app);
    Ok(tokens)
}

/// Ends the grant behind the code; the answer does not tell why.
async fn end(
    app: &App,
    request: &TokenRequest<'_>,
    code: &AuthorizationCode,
    (action, detail): (&str, &str),
) -> Result<OauthError, OauthError> {
    let now = app.clock.now();
    if let Some(grant) = app.store.lookup_grant(code.grant).await? {
        app.store.end_grant_family(grant.id, detail, now).await?;
        app.tokens.forget_grant(grant.id);
        let mut note = note(app, action, &grant_actor(grant.id), &request.caller)
            .refused()
            .organisation(grant.organisation)
            .client(&request.client.id)
            .grant(grant.id)
            .subject(&grant.name)
            .detail(detail);
        if let Some(user) = grant.user {
            note = note.user(user);
        }
        note.write_later(app);
    }
    Ok(OauthError::invalid_grant(REFUSED))
}
