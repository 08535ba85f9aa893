//! A device asks whether its login was approved (RFC 8628 §3.4, §3.5).
//!
//! HardPy takes every refusal for "not yet", and gives up with a traceback after 300 s or when an
//! answer takes 5 s. So this path reads one row and writes only when it gives out tokens.

use standcloud_store::{DeviceCode, DeviceIssue, DeviceState, UnixMicros};
use uuid::Uuid;

use super::device_authorization::INTERVAL_SECONDS;
use super::issue::{PreparedTokens, WithRefresh, absolute_expiry, idle_expiry, seconds};
use super::state::unknown_secret;
use super::token::TokenRequest;
use super::{AudienceSet, OauthError, OauthErrorCode, ScopeSet};
use crate::app::App;
use crate::audit::note;
use crate::auth::secret_text::{SecretKind, SecretText};

/// A poll may come so much early: clocks and networks are not exact.
const EARLY_SECONDS: u64 = 1;

/// What a device that polls is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Pending,
    SlowDown,
    Issue,
    Denied,
    Expired,
    Reused,
}

impl Verdict {
    /// For `/metrics`.
    fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "poll_pending",
            Self::SlowDown => "poll_slow_down",
            Self::Issue => "poll_issued",
            Self::Denied => "poll_denied",
            Self::Expired => "poll_expired",
            Self::Reused => "poll_reused",
        }
    }
}

pub(super) async fn exchange_device_code(
    app: &App,
    request: &TokenRequest<'_>,
) -> Result<PreparedTokens, OauthError> {
    let text = request.form.require("device_code")?;
    let now = app.clock.now();
    let unknown = || {
        app.metrics.authorization("poll_unknown");
        unknown_secret(app, request.address)
    };
    let secret = SecretText::parse(SecretKind::DeviceCode, text).ok_or_else(unknown)?;
    let sha256 = secret.sha256();
    let code = app.store.lookup_device_code(sha256).await?;
    let code = code.ok_or_else(unknown)?;
    if code.client_id != request.client.id {
        app.metrics.authorization("poll_foreign");
        return Err(OauthError::invalid_grant(
            "The device code was given to another client.",
        ));
    }
    let previous = app.oauth.polls.note(sha256, code.last_poll, now);
    let verdict = judge(&code, previous, now);
    app.metrics.authorization(verdict.as_str());
    match verdict {
        Verdict::Issue => issue(app, request, sha256, &code).await,
        Verdict::Pending => Err(OauthError::new(
            OauthErrorCode::AuthorizationPending,
            "The login has not been approved yet.",
        )),
        Verdict::SlowDown => Err(OauthError::new(
            OauthErrorCode::SlowDown,
            "This poll came too early. Wait for the interval.",
        )),
        Verdict::Denied => Err(denied("Somebody has denied this login.")),
        Verdict::Expired => Err(OauthError::new(
            OauthErrorCode::ExpiredToken,
            "Nobody approved the login in time. Begin it again.",
        )),
        Verdict::Reused => Err(end_reused(app, request, &code).await?),
    }
}

/// How a login ended is told for as long as it is known, however often the device asks.
fn judge(code: &DeviceCode, previous: Option<UnixMicros>, now: UnixMicros) -> Verdict {
    let spacing = seconds(INTERVAL_SECONDS - EARLY_SECONDS);
    // A clock that was set back makes the spacing negative; nobody has polled too early then.
    let is_early = previous.is_some_and(|previous| (0..spacing).contains(&(now.0 - previous.0)));
    match code.state {
        DeviceState::Consumed => Verdict::Reused,
        DeviceState::Denied => Verdict::Denied,
        _ if code.expires <= now => Verdict::Expired,
        _ if is_early => Verdict::SlowDown,
        DeviceState::Pending => Verdict::Pending,
        DeviceState::Approved => Verdict::Issue,
    }
}

fn denied(description: &str) -> OauthError {
    OauthError::new(OauthErrorCode::AccessDenied, description)
}

async fn issue(
    app: &App,
    request: &TokenRequest<'_>,
    sha256: [u8; 32],
    code: &DeviceCode,
) -> Result<PreparedTokens, OauthError> {
    let scope = ScopeSet::parse_stored(&code.scope);
    let audiences = AudienceSet::parse_stored(&code.audiences).unwrap_or_else(AudienceSet::all);
    let absolute = absolute_expiry(app);
    let with_refresh = WithRefresh::of(&request.client, &scope);
    let tokens = PreparedTokens::generate(app, &scope, &audiences, absolute, with_refresh);
    let issue = DeviceIssue {
        grant: app.randomness.uuid(tokens.stored.created),
        tokens: tokens.stored.clone(),
        absolute_expiry: absolute,
        idle_expiry: idle_expiry(app),
    };
    let client_id = &request.client.id;
    let consumed = app
        .store
        .consume_device_code(sha256, client_id, &issue)
        .await?;
    let Some(consumed) = consumed else {
        return Err(lost_issue(app, request, sha256).await?);
    };
    app.oauth.polls.forget(&sha256);
    note(
        app,
        "token.issue",
        &grant_actor(issue.grant),
        &request.caller,
    )
    .organisation(consumed.organisation)
    .user(consumed.user)
    .client(client_id)
    .grant(issue.grant)
    .subject(&consumed.grant_name)
    .write_later(app);
    Ok(tokens)
}

/// Somebody was quicker with the same code, or the person who approved has no rights any more.
async fn lost_issue(
    app: &App,
    request: &TokenRequest<'_>,
    sha256: [u8; 32],
) -> Result<OauthError, OauthError> {
    let code = app.store.lookup_device_code(sha256).await?;
    match code {
        Some(code) if code.state == DeviceState::Consumed => end_reused(app, request, &code).await,
        _ => Ok(denied(
            "The person who approved this login may not use the organisation any more.",
        )),
    }
}

/// A code that comes back was copied, so what was given out for it ends.
async fn end_reused(
    app: &App,
    request: &TokenRequest<'_>,
    code: &DeviceCode,
) -> Result<OauthError, OauthError> {
    if let Some(grant) = code.grant {
        let now = app.clock.now();
        let has_ended = app
            .store
            .end_grant_family(grant, "device code reused", now)
            .await?;
        app.tokens.forget_grant(grant);
        if has_ended {
            note_reuse(app, request, code, grant);
        }
    }
    Ok(OauthError::invalid_grant(
        "The device code was used before. Log in again.",
    ))
}

fn note_reuse(app: &App, request: &TokenRequest<'_>, code: &DeviceCode, grant: Uuid) {
    let mut note = note(app, "token.reuse", &grant_actor(grant), &request.caller)
        .refused()
        .client(&code.client_id)
        .grant(grant)
        .detail("the device code was presented again; its tokens were revoked");
    if let Some(organisation) = code.organisation {
        note = note.organisation(organisation);
    }
    if let Some(user) = code.user {
        note = note.user(user);
    }
    note.write_later(app);
}

/// As in records: a grant acts by itself.
pub(super) fn grant_actor(grant: Uuid) -> String {
    format!("grant:{grant}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// seconds since the poll before, seconds of life left.
    #[test]
    fn every_state_has_its_answer() {
        use DeviceState::{Approved, Consumed, Denied, Pending};
        for (state, since, left, expected) in [
            (Pending, None, 1, Verdict::Pending),
            (Pending, Some(0), 1, Verdict::SlowDown),
            (Pending, Some(3), 1, Verdict::SlowDown),
            (Pending, Some(4), 1, Verdict::Pending),
            (Pending, Some(-50), 1, Verdict::Pending),
            (Pending, Some(5), 0, Verdict::Expired),
            (Pending, Some(1), 0, Verdict::Expired),
            (Approved, None, 1, Verdict::Issue),
            (Approved, Some(3), 1, Verdict::SlowDown),
            (Approved, Some(4), 1, Verdict::Issue),
            (Approved, Some(5), 0, Verdict::Expired),
            (Denied, Some(1), 1, Verdict::Denied),
            (Denied, Some(5), -599, Verdict::Denied),
            (Consumed, Some(1), 1, Verdict::Reused),
            (Consumed, None, -1, Verdict::Reused),
        ] {
            let now = UnixMicros(seconds(10_000));
            let code = DeviceCode {
                client_id: String::new(),
                scope: String::new(),
                audiences: String::new(),
                state,
                created: UnixMicros(0),
                expires: UnixMicros(now.0 + left * 1_000_000),
                requester_ip: String::new(),
                user_agent: String::new(),
                last_poll: None,
                organisation: None,
                user: None,
                grant: None,
            };
            let previous = since.map(|since: i64| UnixMicros(now.0 - since * 1_000_000));
            assert_eq!(
                judge(&code, previous, now),
                expected,
                "{state:?} {since:?} {left}"
            );
        }
    }
}
