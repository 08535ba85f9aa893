//! One person of an organisation, as an Admin manages them: role, sign-out, a way back in.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{LinkPurpose, Member, MemberChange, Membership, Role, UnixMicros};
use uuid::Uuid;

use super::super::components::{Tone, notice};
use super::super::done::{Done, DoneQuery, done_notice};
use super::super::page::{Page, Section};
use super::super::time_text::{ago, instant};
use super::super::{Browser, PageError, PortalForm, SignedIn};
use super::invitations::{read_role, role_choices};
use super::{display_name, member_address, members_address, protection, role_badge};
use crate::app::App;
use crate::audit::{self, AuditNote};
use crate::mail::texts;
use crate::one_time_links::{LinkMaker, RESET_MINUTES, address};

/// What is said to an Admin who would leave nobody behind.
pub(super) const LAST_ADMIN: &str = "This is the only Admin. Make somebody else an Admin first.";

/// An Admin who looks at a member.
pub(super) struct Managing<'a> {
    pub(super) signed_in: &'a SignedIn,
    pub(super) membership: &'a Membership,
    pub(super) member: Member,
}

impl Managing<'_> {
    /// The page of this member.
    pub(super) fn page(&self) -> String {
        member_address(self.membership, &self.member)
    }

    pub(super) fn note(&self, app: &App, browser: &Browser, action: &str) -> AuditNote {
        audit::note(app, action, &self.signed_in.actor(), &browser.caller)
            .organisation(self.membership.organisation.id)
            .user(self.signed_in.user.id)
            .subject(&self.member.user.email)
    }
}

/// For looking.
async fn managing<'a>(
    app: &App,
    browser: &'a Browser,
    slug: &str,
    user: Uuid,
) -> Result<Managing<'a>, PageError> {
    find(app, browser.signed_in()?, slug, user).await
}

/// For changing: recently signed in.
pub(super) async fn managing_recently<'a>(
    app: &App,
    browser: &'a Browser,
    slug: &str,
    user: Uuid,
) -> Result<Managing<'a>, PageError> {
    let page = format!("/auth/o/{slug}/members/{user}");
    let signed_in = browser.signed_in_recently_or_to(app, &page)?;
    find(app, signed_in, slug, user).await
}

async fn find<'a>(
    app: &App,
    signed_in: &'a SignedIn,
    slug: &str,
    user: Uuid,
) -> Result<Managing<'a>, PageError> {
    let membership = signed_in.admin_of(slug)?;
    let members = app.store.list_members(membership.organisation.id).await?;
    let member = members.into_iter().find(|member| member.user.id == user);
    Ok(Managing {
        signed_in,
        membership,
        member: member.ok_or(PageError::NotFound)?,
    })
}

/// `GET /auth/o/{slug}/members/{user}`; Admins.
pub async fn show_member(
    State(app): State<App>,
    Path((slug, user)): Path<(String, Uuid)>,
    browser: Browser,
    Query(done): Query<DoneQuery>,
) -> Result<Response, PageError> {
    let managing = managing(&app, &browser, &slug, user).await?;
    Ok(member_page(
        &app,
        &browser,
        &managing,
        StatusCode::OK,
        &done_notice(&done),
    ))
}

fn member_page(
    app: &App,
    browser: &Browser,
    managing: &Managing<'_>,
    status: StatusCode,
    above: &Markup,
) -> Response {
    let page = Page::of_section(app, browser, managing.membership, Section::Members).status(status);
    let is_self = managing.member.user.id == managing.signed_in.user.id;
    let body = html! {
        p { a href=(members_address(managing.membership)) { "← All members" } }
        (above)
        section class="panel" {
            h2 { (display_name(&managing.member)) }
            (facts(&managing.member, app.clock.now()))
        }
        div class="columns" {
            (role_panel(&page, managing))
            @if is_self {
                section class="panel" {
                    h2 { "This is you" }
                    p { "Password, browsers and second factor are on " a href="/auth/account" { "your own page" } "." }
                }
            } @else {
                (access_panel(&page, managing, app.mail.is_on()))
            }
            section class="panel" {
                h2 { "Remove" }
                p { "Ends the membership in " (managing.membership.organisation.name) ". The next page says what ends with it." }
                a class="button danger" href={ (managing.page()) "/remove" } { "Remove …" }
            }
        }
    };
    page.show(&body)
}

fn facts(member: &Member, now: UnixMicros) -> Markup {
    let user = &member.user;
    html! {
        dl {
            dt { "E-mail" } dd { (user.email) }
            dt { "Role" } dd { (role_badge(member.role)) }
            dt { "Member since" } dd { (instant(member.since)) }
            dt { "Last sign-in" } dd { @match user.last_sign_in { Some(at) => (ago(at, now)), None => "never" } }
            dt { "Second factor" } dd { (protection(member)) }
        }
        @if user.disabled.is_some() {
            (notice(Tone::Warning, "Whoever runs this server has disabled this account. It cannot sign in."))
        }
    }
}

fn role_panel(page: &Page<'_>, managing: &Managing<'_>) -> Markup {
    html! {
        section class="panel" {
            h2 { "Role" }
            form method="post" action={ (managing.page()) "/role" } {
                (page.csrf_field())
                fieldset { (role_choices(managing.member.role)) }
                button type="submit" { "Change the role" }
            }
        }
    }
}

fn access_panel(page: &Page<'_>, managing: &Managing<'_>, is_mailed: bool) -> Markup {
    html! {
        section class="panel" {
            h2 { "Signing in" }
            p { "A lost or stolen laptop? Sign this person out of all browsers." }
            form method="post" action={ (managing.page()) "/sign-out" } {
                (page.csrf_field())
                button class="secondary" type="submit" { "Sign out everywhere" }
            }
            hr;
            p {
                "Forgot the password? "
                @if is_mailed { "We send a link with which the person chooses a new one." }
                @else { "You get a link to pass on, with which the person chooses a new one." }
            }
            form method="post" action={ (managing.page()) "/reset" } {
                (page.csrf_field())
                button class="secondary" type="submit" {
                    @if is_mailed { "Send the link" } @else { "Make a link" }
                }
            }
        }
    }
}

/// `POST /auth/o/{slug}/members/{user}/role`; Admins, recently signed in.
pub async fn change_role(
    State(app): State<App>,
    Path((slug, user)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let managing = managing_recently(&app, browser, &slug, user).await?;
    let role = read_role(&form)?;
    let organisation = managing.membership.organisation.id;
    match app.store.change_role(organisation, user, role).await? {
        MemberChange::Done => {}
        MemberChange::NotMember => return Err(PageError::NotFound),
        MemberChange::LastAdmin => {
            let above = notice(Tone::Bad, LAST_ADMIN);
            let status = StatusCode::CONFLICT;
            return Ok(member_page(&app, browser, &managing, status, &above));
        }
    }
    let detail = format!("{} to {}", managing.member.role.as_str(), role.as_str());
    managing
        .note(&app, browser, "member.role")
        .detail(&detail)
        .write(&app)
        .await;
    let is_self = user == managing.signed_in.user.id;
    // Who is an Admin no more may not see that page again.
    let next = if is_self && role < Role::Admin {
        members_address(managing.membership)
    } else {
        managing.page()
    };
    Ok(Redirect::to(&Done::RoleChanged.at(&next)).into_response())
}

/// `POST /auth/o/{slug}/members/{user}/sign-out`; Admins, recently signed in.
pub async fn sign_out_member(
    State(app): State<App>,
    Path((slug, user)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let managing = managing_recently(&app, browser, &slug, user).await?;
    let ended = app.store.end_sessions(user, None).await?;
    managing
        .note(&app, browser, "session.end")
        .detail(&format!("{ended} browsers signed out by an Admin"))
        .write(&app)
        .await;
    Ok(Redirect::to(&Done::SignedOut.at(&managing.page())).into_response())
}

/// `POST /auth/o/{slug}/members/{user}/reset`; Admins, recently signed in.
pub async fn make_reset_link(
    State(app): State<App>,
    Path((slug, user)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let managing = managing_recently(&app, browser, &slug, user).await?;
    let is_mailed = app.mail.is_on();
    if !is_mailed && !may_hold_link(&app, &managing).await? {
        return Err(PageError::Forbidden(
            "This person belongs to another organisation too, whose data the link would open. Whoever \
             runs this server can make one: standcloud user reset-password."
                .to_owned(),
        ));
    }
    let maker = LinkMaker {
        store: &app.store,
        randomness: &app.randomness,
        now: app.clock.now(),
    };
    let by = managing.signed_in.user.id;
    let secret = maker.reset(&managing.member.user, Some(by)).await?;
    managing
        .note(&app, browser, "password.link")
        .write(&app)
        .await;
    if is_mailed {
        let link = address(app.origins.canonical(), LinkPurpose::Reset, &secret);
        let to = &managing.member.user.email;
        app.mail
            .send(texts::password_reset(to, &link, RESET_MINUTES));
        return Ok(Redirect::to(&Done::ResetMailed.at(&managing.page())).into_response());
    }
    let link = address(&browser.origin, LinkPurpose::Reset, &secret);
    Ok(link_page(&app, browser, &managing, &link))
}

/// A link is as good as the account: an Admin of one organisation must not come into another by it.
async fn may_hold_link(app: &App, managing: &Managing<'_>) -> Result<bool, PageError> {
    let theirs = app.store.list_memberships(managing.member.user.id).await?;
    let is_mine = |organisation| {
        managing
            .signed_in
            .memberships
            .iter()
            .any(|own| own.organisation.id == organisation && own.role >= Role::Admin)
    };
    Ok(theirs
        .iter()
        .all(|membership| is_mine(membership.organisation.id)))
}

fn link_page(app: &App, browser: &Browser, managing: &Managing<'_>, link: &str) -> Response {
    let body = html! {
        p { "Send this link to " strong { (managing.member.user.email) } ". It works once, for "
            (RESET_MINUTES) " minutes." }
        code class="secret" { (link) }
        (notice(Tone::Warning, "Whoever has the link can take over this account, so pass it on to nobody \
            else. It is not shown again."))
        a class="button full" href=(managing.page()) { "I have copied it" }
    };
    Page::new(app, browser, "A new password").show(&body)
}
