//! `/auth/api/oidc/authorization` (RFC 6749 §3.1): where a program sends a person's browser.
//!
//! It checks the request and leads on to the page that asks. Every request is kept in the database on
//! its way, also one that was not pushed, so it survives signing in, and a node that restarts.

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::authorization_request::{CheckedRequest, RequestProblem, parse_request_uri};
use super::authorization_response::ResponseTarget;
use super::client::find_client;
use super::{Client, OauthError, OauthErrorCode, OauthForm};
use crate::app::App;
use crate::auth::ClientAddress;
use crate::portal::PageError;

/// The page that asks the person.
pub const CONSENT_PATH: &str = "/auth/consent/openid/authorization";

/// `GET`: the parameters are in the query.
pub async fn begin_authorization(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let form = OauthForm::parse(query.unwrap_or_default().as_bytes())?;
    authorize(&app, address, &headers, &form).await
}

/// `POST`: the parameters are in the body.
pub async fn begin_authorization_by_form(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    form: Result<OauthForm, OauthError>,
) -> Result<Response, PageError> {
    authorize(&app, address, &headers, &form?).await
}

async fn authorize(
    app: &App,
    address: ClientAddress,
    headers: &HeaderMap,
    form: &OauthForm,
) -> Result<Response, PageError> {
    let client_id = form.require("client_id")?;
    let client = find_client(app, client_id).await?;
    let client = client.ok_or_else(unknown_client)?;
    // whatever else is sent beside a pushed request is not looked at.
    if let Some(request_uri) = form.get("request_uri") {
        require_waiting(app, &client, request_uri).await?;
        return Ok(to_consent(&client.id, request_uri));
    }
    if client.must_push_requests {
        return Err(PageError::BadRequest(format!(
            "{} must send its request to this server first (pushed authorization request). Start \
             the sign-in again in the program.",
            client.name
        )));
    }
    let kept = match CheckedRequest::check(app, &client, form) {
        Ok(request) => request.keep(app, address).await,
        Err(RequestProblem::Untrusted(error)) => Err(error),
        Err(RequestProblem::Told {
            error,
            redirect_uri,
            state,
        }) => {
            let target = ResponseTarget {
                redirect_uri: &redirect_uri,
                state: &state,
                scope: "",
                origin: &app.origins.of_request(headers),
            };
            return Ok(target.error(&error));
        }
    };
    Ok(to_consent(&client.id, &kept?))
}

async fn require_waiting(app: &App, client: &Client, request_uri: &str) -> Result<(), PageError> {
    let secret = parse_request_uri(request_uri).ok_or_else(no_such_request)?;
    let now = app.clock.now();
    let found = app
        .store
        .lookup_authorization_request(secret.sha256(), &client.id, now)
        .await?;
    found.map(|_| ()).ok_or_else(no_such_request)
}

/// The address of the consent page for a request.
pub fn consent_address(client_id: &str, request_uri: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("request_uri", request_uri)
        .finish();
    format!("{CONSENT_PATH}?{query}")
}

fn to_consent(client_id: &str, request_uri: &str) -> Response {
    Redirect::to(&consent_address(client_id, request_uri)).into_response()
}

/// One answer for what is unknown, over, or somebody else's.
pub fn no_such_request() -> PageError {
    PageError::BadRequest(
        "This sign-in is over: it was used already, or it waited for too long. Start it again in \
         the program."
            .to_owned(),
    )
}

fn unknown_client() -> PageError {
    PageError::BadRequest(
        "This server does not know the program that sent you here, or it was disabled. You were \
         not sent back to it. Ask whoever gave you the link."
            .to_owned(),
    )
}

/// The program cannot be told, so the person is.
impl From<OauthError> for PageError {
    fn from(error: OauthError) -> Self {
        let description = error.description();
        match (error.code(), error.into_internal()) {
            (_, Some(error)) => error.into(),
            (OauthErrorCode::TemporarilyUnavailable, None) => Self::TooMany {
                message: description,
                seconds: 60,
            },
            _ => Self::BadRequest(format!(
                "The program that sent you here made a mistake. Its author wants to know: \
                 {description}"
            )),
        }
    }
}
