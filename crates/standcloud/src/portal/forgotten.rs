//! A forgotten password: a link by mail, or from an Admin where no mail is sent.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use standcloud_store::{LinkPurpose, PasswordReset, UnixMicros, User};

use super::browser::MICROS_PER_MINUTE;
use super::components::{Field, Tone, notice};
use super::new_password::{Chooser, new_password_fields, read_new_password};
use super::one_time::{TokenQuery, does_not_work, find_link, token_field};
use super::{Browser, Page, PageError, PortalForm};
use crate::app::App;
use crate::auth::secret_text::SecretText;
use crate::mail::texts;
use crate::one_time_links::{LinkMaker, RESET_MINUTES, address};
use crate::{audit, notices};

const WINDOW_US: i64 = 60 * MICROS_PER_MINUTE;
/// Mails to one person within the window; who asks more often gets the same answer and no mail.
const MAILS_MAX: u32 = 3;
/// Questions from one address within the window.
const QUESTIONS_MAX: u32 = 30;

/// `GET /auth/forgotten`; anybody.
pub async fn show_forgotten(State(app): State<App>, browser: Browser) -> Response {
    let page = Page::new(&app, &browser, "Forgot your password?");
    let body = html! {
        @if app.mail.is_on() {
            p { "Type your e-mail address. We send you a link with which you choose a new password." }
            form method="post" action="/auth/forgotten" {
                (page.csrf_field())
                (Field::email("E-mail", "email").autofocus().show())
                button type="submit" class="full" { "Send the link" }
            }
        } @else {
            p { "Ask an Admin of your organisation for a new one. They find you on their page " em { "Members" }
                " and make a link there, with which you choose a new password." }
            p { "An Admin who is locked out asks whoever runs this server (" code { "standcloud user reset-password" } ")." }
        }
        p { a href="/auth/sign-in" { "Back to signing in" } }
    };
    page.show(&body)
}

/// `POST /auth/forgotten`; anybody. The answer is the same for unknown addresses, and so is its time:
/// what there is to do happens afterwards.
pub async fn send_link(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let now = app.clock.now();
    let subject = format!("reset-address:{}", browser.caller.ip);
    let asked = app.store.count_failure(&subject, WINDOW_US, now).await?;
    if asked.failures > QUESTIONS_MAX {
        return Err(PageError::TooMany {
            message: "There were too many questions from your network. Try again in an hour."
                .to_owned(),
            seconds: 3600,
        });
    }
    let email = form.text("email").to_lowercase();
    let user = app.store.find_user(&email).await?;
    if let Some(user) = user.filter(|user| user.disabled.is_none() && app.mail.is_on()) {
        tokio::spawn(mail_link(app.clone(), user, browser.caller.clone(), now));
    }
    let body = html! {
        p { "If there is an account with the address " strong { (email) } ", a mail is on its way to it. The link \
            in it works once, within " (RESET_MINUTES) " minutes." }
        p { "Nothing there? Look into the spam folder, or ask an Admin of your organisation." }
        p { a href="/auth/sign-in" { "Back to signing in" } }
    };
    Ok(Page::new(&app, browser, "Look into your mail").show(&body))
}

async fn mail_link(app: App, user: User, caller: audit::Caller, now: UnixMicros) {
    let subject = format!("reset:{}", user.email);
    let mails = app.store.count_failure(&subject, WINDOW_US, now).await;
    if !mails.is_ok_and(|mails| mails.failures <= MAILS_MAX) {
        return;
    }
    let maker = LinkMaker {
        store: &app.store,
        randomness: &app.randomness,
        now,
    };
    match maker.reset(&user, None).await {
        Ok(secret) => {
            let link = address(app.origins.canonical(), LinkPurpose::Reset, &secret);
            app.mail
                .send(texts::password_reset(&user.email, &link, RESET_MINUTES));
        }
        Err(error) => tracing::error!(%error, "a link for a new password was not made"),
    }
    let actor = format!("user:{}", user.email);
    audit::note(&app, "password.forgotten", &actor, &caller)
        .user(user.id)
        .write(&app)
        .await;
}

/// `GET /auth/reset`; who holds the link.
pub async fn show_reset(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<TokenQuery>,
) -> Result<Response, PageError> {
    match find_reset(&app, &query.token).await? {
        Some(reset) => Ok(reset_page(&app, &browser, &reset, None)),
        None => Ok(refused(&app, &browser)),
    }
}

/// `POST /auth/reset`; who holds the link, once.
pub async fn reset(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let Some(reset) = find_reset(&app, form.raw("token")).await? else {
        return Ok(refused(&app, browser));
    };
    let user = &reset.user;
    let chooser = Chooser {
        known: &[&user.email, &user.name],
        has_second_factor: reset.has_second_factor,
    };
    let password_hash = match read_new_password(&app, &form, chooser).await? {
        Ok(password_hash) => password_hash,
        Err(problem) => return Ok(reset_page(&app, browser, &reset, Some(&problem))),
    };
    let change = PasswordReset {
        password_hash: &password_hash,
        revoke_grants: form.is_ticked("sign_out_stands"),
        now: app.clock.now(),
    };
    let sha256 = reset.secret.sha256();
    if app.store.reset_password(sha256, &change).await?.is_none() {
        return Ok(refused(&app, browser));
    }
    let actor = format!("user:{}", user.email);
    audit::note(&app, "password.reset", &actor, &browser.caller)
        .user(user.id)
        .detail(if change.revoke_grants {
            "stands signed out"
        } else {
            ""
        })
        .write(&app)
        .await;
    notices::password_changed(&app, user, &browser.caller.ip);
    let body = html! {
        p { "All browsers in which you were signed in have been signed out." }
        p { a class="button full" href="/auth/sign-in" { "Sign in" } }
    };
    Ok(Page::new(&app, browser, "Your password is changed").show(&body))
}

/// A link that works, and whose it is.
struct Reset {
    secret: SecretText,
    user: User,
    has_second_factor: bool,
}

async fn find_reset(app: &App, token: &str) -> Result<Option<Reset>, PageError> {
    let Some((secret, link)) = find_link(app, LinkPurpose::Reset, token).await? else {
        return Ok(None);
    };
    let Some(id) = link.user else {
        return Ok(None);
    };
    let user = app.store.lookup_user(id).await?;
    let Some(user) = user.filter(|user| user.disabled.is_none()) else {
        return Ok(None);
    };
    Ok(Some(Reset {
        secret,
        has_second_factor: app.store.has_totp(id).await?,
        user,
    }))
}

fn refused(app: &App, browser: &Browser) -> Response {
    let advice = html! {
        p { a class="button" href="/auth/forgotten" { "Ask for a new link" } }
    };
    does_not_work(app, browser, &advice)
}

fn reset_page(app: &App, browser: &Browser, reset: &Reset, problem: Option<&str>) -> Response {
    let status = if problem.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, "Choose a new password").status(status);
    let body = html! {
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        form method="post" action="/auth/reset" {
            (page.csrf_field())
            (token_field(&reset.secret))
            label class="field" {
                span { "Your e-mail address" }
                input type="email" name="email" value=(reset.user.email) autocomplete="username" readonly;
            }
            (new_password_fields(reset.has_second_factor))
            (sign_out_stands_choice())
            button type="submit" class="full" { "Change the password" }
        }
    };
    page.show(&body)
}

/// whether a change of the password reaches stands too.
pub(super) fn sign_out_stands_choice() -> maud::Markup {
    html! {
        label class="choice" {
            input type="checkbox" name="sign_out_stands" value="yes";
            span {
                "Also sign out the stands and programs that I have connected. "
                span class="soft" { "Tick it if somebody else may know the old password." }
            }
        }
    }
}
