//! A person's passkeys: add, name, remove.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{SessionState, UnixMicros, UserPasskey};
use webauthn_rs::prelude::{CredentialID, PasskeyRegistration, RegisterPublicKeyCredential};

use super::ceremony::{internal, options, read_passkey, write_passkey};
use super::relying_party::{host_name, relying_party};
use crate::app::App;
use crate::audit;
use crate::portal::challenge::{ChallengeKind, recall, remember};
use crate::portal::components::{Field, Tone, notice};
use crate::portal::signing_in::{Proof, SignInMethod, append_cookie, open_session};
use crate::portal::time_text::{ago, instant};
use crate::portal::{Browser, Page, PageError, PortalForm, SignedIn, assets};
use crate::server_keys::hex;

const HERE: &str = "/auth/account/passkeys";
const PASSKEYS_MAX: usize = 20;
const NAME_LENGTH_MAX: usize = 60;

/// `GET /auth/account/passkeys`; the signed-in.
pub async fn show_passkeys(
    State(app): State<App>,
    browser: Browser,
) -> Result<Response, PageError> {
    browser.signed_in()?;
    passkeys_page(&app, &browser, None).await
}

/// `POST /auth/account/passkeys/options`; the recently signed-in.
pub async fn registration_options(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in_recently_or_to(&app, HERE)?;
    let user = &signed_in.user;
    let mut known: Vec<CredentialID> = Vec::new();
    for stored in app.store.list_passkeys(user.id).await? {
        known.push(read_passkey(&stored)?.cred_id().clone());
    }
    if known.len() >= PASSKEYS_MAX {
        return Err(PageError::BadRequest(format!(
            "You have {PASSKEYS_MAX} passkeys. Remove one that you no longer use."
        )));
    }
    let (request, state) = relying_party(browser)?
        .start_passkey_registration(user.id, &user.email, signed_in.display_name(), Some(known))
        .map_err(|error| internal(&error))?;
    let mut request =
        serde_json::to_value(request).map_err(|error| PageError::Internal(error.to_string()))?;
    // So that the key can say whose it is, and nobody has to type the address. Keys without room for
    // that still serve as the second step.
    if let Some(selection) = request.pointer_mut("/publicKey/authenticatorSelection")
        && let Some(members) = selection.as_object_mut()
    {
        members.insert("residentKey".to_owned(), "preferred".into());
    }
    let challenge = remember(&app, browser, ChallengeKind::PasskeyRegistration, state).await?;
    Ok(options(&challenge, &request))
}

/// `POST /auth/account/passkeys`; the recently signed-in.
pub async fn add_passkey(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in_recently_or_to(&app, HERE)?;
    let user = &signed_in.user;
    let Some(new) = read_new_passkey(&app, &form, signed_in).await? else {
        let problem = "The passkey was not added. Try again.";
        return passkeys_page(&app, browser, Some(problem)).await;
    };
    if !app.store.add_passkey(&new).await? {
        let problem = "This passkey is known already.";
        return passkeys_page(&app, browser, Some(problem)).await;
    }
    note(&app, browser, signed_in, "passkey.add", &new.name).await;
    // the person has just used it, so more is proven than before.
    let mut methods = SignInMethod::parse_all(&signed_in.session.methods);
    methods.push(SignInMethod::Passkey);
    let proof = Proof {
        methods: &methods,
        state: SessionState::Active,
    };
    let mut response = Redirect::to(HERE).into_response();
    for cookie in open_session(&app, browser, user, proof).await? {
        append_cookie(&mut response, cookie);
    }
    Ok(response)
}

async fn read_new_passkey(
    app: &App,
    form: &PortalForm,
    signed_in: &SignedIn,
) -> Result<Option<UserPasskey>, PageError> {
    let browser = &form.browser;
    let kind = ChallengeKind::PasskeyRegistration;
    let state: Option<PasskeyRegistration> =
        recall(app, browser, kind, form.text("challenge")).await?;
    let answer = serde_json::from_str::<RegisterPublicKeyCredential>(form.text("credential"));
    let (Some(state), Ok(answer)) = (state, answer) else {
        return Ok(None);
    };
    let passkey = match relying_party(browser)?.finish_passkey_registration(&answer, &state) {
        Ok(passkey) => passkey,
        Err(error) => {
            tracing::info!(%error, "a passkey was not added");
            return Ok(None);
        }
    };
    let typed: String = form.text("name").chars().take(NAME_LENGTH_MAX).collect();
    let name = if typed.is_empty() {
        "Passkey".to_owned()
    } else {
        typed
    };
    Ok(Some(UserPasskey {
        credential_id: passkey.cred_id().clone(),
        user: signed_in.user.id,
        name,
        passkey: write_passkey(&passkey)?,
        created: app.clock.now(),
        last_used: None,
    }))
}

/// `POST /auth/account/passkeys/remove`; the recently signed-in.
pub async fn remove_passkey(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let signed_in = browser.signed_in_recently_or_to(&app, HERE)?;
    let user = signed_in.user.id;
    let wanted = form.text("passkey");
    let found = app.store.list_passkeys(user).await?;
    if let Some(passkey) = found.iter().find(|passkey| public_id(passkey) == wanted) {
        let id = &passkey.credential_id;
        if let Some(name) = app.store.remove_passkey(user, id).await? {
            note(&app, browser, signed_in, "passkey.remove", &name).await;
        }
    }
    Ok(Redirect::to(HERE).into_response())
}

async fn note(app: &App, browser: &Browser, signed_in: &SignedIn, action: &str, name: &str) {
    audit::note(app, action, &signed_in.actor(), &browser.caller)
        .user(signed_in.user.id)
        .subject(name)
        .write(app)
        .await;
}

fn public_id(passkey: &UserPasskey) -> String {
    hex(&passkey.credential_id)
}

async fn passkeys_page(
    app: &App,
    browser: &Browser,
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let signed_in = browser.signed_in()?;
    let passkeys = app.store.list_passkeys(signed_in.user.id).await?;
    let page = Page::new(app, browser, "Passkeys");
    let now = app.clock.now();
    let body = html! {
        p { "A passkey lets you in with the lock of your phone or computer, or with a security key: nothing to \
            type, and nothing that could be stolen from you by a false page." }
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        @if !passkeys.is_empty() {
            ul class="rows" { @for passkey in &passkeys { (row(&page, passkey, now)) } }
        }
        @match host_name(browser) {
            Err(reason) => (notice(Tone::Warning, reason.explain())),
            Ok(name) => (add_form(&page, browser, &name)),
        }
        hr;
        p { a href="/profile" { "Back to your profile" } }
    };
    Ok(page.show(&body))
}

fn row(page: &Page<'_>, passkey: &UserPasskey, now: UnixMicros) -> Markup {
    html! {
        li {
            div {
                strong { (passkey.name) }
                small class="soft" {
                    "added " (instant(passkey.created)) ", "
                    @match passkey.last_used {
                        Some(at) => { "used " (ago(at, now)) }
                        None => "not used yet"
                    }
                }
            }
            form method="post" action={ (HERE) "/remove" } {
                (page.csrf_field())
                input type="hidden" name="passkey" value=(public_id(passkey));
                button type="submit" class="danger small" { "Remove" }
            }
        }
    }
}

fn add_form(page: &Page<'_>, browser: &Browser, host: &str) -> Markup {
    let mut name = Field::text("Name", "name");
    name.length_max = NAME_LENGTH_MAX;
    html! {
        form method="post" action=(HERE) data-passkey="create" hidden {
            (page.csrf_field())
            input type="hidden" name="challenge" value="";
            input type="hidden" name="credential" value="";
            (name.value(device_name(&browser.caller.user_agent))
                .hint("To tell your passkeys apart.").show())
            button type="submit" class="full" { "Add a passkey" }
            p class="error" role="alert" data-message hidden {}
        }
        p class="soft" data-without-script { "This browser cannot make passkeys, or scripts are off." }
        p class="soft" { "It works at " strong { (host) } " only. Your password goes on working; to protect it, set \
            up the " a href="/auth/account/second-factor" { "second step" } " as well." }
        script src=(assets::PASSKEY_SCRIPT_PATH) defer {}
    }
}

/// A name to begin with.
fn device_name(user_agent: &str) -> &'static str {
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android phone"),
        ("Windows", "Windows PC"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux PC"),
    ]
    .into_iter()
    .find(|(part, _)| user_agent.contains(part))
    .map_or("Passkey", |(_, name)| name)
}
