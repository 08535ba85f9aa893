//! What the pages of signing in keep of a person's account: the ways in. The rest is the web app's.

mod ways_in;

use axum::extract::State;
use axum::response::{Redirect, Response};
use maud::html;

use super::page::Page;
use super::{Browser, PageError, web_app};
use crate::app::App;

/// `GET /auth` and `GET /auth/`; anybody. What people type leads somewhere.
pub async fn show_home() -> Redirect {
    Redirect::to(web_app::START)
}

/// `GET /auth/account`; the signed-in.
pub async fn show_account(State(app): State<App>, browser: Browser) -> Result<Response, PageError> {
    let signed_in = browser.signed_in()?;
    let ways_in = ways_in::panel(&app, signed_in).await?;
    let body = html! {
        (ways_in)
        p { "Your name, your password and the browsers in which you are signed in are in "
            a href=(web_app::PROFILE) { "your profile" } "." }
    };
    Ok(Page::of_account(&app, &browser).show(&body))
}
