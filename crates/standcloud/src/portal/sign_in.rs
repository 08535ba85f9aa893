//! Signing in with a password, confirming it again, and signing out.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use standcloud_store::{SessionState, User};

use super::components::{Field, Tone, notice};
use super::page::Page;
use super::signing_in::{
    FailureSubject, Proof, SignInMethod, append_cookie, begin_session, forget_failures,
    note_failure, require_no_wait,
};
use super::{Browser, PageError, PortalForm, ReturnTo, cookies};
use super::{passkeys, sso};
use crate::app::App;
use crate::audit;
use crate::passwords::Verdict;

const WRONG: &str =
    "That e-mail address and password do not fit together. Check both and try again.";

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub struct SignInQuery {
    #[serde(default)]
    pub(super) return_to: String,
}

/// `GET /auth/sign-in`; anybody.
pub async fn show_sign_in(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<SignInQuery>,
) -> Response {
    let return_to = ReturnTo::parse(&query.return_to);
    if browser.signed_in().is_ok() {
        return Redirect::to(return_to.as_str()).into_response();
    }
    sign_in_page(&app, &browser, &return_to, "", None)
}

/// `POST /auth/sign-in`; anybody. R-58: nobody learns whether an address is known.
pub async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let return_to = ReturnTo::parse(form.text("return_to"));
    let email = form.text("email").to_lowercase();
    let user = app.store.find_user(&email).await?;
    let subject = FailureSubject::new(&app, &email, user.as_ref(), &headers);
    require_no_wait(&app, browser, &subject).await?;
    if !is_password_right(&app, user.as_ref(), form.raw("password")).await? {
        note_failure(&app, browser, &subject, user.as_ref(), "password").await?;
        let problem = Some(WRONG);
        return Ok(sign_in_page(&app, browser, &return_to, &email, problem));
    }
    let Some(user) = user else {
        return Err(PageError::Internal(
            "nobody's password was right".to_owned(),
        ));
    };
    forget_failures(&app, &subject).await?;
    let state = if app.store.has_totp(user.id).await? {
        SessionState::SecondFactor
    } else {
        SessionState::Active
    };
    let proof = Proof {
        methods: &[SignInMethod::Password],
        state,
    };
    begin_session(&app, browser, &user, proof, &return_to).await
}

/// Checks, and stores the password under the present costs when it is right.
async fn is_password_right(
    app: &App,
    user: Option<&User>,
    password: &str,
) -> Result<bool, PageError> {
    let usable = user.filter(|user| user.disabled.is_none());
    let stored = usable.and_then(|user| user.password_hash.as_deref());
    match (app.passwords.verify(password, stored).await?, usable) {
        (Verdict::Right { rehashed }, Some(user)) => {
            if let Some(rehashed) = rehashed {
                app.store.set_password(user.id, &rehashed).await?;
            }
            Ok(true)
        }
        _ => Ok(false),
    }
}

fn sign_in_page(
    app: &App,
    browser: &Browser,
    return_to: &ReturnTo,
    email: &str,
    problem: Option<&str>,
) -> Response {
    let status = if problem.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    let is_for_stand = return_to.as_str().contains("device-authorization");
    let page = Page::new(app, browser, "Sign in").status(status);
    let email_field = Field::email("E-mail", "email").value(email);
    let password_field = Field::password("Password", "password", "current-password");
    let body = html! {
        @if is_for_stand && problem.is_none() {
            p class="soft" { "Sign in to connect the stand. Its code is kept." }
        }
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        form method="post" action="/auth/sign-in" {
            (page.csrf_field())
            input type="hidden" name="return_to" value=(return_to);
            @if email.is_empty() {
                (email_field.autofocus().show())
                (password_field.show())
            } @else {
                (email_field.show())
                (password_field.autofocus().show())
            }
            button type="submit" class="full" { "Sign in" }
        }
        p class="soft" { a href="/auth/forgotten" { "Forgot your password?" } }
        (other_ways(app, &page, browser, return_to))
    };
    page.show(&body)
}

/// What there is besides the password.
fn other_ways(app: &App, page: &Page<'_>, browser: &Browser, return_to: &ReturnTo) -> Markup {
    html! {
        @if !app.sso.all().is_empty() { div class="or" { "or" } }
        div class="stack" {
            (sso::sign_in_buttons(app, page, return_to))
            (passkeys::sign_in_button(page, browser, return_to))
        }
    }
}

/// `GET /auth/sign-in/again`; the signed-in.
pub async fn show_sign_in_again(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<SignInQuery>,
) -> Result<Response, PageError> {
    let return_to = ReturnTo::parse(&query.return_to);
    browser.signed_in()?;
    Ok(again_page(&app, &browser, &return_to, None))
}

/// `POST /auth/sign-in/again`; the signed-in.: weighty things need a recent proof. R-59:
/// the session gets a new id.
pub async fn sign_in_again(
    State(app): State<App>,
    headers: HeaderMap,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in()?;
    let user = &signed_in.user;
    let return_to = ReturnTo::parse(form.text("return_to"));
    let subject = FailureSubject::new(&app, &user.email, Some(user), &headers);
    require_no_wait(&app, browser, &subject).await?;
    if !is_password_right(&app, Some(user), form.raw("password")).await? {
        note_failure(&app, browser, &subject, Some(user), "password again").await?;
        let problem = Some("That is not your password.");
        return Ok(again_page(&app, browser, &return_to, problem));
    }
    forget_failures(&app, &subject).await?;
    let state = if app.store.has_totp(user.id).await? {
        SessionState::SecondFactor
    } else {
        SessionState::Active
    };
    let proof = Proof {
        methods: &[SignInMethod::Password],
        state,
    };
    begin_session(&app, browser, user, proof, &return_to).await
}

fn again_page(
    app: &App,
    browser: &Browser,
    return_to: &ReturnTo,
    problem: Option<&str>,
) -> Response {
    let status = if problem.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, "Is it still you?").status(status);
    let user = browser.session().map(|signed_in| &signed_in.user);
    let has_password = user.is_some_and(|user| user.password_hash.is_some());
    let email = user.map_or("", |user| user.email.as_str());
    let body = html! {
        p { "You signed in a while ago. What you are about to do needs you to sign in once more." }
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        @if has_password {
            form method="post" action="/auth/sign-in/again" {
                (page.csrf_field())
                input type="hidden" name="return_to" value=(return_to);
                // For password managers, which fill in by the address.
                input type="email" name="email" value=(email) autocomplete="username" hidden;
                (Field::password("Password", "password", "current-password").autofocus().show())
                button type="submit" class="full" { "Go on" }
            }
        }
        (other_ways(app, &page, browser, return_to))
    };
    page.show(&body)
}

/// `POST /auth/sign-out`; anybody.
pub async fn sign_out(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    if let Some(signed_in) = form.browser.session() {
        let id = signed_in.session.public_id;
        app.store.end_session(signed_in.user.id, id).await?;
        audit::note(
            &app,
            "session.end",
            &signed_in.actor(),
            &form.browser.caller,
        )
        .user(signed_in.user.id)
        .detail("signed out")
        .write(&app)
        .await;
    }
    let mut response = Redirect::to("/auth/sign-in").into_response();
    append_cookie(&mut response, cookies::remove(cookies::SESSION));
    Ok(response)
}
