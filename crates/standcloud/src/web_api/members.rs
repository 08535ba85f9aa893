//! The people of an organisation: Members see who is there, Admins change it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::{LinkPurpose, Member, MemberChange, Removal, Role};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{JsonBody, QueryOf};
use super::caller::{AsAdmin, InOrganisation};
use super::holdings::HoldingsView;
use super::instant::instant_text;
use super::path::LastOfPath;
use super::problem::{Problem, ProblemBody};
use super::session::RoleView;
use crate::app::App;
use crate::audit::AuditNote;
use crate::mail::texts;
use crate::one_time_links::{LinkMaker, RESET_MINUTES, address};

/// What is said to an Admin who would leave nobody behind.
const LAST_ADMIN: &str = "This is the only Admin. Make somebody else an Admin first.";

/// A person of the organisation. What only Admins may know is left out for others.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    pub id: Uuid,
    pub email: String,
    /// Empty when none was given.
    pub name: String,
    pub role: RoleView,
    pub is_you: bool,
    /// Whoever runs the server does not let them in.
    pub is_disabled: bool,
    pub since: String,
    /// For Admins.
    pub signing_in: Option<SigningInView>,
}

/// How a member gets in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningInView {
    pub last: Option<String>,
    /// A password alone does not let them in.
    pub has_second_factor: bool,
    pub has_passkey: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct RoleChange {
    pub role: RoleView,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RemovalQuery {
    /// Whether the API keys that the person made end too; else they go on working.
    #[serde(default)]
    pub revoke_keys: bool,
}

/// A way back in for somebody who forgot the password.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetView {
    /// To be passed on; none when it was mailed to the person.
    pub link: Option<String>,
    pub minutes: i64,
}

/// The members
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/members", tag = "Members",
    params(("slug" = String, Path)),
    responses((status = 200, body = [MemberView]), (status = 404, body = ProblemBody)),
)]
pub async fn list_members(
    State(app): State<App>,
    caller: InOrganisation,
) -> Result<Json<Vec<MemberView>>, Problem> {
    caller.require_no_demo()?;
    let members = app.store.list_members(caller.organisation()).await?;
    let views = members.into_iter().map(|member| view_of(member, &caller));
    Ok(Json(views.collect()))
}

fn view_of(member: Member, caller: &InOrganisation) -> MemberView {
    let user = member.user;
    MemberView {
        id: user.id,
        role: member.role.into(),
        is_you: user.id == caller.person.signed_in.user.id,
        is_disabled: user.disabled.is_some(),
        since: instant_text(member.since),
        signing_in: caller.is_admin().then(|| SigningInView {
            last: user.last_sign_in.map(instant_text),
            has_second_factor: member.has_second_factor,
            has_passkey: member.has_passkey,
        }),
        email: user.email,
        name: user.name,
    }
}

/// Change a member's role
///
/// For Admins who have signed in recently. It counts at once.
#[utoipa::path(
    patch, path = "/api/v1/org/{slug}/members/{user}", tag = "Members",
    params(("slug" = String, Path), ("user" = Uuid, Path)),
    request_body = RoleChange,
    responses(
        (status = 204),
        (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody, description = "Nobody else is an Admin"),
    ),
)]
pub async fn change_role(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(user): LastOfPath<Uuid>,
    JsonBody(change): JsonBody<RoleChange>,
) -> Result<StatusCode, Problem> {
    let managed = Managed::find(&app, &caller, user).await?;
    let role = Role::from(change.role);
    let changed = app.store.change_role(caller.organisation(), user, role);
    done(changed.await?, LAST_ADMIN)?;
    let detail = format!("{} to {}", managed.member.role.as_str(), role.as_str());
    let note = managed.note(&app, "member.role").detail(&detail);
    note.write(&app).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign a member out of all browsers
///
/// For Admins who have signed in recently.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/members/{user}/sign-out", tag = "Members",
    params(("slug" = String, Path), ("user" = Uuid, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)),
)]
pub async fn sign_out_member(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(user): LastOfPath<Uuid>,
) -> Result<StatusCode, Problem> {
    let managed = Managed::find(&app, &caller, user).await?;
    let ended = app.store.end_sessions(user, None).await?;
    let detail = format!("{ended} browsers signed out by an Admin");
    let note = managed.note(&app, "session.end").detail(&detail);
    note.write(&app).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a link for a new password
///
/// For Admins who have signed in recently. It is mailed to the person where a mail server is set up.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/members/{user}/reset", tag = "Members",
    params(("slug" = String, Path), ("user" = Uuid, Path)),
    responses(
        (status = 201, body = ResetView),
        (status = 403, body = ProblemBody, description = "The person belongs to organisations of others too"),
        (status = 404, body = ProblemBody),
    ),
)]
pub async fn make_reset_link(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(user): LastOfPath<Uuid>,
) -> Result<(StatusCode, Json<ResetView>), Problem> {
    let managed = Managed::find(&app, &caller, user).await?;
    let is_mailed = app.mail.is_on();
    if !is_mailed && !managed.may_hold_link(&app).await? {
        return Err(Problem::forbidden(
            "This person belongs to another organisation too, whose data the link would open. Whoever \
             runs this server can make one: standcloud user reset-password.",
        ));
    }
    let maker = LinkMaker {
        store: &app.store,
        randomness: &app.randomness,
        now: app.clock.now(),
    };
    let by = caller.person.signed_in.user.id;
    let secret = maker.reset(&managed.member.user, Some(by)).await?;
    managed.note(&app, "password.link").write(&app).await;
    let mut link = None;
    if is_mailed {
        let address = address(app.origins.canonical(), LinkPurpose::Reset, &secret);
        let to = &managed.member.user.email;
        app.mail
            .send(texts::password_reset(to, &address, RESET_MINUTES));
    } else {
        let origin = &caller.person.browser.origin;
        link = Some(address(origin, LinkPurpose::Reset, &secret));
    }
    let minutes = RESET_MINUTES;
    Ok((StatusCode::CREATED, Json(ResetView { link, minutes })))
}

/// What ends with a membership
///
/// For Admins who have signed in recently.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/members/{user}/holdings", tag = "Members",
    params(("slug" = String, Path), ("user" = Uuid, Path)),
    responses((status = 200, body = HoldingsView), (status = 404, body = ProblemBody)),
)]
pub async fn show_holdings(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(user): LastOfPath<Uuid>,
) -> Result<Json<HoldingsView>, Problem> {
    Managed::find(&app, &caller, user).await?;
    let held = app
        .store
        .holdings(caller.organisation(), user, app.clock.now())
        .await?;
    Ok(Json(held.into()))
}

/// Remove a member
///
/// For Admins who have signed in recently. The stands that the person let in are signed out.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/members/{user}", tag = "Members",
    params(("slug" = String, Path), ("user" = Uuid, Path), RemovalQuery),
    responses(
        (status = 204),
        (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody, description = "Nobody else is an Admin"),
    ),
)]
pub async fn remove_member(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(user): LastOfPath<Uuid>,
    QueryOf(query): QueryOf<RemovalQuery>,
) -> Result<StatusCode, Problem> {
    let managed = Managed::find(&app, &caller, user).await?;
    let removal = Removal {
        organisation: caller.organisation(),
        user,
        revoke_keys: query.revoke_keys,
        now: app.clock.now(),
    };
    done(app.store.remove_member(&removal).await?, LAST_ADMIN)?;
    let detail = if removal.revoke_keys {
        "with their API keys"
    } else {
        "API keys stay"
    };
    let note = managed.note(&app, "member.remove").detail(detail);
    note.write(&app).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuses what was not done; `last_admin` says why an organisation keeps its last Admin.
pub(super) fn done(change: MemberChange, last_admin: &str) -> Result<(), Problem> {
    match change {
        MemberChange::Done => Ok(()),
        MemberChange::NotMember => Err(Problem::not_found()),
        MemberChange::LastAdmin => Err(Problem::conflict(last_admin)),
    }
}

/// A member whom an Admin manages.
struct Managed<'a> {
    caller: &'a AsAdmin,
    member: Member,
}

impl<'a> Managed<'a> {
    /// A member of this organisation, for an Admin who has signed in recently.
    async fn find(app: &App, caller: &'a AsAdmin, user: Uuid) -> Result<Self, Problem> {
        caller.person.require_recent_sign_in(app)?;
        let members = app.store.list_members(caller.organisation()).await?;
        let member = members.into_iter().find(|member| member.user.id == user);
        Ok(Self {
            caller,
            member: member.ok_or_else(Problem::not_found)?,
        })
    }

    fn note(&self, app: &App, action: &str) -> AuditNote {
        let note = self.caller.note(app, action);
        note.subject(&self.member.user.email)
    }

    /// A link is as good as the account: an Admin of one organisation must not come into another by it.
    async fn may_hold_link(&self, app: &App) -> Result<bool, Problem> {
        let theirs = app.store.list_memberships(self.member.user.id).await?;
        let own = &self.caller.person.signed_in.memberships;
        let is_mine = |organisation| {
            own.iter()
                .any(|own| own.organisation.id == organisation && own.role >= Role::Admin)
        };
        Ok(theirs
            .iter()
            .all(|membership| is_mine(membership.organisation.id)))
    }
}
