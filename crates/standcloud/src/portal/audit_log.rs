//! The audit log: read, filtered, exported; never changed. For Admins.

use std::fmt::Write;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use standcloud_store::{AuditEvent, AuditFilter, AuditResult, Membership, UnixMicros};
use uuid::Uuid;

use super::page::{Page, Section};
use super::time_text::instant;
use super::{Browser, PageError};
use crate::api::text::rfc3339;
use crate::app::App;

const PAGE_EVENTS: u32 = 100;
const EXPORT_PAGE_EVENTS: u32 = 1000;
const EXPORT_EVENTS_MAX: usize = 100_000;

/// Groups of actions that the filter offers.
const ACTIONS: [(&str, &str); 11] = [
    ("sign_in", "Signing in"),
    ("session", "Sessions"),
    ("mfa", "Second factors"),
    ("passkey", "Passkeys"),
    ("device", "Stands asking to be let in"),
    ("token", "Tokens"),
    ("grant", "Connected stands"),
    ("key", "API keys"),
    ("client", "Applications"),
    ("member", "Members"),
    ("organisation", "Settings"),
];

/// What is looked for; empty is everything.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    action: String,
    text: String,
    /// Days in the organisation's time zone, the last one included.
    from: String,
    to: String,
    before: String,
}

impl AuditQuery {
    /// What cannot be understood does not restrict.
    fn filter(&self, time_zone: &str) -> AuditFilter {
        let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
        let start_of = |text: &str, days: i64| {
            let date: Date = text.trim().parse().ok()?;
            let date = date.checked_add(jiff::Span::new().days(days)).ok()?;
            let start = date.to_zoned(zone.clone()).ok()?;
            Some(UnixMicros(start.timestamp().as_microsecond()))
        };
        let given = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        AuditFilter {
            action: given(&self.action),
            text: given(&self.text),
            from: start_of(&self.from, 0),
            to: start_of(&self.to, 1),
            before: self.before.parse::<Uuid>().ok(),
        }
    }

    fn link(&self, path: &str, before: Option<Uuid>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("action", &self.action),
            ("text", &self.text),
            ("from", &self.from),
            ("to", &self.to),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        format!("{path}?{}", query.finish())
    }
}

/// `GET /auth/o/{slug}/audit`; Admins.
pub async fn show_audit(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(query): Query<AuditQuery>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    let filter = query.filter(&membership.organisation.time_zone);
    let organisation = membership.organisation.id;
    let events = app
        .store
        .list_audit_events(organisation, &filter, PAGE_EVENTS)
        .await?;
    let page = Page::of_section(&app, &browser, membership, Section::Audit);
    let address = Section::Audit.address(membership);
    let is_full = events.len() == PAGE_EVENTS as usize;
    let older = events.last().filter(|_| is_full).map(|event| event.id);
    let body = html! {
        p class="soft" { "What people, stands and programs have done. Nothing here can be changed." }
        (filter_form(membership, &query))
        @if events.is_empty() {
            div class="empty" { strong { "Nothing found" } "Choose fewer conditions or another time." }
        } @else {
            (events_table(&events))
        }
        div class="actions" {
            @if !query.before.is_empty() { a class="button secondary" href=(query.link(&address, None)) { "Newest" } }
            @if let Some(older) = older { a class="button secondary" href=(query.link(&address, Some(older))) { "Older" } }
            a href=(query.link(&format!("{address}/export.json"), None)) { "Export as JSON" }
            a href=(query.link(&format!("{address}/export.csv"), None)) { "Export as CSV" }
        }
    };
    Ok(page.show(&body))
}

fn filter_form(membership: &Membership, query: &AuditQuery) -> Markup {
    html! {
        form method="get" action=(Section::Audit.address(membership)) class="panel line-form" {
            label class="field" { span { "What" }
                select name="action" {
                    option value="" { "Everything" }
                    @for (value, name) in ACTIONS {
                        option value=(value) selected[query.action == value] { (name) }
                    }
                }
            }
            label class="field" { span { "Who or what" }
                input type="search" name="text" value=(query.text) maxlength="200";
            }
            label class="field" { span { "From" } input type="date" name="from" value=(query.from); }
            label class="field" { span { "To" } input type="date" name="to" value=(query.to); }
            button type="submit" class="secondary" { "Show" }
        }
    }
}

fn events_table(events: &[AuditEvent]) -> Markup {
    html! {
        div class="table" { table {
            thead { tr { th { "When" } th { "What" } th { "Who" } th { "Of what" } th { "From" } } }
            tbody {
                @for event in events {
                    tr {
                        td class="time" { (instant(event.at)) }
                        td data-label="What" {
                            span class="mono" { (event.action) }
                            @if event.result == AuditResult::Refused { " " span class="badge bad" { "refused" } }
                            @if !event.detail.is_empty() { small class="soft" { (event.detail) } }
                        }
                        td data-label="Who" { (event.actor) }
                        td data-label="Of what" {
                            (event.subject)
                            @if !event.client_id.is_empty() { small class="soft" { (event.client_id) } }
                        }
                        td data-label="From" {
                            (event.ip)
                            @if !event.user_agent.is_empty() { small class="soft agent" title=(event.user_agent) { (event.user_agent) } }
                        }
                    }
                }
            }
        } }
    }
}

/// `GET /auth/o/{slug}/audit/export.json`; Admins. One JSON object a line.
pub async fn export_json(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(query): Query<AuditQuery>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    let mut text = String::new();
    for event in all_events(&app, membership, &query).await? {
        let _ = writeln!(text, "{}", json_of(&event));
    }
    Ok(download("application/x-ndjson", "audit.ndjson", text))
}

/// `GET /auth/o/{slug}/audit/export.csv`; Admins.
pub async fn export_csv(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(query): Query<AuditQuery>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    let mut text =
        "time,action,result,actor,subject,detail,ip,user_agent,client_id,grant_id,id\r\n"
            .to_owned();
    for event in all_events(&app, membership, &query).await? {
        let grant = event.grant.map(|id| id.to_string()).unwrap_or_default();
        let fields = [
            rfc3339(event.at).unwrap_or_default(),
            event.action,
            event.result.as_str().to_owned(),
            event.actor,
            event.subject,
            event.detail,
            event.ip,
            event.user_agent,
            event.client_id,
            grant,
            event.id.to_string(),
        ];
        let _ = write!(
            text,
            "{}\r\n",
            fields.map(|field| csv_field(&field)).join(",")
        );
    }
    Ok(download("text/csv; charset=utf-8", "audit.csv", text))
}

/// RFC 4180 §2; and a text that a spreadsheet would take for a formula is made a text.
fn csv_field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

async fn all_events(
    app: &App,
    membership: &Membership,
    query: &AuditQuery,
) -> Result<Vec<AuditEvent>, PageError> {
    let mut filter = query.filter(&membership.organisation.time_zone);
    let mut all = Vec::new();
    while all.len() < EXPORT_EVENTS_MAX {
        let organisation = membership.organisation.id;
        let events = app
            .store
            .list_audit_events(organisation, &filter, EXPORT_PAGE_EVENTS)
            .await?;
        let Some(last) = events.last() else { break };
        filter.before = Some(last.id);
        all.extend(events);
    }
    Ok(all)
}

fn json_of(event: &AuditEvent) -> serde_json::Value {
    json!({
        "id": event.id,
        "time": rfc3339(event.at),
        "action": event.action,
        "result": event.result.as_str(),
        "actor": event.actor,
        "subject": event.subject,
        "detail": event.detail,
        "ip": event.ip,
        "user_agent": event.user_agent,
        "client_id": event.client_id,
        "grant_id": event.grant,
    })
}

fn download(content_type: &'static str, name: &str, text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_and_never_a_formula() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@cmd,x", "\"'@cmd,x\""),
        ] {
            assert_eq!(csv_field(text), expected);
        }
    }
}
