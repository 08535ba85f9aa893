//! Whose credential a request carries: a person who has been given a key or a login finds out what it
//! is good for without trying.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::{Audience, ClientAddress, authenticate_any};
use crate::error::ApiError;

/// A credential, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownCredential {
    /// As it appears in records.
    #[schema(example = "key:4fzzzxjylrx1")]
    pub principal: String,
    /// The organisation that it belongs to.
    #[schema(example = "plant-1")]
    pub organisation_slug: String,
    pub organisation_name: String,
    #[schema(example = json!(["report:read"]))]
    pub scopes: Vec<&'static str>,
}

/// Show what the credential is good for
///
/// Of any valid credential, whatever its scopes.
#[utoipa::path(
    get, path = "/integration/api/v1/credential", tag = "Read",
    responses((status = 200, body = ShownCredential),
        (status = 401, description = "No valid credential")),
    security(("bearer" = []), ("api_key" = [])),
)]
pub async fn show_credential(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    headers: HeaderMap,
) -> Result<Json<ShownCredential>, ApiError> {
    let principal = authenticate_any(&app, &headers, address, audience).await?;
    let organisation = app
        .store
        .lookup_organisation(principal.organisation)
        .await?;
    let (slug, name) = organisation.map_or_else(Default::default, |it| (it.slug, it.name));
    Ok(Json(ShownCredential {
        scopes: principal.scopes().iter().map(|it| it.as_str()).collect(),
        principal: principal.name,
        organisation_slug: slug,
        organisation_name: name,
    }))
}
