//! `POST /auth/api/oidc/pushed-authorization-request` (RFC 9126).

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::authorization_request::{CheckedRequest, REQUEST_SECONDS};
use super::client_authentication::authenticate_client;
use super::{OauthError, OauthForm};
use crate::app::App;
use crate::auth::ClientAddress;

/// Keeps what a program wants to ask a person; 201 with the `request_uri` that names it.
pub async fn push_authorization_request(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    form: OauthForm,
) -> Result<(StatusCode, Json<Value>), OauthError> {
    let client = authenticate_client(&app, &headers, &form).await?;
    let request = CheckedRequest::check(&app, &client, &form)?;
    let request_uri = request.keep(&app, address).await?;
    let answer = json!({ "request_uri": request_uri, "expires_in": REQUEST_SECONDS });
    Ok((StatusCode::CREATED, Json(answer)))
}
