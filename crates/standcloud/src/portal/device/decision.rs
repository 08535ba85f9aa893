//! Accept or Deny. The first decision stands, whoever comes second.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use standcloud_store::{DeviceDecision, Membership};

use super::super::consent::may_approve;
use super::super::{Browser, PageError, PortalForm, SignedIn};
use super::consent::{WaitingLogin, find_login};
use super::guesses::{note_wrong_code, require_may_try};
use super::{CONSENT_PATH, page_of};
use crate::app::App;
use crate::audit;
use crate::notices;
use crate::oauth::user_code::UserCode;

const SEAL_PURPOSE: &str = "device consent";
const NAME_LENGTH_MAX: usize = 100;
const DECIDED: &str =
    "This login was decided already, or its time is over. The first decision stands.";

/// Binds the form to the code that the page showed, so that no other one is approved with it.
pub fn decision_seal(app: &App, signed_in: &SignedIn, code: &UserCode) -> String {
    app.server_keys
        .mac_text(SEAL_PURPOSE, &sealed(signed_in, code))
}

fn sealed(signed_in: &SignedIn, code: &UserCode) -> Vec<u8> {
    let mut data = signed_in.session_sha256.to_vec();
    data.extend(code.to_string().as_bytes());
    data
}

/// `POST /auth/consent/openid/device-authorization`; the signed-in. To let a stand in, an Admin of the
/// organisation, or a Member where its settings allow it.
pub async fn decide(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let code = UserCode::parse(form.text("user_code"))
        .ok_or_else(|| PageError::BadRequest("This form has no code.".to_owned()))?;
    // Back to the page of this code, not to the empty form.
    let signed_in = browser.signed_in_recently_or_to(&app, page_of(&code).as_str())?;
    let sealed = sealed(signed_in, &code);
    if !app
        .server_keys
        .is_mac_text(SEAL_PURPOSE, &sealed, form.text("seal"))
    {
        return Err(PageError::BadRequest(
            "This form shows another code than it was made for. Nothing was decided.".to_owned(),
        ));
    }
    // The page was shown for this very code, so it is no guess.
    require_may_try(&app, browser, signed_in, true).await?;
    let Some(waiting) = find_login(&app, &code).await? else {
        note_wrong_code(&app, browser, signed_in).await?;
        return Err(PageError::Conflict(DECIDED.to_owned()));
    };
    match form.text("decision") {
        "deny" => deny(&app, browser, signed_in, &waiting, "denied").await,
        "approve" => approve(&app, &form, signed_in, &waiting).await,
        _ => Err(PageError::BadRequest(
            "Choose Accept or Deny. Nothing was decided.".to_owned(),
        )),
    }
}

async fn approve(
    app: &App,
    form: &PortalForm,
    signed_in: &SignedIn,
    waiting: &WaitingLogin,
) -> Result<Response, PageError> {
    let membership = match chosen_organisation(form, signed_in, waiting) {
        Ok(membership) => membership,
        // Whoever may not let it in has still decided: the stand need not wait.
        Err(PageError::Forbidden(message)) => {
            deny(app, &form.browser, signed_in, waiting, "no right").await?;
            return Err(PageError::Forbidden(message));
        }
        Err(other) => return Err(other),
    };
    if !form.is_ticked("started_myself") {
        return Err(PageError::BadRequest(
            "Nothing was decided: tick the box that says that you started this login yourself. Go \
             back to do so."
                .to_owned(),
        ));
    }
    let name: String = form
        .text("stand_name")
        .chars()
        .take(NAME_LENGTH_MAX)
        .collect();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(PageError::BadRequest(
            "Nothing was decided: give the stand a name. Go back to do so.".to_owned(),
        ));
    }
    let decision = DeviceDecision::Approve {
        organisation: membership.organisation.id,
        grant_name: name.clone(),
    };
    let now = app.clock.now();
    let user = signed_in.user.id;
    let hmac = waiting.user_code_hmac;
    if !app
        .store
        .decide_device_login(hmac, &decision, user, now)
        .await?
    {
        return Err(PageError::Conflict(DECIDED.to_owned()));
    }
    audit::note(
        app,
        "device.approve",
        &signed_in.actor(),
        &form.browser.caller,
    )
    .organisation(membership.organisation.id)
    .user(user)
    .client(&waiting.login.client_id)
    .subject(&name)
    .detail(&format!("started from {}", waiting.login.requester_ip))
    .write(app)
    .await;
    let stand = notices::Stand {
        name: &name,
        organisation: membership.organisation.id,
        user,
        ip: &waiting.login.requester_ip,
    };
    notices::stand_connected(app, &stand).await;
    let slug = &membership.organisation.slug;
    let next = format!("{CONSENT_PATH}/accepted?organisation={slug}");
    Ok(Redirect::to(&next).into_response())
}

/// 403 when the person may not let anything into it.
fn chosen_organisation<'a>(
    form: &PortalForm,
    signed_in: &'a SignedIn,
    waiting: &WaitingLogin,
) -> Result<&'a Membership, PageError> {
    let choices = may_approve(&waiting.client, signed_in)?;
    if choices.is_empty() {
        return Err(PageError::Forbidden(
            "You may not let stands in. Ask an Admin of your organisation.".to_owned(),
        ));
    }
    let slug = form.text("organisation");
    let chosen = choices
        .into_iter()
        .find(|membership| membership.organisation.slug == slug);
    chosen.ok_or_else(|| {
        PageError::BadRequest(
            "Nothing was decided: choose an organisation. Go back to do so.".to_owned(),
        )
    })
}

async fn deny(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
    waiting: &WaitingLogin,
    detail: &str,
) -> Result<Response, PageError> {
    let now = app.clock.now();
    let user = signed_in.user.id;
    let decided = app
        .store
        .decide_device_login(waiting.user_code_hmac, &DeviceDecision::Deny, user, now)
        .await?;
    if !decided {
        return Err(PageError::Conflict(DECIDED.to_owned()));
    }
    audit::note(app, "device.deny", &signed_in.actor(), &browser.caller)
        .refused()
        .user(user)
        .client(&waiting.login.client_id)
        .subject(&waiting.login.requester_ip)
        .detail(detail)
        .write(app)
        .await;
    Ok(Redirect::to(&format!("{CONSENT_PATH}/denied")).into_response())
}
