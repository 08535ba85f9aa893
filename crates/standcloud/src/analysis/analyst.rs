//! Who asks for an analysis: a person in an organisation, or a program with a credential that may read.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use standcloud_store::{Organisation, OrganisationId};

use crate::app::App;
use crate::auth::{Audience, ClientAddress, Scope, authenticate};
use crate::error::ApiError;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::Problem;

/// May read everything of one organisation.
#[derive(Debug, Clone)]
pub struct Analyst {
    pub organisation: Organisation,
}

impl Analyst {
    pub fn organisation_id(&self) -> OrganisationId {
        self.organisation.id
    }
}

impl FromRequestParts<App> for Analyst {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(parts, app).await;
        let is_of_a_person =
            params.is_ok_and(|params| params.iter().any(|(name, _)| name == "slug"));
        let organisation = if is_of_a_person {
            let caller = InOrganisation::from_request_parts(parts, app).await;
            let caller = caller.map_err(IntoResponse::into_response)?;
            caller.membership.organisation
        } else {
            of_credential(parts, app).await?
        };
        Ok(Self { organisation })
    }
}

async fn of_credential(parts: &mut Parts, app: &App) -> Result<Organisation, Response> {
    let address = ClientAddress::from_request_parts(parts, app).await;
    let address = address.map_err(IntoResponse::into_response)?;
    let audience = Audience::from_request_parts(parts, app).await;
    let audience = audience.map_err(IntoResponse::into_response)?;
    let principal = authenticate(app, &parts.headers, address, audience, Scope::ReportRead).await;
    let principal = principal.map_err(IntoResponse::into_response)?;
    let found = app.store.lookup_organisation(principal.organisation).await;
    match found {
        Ok(Some(organisation)) => Ok(organisation),
        Ok(None) => Err(Problem::not_found().into_response()),
        Err(error) => Err(ApiError::from(error).into_response()),
    }
}
