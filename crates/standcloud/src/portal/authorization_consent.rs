//! The page that asks whether a program may (code flow, R-34, R-35).
//!
//! It is always asked and never remembered: a program on somebody's machine cannot prove that it is
//! the same as yesterday (RFC 8252 §8.6). The request belongs to the session that opens it first.

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use standcloud_store::{AuthorizationRequest, Membership, Role};

use super::authorization_decision::{accept, deny};
use super::browser::SignedIn;
use super::components::{Field, Tone, notice};
use super::consent::{is_proven, organisation_choice, permissions, program};
use super::page::Page;
use super::{Browser, PageError, PortalForm};
use crate::app::App;
use crate::auth::Scope;
use crate::oauth::authorization::{consent_address, no_such_request};
use crate::oauth::authorization_request::{parse_request_uri, seconds_after};
use crate::oauth::client::{ClientOrigin, find_client};
use crate::oauth::{Client, ScopeSet};

/// How long a person may look at the page. Whoever signed in for long enough ago to be asked again
/// was asked when the page was shown.
const DECISION_SECONDS: i64 = 600;

/// Names the request; in the address, so that it survives signing in on the way.
#[derive(Debug, Clone, Deserialize)]
pub struct RequestName {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    request_uri: String,
}

/// What the person is asked.
pub(super) struct Question {
    pub(super) client: Client,
    pub(super) request: AuthorizationRequest,
    pub(super) scope: ScopeSet,
    pub(super) request_sha256: [u8; 32],
}

/// `GET /auth/consent/openid/authorization`; anybody who may let the program in.
pub async fn show_authorization_consent(
    State(app): State<App>,
    browser: Browser,
    Query(name): Query<RequestName>,
) -> Result<Response, PageError> {
    let signed_in = browser.signed_in_recently(&app)?;
    let question = open_question(&app, signed_in, &name).await?;
    let question = question.ok_or_else(no_such_request)?;
    let choices = organisations(signed_in, &question)?;
    let page = Page::new(&app, &browser, "Let this program in?");
    let form = html! {
        form method="post" action=(consent_address(&name.client_id, &name.request_uri)) {
            (page.csrf_field())
            (organisation_choice(&choices))
            @if question.client.origin == ClientOrigin::BuiltIn {
                (Field::text("Name", "name").value(&format!("HardPy {}", browser.caller.ip))
                    .hint("How you want to find it again among the connected stands.").show())
            }
            div class="pair" {
                button class="secondary" type="submit" name="decision" value="deny" formnovalidate { "Deny" }
                button type="submit" name="decision" value="accept" { "Accept" }
            }
        }
    };
    let body = html! { (question_text(&question)) (form) };
    let target = form_target(&question.request.redirect_uri);
    Ok(page.form_target(target).show(&body))
}

/// `POST /auth/consent/openid/authorization`; the session that opened the request.
pub async fn decide_authorization(
    State(app): State<App>,
    Query(name): Query<RequestName>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in()?;
    let question = open_question(&app, signed_in, &name).await?;
    let question = question.ok_or_else(already_decided)?;
    match form.text("decision") {
        "accept" => {
            let choices = organisations(signed_in, &question)?;
            let chosen = chosen_organisation(&choices, form.text("organisation"))?;
            accept(&app, &form, signed_in, &question, chosen).await
        }
        "deny" => deny(&app, &form, signed_in, &question).await,
        _ => Err(PageError::BadRequest(
            "Choose Accept or Deny. Nothing was changed.".to_owned(),
        )),
    }
}

/// `None` for one that is over, of another session, or of a program that was disabled meanwhile.
async fn open_question(
    app: &App,
    signed_in: &SignedIn,
    name: &RequestName,
) -> Result<Option<Question>, PageError> {
    let Some(secret) = parse_request_uri(&name.request_uri) else {
        return Ok(None);
    };
    let Some(client) = find_client(app, &name.client_id).await? else {
        return Ok(None);
    };
    let now = app.clock.now();
    let request_sha256 = secret.sha256();
    let opened = app
        .store
        .open_authorization_request(
            request_sha256,
            &client.id,
            signed_in.session.public_id,
            (now, seconds_after(now, DECISION_SECONDS)),
        )
        .await?;
    Ok(opened.map(|request| Question {
        client,
        scope: ScopeSet::parse_stored(&request.scope),
        request,
        request_sha256,
    }))
}

/// The organisations for which the person may say yes; never empty.
fn organisations<'a>(
    signed_in: &'a SignedIn,
    question: &Question,
) -> Result<Vec<&'a Membership>, PageError> {
    let is_meant = |membership: &&Membership| match question.client.origin {
        ClientOrigin::BuiltIn => true,
        ClientOrigin::Registered(organisation) => membership.organisation.id == organisation,
    };
    let meant: Vec<_> = signed_in.memberships.iter().filter(is_meant).collect();
    if meant.is_empty() {
        return Err(PageError::Forbidden(
            "This program belongs to an organisation of which you are not a member. Ask one of \
             its Admins to invite you, or sign in as somebody else."
                .to_owned(),
        ));
    }
    let permitted: Vec<_> = meant
        .into_iter()
        .filter(|membership| may_approve(membership, &question.scope))
        .collect();
    if permitted.is_empty() {
        return Err(PageError::Forbidden(
            "Only an Admin may let in a program that uploads test reports. Ask one, or have \
             an Admin allow it to Members in the settings."
                .to_owned(),
        ));
    }
    let proven: Vec<_> = permitted
        .into_iter()
        .filter(|membership| is_proven(signed_in, membership))
        .collect();
    if proven.is_empty() {
        return Err(PageError::SecondFactorNeeded);
    }
    Ok(proven)
}

/// What uploads is a stand, and stands are let in by Admins. What only reads shows its person no more
/// than they may see themselves.
fn may_approve(membership: &Membership, scope: &ScopeSet) -> bool {
    let uploads = scope.rights().contains(&Scope::ReportWrite);
    !uploads || membership.role >= Role::Admin || membership.members_may_approve
}

fn chosen_organisation<'a>(
    choices: &[&'a Membership],
    slug: &str,
) -> Result<&'a Membership, PageError> {
    let mut chosen = choices
        .iter()
        .filter(|membership| membership.organisation.slug == slug);
    chosen.next().copied().ok_or_else(|| {
        PageError::BadRequest("Choose the organisation it is for. Nothing was changed.".to_owned())
    })
}

pub(super) fn already_decided() -> PageError {
    PageError::Conflict(
        "Somebody has answered this already, or it waited for too long. Look at the program; if \
         it still asks, start its sign-in again."
            .to_owned(),
    )
}

fn question_text(question: &Question) -> Markup {
    let place = origin_of(&question.request.redirect_uri);
    let is_local = place.starts_with("http://");
    html! {
        p { (program(&question.client)) " asks to" }
        (permissions(&question.scope))
        @if question.client.origin == ClientOrigin::BuiltIn {
            (notice(Tone::Warning, "Accept only if you have started this sign-in yourself, just now. \
                This server cannot check which program on which computer asks."))
        }
        p class="soft" {
            "Afterwards your browser goes to "
            @if is_local { "the program on this computer." } @else { strong { (place) } "." }
        }
    }
}

/// A content security policy cannot name an address of IPv6 (CSP 3, §2.3.1): all of http must do.
fn form_target(redirect_uri: &str) -> String {
    let origin = origin_of(redirect_uri);
    if origin.contains('[') {
        return origin.split_inclusive(':').take(1).collect();
    }
    origin
}

/// Scheme, host and port of a redirect address, which were checked before.
fn origin_of(redirect_uri: &str) -> String {
    url::Url::parse(redirect_uri)
        .map(|url| url.origin().ascii_serialization())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn the_policy_of_the_page_names_where_the_browser_goes() {
        for (redirect_uri, expected) in [
            ("https://dash.example/back?x", "https://dash.example"),
            (
                "https://dash.example:8443/back",
                "https://dash.example:8443",
            ),
            ("http://127.0.0.1:43681/cb", "http://127.0.0.1:43681"),
            ("http://[::1]:43681/cb", "http:"),
        ] {
            assert_eq!(form_target(redirect_uri), expected);
        }
    }
}
