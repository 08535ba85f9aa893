//! From a right password to a session, and slowing down whoever guesses.
//!
//! Failures are counted per account and per address for all servers. An account is never locked for
//! good, or anybody could lock anybody out; and a browser that has signed in before is counted apart,
//! so failures from elsewhere do not slow down the person who is meant.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use standcloud_store::{Session, SessionState, UnixMicros, User};
use uuid::Uuid;

use super::browser::MICROS_PER_MINUTE;
use super::{Browser, PageError, ReturnTo, SignedIn, cookies};
use crate::app::App;
use crate::audit;
use crate::auth::secret_text::{SecretKind, SecretText};

const WINDOW_US: i64 = 60 * MICROS_PER_MINUTE;
const SECOND_FACTOR_WINDOW_US: i64 = 24 * 60 * MICROS_PER_MINUTE;
/// So many failures cost nothing; then the wait doubles from one second on.
const FREE_FAILURES: u32 = 4;
const WAIT_SECONDS_MAX: i64 = 15 * 60;
const ADDRESS_WINDOW_US: i64 = 15 * MICROS_PER_MINUTE;
const ADDRESS_FAILURES_MAX: u32 = 100;
const DEVICE_COOKIE_SECONDS: i64 = 400 * 86_400;
const DEVICE_PURPOSE: &str = "known device";

/// A proof that the person is there, as noted in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInMethod {
    Password,
    Totp,
    RecoveryCode,
    Passkey,
    Sso,
}

impl SignInMethod {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery",
            Self::Passkey => "passkey",
            Self::Sso => "sso",
        }
    }

    /// Those of a session.
    pub fn parse_all(methods: &str) -> Vec<Self> {
        [
            Self::Password,
            Self::Totp,
            Self::RecoveryCode,
            Self::Passkey,
            Self::Sso,
        ]
        .into_iter()
        .filter(|method| methods.split(' ').any(|name| name == method.as_str()))
        .collect()
    }
}

/// Whose failures are counted: an account as seen from new or from known browsers, or its second
/// factor.
#[derive(Debug, Clone)]
pub struct FailureSubject {
    name: String,
    window_us: i64,
}

impl FailureSubject {
    pub fn new(app: &App, email: &str, user: Option<&User>, headers: &HeaderMap) -> Self {
        let is_known = user.is_some_and(|user| is_known_device(app, user.id, headers));
        let kind = if is_known { "known" } else { "new" };
        Self {
            name: format!("sign-in:{kind}:{email}"),
            window_us: WINDOW_US,
        }
    }

    /// Of who knows the password already: six digits are few, so a day is remembered.
    pub fn second_factor(user: Uuid) -> Self {
        Self {
            name: format!("second-factor:{user}"),
            window_us: SECOND_FACTOR_WINDOW_US,
        }
    }
}

/// Refuses while somebody has to wait after failures; else says how many there were.
pub async fn require_no_wait(
    app: &App,
    browser: &Browser,
    subject: &FailureSubject,
) -> Result<u32, PageError> {
    let now = app.clock.now();
    let own = app.store.failures(&subject.name, subject.window_us, now);
    let own = own.await?;
    let wait = own.last.map_or(0, |last| {
        last.0 + wait_seconds(own.failures) * 1_000_000 - now.0
    });
    if wait > 0 {
        let seconds = u32::try_from(wait / 1_000_000 + 1).unwrap_or(u32::MAX);
        return Err(PageError::TooMany {
            message: format!(
                "There were several failed attempts to sign in to this account. Try again in {}.",
                super::time_text::until(UnixMicros(now.0 + wait + 999_999), now)
            ),
            seconds,
        });
    }
    require_calm_address(app, browser).await?;
    Ok(own.failures)
}

/// Refuses where very many attempts have failed from one address.
pub async fn require_calm_address(app: &App, browser: &Browser) -> Result<(), PageError> {
    let now = app.clock.now();
    let address = address_subject(browser);
    let near = app.store.failures(&address, ADDRESS_WINDOW_US, now).await?;
    if near.failures >= ADDRESS_FAILURES_MAX {
        return Err(PageError::TooMany {
            message:
                "There were too many failed attempts from your network. Try again in 15 minutes."
                    .to_owned(),
            seconds: 900,
        });
    }
    Ok(())
}

pub async fn count_address_failure(app: &App, browser: &Browser) -> Result<(), PageError> {
    let address = address_subject(browser);
    app.store
        .count_failure(&address, ADDRESS_WINDOW_US, app.clock.now())
        .await?;
    Ok(())
}

/// Counts an attempt as a failure before it is looked at: of many that come at once one is, so
/// nobody tries a thousand codes before the first is counted. A success forgets it.
pub async fn count_attempt(
    app: &App,
    browser: &Browser,
    subject: &FailureSubject,
) -> Result<(), PageError> {
    let before = require_no_wait(app, browser, subject).await?;
    let now = app.clock.now();
    let counted = app
        .store
        .count_failure(&subject.name, subject.window_us, now)
        .await?;
    if counted.failures != before + 1 {
        return Err(PageError::TooMany {
            message: "Two attempts came at the same time. Try again.".to_owned(),
            seconds: 1,
        });
    }
    Ok(())
}

/// Counts a failure and notes it.
pub async fn note_failure(
    app: &App,
    browser: &Browser,
    subject: &FailureSubject,
    user: Option<&User>,
    what: &str,
) -> Result<(), PageError> {
    let now = app.clock.now();
    app.store
        .count_failure(&subject.name, subject.window_us, now)
        .await?;
    count_address_failure(app, browser).await?;
    let actor = user.map_or_else(
        || "unknown".to_owned(),
        |user| format!("user:{}", user.email),
    );
    let mut note = audit::note(app, "sign_in.fail", &actor, &browser.caller)
        .refused()
        .detail(what);
    if let Some(user) = user {
        note = note.user(user.id);
    }
    note.write(app).await;
    Ok(())
}

fn address_subject(browser: &Browser) -> String {
    format!("sign-in-address:{}", browser.caller.ip)
}

/// 0 for the first failures, then 1, 2, 4 … seconds, at most 15 minutes.
fn wait_seconds(failures: u32) -> i64 {
    match failures.checked_sub(FREE_FAILURES + 1) {
        None => 0,
        Some(doublings) => (1_i64 << doublings.min(20)).min(WAIT_SECONDS_MAX),
    }
}

/// What a person has shown of themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof<'a> {
    pub methods: &'a [SignInMethod],
    /// Whether a second factor is still to come.
    pub state: SessionState,
}

/// Begins the session, under a new id, and leads on: to the second factor or to where the person
/// wanted to go.
pub async fn begin_session(
    app: &App,
    browser: &Browser,
    user: &User,
    proof: Proof<'_>,
    return_to: &ReturnTo,
) -> Result<Response, PageError> {
    let cookies = open_session(app, browser, user, proof).await?;
    let mut next = return_to.as_str().to_owned();
    if proof.state == SessionState::SecondFactor {
        next = return_to.with_path("/auth/second-factor");
    } else {
        app.store.note_sign_in(user.id, app.clock.now()).await?;
        audit::note(
            app,
            "sign_in.ok",
            &format!("user:{}", user.email),
            &browser.caller,
        )
        .user(user.id)
        .detail(&method_names(proof.methods))
        .write(app)
        .await;
    }
    let mut response = Redirect::to(&next).into_response();
    for cookie in cookies {
        append_cookie(&mut response, cookie);
    }
    Ok(response)
}

/// Replaces the browser's session by one with a new id and returns the cookies to set.
pub(super) async fn open_session(
    app: &App,
    browser: &Browser,
    user: &User,
    proof: Proof<'_>,
) -> Result<[Option<HeaderValue>; 3], PageError> {
    if !browser.is_secure {
        return Err(PageError::Forbidden(
            "Signing in needs an encrypted connection: use the address that begins with https://"
                .to_owned(),
        ));
    }
    let now = app.clock.now();
    let secret = SecretText::generate(SecretKind::Session, &app.randomness);
    let session = Session {
        public_id: Uuid::from_bytes(app.randomness.bytes()),
        user: user.id,
        state: proof.state,
        methods: method_names(proof.methods),
        created: now,
        authenticated: now,
        last_seen: now,
        ip: browser.caller.ip.clone(),
        user_agent: browser.caller.user_agent.clone(),
    };
    let old = browser.session().map(|signed_in| signed_in.session_sha256);
    app.store
        .replace_session(old, secret.sha256(), &session)
        .await?;
    let device = known_device_value(app, user.id);
    Ok([
        cookies::set(cookies::SESSION, secret.reveal(), None),
        (proof.state == SessionState::Active)
            .then(|| cookies::set(cookies::DEVICE, &device, Some(DEVICE_COOKIE_SECONDS)))
            .flatten(),
        cookies::remove(cookies::FORM),
    ])
}

fn method_names(methods: &[SignInMethod]) -> String {
    let names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
    names.join(" ")
}

/// Gives the session of somebody who is signed in a new id, because what they may do has changed, and
/// leads on.
pub async fn renew_session(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
    return_to: &ReturnTo,
) -> Result<Response, PageError> {
    let cookie = renewed_session(app, browser, signed_in).await?;
    let mut response = Redirect::to(return_to.as_str()).into_response();
    append_cookie(&mut response, cookie);
    Ok(response)
}

/// The same for who leads on by themselves; returns the cookie to set.
pub(crate) async fn renewed_session(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
) -> Result<Option<HeaderValue>, PageError> {
    let secret = SecretText::generate(SecretKind::Session, &app.randomness);
    let session = Session {
        last_seen: app.clock.now(),
        ip: browser.caller.ip.clone(),
        ..signed_in.session.clone()
    };
    app.store
        .replace_session(Some(signed_in.session_sha256), secret.sha256(), &session)
        .await?;
    Ok(cookies::set(cookies::SESSION, secret.reveal(), None))
}

pub(crate) fn append_cookie(response: &mut Response, cookie: Option<HeaderValue>) {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Forgets the failures of an account after a success.
pub async fn forget_failures(app: &App, subject: &FailureSubject) -> Result<(), PageError> {
    Ok(app.store.forget_failures(&subject.name).await?)
}

fn known_device_value(app: &App, user: Uuid) -> String {
    let code = app.server_keys.mac(DEVICE_PURPOSE, user.as_bytes());
    Uuid::from_slice(code.get(..16).unwrap_or_default())
        .unwrap_or_default()
        .simple()
        .to_string()
}

fn is_known_device(app: &App, user: Uuid, headers: &HeaderMap) -> bool {
    use subtle::ConstantTimeEq;
    let found = cookies::find(headers, cookies::DEVICE).unwrap_or_default();
    let keys = app.server_keys.macs(DEVICE_PURPOSE, user.as_bytes());
    keys.iter().any(|code| {
        let right = Uuid::from_slice(code.get(..16).unwrap_or_default()).unwrap_or_default();
        bool::from(
            right
                .simple()
                .to_string()
                .as_bytes()
                .ct_eq(found.as_bytes()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn the_wait_doubles_from_the_fifth_failure_and_ends() {
        let waits: Vec<i64> = [0, 4, 5, 6, 7, 14, 15, 40, u32::MAX]
            .into_iter()
            .map(wait_seconds)
            .collect();
        assert_eq!(waits, [0, 0, 1, 2, 4, 512, 900, 900, 900]);
    }
}
