//! The browsers in which a person is signed in, and signing them out.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{Session, UnixMicros};
use uuid::Uuid;

use super::super::done::Done;
use super::super::time_text::{ago, instant};
use super::super::{Page, PageError, PortalForm, SignedIn};
use super::ADDRESS;
use crate::app::App;
use crate::audit;
use crate::web_api::browser_name::browser_name;

pub(super) fn panel(
    page: &Page<'_>,
    signed_in: &SignedIn,
    sessions: &[Session],
    now: UnixMicros,
) -> Markup {
    html! {
        h2 { "Where you are signed in" }
        div class="table" { table {
            thead { tr { th { "Browser" } th { "Since" } th { "Last seen" } th {} } }
            tbody { @for session in sessions { (row(page, signed_in, session, now)) } }
        } }
        @if sessions.len() > 1 {
            form method="post" action={ (ADDRESS) "/sessions/end-others" } {
                (page.csrf_field())
                button class="secondary" type="submit" { "Sign out everywhere else" }
            }
        }
    }
}

fn row(page: &Page<'_>, signed_in: &SignedIn, session: &Session, now: UnixMicros) -> Markup {
    let is_this = session.public_id == signed_in.session.public_id;
    html! {
        tr {
            td {
                strong { (browser_name(&session.user_agent)) }
                @if is_this { " " span class="badge good" { "this one" } }
                small class="soft" { "from " (session.ip) }
            }
            td data-label="Since" class="time" { (instant(session.created)) }
            td data-label="Last seen" class="time" { (ago(session.last_seen, now)) }
            td { @if !is_this { div class="actions" {
                form method="post" action={ (ADDRESS) "/sessions/end" } {
                    (page.csrf_field())
                    input type="hidden" name="session" value=(session.public_id);
                    button class="danger small" type="submit" { "Sign out" }
                }
            } } }
        }
    }
}

/// `POST /auth/account/sessions/end`; the signed-in, one of their own.
pub async fn end_session(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_or_to(ADDRESS)?;
    let session: Uuid = form
        .text("session")
        .parse()
        .map_err(|_| PageError::NotFound)?;
    if app.store.end_session(signed_in.user.id, session).await? {
        note(&app, &form, signed_in, "one browser signed out").await;
    }
    Ok(Redirect::to(&Done::SessionEnded.at(ADDRESS)).into_response())
}

/// `POST /auth/account/sessions/end-others`; the signed-in.
pub async fn end_other_sessions(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_or_to(ADDRESS)?;
    let kept = Some(signed_in.session.public_id);
    let ended = app.store.end_sessions(signed_in.user.id, kept).await?;
    note(
        &app,
        &form,
        signed_in,
        &format!("{ended} other browsers signed out"),
    )
    .await;
    Ok(Redirect::to(&Done::SessionEnded.at(ADDRESS)).into_response())
}

async fn note(app: &App, form: &PortalForm, signed_in: &SignedIn, detail: &str) {
    audit::note(app, "session.end", &signed_in.actor(), &form.browser.caller)
        .user(signed_in.user.id)
        .detail(detail)
        .write(app)
        .await;
}
