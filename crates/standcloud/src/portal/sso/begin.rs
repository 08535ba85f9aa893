//! The way to the provider.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use maud::{Markup, html};
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient};
use openidconnect::{
    ClientId, ClientSecret, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::failure::Failure;
use super::providers::Freshness;
use crate::app::App;
use crate::config::SsoProvider;
use crate::portal::challenge::{ChallengeKind, remember};
use crate::portal::{Browser, Page, PageError, PortalForm, ReturnTo};

/// What is remembered between leaving and coming back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) provider: String,
    pub(super) redirect_uri: String,
    pub(super) return_to: String,
    /// The signed-in person who connects the account of the provider with theirs.
    pub(super) connect: Option<Uuid>,
    /// The person must have been asked anew, not only be remembered by the provider.
    pub(super) anew: bool,
}

/// The buttons of the sign-in pages.
pub fn sign_in_buttons(app: &App, page: &Page<'_>, return_to: &ReturnTo) -> Markup {
    html! {
        @for provider in app.sso.all() {
            form method="post" action=(address(provider)) {
                (page.csrf_field())
                input type="hidden" name="return_to" value=(return_to);
                button type="submit" class="full secondary" { "Continue with " (provider.name) }
            }
        }
    }
}

pub(super) fn address(provider: &SsoProvider) -> String {
    format!("/auth/sso/{}", provider.id)
}

/// `POST /auth/sso/{id}`; anybody. With `connect`, the recently signed-in.
pub async fn begin(
    State(app): State<App>,
    Path(id): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let provider = app.sso.find(&id).ok_or(PageError::NotFound)?;
    let browser = &form.browser;
    match lead_away(&app, provider, &form).await {
        Ok(url) => Ok(leaving_page(&app, browser, provider, &url)),
        Err(failure) => failure.show(&app, browser, provider).await,
    }
}

async fn lead_away(
    app: &App,
    provider: &SsoProvider,
    form: &PortalForm,
) -> Result<String, Failure> {
    let browser = &form.browser;
    let connect = if form.is_ticked("connect") {
        let here = super::manage::HERE;
        Some(browser.signed_in_recently_or_to(app, here)?.user.id)
    } else {
        None
    };
    let now = app.clock.now();
    let metadata = app.sso.metadata(provider, Freshness::Usual, now).await?;
    let begun = Begun {
        provider: provider.id.clone(),
        redirect_uri: format!("{}{}/callback", browser.origin, address(provider)),
        return_to: ReturnTo::parse(form.text("return_to")).as_str().to_owned(),
        connect,
        anew: browser.session().is_some(),
    };
    let redirect_uri = redirect_url(&begun)?;
    let anew = begun.anew;
    let state = remember(app, browser, ChallengeKind::Sso, begun).await?;
    let state = state.reveal().to_owned();
    let nonce = nonce(app, &state);
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier(app, &state));
    let client = CoreClient::from_provider_metadata(
        metadata.as_ref().clone(),
        ClientId::new(provider.client_id.clone()),
        Some(ClientSecret::new(
            provider.client_secret.reveal().to_owned(),
        )),
    )
    .set_redirect_uri(redirect_uri);
    let mut request = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || nonce,
        )
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge);
    if anew {
        request = request
            .add_prompt(CoreAuthPrompt::Login)
            .set_max_age(std::time::Duration::ZERO);
    }
    let (url, _, _) = request.url();
    Ok(url.into())
}

pub(super) fn redirect_url(begun: &Begun) -> Result<RedirectUrl, Failure> {
    RedirectUrl::new(begun.redirect_uri.clone()).map_err(|error| Failure::Away(error.to_string()))
}

/// Known to whoever has the state and the server's key.
pub(super) fn nonce(app: &App, state: &str) -> Nonce {
    Nonce::new(derived(app, "sso nonce", state))
}

/// The same for PKCE: 43 characters (RFC 7636 §4.1).
pub(super) fn verifier(app: &App, state: &str) -> PkceCodeVerifier {
    PkceCodeVerifier::new(derived(app, "sso pkce", state))
}

fn derived(app: &App, purpose: &str, state: &str) -> String {
    URL_SAFE_NO_PAD.encode(app.server_keys.mac(purpose, state.as_bytes()))
}

/// Not a redirect: browsers hold the answer to a form against `form-action`, and with it every address
/// to which the provider may lead on.
fn leaving_page(app: &App, browser: &Browser, provider: &SsoProvider, url: &str) -> Response {
    let page = Page::new(app, browser, format!("On to {}", provider.name));
    let body = html! {
        p { "You sign in there and come back by yourself." }
        p { a class="button full" href=(url) { "Continue" } }
    };
    let mut response = page.show(&body);
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    response
}
