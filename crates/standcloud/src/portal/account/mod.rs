//! A person's own page: name, password, browsers, organisations.

pub mod leave;
pub mod password;
pub mod profile;
pub mod sessions;
mod ways_in;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::done::{DoneQuery, done_notice};
use super::page::{Page, Section};
use super::{Browser, PageError, SignedIn};
use crate::app::App;

pub(super) const ADDRESS: &str = "/auth/account";

/// `GET /`, `GET /auth` and `GET /auth/`; anybody. What people type leads somewhere.
pub async fn show_home() -> Redirect {
    Redirect::to(ADDRESS)
}

/// `GET /auth/account`; the signed-in.
pub async fn show_account(
    State(app): State<App>,
    browser: Browser,
    Query(done): Query<DoneQuery>,
) -> Result<Response, PageError> {
    account_page(&app, &browser, StatusCode::OK, &done_notice(&done)).await
}

/// The page with what has just been done or gone wrong above it.
pub(super) async fn account_page(
    app: &App,
    browser: &Browser,
    status: StatusCode,
    above: &Markup,
) -> Result<Response, PageError> {
    let signed_in = browser.signed_in()?;
    let page = Page::of_account(app, browser).status(status);
    let has_totp = app.store.has_totp(signed_in.user.id).await?;
    let sessions = app.store.list_sessions(signed_in.user.id).await?;
    let body = html! {
        (above)
        @if signed_in.memberships.is_empty() { (nowhere(signed_in)) }
        div class="columns" {
            (profile::panel(&page, signed_in))
            (password::panel(&page, signed_in, has_totp))
        }
        (ways_in::panel(app, signed_in, has_totp).await?)
        (sessions::panel(&page, signed_in, &sessions, app.clock.now()))
        @if !signed_in.memberships.is_empty() { (organisations(signed_in)) }
    };
    Ok(page.show(&body).into_response())
}

/// For who belongs to no organisation.
fn nowhere(signed_in: &SignedIn) -> Markup {
    html! {
        div class="empty" {
            strong { "You belong to no organisation yet" }
            "Ask an Admin to invite " (signed_in.user.email) ". The link in the invitation brings you in. \
             Until then there is nothing to see here."
        }
        br;
    }
}

fn organisations(signed_in: &SignedIn) -> Markup {
    html! {
        h2 { "Your organisations" }
        div class="table" { table {
            thead { tr { th { "Organisation" } th { "You are" } th {} } }
            tbody { @for membership in &signed_in.memberships {
                tr {
                    td { a href=(Section::Stands.address(membership)) { strong { (membership.organisation.name) } } }
                    td data-label="You are" { @if membership.role == standcloud_store::Role::Admin { "Admin" } @else { "Member" } }
                    td { div class="actions" {
                        a class="button secondary small" href={ (ADDRESS) "/leave/" (membership.organisation.slug) } { "Leave …" }
                    } }
                }
            } }
        } }
    }
}
