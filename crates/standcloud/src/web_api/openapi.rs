//! The OpenAPI document of the web app's API, from which the client in `web/` is generated.

use utoipa::OpenApi;

use super::stands::{event_files, events, list, pictures, show};
use super::{
    api_keys, applications, audit_log, connected_stands, demo, export, filter_values, history,
    invitations, leaving, live, members, overview, password, profile, quarantine, run, run_order,
    run_range, runs, search, session, settings, unit,
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
        export::export_csv,
        export::export_xlsx,
        filter_values::list_filter_values,
        history::show_history,
        live::follow_changes,
        overview::show_overview,
        run::measurements::list_run_measurements,
        run::neighbours::show_run_neighbours,
        run::page::show_run,
        run::raw::show_raw_report,
        run::voiding::restore_run,
        run::voiding::void_run,
        runs::list_runs,
        api_keys::add_api_key,
        api_keys::list_api_keys,
        api_keys::revoke_api_key,
        api_keys::rotate_api_key,
        applications::add_application,
        applications::change_application,
        applications::list_applications,
        applications::remove_application,
        applications::renew_application_secret,
        audit_log::export_audit_csv,
        audit_log::export_audit_json,
        audit_log::list_audit_events,
        connected_stands::list_connected_stands,
        connected_stands::rename_connected_stand,
        connected_stands::revoke_connected_stand,
        invitations::invite,
        invitations::invite_again,
        invitations::list_invitations,
        invitations::withdraw_invitation,
        leaving::leave_organisation,
        leaving::show_own_holdings,
        members::change_role,
        members::list_members,
        members::make_reset_link,
        members::remove_member,
        members::show_holdings,
        members::sign_out_member,
        password::change_password,
        profile::end_other_sessions,
        profile::end_session,
        profile::save_profile,
        profile::show_profile,
        quarantine::list_quarantine,
        quarantine::show_quarantined,
        quarantine::download_quarantined,
        quarantine::reprocess_quarantined,
        quarantine::discard_quarantined,
        search::search_names,
        session::show_session,
        settings::show_settings,
        settings::save_settings,
        unit::attempts::list_attempts,
        unit::comparison::compare_runs,
        unit::page::show_unit,
        unit::runs::list_unit_runs,
        list::list_stands,
        show::show_stand,
        pictures::show_stand_picture,
        pictures::put_stand_picture,
        pictures::remove_stand_picture,
        pictures::show_organisation_picture,
        pictures::put_organisation_picture,
        pictures::remove_organisation_picture,
        events::list_stand_events,
        events::add_stand_event,
        events::change_stand_event,
        events::remove_stand_event,
        event_files::add_stand_event_file,
        event_files::show_stand_event_file,
        event_files::remove_stand_event_file,
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
    let mut document = WebApi::openapi();
    document.merge(crate::analysis::openapi::document());
    document
}
