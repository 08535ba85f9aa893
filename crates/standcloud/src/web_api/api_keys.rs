//! API keys of an organisation: list, add, rotate, revoke (R-51 … R-54). For Admins; what changes
//! something needs a recent sign-in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::{ApiKey, UnixMicros};
use utoipa::ToSchema;

use super::body::JsonBody;
use super::caller::AsAdmin;
use super::instant::instant_text;
use super::path::LastOfPath;
use super::problem::{Problem, ProblemBody};
use super::scope::ScopeView;
use crate::app::App;
use crate::auth::Scope;
use crate::auth::key_format::ApiKeyText;
use crate::auth::key_making::{
    MICROS_PER_DAY, NAME_LENGTH_MAX, OVERLAP_DAYS, WantedKey, parse_networks, successor_of,
};
use crate::auth::key_state::{KeyNotice, KeyState, key_notice};

const LIFE_DAYS_MAX: u32 = 3660;
const NETWORKS_LENGTH_MAX: usize = 1000;

/// A key without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKeyView {
    /// The public part, which begins the key: `sck_<id>`.
    pub id: String,
    pub name: String,
    pub scopes: Vec<ScopeView>,
    /// Networks from which it may be used; none is all.
    pub networks: Vec<String>,
    pub state: KeyStateView,
    pub created: String,
    pub expires: Option<String>,
    pub last_used: Option<String>,
    pub last_used_ip: Option<String>,
    /// It works, and ends within two weeks.
    pub ends_in_days: Option<i64>,
    /// It works, and nobody has used it for at least 90 days.
    pub unused_days: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyStateView {
    Active,
    /// Replaced; it works until it expires.
    Rotated,
    Expired,
    Revoked,
}

/// A key that somebody asks for.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewApiKey {
    /// Such as the name of the stand.
    pub name: String,
    pub scopes: Vec<ScopeView>,
    /// Separated by spaces or commas; empty is from everywhere.
    #[serde(default)]
    pub networks: String,
    /// It ends after so many days; none is never.
    pub life_days: Option<u32>,
}

/// The one answer that holds a key.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeApiKey {
    pub name: String,
    /// Not shown again.
    pub key: String,
    /// Of this server, for `hardpy.toml`.
    pub address: String,
    /// Until when the key that it replaces works.
    pub old_until: Option<String>,
}

impl From<KeyState> for KeyStateView {
    fn from(state: KeyState) -> Self {
        match state {
            KeyState::Active => Self::Active,
            KeyState::Rotated => Self::Rotated,
            KeyState::Expired => Self::Expired,
            KeyState::Revoked => Self::Revoked,
        }
    }
}

impl ApiKeyView {
    fn of(key: ApiKey, now: UnixMicros) -> Self {
        let notice = key_notice(&key, now);
        Self {
            state: KeyState::of(&key, now).into(),
            ends_in_days: match notice {
                Some(KeyNotice::EndsInDays(days)) => Some(days),
                _ => None,
            },
            unused_days: match notice {
                Some(KeyNotice::UnusedForDays(days)) => Some(days),
                _ => None,
            },
            id: key.public_id,
            name: key.name,
            scopes: ScopeView::parse_stored(&key.scopes),
            networks: key
                .allowed_networks
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            created: instant_text(key.created),
            expires: key.expires.map(instant_text),
            last_used: key.last_used.map(instant_text),
            last_used_ip: key.last_used_ip,
        }
    }
}

/// The API keys
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/api-keys", tag = "API keys",
    params(("slug" = String, Path)),
    responses(
        (status = 200, body = [ApiKeyView]),
        (status = 403, body = ProblemBody, description = "For Admins only"),
    ),
)]
pub async fn list_api_keys(
    State(app): State<App>,
    caller: AsAdmin,
) -> Result<Json<Vec<ApiKeyView>>, Problem> {
    let now = app.clock.now();
    let keys = app.store.list_api_keys(caller.organisation()).await?;
    let views = keys.into_iter().map(|key| ApiKeyView::of(key, now));
    Ok(Json(views.collect()))
}

/// Add an API key
///
/// For Admins who have signed in recently. The answer holds the key, which is not shown again.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/api-keys", tag = "API keys",
    params(("slug" = String, Path)),
    request_body = NewApiKey,
    responses(
        (status = 201, body = MadeApiKey),
        (status = 403, body = ProblemBody, description = "For Admins who have signed in recently"),
        (status = 422, body = ProblemBody, description = "`field` is wrong"),
    ),
)]
pub async fn add_api_key(
    State(app): State<App>,
    caller: AsAdmin,
    JsonBody(new): JsonBody<NewApiKey>,
) -> Result<(StatusCode, Json<MadeApiKey>), Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let now = app.clock.now();
    let name = checked_name(&new.name)?;
    let scopes = checked_scopes(&new.scopes)?;
    let networks = checked_networks(&new.networks)?;
    let wanted = WantedKey {
        organisation: caller.organisation(),
        name,
        owner: Some(caller.person.signed_in.user.id),
        scopes: &scopes,
        networks: &networks,
        expires: checked_expiry(new.life_days, now)?,
    };
    let text = ApiKeyText::generate(&app.randomness);
    let new = wanted.to_store(&text, now);
    app.store.add_api_key(&new).await?;
    note(&app, &caller, "key.create", &new.name, &new.public_id).await;
    Ok((StatusCode::CREATED, made(&caller, new.name, &text, None)))
}

/// Rotate an API key
///
/// For Admins who have signed in recently. The new key has the name and the rights of the old one,
/// which works for another week.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/api-keys/{key}/rotate", tag = "API keys",
    params(("slug" = String, Path), ("key" = String, Path)),
    responses(
        (status = 201, body = MadeApiKey),
        (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody, description = "It has ended, or somebody else was quicker"),
    ),
)]
pub async fn rotate_api_key(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(key): LastOfPath<String>,
) -> Result<(StatusCode, Json<MadeApiKey>), Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let now = app.clock.now();
    let old = find_key(&app, &caller, &key).await?;
    let text = ApiKeyText::generate(&app.randomness);
    // The new one lives as long as the old one was made for.
    let expires = old
        .expires
        .map(|expires| UnixMicros(now.0 + (expires.0 - old.created.0).max(MICROS_PER_DAY)));
    let new = successor_of(&old, &text, now, expires);
    let overlap = UnixMicros(now.0 + OVERLAP_DAYS * MICROS_PER_DAY);
    let is_rotated = app
        .store
        .rotate_api_key(&old.public_id, overlap, &new)
        .await?;
    if !is_rotated {
        return Err(Problem::conflict(
            "The key has just ended or was rotated by somebody else.",
        ));
    }
    note(&app, &caller, "key.rotate", &old.name, &old.public_id).await;
    let old_until = old.expires.map_or(overlap, |expires| expires.min(overlap));
    let made = made(&caller, old.name, &text, Some(old_until));
    Ok((StatusCode::CREATED, made))
}

/// Revoke an API key
///
/// For Admins who have signed in recently. Whatever uses it is refused within five seconds.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/api-keys/{key}", tag = "API keys",
    params(("slug" = String, Path), ("key" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)),
)]
pub async fn revoke_api_key(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(key): LastOfPath<String>,
) -> Result<StatusCode, Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let key = find_key(&app, &caller, &key).await?;
    let now = app.clock.now();
    app.store
        .revoke_api_keys(caller.organisation(), &key.public_id, now)
        .await?;
    note(&app, &caller, "key.revoke", &key.name, &key.public_id).await;
    Ok(StatusCode::NO_CONTENT)
}

fn checked_name(name: &str) -> Result<&str, Problem> {
    let name = name.trim();
    if name.is_empty() || name.len() > NAME_LENGTH_MAX || name.chars().any(char::is_control) {
        let detail = "Give the key a name, such as that of its stand.";
        return Err(Problem::invalid("name", detail));
    }
    Ok(name)
}

fn checked_scopes(scopes: &[ScopeView]) -> Result<Vec<Scope>, Problem> {
    let wanted = |scope: &Scope| scopes.iter().any(|view| Scope::from(*view) == *scope);
    let scopes = [Scope::ReportWrite, Scope::ReportRead].into_iter();
    let scopes: Vec<Scope> = scopes.filter(wanted).collect();
    if scopes.is_empty() {
        return Err(Problem::invalid("scopes", "Choose what the key may do."));
    }
    Ok(scopes)
}

fn checked_networks(networks: &str) -> Result<Vec<ipnet::IpNet>, Problem> {
    if networks.len() > NETWORKS_LENGTH_MAX {
        return Err(Problem::invalid("networks", "These are too many networks."));
    }
    parse_networks(networks).map_err(|word| {
        let detail = format!("{word:?} is no network. Write it like 10.1.0.0/16 or 192.168.1.7.");
        Problem::invalid("networks", detail)
    })
}

fn checked_expiry(life_days: Option<u32>, now: UnixMicros) -> Result<Option<UnixMicros>, Problem> {
    match life_days {
        None => Ok(None),
        Some(days @ 1..=LIFE_DAYS_MAX) => {
            Ok(Some(UnixMicros(now.0 + i64::from(days) * MICROS_PER_DAY)))
        }
        Some(_) => {
            let detail = format!("A key lives between 1 and {LIFE_DAYS_MAX} days.");
            Err(Problem::invalid("life_days", detail))
        }
    }
}

/// A key of this organisation; any other does not exist.
async fn find_key(app: &App, caller: &AsAdmin, public_id: &str) -> Result<ApiKey, Problem> {
    let key = app.store.lookup_api_key(public_id).await?;
    key.filter(|key| key.organisation == caller.organisation())
        .ok_or_else(Problem::not_found)
}

async fn note(app: &App, caller: &AsAdmin, action: &str, name: &str, public_id: &str) {
    caller
        .note(app, action)
        .subject(name)
        .detail(public_id)
        .write(app)
        .await;
}

fn made(
    caller: &AsAdmin,
    name: String,
    text: &ApiKeyText,
    old_until: Option<UnixMicros>,
) -> Json<MadeApiKey> {
    Json(MadeApiKey {
        name,
        key: text.reveal().to_owned(),
        address: caller.person.browser.host().to_owned(),
        old_until: old_until.map(instant_text),
    })
}
