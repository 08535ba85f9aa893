//! The audit log: read, filtered, exported; never changed. For Admins.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use standcloud_store::{AuditEvent, AuditFilter, AuditResult, UnixMicros};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::audit_export::{csv_of, download, json_lines_of};
use super::body::QueryOf;
use super::caller::AsAdmin;
use super::instant::instant_text;
use super::problem::{Problem, ProblemBody};
use crate::app::App;

const PAGE_EVENTS: u32 = 100;
const EXPORT_PAGE_EVENTS: u32 = 1000;
const EXPORT_EVENTS_MAX: usize = 100_000;
const TEXT_LENGTH_MAX: usize = 200;

/// What is looked for; what is not given does not restrict.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// An action or the beginning of several, such as `sign_in`.
    action: Option<String>,
    /// Part of who or what.
    text: Option<String>,
    /// A day in the organisation's time zone, like 2026-11-22.
    from: Option<String>,
    /// The last day.
    to: Option<String>,
    /// The event after which the page begins.
    before: Option<Uuid>,
}

/// A page of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// The newest first, at most 100.
    pub events: Vec<AuditEventView>,
    /// `before` of the next page.
    pub older: Option<Uuid>,
}

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEventView {
    pub id: Uuid,
    pub time: String,
    /// `thing.deed`, e.g. `device.approve`.
    pub action: String,
    pub is_refused: bool,
    /// Who: `user:…`, `key:…`, `command line`.
    pub actor: String,
    /// What it was done to.
    pub subject: String,
    pub detail: String,
    pub ip: String,
    pub user_agent: String,
    pub client_id: String,
    pub grant_id: Option<Uuid>,
}

impl From<AuditEvent> for AuditEventView {
    fn from(event: AuditEvent) -> Self {
        Self {
            id: event.id,
            time: instant_text(event.at),
            action: event.action,
            is_refused: event.result == AuditResult::Refused,
            actor: event.actor,
            subject: event.subject,
            detail: event.detail,
            ip: event.ip,
            user_agent: event.user_agent,
            client_id: event.client_id,
            grant_id: event.grant,
        }
    }
}

impl AuditQuery {
    fn filter(&self, time_zone: &str) -> Result<AuditFilter, Problem> {
        let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
        if self
            .text
            .as_ref()
            .is_some_and(|text| text.len() > TEXT_LENGTH_MAX)
        {
            return Err(Problem::invalid("text", "Search for less text."));
        }
        Ok(AuditFilter {
            action: given(self.action.as_deref()),
            text: given(self.text.as_deref()),
            from: start_of_day("from", self.from.as_deref(), 0, &zone)?,
            to: start_of_day("to", self.to.as_deref(), 1, &zone)?,
            before: self.before,
        })
    }
}

fn given(text: Option<&str>) -> Option<String> {
    let text = text.unwrap_or_default().trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Where the day begins that is so many days after the given one.
fn start_of_day(
    field: &str,
    text: Option<&str>,
    days: i64,
    zone: &TimeZone,
) -> Result<Option<UnixMicros>, Problem> {
    let Some(text) = given(text) else {
        return Ok(None);
    };
    let start = || {
        let date: Date = text.parse().ok()?;
        let date = date.checked_add(jiff::Span::new().days(days)).ok()?;
        let start = date.to_zoned(zone.clone()).ok()?;
        Some(UnixMicros(start.timestamp().as_microsecond()))
    };
    let start = start().ok_or_else(|| Problem::invalid(field, "Write a day like 2026-11-22."))?;
    Ok(Some(start))
}

/// The audit log
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/audit", tag = "Audit log",
    params(("slug" = String, Path), AuditQuery),
    responses(
        (status = 200, body = AuditPage),
        (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody),
    ),
)]
pub async fn list_audit_events(
    State(app): State<App>,
    caller: AsAdmin,
    QueryOf(query): QueryOf<AuditQuery>,
) -> Result<Json<AuditPage>, Problem> {
    let filter = query.filter(&caller.membership.organisation.time_zone)?;
    let listed = app
        .store
        .list_audit_events(caller.organisation(), &filter, PAGE_EVENTS);
    let events = listed.await?;
    let is_full = events.len() == PAGE_EVENTS as usize;
    let older = events.last().filter(|_| is_full).map(|event| event.id);
    let events = events.into_iter().map(AuditEventView::from).collect();
    Ok(Json(AuditPage { events, older }))
}

/// The audit log as CSV
///
/// For Admins. At most 100,000 events.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/audit.csv", tag = "Audit log",
    params(("slug" = String, Path), AuditQuery),
    responses((status = 200, content_type = "text/csv"), (status = 403, body = ProblemBody)),
)]
pub async fn export_audit_csv(
    State(app): State<App>,
    caller: AsAdmin,
    QueryOf(query): QueryOf<AuditQuery>,
) -> Result<Response, Problem> {
    let text = csv_of(&all_events(&app, &caller, &query).await?);
    Ok(download("text/csv; charset=utf-8", "audit.csv", text))
}

/// The audit log as JSON
///
/// For Admins. One object a line; at most 100,000 events.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/audit.json", tag = "Audit log",
    params(("slug" = String, Path), AuditQuery),
    responses((status = 200, content_type = "application/x-ndjson"), (status = 403, body = ProblemBody)),
)]
pub async fn export_audit_json(
    State(app): State<App>,
    caller: AsAdmin,
    QueryOf(query): QueryOf<AuditQuery>,
) -> Result<Response, Problem> {
    let text = json_lines_of(&all_events(&app, &caller, &query).await?);
    Ok(download("application/x-ndjson", "audit.ndjson", text))
}

async fn all_events(
    app: &App,
    caller: &AsAdmin,
    query: &AuditQuery,
) -> Result<Vec<AuditEvent>, Problem> {
    let mut filter = query.filter(&caller.membership.organisation.time_zone)?;
    let mut all = Vec::new();
    while all.len() < EXPORT_EVENTS_MAX {
        let organisation = caller.organisation();
        let listed = app
            .store
            .list_audit_events(organisation, &filter, EXPORT_PAGE_EVENTS);
        let events = listed.await?;
        let Some(last) = events.last() else { break };
        filter.before = Some(last.id);
        all.extend(events);
    }
    Ok(all)
}
