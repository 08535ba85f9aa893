//! Every route of the server, and what is done to all requests.

use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post, put};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_swagger_ui::SwaggerUi;

use crate::analysis::{
    capability, compare, correlation, failures, measurements, numbered_run, plans, repeatability,
    series, step_durations, time_use, yields,
};
use crate::api::credential::show_credential;
use crate::api::openapi;
use crate::api::operations::{check_health, is_alive, is_ready, show_metrics};
use crate::api::report::show_report;
use crate::api::test_report::{UploadSource, add_test_report};
use crate::api::test_run::{list_failed_cases, list_test_runs, lookup_test_run};
use crate::api::tested_dut::list_tested_duts;
use crate::app::App;
use crate::error::ApiError;
use crate::host::name_host;
use crate::oauth::authorization::{begin_authorization, begin_authorization_by_form};
use crate::oauth::device_authorization::authorize_device;
use crate::oauth::guard;
use crate::oauth::introspection::introspect_token;
use crate::oauth::metadata::show_metadata;
use crate::oauth::pushed_authorization_request::push_authorization_request;
use crate::oauth::revocation::revoke_token;
use crate::oauth::token::issue_token;
use crate::portal::page::set_security_headers;
use crate::portal::{
    account, assets, authorization_consent, device, forgotten, invitation, passkeys, second_factor,
    setup, sign_in, sso, web_app,
};
use crate::web_api::problem::Problem;
use crate::web_api::stands as web_stands;
use crate::web_api::{
    api_keys, applications, audit_log, connected_stands, demo, export, filter_values, history,
    invitations, leaving, live, members, overview, password, profile, quarantine, run, runs,
    search, session, settings, unit,
};
use crate::web_pages;

/// The whole application.
pub fn router(app: &App) -> Router {
    let hardpy = read_routes().route("/test_report", post(add_test_report));
    // HardPy 0.11.1 writes the name of a constant into its addresses on Python 3.11 and later.
    let hardpy_0_11_1 = hardpy
        .clone()
        .layer(Extension(UploadSource("hardpy 0.11.1")));
    let integration = read_routes()
        .nest("/analysis", analysis_routes())
        .route("/test_run/{test_run_id}/report", get(show_report))
        .route("/credential", get(show_credential));
    // Its default validator is on the Internet and would be told the address of this server.
    let documentation = SwaggerUi::new("/integration/api/v1/docs")
        .config(utoipa_swagger_ui::Config::default().validator_url("none"))
        .url("/integration/api/v1/openapi.json", openapi::document());
    Router::new()
        .nest("/hardpy/api/v1", hardpy)
        .nest("/StandCloudAPIMode.HARDPY/api/v1", hardpy_0_11_1)
        .nest("/StandCloudAPIMode.INTEGRATION/api/v1", integration.clone())
        .nest("/integration/api/v1", integration)
        .nest("/api/v1", web_api_routes())
        .nest("/auth", portal_routes())
        .nest("/auth/api/oidc", oauth_routes(app))
        .route("/auth/", get(account::show_home))
        .route(
            "/.well-known/oauth-authorization-server/auth",
            get(show_metadata),
        )
        .route("/healthz", get(is_alive))
        .route("/readyz", get(is_ready))
        .route("/metrics", get(show_metrics))
        .merge(documentation)
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(app.clone(), observe))
        .layer(from_fn(name_host))
        .layer(CatchPanicLayer::custom(|_| internal_error()))
        .with_state(app.clone())
}

fn read_routes() -> Router<App> {
    Router::new()
        .route("/healthcheck", get(check_health))
        .route("/test_run", get(list_test_runs))
        .route("/test_run/{test_run_id}", get(lookup_test_run))
        .route(
            "/test_run/{test_run_id}/failed_case",
            get(list_failed_cases),
        )
        .route("/tested_dut", get(list_tested_duts))
}

/// What the web app speaks.
fn web_api_routes() -> Router<App> {
    Router::new()
        .route("/demo", get(demo::show_demo).post(demo::switch_demo_on))
        .route("/session", get(session::show_session))
        .merge(web_api_profile_routes())
        .nest("/org/{slug}", web_api_organisation_routes())
        .fallback(web_api_not_found)
}

/// Of one organisation; a handler's caller says which, and whether for its Admins only.
fn web_api_organisation_routes() -> Router<App> {
    Router::new()
        .route("/live", get(live::follow_changes))
        .route("/search", get(search::search_names))
        .route("/overview", get(overview::show_overview))
        .route("/history", get(history::show_history))
        .route("/runs", get(runs::list_runs))
        .route("/runs/export.csv", get(export::export_csv))
        .route("/runs/export.xlsx", get(export::export_xlsx))
        .route(
            "/filter-values/{field}",
            get(filter_values::list_filter_values),
        )
        .merge(web_picture_routes())
        .merge(web_stand_routes())
        .merge(web_api_people_routes())
        .merge(web_api_credential_routes())
        .nest("/runs/{run_id}", web_api_run_routes())
        .merge(web_api_quarantine_routes())
        .merge(web_api_unit_routes())
        .nest("/analysis", analysis_routes())
}

/// For people and for programs alike; a handler's `Analyst` says who asks.
fn analysis_routes() -> Router<App> {
    Router::new()
        .route("/capability", get(capability::show_capability))
        .route("/compare", get(compare::show_comparison))
        .route("/correlation", get(correlation::show_correlation))
        .route("/related", get(correlation::related::list_related))
        .route("/measurements", get(measurements::list_measurements))
        .route("/numbered-run", get(numbered_run::show_numbered_run))
        .route("/plans", get(plans::list_plans))
        .route("/step-durations", get(step_durations::show_step_durations))
        .route("/repeatability", get(repeatability::list_repeatability))
        .route("/repeat-study", get(repeatability::show_repeat_study))
        .route("/time-use", get(time_use::show_time_use))
        .route("/series", get(series::show::show_series))
        .route("/series/groups", get(series::groups::compare_groups))
        .route(
            "/series/listed-values",
            get(series::listed_values::list_values),
        )
        .route("/series/texts", get(series::texts::count_texts))
        .route("/series/values", get(series::values::export_values))
        .route("/series/what-if", get(series::what_if::try_limits))
        .merge(yield_routes())
}

fn yield_routes() -> Router<App> {
    Router::new()
        .route("/summary", get(yields::summary::show_yield_summary))
        .route("/history", get(yields::history::show_yield_history))
        .route("/yield", get(yields::by_group::list_yields))
        .route("/yield-chart", get(yields::chart::show_yield_chart))
        .route("/rolled-yield", get(yields::rolled::list_rolled_yields))
        .route("/failures", get(failures::steps::list_failures))
        .route(
            "/failing-measurements",
            get(failures::measurements::list_failing_measurements),
        )
}

fn web_api_unit_routes() -> Router<App> {
    Router::new()
        .route("/units", get(unit::page::show_unit))
        .route("/units/runs", get(unit::runs::list_unit_runs))
        .route(
            "/runs/{run_id}/attempts",
            get(unit::attempts::list_attempts),
        )
        .route(
            "/runs/{run_id}/compare/{other_run_id}",
            get(unit::comparison::compare_runs),
        )
}

fn web_api_run_routes() -> Router<App> {
    Router::new()
        .route("/", get(run::page::show_run))
        .route(
            "/measurements",
            get(run::measurements::list_run_measurements),
        )
        .route("/neighbours", get(run::neighbours::show_run_neighbours))
        .route("/report", get(run::raw::show_raw_report))
        .route("/restore", post(run::voiding::restore_run))
        .route("/void", post(run::voiding::void_run))
}

/// Reports that were refused.
fn web_api_quarantine_routes() -> Router<App> {
    Router::new()
        .route("/quarantine", get(quarantine::list_quarantine))
        .route(
            "/quarantine/{id}",
            get(quarantine::show_quarantined).delete(quarantine::discard_quarantined),
        )
        .route(
            "/quarantine/{id}/body",
            get(quarantine::download_quarantined),
        )
        .route(
            "/quarantine/{id}/reprocess",
            post(quarantine::reprocess_quarantined),
        )
}

/// The people of an organisation, its settings and its diary.
fn web_api_people_routes() -> Router<App> {
    Router::new()
        .route("/members", get(members::list_members))
        .route(
            "/members/{user}",
            patch(members::change_role).delete(members::remove_member),
        )
        .route("/members/{user}/sign-out", post(members::sign_out_member))
        .route("/members/{user}/reset", post(members::make_reset_link))
        .route("/members/{user}/holdings", get(members::show_holdings))
        .route(
            "/invitations",
            get(invitations::list_invitations).post(invitations::invite),
        )
        .route(
            "/invitations/{id}",
            delete(invitations::withdraw_invitation),
        )
        .route("/invitations/{id}/again", post(invitations::invite_again))
        .route(
            "/own-membership",
            get(leaving::show_own_holdings).delete(leaving::leave_organisation),
        )
        .route(
            "/settings",
            get(settings::show_settings).put(settings::save_settings),
        )
        .route("/audit", get(audit_log::list_audit_events))
        .route("/audit.csv", get(audit_log::export_audit_csv))
        .route("/audit.json", get(audit_log::export_audit_json))
}

/// What lets stands and programs in.
fn web_api_credential_routes() -> Router<App> {
    Router::new()
        .route(
            "/api-keys",
            get(api_keys::list_api_keys).post(api_keys::add_api_key),
        )
        .route("/api-keys/{key}", delete(api_keys::revoke_api_key))
        .route("/api-keys/{key}/rotate", post(api_keys::rotate_api_key))
        .route(
            "/connected-stands",
            get(connected_stands::list_connected_stands),
        )
        .route(
            "/connected-stands/{id}",
            patch(connected_stands::rename_connected_stand)
                .delete(connected_stands::revoke_connected_stand),
        )
        .route(
            "/applications",
            get(applications::list_applications).post(applications::add_application),
        )
        .route(
            "/applications/{client_id}",
            patch(applications::change_application).delete(applications::remove_application),
        )
        .route(
            "/applications/{client_id}/secret",
            post(applications::renew_application_secret),
        )
}

/// A person's own account.
fn web_api_profile_routes() -> Router<App> {
    Router::new()
        .route(
            "/profile",
            get(profile::show_profile).patch(profile::save_profile),
        )
        .route("/profile/password", put(password::change_password))
        .route("/profile/sessions", delete(profile::end_other_sessions))
        .route("/profile/sessions/{id}", delete(profile::end_session))
}

fn web_picture_routes() -> Router<App> {
    use web_stands::pictures;
    Router::new()
        .route(
            "/picture",
            get(pictures::show_organisation_picture)
                .put(pictures::put_organisation_picture)
                .delete(pictures::remove_organisation_picture),
        )
        .route(
            "/stands/{stand_id}/picture",
            get(pictures::show_stand_picture)
                .put(pictures::put_stand_picture)
                .delete(pictures::remove_stand_picture),
        )
}

fn web_stand_routes() -> Router<App> {
    use web_stands::{event_files, events, list, show};
    Router::new()
        .route("/stands", get(list::list_stands))
        .route("/stands/{stand_id}", get(show::show_stand))
        .route(
            "/stands/{stand_id}/events",
            get(events::list_stand_events).post(events::add_stand_event),
        )
        .route(
            "/stands/{stand_id}/events/{event_id}",
            patch(events::change_stand_event).delete(events::remove_stand_event),
        )
        .route(
            "/stands/{stand_id}/events/{event_id}/files",
            post(event_files::add_stand_event_file),
        )
        .route(
            "/stands/{stand_id}/events/{event_id}/files/{file_id}",
            get(event_files::show_stand_event_file).delete(event_files::remove_stand_event_file),
        )
}

/// Pages for people. Each says itself who may see it.
fn portal_routes() -> Router<App> {
    Router::new()
        .route(
            "/.well-known/oauth-authorization-server",
            get(show_metadata),
        )
        .route("/assets/portal.css", get(assets::show_style))
        .route("/assets/icon.svg", get(assets::show_icon))
        .route("/assets/passkey.js", get(assets::show_passkey_script))
        .route(
            "/sign-in",
            get(sign_in::show_sign_in).post(sign_in::sign_in),
        )
        .route(
            "/sign-in/again",
            get(sign_in::show_sign_in_again).post(sign_in::sign_in_again),
        )
        .route("/sign-out", post(sign_in::sign_out))
        .route(
            "/consent/openid/device-authorization",
            get(device::consent::show_consent).post(device::decision::decide),
        )
        .route(
            "/consent/openid/device-authorization/accepted",
            get(device::outcome::show_accepted),
        )
        .route(
            "/consent/openid/device-authorization/denied",
            get(device::outcome::show_denied),
        )
        .route("/o/{slug}/{section}", get(web_app::lead_on))
        .merge(second_factor_routes())
        .merge(passkey_routes())
        .merge(account_routes())
        .route("/sso/{id}", post(sso::begin))
        .route("/sso/{id}/callback", get(sso::finish))
        .route("/account/sso", get(sso::show_connections))
        .route("/account/sso/disconnect", post(sso::disconnect))
        .route(
            "/consent/openid/authorization",
            get(authorization_consent::show_authorization_consent)
                .post(authorization_consent::decide_authorization),
        )
}

fn second_factor_routes() -> Router<App> {
    Router::new()
        .route(
            "/second-factor",
            get(second_factor::ask).post(second_factor::check_code),
        )
        .route(
            "/second-factor/recovery",
            post(second_factor::check_recovery_code),
        )
        .route(
            "/account/second-factor",
            get(second_factor::show_second_factor),
        )
        .route("/account/second-factor/begin", post(second_factor::begin))
        .route(
            "/account/second-factor/set-up",
            get(second_factor::show_set_up).post(second_factor::confirm),
        )
        .route(
            "/account/second-factor/codes",
            post(second_factor::renew_codes),
        )
        .route("/account/second-factor/off", post(second_factor::turn_off))
}

fn passkey_routes() -> Router<App> {
    Router::new()
        .route("/passkey/sign-in/options", post(passkeys::sign_in_options))
        .route("/passkey/sign-in", post(passkeys::sign_in_with_passkey))
        .route(
            "/second-factor/passkey/options",
            post(passkeys::second_factor_options),
        )
        .route(
            "/second-factor/passkey",
            post(passkeys::second_factor_with_passkey),
        )
        .route(
            "/account/passkeys",
            get(passkeys::show_passkeys).post(passkeys::add_passkey),
        )
        .route(
            "/account/passkeys/options",
            post(passkeys::registration_options),
        )
        .route("/account/passkeys/remove", post(passkeys::remove_passkey))
}

/// Whatever happens below this prefix is answered in OAuth's form.
fn oauth_routes(app: &App) -> Router<App> {
    Router::new()
        .route(
            "/authorization",
            get(begin_authorization).post(begin_authorization_by_form),
        )
        .route(
            "/pushed-authorization-request",
            post(push_authorization_request),
        )
        .route("/device-authorization", post(authorize_device))
        .route("/token", post(issue_token))
        .route("/revocation", post(revoke_token))
        .route("/introspection", post(introspect_token))
        .fallback(guard::not_found)
        .method_not_allowed_fallback(guard::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .layer(CatchPanicLayer::custom(|_| guard::internal_error()))
}

/// A person's own account, and the ways to get one.
fn account_routes() -> Router<App> {
    Router::new()
        .route("/", get(account::show_home))
        .route("/account", get(account::show_account))
        .route("/setup", get(setup::show_setup).post(setup::set_up))
        .route(
            "/invitation",
            get(invitation::show_invitation).post(invitation::accept_invitation),
        )
        .route(
            "/forgotten",
            get(forgotten::show_forgotten).post(forgotten::send_link),
        )
        .route("/reset", get(forgotten::show_reset).post(forgotten::reset))
}

async fn web_api_not_found() -> Problem {
    Problem::not_found()
}

async fn not_found(request: Request) -> Result<Response, ApiError> {
    let nothing = || ApiError::new(StatusCode::NOT_FOUND, "there is nothing at this address");
    web_pages::answer(&request).ok_or_else(nothing)
}

async fn method_not_allowed() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address does not take this method",
    )
}

fn internal_error() -> Response {
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal error; the server's log says more",
    )
    .into_response()
}

/// Where answers say how long they took.
const TIMED: [&str; 2] = ["/api/v1/", "/integration/api/v1/analysis/"];

/// Counts and logs each answer. The route is logged, never the query, which may hold secrets and
/// serial numbers.
async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "other".to_owned());
    let method = request.method().clone();
    let is_auth = request.uri().path().starts_with("/auth");
    let path = request.uri().path();
    let is_timed = TIMED.iter().any(|prefix| path.starts_with(prefix));
    let started = tokio::time::Instant::now();
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    let milliseconds = elapsed.as_millis();
    tracing::debug!(%method, route, status, milliseconds, "answered");
    app.metrics.request(&route, status);
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if is_timed {
        headers.extend(server_timing(elapsed));
    }
    if is_auth {
        set_security_headers(&app, headers);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// How long the answer took, for the browser's own tools and for measuring from outside.
fn server_timing(elapsed: Duration) -> Option<(HeaderName, HeaderValue)> {
    let text = format!("total;dur={:.3}", elapsed.as_secs_f64() * 1000.0);
    let value = HeaderValue::from_str(&text).ok()?;
    Some((HeaderName::from_static("server-timing"), value))
}
