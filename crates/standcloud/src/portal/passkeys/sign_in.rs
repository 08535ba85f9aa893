//! Signing in with a passkey: by itself, without typing anything, or as the second step.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use standcloud_store::{SessionState, User, UserPasskey};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, PasskeyAuthentication, PublicKeyCredential,
};

use super::ceremony::{NOT_TAKEN, internal, note_use, options, read_passkey};
use super::relying_party::{host_name, relying_party};
use crate::app::App;
use crate::audit;
use crate::portal::challenge::{ChallengeKind, recall, remember};
use crate::portal::components::{Tone, notice};
use crate::portal::signing_in::{
    FailureSubject, Proof, SignInMethod, begin_session, count_address_failure, forget_failures,
    require_calm_address,
};
use crate::portal::{Browser, Page, PageError, PortalForm, ReturnTo, SignedIn, assets};

const SIGN_IN: &str = "/auth/passkey/sign-in";
const SECOND_FACTOR: &str = "/auth/second-factor/passkey";

/// The button of the sign-in pages; nothing where there can be no passkeys.
pub fn sign_in_button(page: &Page<'_>, browser: &Browser, return_to: &ReturnTo) -> Markup {
    button(page, browser, return_to, SIGN_IN, "Sign in with a passkey")
}

/// The button of the page after the password.
pub fn second_factor_button(page: &Page<'_>, browser: &Browser, return_to: &ReturnTo) -> Markup {
    let text = "Use a passkey instead";
    button(page, browser, return_to, SECOND_FACTOR, text)
}

fn button(
    page: &Page<'_>,
    browser: &Browser,
    return_to: &ReturnTo,
    action: &str,
    text: &str,
) -> Markup {
    html! {
        @if host_name(browser).is_ok() {
            form method="post" action=(action) data-passkey="get" hidden {
                (page.csrf_field())
                input type="hidden" name="return_to" value=(return_to);
                input type="hidden" name="challenge" value="";
                input type="hidden" name="credential" value="";
                button type="submit" class="full secondary" { (text) }
                p class="error" role="alert" data-message hidden {}
            }
            script src=(assets::PASSKEY_SCRIPT_PATH) defer {}
        }
    }
}

/// `POST /auth/passkey/sign-in/options`; anybody.
pub async fn sign_in_options(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    require_calm_address(&app, browser).await?;
    let (request, state) = relying_party(browser)?
        .start_discoverable_authentication()
        .map_err(|error| internal(&error))?;
    let challenge = remember(&app, browser, ChallengeKind::PasskeySignIn, state).await?;
    Ok(options(&challenge, &in_a_dialogue(&request)?))
}

/// Our button opens the browser's dialogue; the library means suggestions in a text field.
fn in_a_dialogue(request: &impl Serialize) -> Result<Value, PageError> {
    let mut value =
        serde_json::to_value(request).map_err(|error| PageError::Internal(error.to_string()))?;
    if let Some(members) = value.as_object_mut() {
        members.remove("mediation");
    }
    Ok(value)
}

/// `POST /auth/passkey/sign-in`; anybody. Case 139.
pub async fn sign_in_with_passkey(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let return_to = ReturnTo::parse(form.text("return_to"));
    require_calm_address(&app, browser).await?;
    match find_proven(&app, &form).await? {
        Ok((user, passkey)) => {
            note_passkey(&app, browser, &user, &passkey).await;
            let proof = Proof {
                methods: &[SignInMethod::Passkey],
                state: SessionState::Active,
            };
            begin_session(&app, browser, &user, proof, &return_to).await
        }
        Err(reason) => {
            count_address_failure(&app, browser).await?;
            let detail = format!("passkey: {reason}");
            audit::note(&app, "sign_in.fail", "unknown", &browser.caller)
                .refused()
                .detail(&detail)
                .write(&app)
                .await;
            Ok(refusal(&app, browser, &return_to.sign_in_path()))
        }
    }
}

/// Whose key it was; else why it was not taken, for the audit.
async fn find_proven(
    app: &App,
    form: &PortalForm,
) -> Result<Result<(User, UserPasskey), String>, PageError> {
    let browser = &form.browser;
    let kind = ChallengeKind::PasskeySignIn;
    let state: Option<DiscoverableAuthentication> =
        recall(app, browser, kind, form.text("challenge")).await?;
    let Some(state) = state else {
        return Ok(Err("no such challenge".to_owned()));
    };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(form.text("credential")) else {
        return Ok(Err("no credential".to_owned()));
    };
    let party = relying_party(browser)?;
    let Ok((owner, credential_id)) = party.identify_discoverable_authentication(&answer) else {
        return Ok(Err("no user handle".to_owned()));
    };
    let Some((user, stored)) = find_owner(app, owner, credential_id).await? else {
        return Ok(Err("unknown passkey".to_owned()));
    };
    let passkey = read_passkey(&stored)?;
    let result = match party.finish_discoverable_authentication_v2(&answer, state, &passkey) {
        Ok(result) => result,
        Err(error) => return Ok(Err(format!("{}: {error}", user.email))),
    };
    if !note_use(app, &stored, &result).await? {
        return Ok(Err(format!("{}: used at the same time", user.email)));
    }
    Ok(Ok((user, stored)))
}

async fn find_owner(
    app: &App,
    owner: Uuid,
    credential_id: &[u8],
) -> Result<Option<(User, UserPasskey)>, PageError> {
    let Some(stored) = app.store.find_passkey(credential_id).await? else {
        return Ok(None);
    };
    let user = app.store.lookup_user(owner).await?;
    let usable = user.filter(|user| user.disabled.is_none() && stored.user == user.id);
    Ok(usable.map(|user| (user, stored)))
}

/// The challenge and the keys that may answer it, for one person.
#[derive(Serialize, Deserialize)]
struct SecondFactorChallenge {
    user: Uuid,
    state: PasskeyAuthentication,
}

/// `POST /auth/second-factor/passkey/options`; after the password.
pub async fn second_factor_options(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let waiting = require_waiting(browser)?;
    let user = waiting.user.id;
    let mut keys = Vec::new();
    for stored in app.store.list_passkeys(user).await? {
        keys.push(read_passkey(&stored)?);
    }
    let (request, state) = relying_party(browser)?
        .start_passkey_authentication(&keys)
        .map_err(|error| internal(&error))?;
    let content = SecondFactorChallenge { user, state };
    let challenge = remember(&app, browser, ChallengeKind::PasskeySecondFactor, content).await?;
    Ok(options(&challenge, &in_a_dialogue(&request)?))
}

/// `POST /auth/second-factor/passkey`; after the password.
pub async fn second_factor_with_passkey(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let return_to = ReturnTo::parse(form.text("return_to"));
    let waiting = require_waiting(browser)?;
    require_calm_address(&app, browser).await?;
    let Some(stored) = find_second_factor(&app, &form, waiting).await? else {
        count_address_failure(&app, browser).await?;
        audit::note(&app, "mfa.fail", &waiting.actor(), &browser.caller)
            .user(waiting.user.id)
            .refused()
            .detail("passkey")
            .write(&app)
            .await;
        let back = return_to.with_path("/auth/second-factor");
        return Ok(refusal(&app, browser, &back));
    };
    let user = &waiting.user;
    forget_failures(&app, &FailureSubject::second_factor(user.id)).await?;
    note_passkey(&app, browser, user, &stored).await;
    let proof = Proof {
        methods: &[SignInMethod::Password, SignInMethod::Passkey],
        state: SessionState::Active,
    };
    begin_session(&app, browser, user, proof, &return_to).await
}

async fn find_second_factor(
    app: &App,
    form: &PortalForm,
    waiting: &SignedIn,
) -> Result<Option<UserPasskey>, PageError> {
    let browser = &form.browser;
    let kind = ChallengeKind::PasskeySecondFactor;
    let begun: Option<SecondFactorChallenge> =
        recall(app, browser, kind, form.text("challenge")).await?;
    let Some(begun) = begun.filter(|begun| begun.user == waiting.user.id) else {
        return Ok(None);
    };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(form.text("credential")) else {
        return Ok(None);
    };
    let found = app.store.find_passkey(&answer.raw_id).await?;
    let Some(stored) = found.filter(|stored| stored.user == waiting.user.id) else {
        return Ok(None);
    };
    let party = relying_party(browser)?;
    let Ok(result) = party.finish_passkey_authentication(&answer, &begun.state) else {
        return Ok(None);
    };
    Ok(note_use(app, &stored, &result).await?.then_some(stored))
}

fn require_waiting(browser: &Browser) -> Result<&SignedIn, PageError> {
    browser
        .session()
        .filter(|found| found.session.state == SessionState::SecondFactor)
        .ok_or(PageError::SignIn(ReturnTo::home()))
}

async fn note_passkey(app: &App, browser: &Browser, user: &User, passkey: &UserPasskey) {
    let actor = format!("user:{}", user.email);
    audit::note(app, "mfa.ok", &actor, &browser.caller)
        .user(user.id)
        .subject(&passkey.name)
        .detail(SignInMethod::Passkey.as_str())
        .write(app)
        .await;
}

fn refusal(app: &App, browser: &Browser, back: &str) -> Response {
    let page = Page::new(app, browser, "That did not work").status(StatusCode::UNAUTHORIZED);
    let body = html! {
        (notice(Tone::Bad, NOT_TAKEN))
        p { a class="button full" href=(back) { "Back" } }
    };
    page.show(&body)
}
