//! Who is at the browser.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};
use standcloud_store::{Membership, Role, Session, SessionState, StoreError, UnixMicros, User};
use uuid::Uuid;

use super::{PageError, ReturnTo, cookies};
use crate::app::App;
use crate::audit::Caller;
use crate::auth::ClientAddress;
use crate::auth::secret_text::{SecretKind, SecretText};
use crate::server_keys::hex;

const TOUCH_INTERVAL_US: i64 = 60_000_000;
const CSRF_PURPOSE: &str = "csrf";
const FORM_ID_LENGTH: usize = 32;
/// So long a person may look for the phone after the password.
const SECOND_FACTOR_US: i64 = 15 * MICROS_PER_MINUTE;
pub(super) const MICROS_PER_MINUTE: i64 = 60_000_000;
const MICROS_PER_HOUR: i64 = 60 * MICROS_PER_MINUTE;
const MICROS_PER_DAY: i64 = 24 * MICROS_PER_HOUR;

/// One request of a browser to one of our pages.
#[derive(Debug, Clone)]
pub struct Browser {
    pub caller: Caller,
    pub address: ClientAddress,
    /// Our own origin as the browser knows it.
    pub origin: String,
    /// Path and query, to come back to.
    pub here: ReturnTo,
    /// Whether a session may begin: over TLS, or on this machine.
    pub is_secure: bool,
    session: Option<SignedIn>,
    form_id: String,
    form_id_is_new: bool,
}

/// Somebody with a session, in whichever state.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub session: Session,
    pub user: User,
    /// By name.
    pub memberships: Vec<Membership>,
    /// Of the cookie; names the row.
    pub session_sha256: [u8; 32],
}

impl SignedIn {
    /// What is true now of a session; `None` once it has ended. Asking does not prolong it.
    pub async fn lookup(app: &App, session_sha256: [u8; 32]) -> Result<Option<Self>, StoreError> {
        let Some(session) = app.store.lookup_session(session_sha256).await? else {
            return Ok(None);
        };
        if has_ended(app, &session, app.clock.now()) {
            return Ok(None);
        }
        let Some(user) = app.store.lookup_user(session.user).await? else {
            return Ok(None);
        };
        if user.disabled.is_some() {
            return Ok(None);
        }
        Ok(Some(Self {
            memberships: app.store.list_memberships(user.id).await?,
            session,
            user,
            session_sha256,
        }))
    }

    /// For the audit.
    pub fn actor(&self) -> String {
        format!("user:{}", self.user.email)
    }

    /// What to call the person.
    pub fn display_name(&self) -> &str {
        if self.user.name.is_empty() {
            &self.user.email
        } else {
            &self.user.name
        }
    }

    /// Membership in the organisation with this slug; to others it does not exist.
    pub fn member_of(&self, slug: &str) -> Result<&Membership, PageError> {
        let found = self
            .memberships
            .iter()
            .find(|membership| membership.organisation.slug == slug);
        found.ok_or(PageError::NotFound)
    }

    /// The same for an Admin. Members get 403: they know that the organisation exists.
    pub fn admin_of(&self, slug: &str) -> Result<&Membership, PageError> {
        let membership = self.member_of(slug)?;
        if membership.role < Role::Admin {
            return Err(PageError::Forbidden(format!(
                "Only Admins of {} may see this page. Ask one of them.",
                membership.organisation.name
            )));
        }
        if membership.admins_need_second_factor && !self.has_second_factor() {
            return Err(PageError::SecondFactorNeeded);
        }
        Ok(membership)
    }

    /// Whether this sign-in was more than a password: passkeys verify the person, and with
    /// single sign-on the provider sees to it.
    pub fn has_second_factor(&self) -> bool {
        let mut methods = self.session.methods.split(' ');
        methods.any(|method| !method.is_empty() && method != "password")
    }
}

impl Browser {
    /// The signed-in person; else the answer that leads to signing in and back here.
    pub fn signed_in(&self) -> Result<&SignedIn, PageError> {
        match &self.session {
            None => Err(PageError::SignIn(self.here.clone())),
            Some(signed_in) => match signed_in.session.state {
                SessionState::Active => Ok(signed_in),
                SessionState::SecondFactor => Err(PageError::SecondFactor(self.here.clone())),
            },
        }
    }

    /// The same for weighty things: the sign-in must be recent.
    pub fn signed_in_recently(&self, app: &App) -> Result<&SignedIn, PageError> {
        let signed_in = self.signed_in()?;
        let minutes = i64::from(app.config.auth.recent_sign_in_minutes);
        let age_us = app.clock.now().0 - signed_in.session.authenticated.0;
        if age_us > minutes * MICROS_PER_MINUTE {
            return Err(PageError::SignInAgain(self.here.clone()));
        }
        Ok(signed_in)
    }

    /// The same where `here` takes forms only: afterwards the person is led to `page`.
    pub fn signed_in_recently_or_to(&self, app: &App, page: &str) -> Result<&SignedIn, PageError> {
        self.signed_in_recently(app)
            .map_err(|error| error.leading_to(page))
    }

    /// The server's name and port as the browser knows them: what stands are configured with.
    pub fn host(&self) -> &str {
        self.origin
            .split_once("://")
            .map_or(self.origin.as_str(), |(_, host)| host)
    }

    /// A session in any state.
    pub fn session(&self) -> Option<&SignedIn> {
        self.session.as_ref()
    }

    /// The synchroniser token of this browser's forms.
    pub fn csrf(&self, app: &App) -> String {
        app.server_keys.mac_text(CSRF_PURPOSE, &self.csrf_subject())
    }

    pub(crate) fn is_csrf(&self, app: &App, found: &str) -> bool {
        app.server_keys
            .is_mac_text(CSRF_PURPOSE, &self.csrf_subject(), found)
    }

    /// A session's forms are bound to the session, those before it to a cookie of their own.
    fn csrf_subject(&self) -> Vec<u8> {
        match &self.session {
            Some(signed_in) => signed_in.session_sha256.to_vec(),
            None => self.form_id.as_bytes().to_vec(),
        }
    }

    /// Names this browser, so that what it began is finished by no other.
    pub(super) fn binding(&self) -> String {
        hex(&Sha256::digest(self.csrf_subject()))
    }

    /// What a page must set so that its forms come back right.
    pub(super) fn form_cookie(&self) -> Option<HeaderValue> {
        let is_needed = self.form_id_is_new && self.session.is_none();
        is_needed
            .then(|| cookies::set(cookies::FORM, &self.form_id, None))
            .flatten()
    }
}

impl FromRequestParts<App> for Browser {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Ok(address) = ClientAddress::from_request_parts(parts, app).await;
        let Ok(OriginalUri(uri)) = OriginalUri::from_request_parts(parts, app).await;
        let here = uri
            .path_and_query()
            .map_or(ReturnTo::home(), |path| ReturnTo::parse(path.as_str()));
        let caller = Caller::new(address, &parts.headers);
        let session = find_session(app, &parts.headers, &caller).await?;
        let sent = cookies::find(&parts.headers, cookies::FORM).filter(|id| {
            id.len() == FORM_ID_LENGTH && id.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let form_id_is_new = sent.is_none();
        let form_id = sent.map_or_else(
            || {
                Uuid::from_bytes(app.randomness.bytes())
                    .simple()
                    .to_string()
            },
            str::to_owned,
        );
        Ok(Self {
            caller,
            address,
            origin: app.origins.of_request(&parts.headers),
            here,
            is_secure: is_secure(app, address, &parts.headers),
            session,
            form_id,
            form_id_is_new,
        })
    }
}

async fn find_session(
    app: &App,
    headers: &HeaderMap,
    caller: &Caller,
) -> Result<Option<SignedIn>, PageError> {
    let cookie = cookies::find(headers, cookies::SESSION);
    let Some(secret) = cookie.and_then(|text| SecretText::parse(SecretKind::Session, text)) else {
        return Ok(None);
    };
    let found = SignedIn::lookup(app, secret.sha256()).await?;
    let now = app.clock.now();
    if let Some(SignedIn { session, .. }) = &found
        && now.0 - session.last_seen.0 >= TOUCH_INTERVAL_US
    {
        let id = session.public_id;
        app.store.touch_session(id, &caller.ip, now).await?;
    }
    Ok(found)
}

fn has_ended(app: &App, session: &Session, now: UnixMicros) -> bool {
    let auth = &app.config.auth;
    if session.state == SessionState::SecondFactor
        && now.0 - session.authenticated.0 > SECOND_FACTOR_US
    {
        return true;
    }
    let idle_us = i64::from(auth.session_idle_hours) * MICROS_PER_HOUR;
    let absolute_us = i64::from(auth.session_absolute_days) * MICROS_PER_DAY;
    now.0 - session.last_seen.0 > idle_us || now.0 - session.created.0 > absolute_us
}

/// TLS here, or in a trusted proxy that says so, or a browser on this machine.
fn is_secure(app: &App, address: ClientAddress, headers: &HeaderMap) -> bool {
    if !app.config.plain_http || address.0.is_loopback() {
        return true;
    }
    // X-Forwarded-Proto is believed where X-Forwarded-For is: the address came from a trusted proxy.
    let proxied = headers.get("x-forwarded-proto");
    !app.config.trusted_proxies.is_empty()
        && proxied.is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"))
}
