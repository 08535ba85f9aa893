//! The OpenAPI document of the public endpoints.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{credential, operations, report, test_report, test_run, tested_dut};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "StandCloud",
        description = "Upload of test reports and read access to them. Send an API key as \
            `Authorization: Bearer …` or as `X-API-KEY: …`. The paths of HardPy exist under \
            `/hardpy/api/v1` and, for reading, under `/integration/api/v1` alike."
    ),
    paths(
        operations::check_health,
        test_report::add_test_report,
        test_run::list_test_runs,
        test_run::lookup_test_run,
        test_run::list_failed_cases,
        report::show_report,
        tested_dut::list_tested_duts,
        credential::show_credential,
    ),
    modifiers(&Credentials),
)]
struct PublicApi;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let key = ApiKey::Header(ApiKeyValue::new("X-API-KEY"));
        components.add_security_scheme("api_key", SecurityScheme::ApiKey(key));
    }
}

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = PublicApi::openapi();
    document.merge(crate::analysis::openapi::document_for_programs());
    document
}
