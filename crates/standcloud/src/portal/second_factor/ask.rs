//! The page between the password and the session.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use standcloud_store::SessionState;

use super::app_code::AppSecret;
use super::recovery_code::RecoveryCode;
use crate::app::App;
use crate::audit;
use crate::portal::components::{Field, Tone, notice};
use crate::portal::passkeys;
use crate::portal::sign_in::SignInQuery;
use crate::portal::signing_in::{
    FailureSubject, Proof, SignInMethod, begin_session, count_attempt, forget_failures,
};
use crate::portal::{Browser, Page, PageError, PortalForm, ReturnTo, SignedIn};

const WRONG_CODE: &str = "That code is not right, or it was used already. Wait for the next one \
    in your app and type that.";
const WRONG_RECOVERY_CODE: &str = "That is not one of your recovery codes, or it was used already.";

/// `GET /auth/second-factor`; after the password.
pub async fn ask(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<SignInQuery>,
) -> Result<Response, PageError> {
    let return_to = ReturnTo::parse(&query.return_to);
    if browser.signed_in().is_ok() {
        return Ok(Redirect::to(return_to.as_str()).into_response());
    }
    let waiting = require_waiting(&browser, &return_to)?;
    page(&app, &browser, waiting, &return_to, None).await
}

/// `POST /auth/second-factor`; after the password. R-65, case 137.
pub async fn check_code(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let return_to = ReturnTo::parse(form.text("return_to"));
    let waiting = require_waiting(browser, &return_to)?;
    let subject = FailureSubject::second_factor(waiting.user.id);
    count_attempt(&app, browser, &subject).await?;
    if !is_code_right(&app, waiting, form.text("code")).await? {
        note_wrong(&app, browser, waiting, "code").await;
        return page(&app, browser, waiting, &return_to, Some(WRONG_CODE)).await;
    }
    pass(&app, browser, waiting, SignInMethod::Totp, &return_to).await
}

/// `POST /auth/second-factor/recovery`; after the password. Case 138.
pub async fn check_recovery_code(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let return_to = ReturnTo::parse(form.text("return_to"));
    let waiting = require_waiting(browser, &return_to)?;
    let user = waiting.user.id;
    count_attempt(&app, browser, &FailureSubject::second_factor(user)).await?;
    let code = RecoveryCode::parse(form.text("recovery_code"));
    let is_right = match code {
        None => false,
        Some(code) => {
            let now = app.clock.now();
            let hash = code.sha256(user);
            app.store.use_recovery_code(user, hash, now).await?
        }
    };
    if !is_right {
        note_wrong(&app, browser, waiting, "recovery code").await;
        let problem = Some(WRONG_RECOVERY_CODE);
        return page(&app, browser, waiting, &return_to, problem).await;
    }
    let left = app.store.count_recovery_codes(user).await?;
    audit::note(&app, "recovery_code.use", &waiting.actor(), &browser.caller)
        .user(user)
        .detail(&format!("{left} left"))
        .write(&app)
        .await;
    let method = SignInMethod::RecoveryCode;
    pass(&app, browser, waiting, method, &return_to).await
}

/// Somebody whose password was right and nothing more.
fn require_waiting<'a>(
    browser: &'a Browser,
    return_to: &ReturnTo,
) -> Result<&'a SignedIn, PageError> {
    browser
        .session()
        .filter(|found| found.session.state == SessionState::SecondFactor)
        .ok_or_else(|| PageError::SignIn(return_to.clone()))
}

async fn is_code_right(app: &App, waiting: &SignedIn, typed: &str) -> Result<bool, PageError> {
    let user = &waiting.user;
    let Some(stored) = app.store.lookup_totp(user.id).await? else {
        return Ok(false);
    };
    let secret = AppSecret::open(app, user, &stored)?;
    let Some(step) = secret.step_of(typed, app.clock.now()) else {
        return Ok(false);
    };
    Ok(app.store.use_totp_step(user.id, step).await?)
}

async fn note_wrong(app: &App, browser: &Browser, waiting: &SignedIn, what: &str) {
    audit::note(app, "mfa.fail", &waiting.actor(), &browser.caller)
        .user(waiting.user.id)
        .refused()
        .detail(what)
        .write(app)
        .await;
}

/// The session is whole from here on, under a new id.
async fn pass(
    app: &App,
    browser: &Browser,
    waiting: &SignedIn,
    method: SignInMethod,
    return_to: &ReturnTo,
) -> Result<Response, PageError> {
    let user = &waiting.user;
    forget_failures(app, &FailureSubject::second_factor(user.id)).await?;
    audit::note(app, "mfa.ok", &waiting.actor(), &browser.caller)
        .user(user.id)
        .detail(method.as_str())
        .write(app)
        .await;
    let proof = Proof {
        methods: &[SignInMethod::Password, method],
        state: SessionState::Active,
    };
    begin_session(app, browser, user, proof, return_to).await
}

async fn page(
    app: &App,
    browser: &Browser,
    waiting: &SignedIn,
    return_to: &ReturnTo,
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let has_passkeys = !app.store.list_passkeys(waiting.user.id).await?.is_empty();
    let status = if problem.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, "One more step").status(status);
    let code = Field::app_code("Code", "code").autofocus();
    let mut recovery_code = Field::text("Recovery code", "recovery_code");
    recovery_code.length_max = 40;
    let body = html! {
        p { "Open your authenticator app and type the six digits that it shows for StandCloud." }
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        form method="post" action="/auth/second-factor" class="code-entry" {
            (page.csrf_field())
            input type="hidden" name="return_to" value=(return_to);
            (code.show())
            button type="submit" class="full" { "Go on" }
        }
        @if has_passkeys { (passkeys::second_factor_button(&page, browser, return_to)) }
        hr;
        details {
            summary { "I do not have my phone" }
            form method="post" action="/auth/second-factor/recovery" {
                (page.csrf_field())
                input type="hidden" name="return_to" value=(return_to);
                (recovery_code.hint("One of the ten codes that you kept. Each works once.").show())
                button type="submit" class="full secondary" { "Use the recovery code" }
            }
            p class="soft" { "No codes left? Whoever runs this server can turn your second step off." }
        }
    };
    Ok(page.show(&body))
}
