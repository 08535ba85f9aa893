//! The page on which a login of a stand is decided.

use std::net::IpAddr;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use standcloud_store::DeviceCode;

use super::super::components::{Field, Tone, notice};
use super::super::consent::{may_approve, organisation_choice, permissions, program};
use super::super::page::Page;
use super::super::time_text::{ago, instant};
use super::super::{Browser, PageError, SignedIn};
use super::CONSENT_PATH;
use super::decision::decision_seal;
use super::guesses::{note_wrong_code, require_may_try};
use crate::app::App;
use crate::oauth::ScopeSet;
use crate::oauth::client::{Client, find_client};
use crate::oauth::link_proof::is_link_proof;
use crate::oauth::user_code::UserCode;

/// Twice the interval at which a waiting terminal asks, and a second until its last question is noted.
const STILL_WAITS_US: i64 = 11_000_000;

/// The code of the link, and the proof that we have made that link.
#[derive(Debug, Deserialize)]
pub struct ConsentQuery {
    #[serde(default)]
    user_code: String,
    #[serde(default)]
    p: String,
}

/// `GET /auth/consent/openid/device-authorization`; the signed-in. Changes nothing: a link alone lets
/// nobody in.
pub async fn show_consent(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<ConsentQuery>,
) -> Result<Response, PageError> {
    let signed_in = browser.signed_in_recently(&app)?;
    if query.user_code.trim().is_empty() {
        return Ok(entry_page(&app, &browser, None));
    }
    let code = UserCode::parse(&query.user_code);
    let is_proven = code
        .as_ref()
        .is_some_and(|code| is_link_proof(&app.server_keys, code, &query.p));
    require_may_try(&app, &browser, signed_in, is_proven).await?;
    let shown = match &code {
        Some(code) => find_login(&app, code).await?,
        None => None,
    };
    let (Some(code), Some(waiting)) = (&code, shown) else {
        note_wrong_code(&app, &browser, signed_in).await?;
        return Ok(entry_page(&app, &browser, Some(WRONG_CODE)));
    };
    consent_page(&app, &browser, signed_in, code, &waiting)
}

/// wrong, expired and used codes are the same.
const WRONG_CODE: &str = "This code does not work (any more). Look at the terminal of the stand: if it \
                          still waits, check the code; if not, begin again there.";

/// A login that waits for its decision.
pub(super) struct WaitingLogin {
    pub(super) user_code_hmac: [u8; 32],
    pub(super) login: DeviceCode,
    pub(super) client: Client,
}

/// The login under this code; none when its client was disabled meanwhile.
pub(super) async fn find_login(
    app: &App,
    code: &UserCode,
) -> Result<Option<WaitingLogin>, PageError> {
    let now = app.clock.now();
    for user_code_hmac in code.hmacs(&app.server_keys) {
        let Some(login) = app.store.find_device_login(user_code_hmac, now).await? else {
            continue;
        };
        let client = find_client(app, &login.client_id)
            .await
            .map_err(|error| PageError::Internal(format!("a client cannot be read: {error:?}")))?;
        return Ok(client.map(|client| WaitingLogin {
            user_code_hmac,
            login,
            client,
        }));
    }
    Ok(None)
}

pub(super) fn entry_page(app: &App, browser: &Browser, problem: Option<&str>) -> Response {
    let status = if problem.is_some() {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, "Connect a stand").status(status);
    let body = html! {
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        p { "Type the code that the terminal of the stand shows." }
        form method="get" action=(CONSENT_PATH) class="code-entry" {
            (Field { length_max: 32, ..Field::text("Code", "user_code") }
                .hint("Eight letters, such as BCDF-GHJK").autofocus().show())
            button type="submit" class="full" { "Go on" }
        }
    };
    page.show(&body)
}

fn consent_page(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
    code: &UserCode,
    waiting: &WaitingLogin,
) -> Result<Response, PageError> {
    let WaitingLogin { login, client, .. } = waiting;
    let choices = may_approve(client, signed_in)?;
    let status = if choices.is_empty() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, "Let this stand in?").status(status);
    let scopes = ScopeSet::parse_stored(&login.scope);
    let suggestion = format!("Stand at {}", login.requester_ip);
    let body = html! {
        p class="soft" { "Is this the code in " strong { "your" } " terminal?" }
        span class="big-code" data-code { (code) }
        @for warning in warnings(app, browser, login) { (notice(Tone::Warning, &warning)) }
        p { (program(client)) " asks to" }
        (permissions(&scopes))
        (facts(app, login))
        form method="post" action=(CONSENT_PATH) {
            (page.csrf_field())
            input type="hidden" name="user_code" value=(code);
            input type="hidden" name="seal" value=(decision_seal(app, signed_in, code));
            @if choices.is_empty() {
                (notice(Tone::Bad, "You may not let stands in. Ask an Admin of your organisation to \
                    open this link, or to allow it to Members in the settings."))
                button type="submit" name="decision" value="deny" class="secondary full" formnovalidate { "Deny" }
            } @else {
                (organisation_choice(&choices))
                (Field { length_max: 100, ..Field::text("Name of the stand", "stand_name") }
                    .value(&suggestion).hint("So that you find it again among the connected stands.").show())
                label class="choice" {
                    input type="checkbox" name="started_myself" value="yes" required;
                    span { "I started this login myself, just now, on this stand." }
                }
                p class="soft" { "Never accept a code that somebody has sent to you." }
                div class="pair" {
                    button type="submit" name="decision" value="deny" class="secondary" formnovalidate { "Deny" }
                    button type="submit" name="decision" value="approve" { "Accept" }
                }
            }
        }
    };
    Ok(page.show(&body))
}

/// Where the login comes from; the address and the user agent are what the server saw.
fn facts(app: &App, login: &DeviceCode) -> Markup {
    let now = app.clock.now();
    html! {
        dl {
            dt { "Started" } dd { (ago(login.created, now)) " " small { (instant(login.created)) } }
            dt { "From" } dd { (login.requester_ip) }
            dt { "Program" } dd { (login.user_agent) }
            dt { "Waiting" } dd {
                @match login.last_poll {
                    Some(last) => { "asked " (ago(last, now)) }
                    None => { "has not asked yet" }
                }
            }
        }
    }
}

fn warnings(app: &App, browser: &Browser, login: &DeviceCode) -> Vec<String> {
    let mut warnings = Vec::new();
    if !is_near(browser.address.0, &login.requester_ip) {
        warnings.push(format!(
            "The login was started from another network ({}) than yours ({}). Accept it only if that \
             is where the stand is.",
            login.requester_ip, browser.caller.ip
        ));
    }
    let last_seen = login.last_poll.unwrap_or(login.created);
    let silent_us = app.clock.now().0 - last_seen.0;
    if silent_us > STILL_WAITS_US {
        warnings.push(
            "The terminal no longer waits: it has not asked for a while. Begin again there if the \
             login does not come through."
                .to_owned(),
        );
    }
    warnings
}

/// The same /24 (IPv4) or /64 (IPv6); a browser on the server itself is near to everything.
fn is_near(browser: IpAddr, requester: &str) -> bool {
    let Ok(requester) = requester.parse::<IpAddr>() else {
        return false;
    };
    match (browser, requester) {
        (IpAddr::V4(browser), IpAddr::V4(requester)) => {
            browser.octets().get(..3) == requester.octets().get(..3)
        }
        (IpAddr::V6(browser), IpAddr::V6(requester)) => {
            browser.segments().get(..4) == requester.segments().get(..4)
        }
        (browser, requester) => browser.is_loopback() && requester.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn another_network_is_told_from_the_same() {
        for (browser, requester, expected) in [
            ("10.0.0.5", "10.0.0.200", true),
            ("10.0.0.5", "10.0.1.5", false),
            ("127.0.0.1", "::1", true),
            ("fd00::1", "fd00::ffff:1", true),
            ("fd00::1", "fd00:0:0:1::1", false),
            ("10.0.0.5", "fd00::1", false),
            ("10.0.0.5", "nonsense", false),
        ] {
            assert_eq!(
                is_near(browser.parse().unwrap(), requester),
                expected,
                "{browser} {requester}"
            );
        }
    }
}
