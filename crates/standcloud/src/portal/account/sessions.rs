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

/// `Firefox on Windows`. What is not known is shown as it is, which no page takes for more than text.
fn browser_name(user_agent: &str) -> String {
    // The order matters: Edge calls itself Chrome, and Chrome calls itself Safari.
    let find = |marks: &[(&str, &'static str)]| {
        let found = marks.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let browser = find(&[
        ("Firefox/", "Firefox"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) if user_agent.is_empty() => "Unknown browser".to_owned(),
        (None, None) => user_agent.chars().take(60).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_for_people() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.5", "curl/8.5"),
            ("", "Unknown browser"),
        ] {
            assert_eq!(browser_name(user_agent), name);
        }
    }
}
