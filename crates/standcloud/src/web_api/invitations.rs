//! Inviting people: by mail, or by a link that the Admin passes on. For Admins who have signed in
//! recently; the list needs no recent sign-in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::{Link, LinkPurpose, Member, Role};
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::JsonBody;
use super::caller::AsAdmin;
use super::instant::instant_text;
use super::path::LastOfPath;
use super::problem::{Problem, ProblemBody};
use super::session::RoleView;
use crate::app::App;
use crate::mail::texts;
use crate::one_time_links::{INVITATION_DAYS, Invited, LinkMaker, address};
use crate::organisation_names::checked_email;

/// The invitations that nobody has accepted yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationsView {
    pub invitations: Vec<InvitationView>,
    /// Whether the server mails them; else the Admin passes links on.
    pub is_mailed: bool,
}

/// An invitation without its link.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    pub id: Uuid,
    pub email: String,
    pub role: RoleView,
    /// Who invited, if they are still there.
    pub invited_by: Option<String>,
    pub created: String,
    pub expires: String,
    pub is_expired: bool,
}

/// Whom to invite, and as what.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewInvitation {
    pub email: String,
    pub role: RoleView,
}

/// An invitation that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeInvitation {
    pub email: String,
    /// To be passed on, shown this once; none when it was mailed.
    pub link: Option<String>,
    /// So long the link works.
    pub days: i64,
}

/// The invitations
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/invitations", tag = "Members",
    params(("slug" = String, Path)),
    responses((status = 200, body = InvitationsView), (status = 403, body = ProblemBody)),
)]
pub async fn list_invitations(
    State(app): State<App>,
    caller: AsAdmin,
) -> Result<Json<InvitationsView>, Problem> {
    let links = app.store.list_invitations(caller.organisation()).await?;
    let members = app.store.list_members(caller.organisation()).await?;
    let now = app.clock.now();
    let view_of = |link: Link| InvitationView {
        id: link.public_id,
        role: link.role.into(),
        invited_by: inviter(&link, &members),
        created: instant_text(link.created),
        expires: instant_text(link.expires),
        is_expired: link.expires <= now,
        email: link.email,
    };
    Ok(Json(InvitationsView {
        invitations: links.into_iter().map(view_of).collect(),
        is_mailed: app.mail.is_on(),
    }))
}

fn inviter(link: &Link, members: &[Member]) -> Option<String> {
    let by = link.created_by?;
    let user = &members.iter().find(|member| member.user.id == by)?.user;
    let name = if user.name.is_empty() {
        &user.email
    } else {
        &user.name
    };
    Some(name.clone())
}

/// Invite somebody
///
/// For Admins who have signed in recently.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/invitations", tag = "Members",
    params(("slug" = String, Path)),
    request_body = NewInvitation,
    responses(
        (status = 201, body = MadeInvitation),
        (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody, description = "`field` is wrong, or the person is a member already"),
    ),
)]
pub async fn invite(
    State(app): State<App>,
    caller: AsAdmin,
    JsonBody(new): JsonBody<NewInvitation>,
) -> Result<(StatusCode, Json<MadeInvitation>), Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let Some(email) = checked_email(&new.email) else {
        let detail = "This is no e-mail address. It looks like ann@example.org.";
        return Err(Problem::invalid("email", detail));
    };
    let members = app.store.list_members(caller.organisation()).await?;
    if members.iter().any(|member| member.user.email == email) {
        let detail = "This person is a member already.";
        return Err(Problem::invalid("email", detail));
    }
    send_invitation(&app, &caller, email, new.role.into()).await
}

/// Invite once more
///
/// For Admins who have signed in recently. The old link stops working.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/invitations/{id}/again", tag = "Members",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    responses((status = 201, body = MadeInvitation), (status = 404, body = ProblemBody)),
)]
pub async fn invite_again(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(id): LastOfPath<Uuid>,
) -> Result<(StatusCode, Json<MadeInvitation>), Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let invitations = app.store.list_invitations(caller.organisation()).await?;
    let old = invitations.into_iter().find(|link| link.public_id == id);
    let old = old.ok_or_else(Problem::not_found)?;
    send_invitation(&app, &caller, old.email, old.role).await
}

/// Withdraw an invitation
///
/// For Admins who have signed in recently. Its link stops working.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/invitations/{id}", tag = "Members",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    responses(
        (status = 204),
        (status = 409, body = ProblemBody, description = "It was just accepted or withdrawn"),
    ),
)]
pub async fn withdraw_invitation(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(id): LastOfPath<Uuid>,
) -> Result<StatusCode, Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let organisation = caller.organisation();
    let Some(link) = app.store.withdraw_invitation(organisation, id).await? else {
        return Err(Problem::conflict(
            "This invitation has just been accepted or withdrawn.",
        ));
    };
    let note = caller.note(&app, "invitation.withdraw");
    note.subject(&link.email).write(&app).await;
    Ok(StatusCode::NO_CONTENT)
}

async fn send_invitation(
    app: &App,
    caller: &AsAdmin,
    email: String,
    role: Role,
) -> Result<(StatusCode, Json<MadeInvitation>), Problem> {
    let maker = LinkMaker {
        store: &app.store,
        randomness: &app.randomness,
        now: app.clock.now(),
    };
    let invited = Invited {
        organisation: caller.organisation(),
        email: &email,
        role,
        by: Some(caller.person.signed_in.user.id),
    };
    let secret = maker.invitation(&invited).await?;
    let note = caller.note(app, "invitation.create").subject(&email);
    note.detail(role.as_str()).write(app).await;
    let mut link = None;
    if app.mail.is_on() {
        app.mail.send(texts::invitation(&texts::Invitation {
            to: &email,
            organisation: &caller.membership.organisation.name,
            invited_by: caller.person.signed_in.display_name(),
            link: &address(app.origins.canonical(), LinkPurpose::Invitation, &secret),
            days: INVITATION_DAYS,
        }));
    } else {
        let origin = &caller.person.browser.origin;
        link = Some(address(origin, LinkPurpose::Invitation, &secret));
    }
    let made = MadeInvitation {
        email,
        link,
        days: INVITATION_DAYS,
    };
    Ok((StatusCode::CREATED, Json(made)))
}
