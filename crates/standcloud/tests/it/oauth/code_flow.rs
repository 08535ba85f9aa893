//! The code flow as a program and a browser go through it, for the tests of its parts.

use standcloud::auth::Scope;
use standcloud::oauth::registration::{Draft, ProgramGrant, ProgramKind, Registration};
use standcloud_store::{AuditFilter, OrganisationId};

use crate::support::browser::{encoded, form_post};
use crate::support::{Answer, Browser, TestApp};

pub(super) const PAR: &str = "/auth/api/oidc/pushed-authorization-request";
pub(super) const AUTHORIZATION: &str = "/auth/api/oidc/authorization";
pub(super) const TOKEN: &str = "/auth/api/oidc/token";
pub(super) const CONSENT: &str = "/auth/consent/openid/authorization";
pub(super) const HARDPY: &str = "hardpy-report-uploader";
/// Of HardPy: a port that was free.
pub(super) const CALLBACK: &str = "http://127.0.0.1:43681/oauth2/callback";
/// RFC 7636, appendix B.
pub(super) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(super) const STATE: &str = "a&b=c+d/é";
pub(super) const SCOPE: &str = "offline_access authelia.bearer.authz";
pub(super) const WEB_CALLBACK: &str = "https://dash.example/back?from=standcloud";

/// A form without a few fields and with others in their place.
pub(super) type Change<'a> = &'a [(&'a str, &'a str)];

/// What HardPy 0.10 to 0.12 pushes; an empty value takes a field away.
pub(super) fn hardpy_request(change: Change<'_>) -> Vec<(&str, &str)> {
    changed(
        &[
            ("scope", "authelia.bearer.authz offline_access"),
            ("response_type", "code"),
            ("client_id", HARDPY),
            ("redirect_uri", CALLBACK),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", STATE),
            ("audience", "https://localhost:8443/hardpy/api/v1"),
        ],
        change,
    )
}

/// What a web application sends with the browser.
pub(super) fn web_request<'a>(client_id: &'a str, change: Change<'a>) -> Vec<(&'a str, &'a str)> {
    changed(
        &[
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", WEB_CALLBACK),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", STATE),
        ],
        change,
    )
}

pub(super) fn changed<'a>(
    fields: &[(&'a str, &'a str)],
    change: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let is_kept = |(name, _): &&(&str, &str)| !change.iter().any(|(other, _)| other == name);
    let kept = fields.iter().filter(is_kept);
    let added = change.iter().filter(|(_, value)| !value.is_empty());
    kept.chain(added).copied().collect()
}

/// A form that a program sends.
pub(super) async fn send(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = form_post(path).header("host", "localhost:8443");
    app.send(request.body(encoded(fields)).unwrap()).await
}

/// Pushes what must be accepted; returns the address to open in a browser.
pub(super) async fn pushed(app: &TestApp, change: Change<'_>) -> String {
    let answer = send(app, PAR, &hardpy_request(change)).await;
    assert_eq!(answer.code(), 201, "{answer}");
    let request_uri = answer.json()["request_uri"].as_str().unwrap().to_owned();
    address(&[("client_id", HARDPY), ("request_uri", &request_uri)])
}

/// The authorization endpoint with these parameters.
pub(super) fn address(fields: &[(&str, &str)]) -> String {
    format!("{AUTHORIZATION}?{}", query(fields))
}

pub(super) fn query(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Opens the address and answers the question; returns what the browser is sent to.
pub(super) async fn decide(browser: &Browser<'_>, address: &str, fields: Change<'_>) -> Answer {
    let page = browser.open(address).await;
    assert_eq!(page.code(), 200, "{page}");
    browser.submit(&browser.address_of(CONSENT), fields).await
}

/// The parameters of an answer that leads back to the program.
pub(super) fn parameters_of(answer: &Answer, callback: &str) -> Vec<(String, String)> {
    assert_eq!(answer.code(), 303, "{answer}");
    let location = answer.header("location");
    let rest = location
        .strip_prefix(callback)
        .unwrap_or_else(|| panic!("{location}"));
    let query = rest.trim_start_matches(['?', '&']);
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

pub(super) fn parameter(parameters: &[(String, String)], name: &str) -> String {
    let found = parameters.iter().find(|(known, _)| known == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {parameters:?}"))
        .1
        .clone()
}

/// Registers a program; returns its id and, unless it is public, its secret.
pub(super) async fn register(
    app: &TestApp,
    organisation: OrganisationId,
    change: impl FnOnce(&mut Draft),
) -> (String, Option<String>) {
    let mut draft = Draft {
        name: "Dashboard".to_owned(),
        kind: ProgramKind::Confidential,
        grants: vec![ProgramGrant::Code],
        scopes: vec![Scope::ReportRead],
        redirect_uris: vec![WEB_CALLBACK.to_owned()],
    };
    change(&mut draft);
    let now = app.app.clock.now();
    let registration = Registration::check(&draft).unwrap();
    let (new, secret) = registration.issue(organisation, None, now, &app.app.randomness);
    app.app.store.add_oauth_client(&new).await.unwrap();
    (
        new.client_id,
        secret.map(|secret| secret.reveal().to_owned()),
    )
}

/// What was noted, as `action result actor`.
pub(super) async fn audit(app: &TestApp, action: &str) -> Vec<String> {
    let filter = AuditFilter {
        action: Some(action.to_owned()),
        ..AuditFilter::default()
    };
    let events = app
        .app
        .store
        .list_audit_events(app.organisation, &filter, 100)
        .await;
    let events = events.unwrap().into_iter();
    let lines =
        events.map(|event| format!("{} {} {}", event.action, event.result.as_str(), event.actor));
    lines.collect()
}

/// Waits until so many were noted: notes about tokens are written in the background.
pub(super) async fn assert_noted(app: &TestApp, action: &str, count: usize) {
    let mut noted = Vec::new();
    for _ in 0..500 {
        noted = audit(app, action).await;
        if noted.len() >= count {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(noted.len(), count, "R-75: {noted:?}");
}
