//! The people of an organisation. Members see who is there; Admins change it.

pub mod invitations;
pub mod member;
pub mod removal;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use standcloud_store::{Link, Member, Membership, Role, UnixMicros};

use self::invitations::{Entered, invitations_table, invite_panel};
use super::components::{Tone, notice};
use super::done::{DoneQuery, done_notice};
use super::page::{Page, Section};
use super::time_text::ago;
use super::{Browser, PageError, SignedIn};
use crate::app::App;

/// `GET /auth/o/{slug}/members`; Members.
pub async fn show_members(
    State(app): State<App>,
    Path(slug): Path<String>,
    browser: Browser,
    Query(done): Query<DoneQuery>,
    Query(entered): Query<Entered>,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.member_of(&slug)?;
    let notice = done_notice(&done);
    members_page(&app, &browser, membership, &entered, &notice).await
}

/// The list with what has just been done or gone wrong above it.
async fn members_page(
    app: &App,
    browser: &Browser,
    membership: &Membership,
    entered: &Entered,
    above: &Markup,
) -> Result<Response, PageError> {
    let signed_in = browser.signed_in()?;
    let is_admin = membership.role >= Role::Admin;
    let organisation = membership.organisation.id;
    let members = app.store.list_members(organisation).await?;
    let invitations = if is_admin {
        app.store.list_invitations(organisation).await?
    } else {
        Vec::new()
    };
    let view = View {
        page: Page::of_section(app, browser, membership, Section::Members),
        membership,
        signed_in,
        is_admin,
        now: app.clock.now(),
    };
    let body = html! {
        (above)
        (members_table(&view, &members))
        @if is_admin {
            @if !invitations.is_empty() { (invitations_table(&view, &invitations, &members)) }
            (invite_panel(&view, entered, app.mail.is_on()))
        } @else {
            p class="soft" { "Admins invite people and change roles." }
        }
    };
    Ok(view.page.show(&body))
}

/// What the parts of the page need.
struct View<'a> {
    page: Page<'a>,
    membership: &'a Membership,
    signed_in: &'a SignedIn,
    is_admin: bool,
    now: UnixMicros,
}

fn members_table(view: &View<'_>, members: &[Member]) -> Markup {
    html! {
        div class="table" { table {
            thead { tr {
                th { "Person" } th { "Role" }
                @if view.is_admin { th { "Last sign-in" } th { "Second factor" } th {} }
            } }
            tbody { @for member in members { (member_row(view, member)) } }
        } }
    }
}

fn member_row(view: &View<'_>, member: &Member) -> Markup {
    let user = &member.user;
    let address = member_address(view.membership, member);
    html! {
        tr {
            td {
                strong { (display_name(member)) }
                @if user.id == view.signed_in.user.id { " " span class="badge quiet" { "you" } }
                @if user.disabled.is_some() { " " span class="badge bad" { "disabled" } }
                @if !user.name.is_empty() { small class="soft" { (user.email) } }
            }
            td data-label="Role" { (role_badge(member.role)) }
            @if view.is_admin {
                td data-label="Last sign-in" class="time" {
                    @match user.last_sign_in { Some(at) => (ago(at, view.now)), None => "never" }
                }
                td data-label="Second factor" {
                    (protection(member))
                }
                td { div class="actions" {
                    a class="button secondary small" href=(address) { "Manage" }
                } }
            }
        }
    }
}

/// What signing in takes besides a password.
fn protection(member: &Member) -> Markup {
    html! {
        @match (member.has_second_factor, member.has_passkey) {
            (true, true) => span class="badge good" { "yes, and a passkey" },
            (true, false) => span class="badge good" { "yes" },
            (false, true) => span class="badge quiet" { "passkey or password" },
            (false, false) => span class="badge quiet" { "no" },
        }
    }
}

fn role_badge(role: Role) -> Markup {
    match role {
        Role::Admin => html! { span class="badge" { "Admin" } },
        Role::Member => html! { span class="badge quiet" { "Member" } },
    }
}

fn display_name(member: &Member) -> &str {
    if member.user.name.is_empty() {
        &member.user.email
    } else {
        &member.user.name
    }
}

fn members_address(membership: &Membership) -> String {
    Section::Members.address(membership)
}

fn member_address(membership: &Membership, member: &Member) -> String {
    format!("{}/{}", members_address(membership), member.user.id)
}

/// Who invited, if they are still there.
fn inviter<'a>(link: &Link, members: &'a [Member]) -> &'a str {
    let by = link.created_by;
    let found = members.iter().find(|member| Some(member.user.id) == by);
    found.map_or("–", display_name)
}

/// Says something bad above the list.
fn problem(text: &str) -> Markup {
    notice(Tone::Bad, text)
}
