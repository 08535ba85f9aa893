//! Changing one's own password, which ends all other sessions.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use standcloud_store::PasswordChange;
use utoipa::ToSchema;

use super::body::JsonBody;
use super::caller::Person;
use super::problem::{Problem, ProblemBody};
use crate::app::App;
use crate::notices;
use crate::passwords::{Verdict, check_new_password};
use crate::portal::signing_in::{
    FailureSubject, append_cookie, forget_failures, note_failure, renewed_session, require_no_wait,
};

const PASSWORD_LENGTH_MAX: usize = 512;

/// The present password and the new one.
#[derive(Deserialize, ToSchema)]
pub struct NewPassword {
    pub present: String,
    pub new: String,
    /// Whether the stands and programs that the person has connected are signed out too.
    #[serde(default)]
    pub sign_out_stands: bool,
}

/// Without the passwords.
impl std::fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NewPassword")
    }
}

/// Change the own password
///
/// For the signed-in, with the present password. All other browsers are signed out, and this one gets a
/// new session: ask for it again.
#[utoipa::path(
    put, path = "/api/v1/profile/password", tag = "Profile",
    request_body = NewPassword,
    responses(
        (status = 204),
        (status = 401, body = ProblemBody),
        (status = 422, body = ProblemBody, description = "`field` says which password"),
        (status = 429, body = ProblemBody, description = "After several wrong ones"),
    ),
)]
pub async fn change_password(
    State(app): State<App>,
    headers: HeaderMap,
    person: Person,
    JsonBody(body): JsonBody<NewPassword>,
) -> Result<Response, Problem> {
    check_present_password(&app, &headers, &person, &body.present).await?;
    let user = &person.signed_in.user;
    let known = [user.email.as_str(), user.name.as_str()];
    let has_second_factor = app.store.has_totp(user.id).await?;
    check_new_password(&body.new, &known, has_second_factor)
        .map_err(|problem| Problem::invalid("new", problem.to_string()))?;
    let change = PasswordChange {
        user: user.id,
        password_hash: &app.passwords.hash(&body.new).await?,
        kept_session: Some(person.signed_in.session.public_id),
        revoke_grants: body.sign_out_stands,
        now: app.clock.now(),
    };
    app.store.change_password(&change).await?;
    let detail = if change.revoke_grants {
        "stands signed out"
    } else {
        ""
    };
    let note = person.note(&app, "password.change").detail(detail);
    note.write(&app).await;
    let browser = &person.browser;
    notices::password_changed(&app, user, &browser.caller.ip);
    let cookie = renewed_session(&app, browser, &person.signed_in).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    append_cookie(&mut response, cookie);
    Ok(response)
}

/// Failures are counted as those of signing in are.
async fn check_present_password(
    app: &App,
    headers: &HeaderMap,
    person: &Person,
    present: &str,
) -> Result<(), Problem> {
    let user = &person.signed_in.user;
    let browser = &person.browser;
    let subject = FailureSubject::new(app, &user.email, Some(user), headers);
    require_no_wait(app, browser, &subject).await?;
    let hash = user.password_hash.as_deref();
    let is_short = present.len() <= PASSWORD_LENGTH_MAX;
    if !is_short || app.passwords.verify(present, hash).await? == Verdict::Wrong {
        note_failure(app, browser, &subject, Some(user), "password change").await?;
        let detail = "The present password is wrong. Nothing was changed.";
        return Err(Problem::invalid("present", detail));
    }
    forget_failures(app, &subject).await?;
    Ok(())
}
