//! A person's own account: name, ways of signing in, the browsers in which they are signed in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::Session;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::JsonBody;
use super::browser_name::browser_name;
use super::caller::Person;
use super::instant::instant_text;
use super::path::LastOfPath;
use super::problem::{Problem, ProblemBody};
use crate::app::App;
use crate::organisation_names::checked_name;
use crate::passwords::{LENGTH_MIN, LENGTH_MIN_WITH_SECOND_FACTOR};

/// The person, as they see themselves.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileView {
    pub email: String,
    /// Empty when none was given.
    pub name: String,
    pub ways_in: WaysInView,
    /// The latest first.
    pub sessions: Vec<SessionOfPerson>,
}

/// How the person can sign in.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaysInView {
    pub has_password: bool,
    /// Characters that a new password must have.
    pub password_length_min: usize,
    /// A code from an app, after the password.
    pub has_second_factor: bool,
    pub recovery_codes_left: u64,
    pub passkey_count: usize,
    /// Whether this server knows other sign-ins.
    pub offers_single_sign_on: bool,
    /// Names of the other sign-ins that are connected.
    pub single_sign_ons: Vec<String>,
}

/// A browser in which the person is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionOfPerson {
    pub id: Uuid,
    /// Such as "Firefox on Linux".
    pub browser: String,
    pub is_this: bool,
    pub ip: String,
    pub created: String,
    pub last_seen: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ProfileChange {
    pub name: String,
}

/// The own profile
///
/// For the signed-in.
#[utoipa::path(
    get, path = "/api/v1/profile", tag = "Profile",
    responses((status = 200, body = ProfileView), (status = 401, body = ProblemBody)),
)]
pub async fn show_profile(
    State(app): State<App>,
    person: Person,
) -> Result<Json<ProfileView>, Problem> {
    let user = &person.signed_in.user;
    let this = person.signed_in.session.public_id;
    let sessions = app.store.list_sessions(user.id).await?;
    Ok(Json(ProfileView {
        email: user.email.clone(),
        name: user.name.clone(),
        ways_in: ways_in(&app, &person).await?,
        sessions: sessions
            .iter()
            .map(|session| SessionOfPerson::of(session, this))
            .collect(),
    }))
}

impl SessionOfPerson {
    fn of(session: &Session, this: Uuid) -> Self {
        Self {
            id: session.public_id,
            browser: browser_name(&session.user_agent),
            is_this: session.public_id == this,
            ip: session.ip.clone(),
            created: instant_text(session.created),
            last_seen: instant_text(session.last_seen),
        }
    }
}

async fn ways_in(app: &App, person: &Person) -> Result<WaysInView, Problem> {
    let user = &person.signed_in.user;
    let has_second_factor = app.store.has_totp(user.id).await?;
    let identities = app.store.list_identities(user.id).await?;
    let providers = app.sso.all();
    let connected = providers.iter().filter(|provider| {
        let mut issuers = identities.iter().map(|known| &known.issuer);
        issuers.any(|issuer| *issuer == provider.issuer)
    });
    Ok(WaysInView {
        has_password: user.password_hash.is_some(),
        password_length_min: if has_second_factor {
            LENGTH_MIN_WITH_SECOND_FACTOR
        } else {
            LENGTH_MIN
        },
        has_second_factor,
        recovery_codes_left: app.store.count_recovery_codes(user.id).await?,
        passkey_count: app.store.list_passkeys(user.id).await?.len(),
        offers_single_sign_on: !providers.is_empty(),
        single_sign_ons: connected.map(|provider| provider.name.clone()).collect(),
    })
}

/// Change the own name
///
/// For the signed-in.
#[utoipa::path(
    patch, path = "/api/v1/profile", tag = "Profile",
    request_body = ProfileChange,
    responses((status = 204), (status = 401, body = ProblemBody), (status = 422, body = ProblemBody)),
)]
pub async fn save_profile(
    State(app): State<App>,
    person: Person,
    JsonBody(change): JsonBody<ProfileChange>,
) -> Result<StatusCode, Problem> {
    let Some(name) = checked_name(&change.name) else {
        let detail = "Type your name, with at most 100 letters.";
        return Err(Problem::invalid("name", detail));
    };
    app.store
        .rename_user(person.signed_in.user.id, name)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign out one of the own browsers
///
/// For the signed-in.
#[utoipa::path(
    delete, path = "/api/v1/profile/sessions/{id}", tag = "Profile",
    params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)),
)]
pub async fn end_session(
    State(app): State<App>,
    person: Person,
    LastOfPath(id): LastOfPath<Uuid>,
) -> Result<StatusCode, Problem> {
    if !app.store.end_session(person.signed_in.user.id, id).await? {
        return Err(Problem::not_found());
    }
    let note = person.note(&app, "session.end");
    note.detail("one browser signed out").write(&app).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign out all other own browsers
///
/// For the signed-in.
#[utoipa::path(
    delete, path = "/api/v1/profile/sessions", tag = "Profile",
    responses((status = 204), (status = 401, body = ProblemBody)),
)]
pub async fn end_other_sessions(
    State(app): State<App>,
    person: Person,
) -> Result<StatusCode, Problem> {
    let kept = Some(person.signed_in.session.public_id);
    let ended = app
        .store
        .end_sessions(person.signed_in.user.id, kept)
        .await?;
    let note = person.note(&app, "session.end");
    note.detail(&format!("{ended} other browsers signed out"))
        .write(&app)
        .await;
    Ok(StatusCode::NO_CONTENT)
}
