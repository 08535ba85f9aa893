//! Changing one's own password, which ends all other sessions.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{Markup, html};
use standcloud_store::PasswordChange;

use super::super::components::{Field, Tone, notice};
use super::super::done::Done;
use super::super::forgotten::sign_out_stands_choice;
use super::super::new_password::{Chooser, new_password_fields, read_new_password};
use super::super::signing_in::{
    FailureSubject, forget_failures, note_failure, renew_session, require_no_wait,
};
use super::super::{Page, PageError, PortalForm, ReturnTo, SignedIn};
use super::{ADDRESS, account_page};
use crate::app::App;
use crate::passwords::Verdict;
use crate::{audit, notices};

pub(super) fn panel(page: &Page<'_>, signed_in: &SignedIn, has_second_factor: bool) -> Markup {
    html! {
        section class="panel" {
            h2 { "Password" }
            @if signed_in.user.password_hash.is_none() {
                p { "You sign in without a password. If you want one too, ask an Admin for a link." }
            } @else {
                details {
                    summary { "Change the password" }
                    form method="post" action={ (ADDRESS) "/password" } {
                        (page.csrf_field())
                        // For password managers, which keep the new one for this address.
                        input type="email" name="email" value=(signed_in.user.email) autocomplete="username" hidden;
                        (Field::password("Present password", "password", "current-password").show())
                        (new_password_fields(has_second_factor))
                        (sign_out_stands_choice())
                        button type="submit" { "Change the password" }
                    }
                }
                p class="soft" { "Changing it signs you out of all other browsers." }
            }
        }
    }
}

/// `POST /auth/account/password`; the signed-in, with the present password.
pub async fn change_password(
    State(app): State<App>,
    headers: HeaderMap,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in_or_to(ADDRESS)?;
    let user = &signed_in.user;
    let subject = FailureSubject::new(&app, &user.email, Some(user), &headers);
    require_no_wait(&app, browser, &subject).await?;
    let present = user.password_hash.as_deref();
    if app.passwords.verify(form.raw("password"), present).await? == Verdict::Wrong {
        note_failure(&app, browser, &subject, Some(user), "password change").await?;
        return refused(
            &app,
            &form,
            "The present password is wrong. Nothing was changed.",
        )
        .await;
    }
    forget_failures(&app, &subject).await?;
    let chooser = Chooser {
        known: &[&user.email, &user.name],
        has_second_factor: app.store.has_totp(user.id).await?,
    };
    let password_hash = match read_new_password(&app, &form, chooser).await? {
        Ok(password_hash) => password_hash,
        Err(problem) => return refused(&app, &form, &problem).await,
    };
    let change = PasswordChange {
        user: user.id,
        password_hash: &password_hash,
        kept_session: Some(signed_in.session.public_id),
        revoke_grants: form.is_ticked("sign_out_stands"),
        now: app.clock.now(),
    };
    app.store.change_password(&change).await?;
    audit::note(&app, "password.change", &signed_in.actor(), &browser.caller)
        .user(user.id)
        .detail(if change.revoke_grants {
            "stands signed out"
        } else {
            ""
        })
        .write(&app)
        .await;
    notices::password_changed(&app, user, &browser.caller.ip);
    let next = ReturnTo::parse(&Done::PasswordChanged.at(ADDRESS));
    renew_session(&app, browser, signed_in, &next).await
}

async fn refused(app: &App, form: &PortalForm, problem: &str) -> Result<Response, PageError> {
    let above = notice(Tone::Bad, problem);
    account_page(app, &form.browser, StatusCode::BAD_REQUEST, &above).await
}
