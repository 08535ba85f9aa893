//! The OpenAPI document of the web app's API, from which the client in `web/` is generated.

use utoipa::OpenApi;

use super::{
    demo, filter_values, history, live, overview, run_order, run_range, runs, search, session,
};

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
        filter_values::list_filter_values,
        history::show_history,
        overview::show_overview,
        runs::list_runs,
        session::show_session,
    ),
    // What only parameters name.
    components(schemas(
        filter_values::FilterField,
        history::HistoryBucket,
        run_order::RunSort,
        run_order::SortDirection,
        run_range::RunRangeName,
    )),
)]
struct WebApi;

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    WebApi::openapi()
}
