//! Taking a person out of an organisation. The page before says what ends with it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{Holdings, MemberChange, Removal};
use uuid::Uuid;

use super::super::components::{Tone, notice};
use super::super::done::Done;
use super::super::{Browser, Page, PageError, PortalForm};
use super::member::{LAST_ADMIN, Managing, managing_recently};
use super::{display_name, members_address};
use crate::app::App;

/// More names than this are only counted.
const NAMES_SHOWN: usize = 10;

/// `GET /auth/o/{slug}/members/{user}/remove`; Admins, recently signed in.
pub async fn confirm_removal(
    State(app): State<App>,
    Path((slug, user)): Path<(String, Uuid)>,
    browser: Browser,
) -> Result<Response, PageError> {
    let managing = managing_recently(&app, &browser, &slug, user).await?;
    removal_page(&app, &browser, &managing, StatusCode::OK, None).await
}

/// `POST /auth/o/{slug}/members/{user}/remove`; Admins, recently signed in.
pub async fn remove(
    State(app): State<App>,
    Path((slug, user)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let managing = managing_recently(&app, browser, &slug, user).await?;
    let removal = Removal {
        organisation: managing.membership.organisation.id,
        user,
        revoke_keys: form.is_ticked("revoke_keys"),
        now: app.clock.now(),
    };
    match app.store.remove_member(&removal).await? {
        MemberChange::Done => {}
        MemberChange::NotMember => return Err(PageError::NotFound),
        MemberChange::LastAdmin => {
            let status = StatusCode::CONFLICT;
            return removal_page(&app, browser, &managing, status, Some(LAST_ADMIN)).await;
        }
    }
    let detail = if removal.revoke_keys {
        "with their API keys"
    } else {
        "API keys stay"
    };
    managing
        .note(&app, browser, "member.remove")
        .detail(detail)
        .write(&app)
        .await;
    let next = if user == managing.signed_in.user.id {
        "/auth/sign-in".to_owned()
    } else {
        Done::Removed.at(&members_address(managing.membership))
    };
    Ok(Redirect::to(&next).into_response())
}

async fn removal_page(
    app: &App,
    browser: &Browser,
    managing: &Managing<'_>,
    status: StatusCode,
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let organisation = managing.membership.organisation.id;
    let user = managing.member.user.id;
    let held = app
        .store
        .holdings(organisation, user, app.clock.now())
        .await?;
    let title = format!("Remove {}?", display_name(&managing.member));
    let page = Page::new(app, browser, title).status(status);
    let body = html! {
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        p { strong { (managing.member.user.email) } " will no longer see anything of "
            (managing.membership.organisation.name) " and is signed out of all browsers." }
        (what_ends(&held))
        form method="post" action={ (managing.page()) "/remove" } {
            (page.csrf_field())
            (keys_choice(&held))
            div class="pair" {
                a class="button secondary" href=(managing.page()) { "Keep" }
                button class="danger" type="submit" { "Remove" }
            }
        }
    };
    Ok(page.show(&body))
}

pub(in crate::portal) fn what_ends(held: &Holdings) -> Markup {
    html! {
        @match held.grants.len() {
            0 => p { "No connected stand or program ends with it." },
            count => {
                p { (counted(count, "connected stand or program", "connected stands and programs"))
                    " will be signed out and must be connected again by somebody else:" }
                (names(&held.grants))
            }
        }
    }
}

fn keys_choice(held: &Holdings) -> Markup {
    html! {
        @if !held.keys.is_empty() {
            label class="choice" {
                input type="checkbox" name="revoke_keys" value="yes" checked;
                span {
                    "Also end the " (counted(held.keys.len(), "API key", "API keys")) " that this person made. "
                    span class="soft" { "Stands that use them stop uploading. Without the tick the keys keep working." }
                }
            }
            (names(&held.keys))
        }
    }
}

fn names(names: &[String]) -> Markup {
    html! {
        ul class="can" {
            @for name in names.iter().take(NAMES_SHOWN) { li { (name) } }
            @if names.len() > NAMES_SHOWN { li { "and " (names.len() - NAMES_SHOWN) " more" } }
        }
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
