//! The OpenAPI document of the web app's API, from which the client in `web/` is generated.

use utoipa::OpenApi;

use super::{demo, live, search, session};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "StandCloud web app",
        description = "What the web app speaks. It changes with the web app; programs use the read API."
    ),
    // One line per resource, in the order of the file names.
    paths(
        demo::show_demo,
        demo::switch_demo_on,
        live::follow_changes,
        search::search_names,
        session::show_session,
    ),
)]
struct WebApi;

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    WebApi::openapi()
}
