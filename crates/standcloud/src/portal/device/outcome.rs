//! What comes after the decision.

use axum::extract::{Query, State};
use axum::response::Response;
use maud::html;
use serde::Deserialize;

use super::super::page::Page;
use super::super::web_app::Section;
use super::super::{Browser, PageError};
use crate::app::App;

/// Where the stand was let in.
#[derive(Debug, Deserialize)]
pub struct AcceptedQuery {
    #[serde(default)]
    organisation: String,
}

/// `GET /auth/consent/openid/device-authorization/accepted`; the signed-in.
pub async fn show_accepted(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<AcceptedQuery>,
) -> Result<Response, PageError> {
    let signed_in = browser.signed_in()?;
    let membership = signed_in.member_of(&query.organisation).ok();
    let body = html! {
        div class="big-sign" aria-hidden="true" { "✓" }
        p { "The terminal goes on by itself within a few seconds. You can close this page." }
        @if let Some(membership) = membership {
            p { a class="button secondary" href=(Section::Stands.address(&membership.organisation.slug)) { "Connected stands" } }
        }
    };
    Ok(Page::new(&app, &browser, "The stand is connected").show(&body))
}

/// `GET /auth/consent/openid/device-authorization/denied`; the signed-in.
pub async fn show_denied(State(app): State<App>, browser: Browser) -> Result<Response, PageError> {
    browser.signed_in()?;
    let body = html! {
        div class="big-sign bad" aria-hidden="true" { "✕" }
        p { "Nobody was let in." }
        p { "HardPy does not notice at once and goes on waiting for up to five minutes. Press "
            strong { "Ctrl-C" } " in its terminal to end it." }
    };
    Ok(Page::new(&app, &browser, "Denied").show(&body))
}
