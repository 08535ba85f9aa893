//! The third-party programs of an organisation: registering them, new secrets, ending them. For
//! Admins; what changes something needs a recent sign-in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::OAuthClient;
use utoipa::ToSchema;

use super::body::JsonBody;
use super::caller::AsAdmin;
use super::instant::instant_text;
use super::path::LastOfPath;
use super::problem::{Problem, ProblemBody};
use super::scope::ScopeView;
use crate::app::App;
use crate::auth::Scope;
use crate::auth::secret_text::{SecretKind, SecretText};
use crate::oauth::registration::{
    Draft, ProgramGrant, ProgramKind, Registration, RegistrationProblem,
};

/// A program without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationView {
    pub client_id: String,
    pub name: String,
    pub ways: Vec<TokenWayView>,
    pub scopes: Vec<ScopeView>,
    pub redirect_uris: Vec<String>,
    /// It runs on people's machines and has no secret.
    pub is_public: bool,
    pub is_disabled: bool,
    pub created: String,
    pub last_used: Option<String>,
}

/// How a program gets its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenWayView {
    /// A code on its screen, which a person approves elsewhere.
    Device,
    /// A person's browser comes back to it.
    Code,
    /// Its own secret; no person is asked.
    ClientCredentials,
}

/// A program that somebody registers.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewApplication {
    /// People read it when they are asked whether it may.
    pub name: String,
    pub ways: Vec<TokenWayView>,
    pub scopes: Vec<ScopeView>,
    /// It runs on people's machines and cannot keep a secret.
    pub is_public: bool,
    /// Only for a browser that comes back.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
}

/// What a program signs in with, in the one answer that holds a secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationCredentials {
    pub name: String,
    pub client_id: String,
    /// Not shown again; a public program has none.
    pub client_secret: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ApplicationChange {
    pub is_disabled: bool,
}

impl From<ProgramGrant> for TokenWayView {
    fn from(grant: ProgramGrant) -> Self {
        match grant {
            ProgramGrant::Device => Self::Device,
            ProgramGrant::Code => Self::Code,
            ProgramGrant::ClientCredentials => Self::ClientCredentials,
        }
    }
}

impl From<TokenWayView> for ProgramGrant {
    fn from(way: TokenWayView) -> Self {
        match way {
            TokenWayView::Device => Self::Device,
            TokenWayView::Code => Self::Code,
            TokenWayView::ClientCredentials => Self::ClientCredentials,
        }
    }
}

impl From<OAuthClient> for ApplicationView {
    fn from(client: OAuthClient) -> Self {
        let ways = ProgramGrant::parse_stored(&client.grant_types);
        let redirect_uris = client.redirect_uris.split_whitespace();
        Self {
            ways: ways.into_iter().map(TokenWayView::from).collect(),
            scopes: ScopeView::parse_stored(&client.scopes),
            redirect_uris: redirect_uris.map(str::to_owned).collect(),
            is_public: client.secret_sha256.is_none(),
            is_disabled: client.disabled.is_some(),
            created: instant_text(client.created),
            last_used: client.last_used.map(instant_text),
            client_id: client.client_id,
            name: client.name,
        }
    }
}

/// The applications
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/applications", tag = "Applications",
    params(("slug" = String, Path)),
    responses((status = 200, body = [ApplicationView]), (status = 403, body = ProblemBody)),
)]
pub async fn list_applications(
    State(app): State<App>,
    caller: AsAdmin,
) -> Result<Json<Vec<ApplicationView>>, Problem> {
    let clients = app.store.list_oauth_clients(caller.organisation()).await?;
    let views = clients.into_iter().map(ApplicationView::from);
    Ok(Json(views.collect()))
}

/// Register an application
///
/// For Admins who have signed in recently. The answer holds the secret, which is not shown again.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/applications", tag = "Applications",
    params(("slug" = String, Path)),
    request_body = NewApplication,
    responses(
        (status = 201, body = ApplicationCredentials),
        (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody, description = "`field` is wrong"),
    ),
)]
pub async fn add_application(
    State(app): State<App>,
    caller: AsAdmin,
    JsonBody(new): JsonBody<NewApplication>,
) -> Result<(StatusCode, Json<ApplicationCredentials>), Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let draft = draft_of(new);
    let registration = Registration::check(&draft)
        .map_err(|problem| Problem::invalid(field_of(&problem), problem.to_string()))?;
    let organisation = caller.organisation();
    let existing = app.store.list_oauth_clients(organisation).await?;
    if existing
        .iter()
        .any(|client| client.name == registration.name())
    {
        let detail = "There is an application of this name already. Choose another one.";
        return Err(Problem::invalid("name", detail));
    }
    let author = Some(caller.person.signed_in.user.id);
    let now = app.clock.now();
    let (new, secret) = registration.issue(organisation, author, now, &app.randomness);
    app.store.add_oauth_client(&new).await?;
    note(&app, &caller, "client.add", &new.client_id, &new.name).await;
    let credentials = ApplicationCredentials {
        name: new.name,
        client_id: new.client_id,
        client_secret: secret.map(|secret| secret.reveal().to_owned()),
    };
    Ok((StatusCode::CREATED, Json(credentials)))
}

/// Give an application a new secret
///
/// For Admins who have signed in recently. The old one ends at once.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/applications/{client_id}/secret", tag = "Applications",
    params(("slug" = String, Path), ("client_id" = String, Path)),
    responses(
        (status = 201, body = ApplicationCredentials),
        (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody, description = "It has no secret"),
    ),
)]
pub async fn renew_application_secret(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(client_id): LastOfPath<String>,
) -> Result<(StatusCode, Json<ApplicationCredentials>), Problem> {
    let client = find_client(&app, &caller, &client_id).await?;
    let secret = SecretText::generate(SecretKind::ClientSecret, &app.randomness);
    let organisation = caller.organisation();
    let replaced = app
        .store
        .replace_oauth_client_secret(organisation, &client_id, secret.sha256());
    if !replaced.await? {
        return Err(Problem::conflict("This application has no secret."));
    }
    note(&app, &caller, "client.secret", &client_id, &client.name).await;
    let credentials = ApplicationCredentials {
        name: client.name,
        client_id,
        client_secret: Some(secret.reveal().to_owned()),
    };
    Ok((StatusCode::CREATED, Json(credentials)))
}

/// Disable or enable an application
///
/// For Admins who have signed in recently. Disabling ends what people have allowed it.
#[utoipa::path(
    patch, path = "/api/v1/org/{slug}/applications/{client_id}", tag = "Applications",
    params(("slug" = String, Path), ("client_id" = String, Path)),
    request_body = ApplicationChange,
    responses((status = 204), (status = 404, body = ProblemBody)),
)]
pub async fn change_application(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(client_id): LastOfPath<String>,
    JsonBody(change): JsonBody<ApplicationChange>,
) -> Result<StatusCode, Problem> {
    let client = find_client(&app, &caller, &client_id).await?;
    let (organisation, now) = (caller.organisation(), app.clock.now());
    let store = &app.store;
    let (is_changed, action) = if change.is_disabled {
        let disabled = store.disable_oauth_client(organisation, &client_id, now);
        (disabled.await?, "client.disable")
    } else {
        let enabled = store.enable_oauth_client(organisation, &client_id);
        (enabled.await?, "client.enable")
    };
    if is_changed {
        note(&app, &caller, action, &client_id, &client.name).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Remove an application
///
/// For Admins who have signed in recently, once it is disabled. It cannot be undone.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/applications/{client_id}", tag = "Applications",
    params(("slug" = String, Path), ("client_id" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)),
)]
pub async fn remove_application(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(client_id): LastOfPath<String>,
) -> Result<StatusCode, Problem> {
    let client = find_client(&app, &caller, &client_id).await?;
    let (organisation, now) = (caller.organisation(), app.clock.now());
    let removed = app.store.remove_oauth_client(organisation, &client_id, now);
    if removed.await? {
        note(&app, &caller, "client.remove", &client_id, &client.name).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

fn draft_of(new: NewApplication) -> Draft {
    let uris = new.redirect_uris.iter().map(|uri| uri.trim());
    Draft {
        name: new.name.trim().to_owned(),
        kind: if new.is_public {
            ProgramKind::Public
        } else {
            ProgramKind::Confidential
        },
        grants: new.ways.into_iter().map(ProgramGrant::from).collect(),
        scopes: new.scopes.into_iter().map(Scope::from).collect(),
        redirect_uris: uris
            .filter(|uri| !uri.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

/// Where on the form a mistake is.
fn field_of(problem: &RegistrationProblem) -> &'static str {
    match problem {
        RegistrationProblem::Name => "name",
        RegistrationProblem::NoGrant | RegistrationProblem::PublicWithClientCredentials => "ways",
        RegistrationProblem::NoScope => "scopes",
        _ => "redirect_uris",
    }
}

/// A program of this organisation, for an Admin who has signed in recently; any other does not exist.
async fn find_client(app: &App, caller: &AsAdmin, client_id: &str) -> Result<OAuthClient, Problem> {
    caller.person.require_recent_sign_in(app)?;
    let client = app.store.lookup_oauth_client(client_id).await?;
    client
        .filter(|client| client.organisation == caller.organisation())
        .ok_or_else(Problem::not_found)
}

async fn note(app: &App, caller: &AsAdmin, action: &str, client_id: &str, name: &str) {
    let note = caller.note(app, action).client(client_id);
    note.subject(name).write(app).await;
}
