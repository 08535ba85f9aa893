//! Leaving an organisation by oneself.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use standcloud_store::{MemberChange, Membership, Removal};

use super::super::components::{Tone, notice};
use super::super::members::removal::what_ends;
use super::super::{Browser, Page, PageError, PortalForm, SignedIn};
use super::ADDRESS;
use crate::app::App;
use crate::audit;

/// `GET /auth/account/leave/{slug}`; Members.
pub async fn confirm_leaving(
    State(app): State<App>,
    Path(slug): Path<String>,
    browser: Browser,
) -> Result<Response, PageError> {
    let signed_in = browser.signed_in()?;
    let membership = signed_in.member_of(&slug)?;
    leaving_page(&app, &browser, (signed_in, membership), None).await
}

/// `POST /auth/account/leave/{slug}`; Members. Keys that the person made stay with the organisation.
pub async fn leave(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in()?;
    let membership = signed_in.member_of(&slug)?;
    let organisation = membership.organisation.id;
    let removal = Removal {
        organisation,
        user: signed_in.user.id,
        revoke_keys: false,
        now: app.clock.now(),
    };
    match app.store.remove_member(&removal).await? {
        MemberChange::Done => {}
        MemberChange::NotMember => return Err(PageError::NotFound),
        MemberChange::LastAdmin => {
            let problem = "You are the only Admin. Make somebody else an Admin first.";
            return leaving_page(&app, browser, (signed_in, membership), Some(problem)).await;
        }
    }
    audit::note(&app, "member.remove", &signed_in.actor(), &browser.caller)
        .organisation(organisation)
        .user(signed_in.user.id)
        .subject(&signed_in.user.email)
        .detail("left")
        .write(&app)
        .await;
    Ok(Redirect::to("/auth/sign-in").into_response())
}

async fn leaving_page(
    app: &App,
    browser: &Browser,
    (signed_in, membership): (&SignedIn, &Membership),
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let organisation = &membership.organisation;
    let now = app.clock.now();
    let held = app
        .store
        .holdings(organisation.id, signed_in.user.id, now)
        .await?;
    let status = if problem.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, format!("Leave {}?", organisation.name)).status(status);
    let body = html! {
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        p { "You will no longer see anything of " strong { (organisation.name) } ", and are signed out. Only an \
            Admin can invite you again." }
        (what_ends(&held))
        form method="post" action={ (ADDRESS) "/leave/" (organisation.slug) } {
            (page.csrf_field())
            div class="pair" {
                a class="button secondary" href=(ADDRESS) { "Stay" }
                button class="danger" type="submit" { "Leave" }
            }
        }
    };
    Ok(page.show(&body))
}
