//! What the pages of links that work once have in common.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use standcloud_store::{Link, LinkPurpose};

use super::{Browser, Page, PageError};
use crate::app::App;
use crate::auth::secret_text::{SecretKind, SecretText};

/// The secret as it comes in the address.
#[derive(Deserialize)]
pub struct TokenQuery {
    #[serde(default)]
    pub token: String,
}

/// The secret of a link and what it is for, if it still works. Looking does not use it.
pub async fn find_link(
    app: &App,
    purpose: LinkPurpose,
    token: &str,
) -> Result<Option<(SecretText, Link)>, PageError> {
    let Some(secret) = SecretText::parse(SecretKind::Link, token) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let link = app.store.find_link(secret.sha256(), purpose, now).await?;
    Ok(link.map(|link| (secret, link)))
}

/// Carries the secret from the page to its form.
pub fn token_field(secret: &SecretText) -> Markup {
    html! { input type="hidden" name="token" value=(secret.reveal()); }
}

/// 403, with what to do instead.
pub fn does_not_work(app: &App, browser: &Browser, advice: &Markup) -> Response {
    let body = html! {
        p { "It was used already, has expired, or was not copied completely." }
        (advice)
    };
    Page::new(app, browser, "This link does not work")
        .status(StatusCode::FORBIDDEN)
        .show(&body)
}
