//! Inviting people: by mail, or by a link that the Admin passes on.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use standcloud_store::{Link, LinkPurpose, Member, Membership, Role};
use uuid::Uuid;

use super::super::browser::SignedIn;
use super::super::components::{Field, Tone, notice};
use super::super::done::Done;
use super::super::page::{Page, Section};
use super::super::time_text::until;
use super::super::{Browser, PageError, PortalForm};
use super::{View, inviter, members_address, members_page, problem, role_badge};
use crate::app::App;
use crate::audit;
use crate::mail::texts;
use crate::one_time_links::{INVITATION_DAYS, Invited, LinkMaker, address};
use crate::organisation_names::checked_email;

/// What was typed, kept over a mistake and over signing in again.
#[derive(Debug, Default, Deserialize)]
pub struct Entered {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

pub(super) fn invitations_table(
    view: &View<'_>,
    invitations: &[Link],
    members: &[Member],
) -> Markup {
    html! {
        h2 { "Invited" }
        div class="table" { table {
            thead { tr { th { "Address" } th { "Role" } th { "Invited by" } th { "Link works" } th {} } }
            tbody { @for link in invitations { (invitation_row(view, link, members)) } }
        } }
    }
}

fn invitation_row(view: &View<'_>, link: &Link, members: &[Member]) -> Markup {
    let base = members_address(view.membership);
    let id = link.public_id;
    html! {
        tr {
            td { strong { (link.email) } }
            td data-label="Role" { (role_badge(link.role)) }
            td data-label="Invited by" { (inviter(link, members)) }
            td data-label="Link works" class="time" {
                @if link.expires > view.now { "for " (until(link.expires, view.now)) }
                @else { span class="badge warn" { "expired" } }
            }
            td { div class="actions" {
                form method="post" action={ (base) "/invitations/" (id) "/again" } {
                    (view.page.csrf_field())
                    button class="secondary small" type="submit" { "New link" }
                }
                form method="post" action={ (base) "/invitations/" (id) "/withdraw" } {
                    (view.page.csrf_field())
                    button class="danger small" type="submit" { "Withdraw" }
                }
            } }
        }
    }
}

pub(super) fn invite_panel(view: &View<'_>, entered: &Entered, is_mailed: bool) -> Markup {
    let is_admin = entered.role == Role::Admin.as_str();
    html! {
        section class="panel" {
            h2 { "Invite somebody" }
            form method="post" action={ (members_address(view.membership)) "/invite" } {
                (view.page.csrf_field())
                (Field { autocomplete: "off", ..Field::email("E-mail address", "email") }
                    .value(&entered.email).show())
                fieldset {
                    legend { "Role" }
                    (role_choices(if is_admin { Role::Admin } else { Role::Member }))
                }
                @if !is_mailed {
                    p class="soft" { "No mail server is set up, so you get a link to pass on yourself." }
                }
                button type="submit" { @if is_mailed { "Send the invitation" } @else { "Make the invitation" } }
            }
        }
    }
}

pub(super) fn role_choices(chosen: Role) -> Markup {
    let roles = [
        (
            Role::Member,
            "Member",
            "sees test results and connected stands",
        ),
        (
            Role::Admin,
            "Admin",
            "also connects stands, makes keys and manages people",
        ),
    ];
    html! {
        @for (role, name, may) in roles {
            label class="choice" {
                input type="radio" name="role" value=(role.as_str()) checked[role == chosen] required;
                span { strong { (name) } " " span class="soft" { (may) } }
            }
        }
    }
}

/// `admin` or `member`; anything else is a form of somebody else's making.
pub(super) fn read_role(form: &PortalForm) -> Result<Role, PageError> {
    [Role::Member, Role::Admin]
        .into_iter()
        .find(|role| role.as_str() == form.text("role"))
        .ok_or_else(|| PageError::BadRequest("Choose a role.".to_owned()))
}

/// `POST /auth/o/{slug}/members/invite`; Admins, recently signed in.
pub async fn invite(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let entered = Entered {
        email: form.text("email").to_owned(),
        role: form.text("role").to_owned(),
    };
    let back: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("email", &entered.email)
        .append_pair("role", &entered.role)
        .finish();
    let back = format!("/auth/o/{slug}/members?{back}");
    let signed_in = browser.signed_in_recently_or_to(&app, &back)?;
    let membership = signed_in.admin_of(&slug)?;
    let role = read_role(&form)?;
    let Some(email) = checked_email(&entered.email) else {
        let text = problem("This is no e-mail address. It looks like ann@example.org.");
        return members_page(&app, browser, membership, &entered, &text).await;
    };
    let members = app.store.list_members(membership.organisation.id).await?;
    if members.iter().any(|member| member.user.email == email) {
        let text = problem("This person is a member already.");
        return members_page(&app, browser, membership, &entered, &text).await;
    }
    send_invitation(&app, browser, (signed_in, membership), &email, role).await
}

/// `POST /auth/o/{slug}/members/invitations/{id}/again`; Admins, recently signed in. The old link
/// stops working.
pub async fn invite_again(
    State(app): State<App>,
    Path((slug, id)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let (signed_in, membership) = admin(&app, browser, &slug)?;
    let invitations = app
        .store
        .list_invitations(membership.organisation.id)
        .await?;
    let old = invitations.into_iter().find(|link| link.public_id == id);
    let old = old.ok_or(PageError::NotFound)?;
    send_invitation(&app, browser, (signed_in, membership), &old.email, old.role).await
}

/// `POST /auth/o/{slug}/members/invitations/{id}/withdraw`; Admins, recently signed in.
pub async fn withdraw(
    State(app): State<App>,
    Path((slug, id)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let (signed_in, membership) = admin(&app, browser, &slug)?;
    let organisation = membership.organisation.id;
    let Some(link) = app.store.withdraw_invitation(organisation, id).await? else {
        return Err(PageError::Conflict(
            "This invitation has just been accepted or withdrawn.".to_owned(),
        ));
    };
    audit::note(
        &app,
        "invitation.withdraw",
        &signed_in.actor(),
        &browser.caller,
    )
    .organisation(organisation)
    .user(signed_in.user.id)
    .subject(&link.email)
    .write(&app)
    .await;
    Ok(Redirect::to(&Done::Withdrawn.at(&members_address(membership))).into_response())
}

fn admin<'a>(
    app: &App,
    browser: &'a Browser,
    slug: &str,
) -> Result<(&'a SignedIn, &'a Membership), PageError> {
    let signed_in = browser.signed_in_recently_or_to(app, &format!("/auth/o/{slug}/members"))?;
    Ok((signed_in, signed_in.admin_of(slug)?))
}

async fn send_invitation(
    app: &App,
    browser: &Browser,
    (signed_in, membership): (&SignedIn, &Membership),
    email: &str,
    role: Role,
) -> Result<Response, PageError> {
    let maker = LinkMaker {
        store: &app.store,
        randomness: &app.randomness,
        now: app.clock.now(),
    };
    let invited = Invited {
        organisation: membership.organisation.id,
        email,
        role,
        by: Some(signed_in.user.id),
    };
    let secret = maker.invitation(&invited).await?;
    audit::note(
        app,
        "invitation.create",
        &signed_in.actor(),
        &browser.caller,
    )
    .organisation(membership.organisation.id)
    .user(signed_in.user.id)
    .subject(email)
    .detail(role.as_str())
    .write(app)
    .await;
    if app.mail.is_on() {
        let link = address(app.origins.canonical(), LinkPurpose::Invitation, &secret);
        app.mail.send(texts::invitation(&texts::Invitation {
            to: email,
            organisation: &membership.organisation.name,
            invited_by: signed_in.display_name(),
            link: &link,
            days: INVITATION_DAYS,
        }));
        let next = Done::Invited.at(&members_address(membership));
        return Ok(Redirect::to(&next).into_response());
    }
    let link = address(&browser.origin, LinkPurpose::Invitation, &secret);
    Ok(link_page(app, browser, membership, email, &link))
}

/// Without a mail server the Admin carries the link.
fn link_page(
    app: &App,
    browser: &Browser,
    membership: &Membership,
    email: &str,
    link: &str,
) -> Response {
    let body = html! {
        p { "Send this link to " strong { (email) } ". It works once, for " (INVITATION_DAYS) " days." }
        code class="secret" { (link) }
        (notice(Tone::Warning, "Whoever has the link can join in this person's place, so pass it on to \
            nobody else. It is not shown again."))
        a class="button full" href=(Section::Members.address(membership)) { "I have copied it" }
    };
    Page::new(app, browser, "The invitation").show(&body)
}
