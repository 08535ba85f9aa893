//! Turning the second step on and off, on the person's own pages.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use standcloud_store::{SessionState, UserTotp};
use uuid::Uuid;

use super::app_code::{AppSecret, new_sealed_secret};
use super::recovery_code::{COUNT, RecoveryCode};
use crate::app::App;
use crate::audit;
use crate::portal::components::{Field, Tone, notice};
use crate::portal::signing_in::{
    FailureSubject, Proof, SignInMethod, append_cookie, count_attempt, forget_failures,
    open_session,
};
use crate::portal::time_text::instant;
use crate::portal::{Browser, Page, PageError, PortalForm, SignedIn};

const HERE: &str = "/auth/account/second-factor";
const SET_UP: &str = "/auth/account/second-factor/set-up";

/// Why the person comes.
#[derive(Debug, Deserialize)]
pub struct SecondFactorQuery {
    needed: Option<String>,
}

/// `GET /auth/account/second-factor`; the signed-in.
pub async fn show_second_factor(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<SecondFactorQuery>,
) -> Result<Response, PageError> {
    let user = browser.signed_in()?.user.id;
    let in_force = lookup_in_force(&app, user).await?;
    let codes_left = app.store.count_recovery_codes(user).await?;
    let page = Page::new(&app, &browser, "Second step");
    let body = html! {
        @if query.needed.is_some() {
            (notice(Tone::Warning, "Your organisation asks its Admins for more than a password. Set up \
                the second step here, or sign in with a passkey or through your organisation's \
                sign-in."))
        }
        @match &in_force {
            None => (offer(&page)),
            Some(totp) => (state(&page, totp, codes_left)),
        }
        hr;
        p { a href="/profile" { "Back to your profile" } }
    };
    Ok(page.show(&body))
}

/// `POST /auth/account/second-factor/begin`; the recently signed-in.
pub async fn begin(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_recently_or_to(&app, HERE)?;
    let user = signed_in.user.id;
    let secret = new_sealed_secret(&app, user)?;
    let begun = app.store.begin_totp(user, &secret, app.clock.now()).await?;
    Ok(Redirect::to(if begun { SET_UP } else { HERE }).into_response())
}

/// `GET /auth/account/second-factor/set-up`; the recently signed-in, who see the secret here alone.
pub async fn show_set_up(State(app): State<App>, browser: Browser) -> Result<Response, PageError> {
    let signed_in = browser.signed_in_recently(&app)?;
    match lookup_begun(&app, signed_in.user.id).await? {
        None => Ok(Redirect::to(HERE).into_response()),
        Some(begun) => set_up_page(&app, &browser, signed_in, &begun, None),
    }
}

/// `POST /auth/account/second-factor/set-up`; the recently signed-in. The first code puts it into
/// force and shows the recovery codes, once.
pub async fn confirm(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in_recently_or_to(&app, SET_UP)?;
    let user = &signed_in.user;
    let Some(begun) = lookup_begun(&app, user.id).await? else {
        return Ok(Redirect::to(HERE).into_response());
    };
    let subject = FailureSubject::second_factor(user.id);
    count_attempt(&app, browser, &subject).await?;
    let secret = AppSecret::open(&app, user, &begun)?;
    let now = app.clock.now();
    let Some(step) = secret.step_of(form.text("code"), now) else {
        let problem = "That code is not right. Check that the clock of your phone is right, and type \
            the code that the app shows now.";
        return set_up_page(&app, browser, signed_in, &begun, Some(problem));
    };
    let codes = RecoveryCode::generate_all(&app.randomness);
    let hashes: Vec<_> = codes.iter().map(|code| code.sha256(user.id)).collect();
    let confirmed = app.store.confirm_totp(user.id, &begun, step, &hashes, now);
    if !confirmed.await? {
        return Err(PageError::Conflict(
            "The second step was set up in another window at the same time. Open your account to \
             see how it stands."
                .to_owned(),
        ));
    }
    forget_failures(&app, &subject).await?;
    note(&app, browser, signed_in, "mfa.enrol", "authenticator app").await;
    // more is proven now than before, so the session gets a new id.
    let mut methods = SignInMethod::parse_all(&signed_in.session.methods);
    methods.push(SignInMethod::Totp);
    let proof = Proof {
        methods: &methods,
        state: SessionState::Active,
    };
    let cookies = open_session(&app, browser, user, proof).await?;
    let mut response = codes_page(&app, browser, "The second step is on", &codes);
    for cookie in cookies {
        append_cookie(&mut response, cookie);
    }
    Ok(response)
}

/// `POST /auth/account/second-factor/codes`; the recently signed-in.
pub async fn renew_codes(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_recently_or_to(&app, HERE)?;
    let user = signed_in.user.id;
    if lookup_in_force(&app, user).await?.is_none() {
        return Ok(Redirect::to(HERE).into_response());
    }
    let codes = RecoveryCode::generate_all(&app.randomness);
    let hashes: Vec<_> = codes.iter().map(|code| code.sha256(user)).collect();
    app.store.replace_recovery_codes(user, &hashes).await?;
    let what = "new recovery codes";
    note(&app, &form.browser, signed_in, "mfa.enrol", what).await;
    Ok(codes_page(
        &app,
        &form.browser,
        "New recovery codes",
        &codes,
    ))
}

/// `POST /auth/account/second-factor/off`; the recently signed-in.
pub async fn turn_off(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_recently_or_to(&app, HERE)?;
    if app.store.remove_totp(signed_in.user.id).await? {
        let what = "authenticator app";
        note(&app, &form.browser, signed_in, "mfa.remove", what).await;
    }
    Ok(Redirect::to(HERE).into_response())
}

async fn lookup_in_force(app: &App, user: Uuid) -> Result<Option<UserTotp>, PageError> {
    let found = app.store.lookup_totp(user).await?;
    Ok(found.filter(|totp| totp.confirmed.is_some()))
}

async fn lookup_begun(app: &App, user: Uuid) -> Result<Option<UserTotp>, PageError> {
    let found = app.store.lookup_totp(user).await?;
    Ok(found.filter(|totp| totp.confirmed.is_none()))
}

async fn note(app: &App, browser: &Browser, signed_in: &SignedIn, action: &str, what: &str) {
    audit::note(app, action, &signed_in.actor(), &browser.caller)
        .user(signed_in.user.id)
        .detail(what)
        .write(app)
        .await;
}

fn offer(page: &Page<'_>) -> Markup {
    html! {
        p { "After your password, StandCloud can ask for a code that only your phone knows. Whoever learns \
            your password cannot get in with it." }
        p { "You need an authenticator app, for example Aegis, Google Authenticator, Microsoft \
            Authenticator or your password manager." }
        form method="post" action={ (HERE) "/begin" } {
            (page.csrf_field())
            button type="submit" class="full" { "Set up the second step" }
        }
    }
}

fn state(page: &Page<'_>, totp: &UserTotp, codes_left: u64) -> Markup {
    html! {
        p { span class="badge good" { "On" }
            @if let Some(since) = totp.confirmed { " since " (instant(since)) } }
        h2 { "Recovery codes" }
        @if codes_left < 3 {
            (notice(Tone::Warning, &format!("{codes_left} of your recovery codes are left. Make new ones.")))
        } @else {
            p { (codes_left) " of " (COUNT) " are left. Each lets you in once when you do not have your phone." }
        }
        form method="post" action={ (HERE) "/codes" } {
            (page.csrf_field())
            button type="submit" class="secondary" { "Make new codes" }
            p class="soft" { "The old ones stop working." }
        }
        details {
            summary { "Turn it off, or change the phone" }
            p { "To move to another phone, turn the second step off and set it up again." }
            form method="post" action={ (HERE) "/off" } {
                (page.csrf_field())
                button type="submit" class="danger" { "Turn the second step off" }
            }
        }
    }
}

fn set_up_page(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
    begun: &UserTotp,
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let secret = AppSecret::open(app, &signed_in.user, begun)?;
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, "Set up the second step").status(status);
    let code = Field::app_code("Code", "code");
    let body = html! {
        ol class="steps" {
            li {
                p { "In your authenticator app, choose to add an account and scan this picture." }
                div class="qr" { (secret.picture()?) }
                details {
                    summary { "I cannot scan it" }
                    p { "Type this key into the app instead:" }
                    code class="secret" { (secret.text()) }
                }
            }
            li {
                p { "Type the six digits that the app shows now." }
                @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
                form method="post" action=(SET_UP) class="code-entry" {
                    (page.csrf_field())
                    (code.show())
                    button type="submit" class="full" { "Turn it on" }
                }
            }
        }
        p { a href=(HERE) { "Not now" } }
    };
    Ok(page.show(&body))
}

fn codes_page(app: &App, browser: &Browser, title: &str, codes: &[RecoveryCode]) -> Response {
    let page = Page::new(app, browser, title);
    let body = html! {
        (notice(Tone::Warning, "Keep these recovery codes now. They are not shown again."))
        p { "If you lose your phone, each lets you in once. Print them, or put them into your password \
            manager; not on the phone alone." }
        ul class="codes" { @for code in codes { li { (code.text()) } } }
        p { a class="button full" href="/profile" { "I have kept them" } }
    };
    page.show(&body)
}
