//! What a person is called.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::super::components::{Field, Tone, notice};
use super::super::done::Done;
use super::super::{Page, PageError, PortalForm, SignedIn};
use super::{ADDRESS, account_page};
use crate::app::App;
use crate::organisation_names::checked_name;

pub(super) fn panel(page: &Page<'_>, signed_in: &SignedIn) -> Markup {
    let name = Field {
        autocomplete: "name",
        length_max: 100,
        ..Field::text("Your name", "name")
    };
    html! {
        section class="panel" {
            h2 { "You" }
            form method="post" action={ (ADDRESS) "/profile" } {
                (page.csrf_field())
                (name.value(&signed_in.user.name).show())
                p { span class="soft" { "You sign in as " } (signed_in.user.email) }
                button type="submit" class="secondary" { "Save" }
            }
        }
    }
}

/// `POST /auth/account/profile`; the signed-in.
pub async fn save_profile(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in_or_to(ADDRESS)?;
    let Some(name) = checked_name(form.text("name")) else {
        let above = notice(Tone::Bad, "Type your name, with at most 100 letters.");
        return account_page(&app, browser, StatusCode::BAD_REQUEST, &above).await;
    };
    app.store.rename_user(signed_in.user.id, name).await?;
    Ok(Redirect::to(&Done::Saved.at(ADDRESS)).into_response())
}
