//! Reports that were refused: why, from whom, and what to do about them. For Admins, because a body is
//! whatever a stand has sent.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use standcloud_store::{QuarantinedReport, UnixMicros};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::QueryOf;
use super::caller::AsAdmin;
use super::problem::{Problem, ProblemBody};
use crate::api::text::rfc3339;
use crate::app::App;
use crate::reprocessing::{Reprocessed, ReprocessingError, reprocess};

const PAGE_ENTRIES: u32 = 50;
const PREVIEW_BYTES: usize = 64 << 10;

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuarantineQuery {
    /// Also those that have become a run
    #[serde(default)]
    pub all: bool,
    /// `next` of the page before
    pub after: Option<String>,
}

/// Which one.
#[derive(Debug, Deserialize)]
pub struct Place {
    id: String,
}

impl Place {
    fn id(&self) -> Result<Uuid, Problem> {
        self.id.parse().map_err(|_| Problem::not_found())
    }
}

/// A part of the list, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuarantinePage {
    pub items: Vec<QuarantineView>,
    /// For the next page; none after the last.
    pub next: Option<String>,
    /// How many wait in all.
    pub waiting: u64,
}

/// A report that was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuarantineView {
    pub id: Uuid,
    pub first_received: String,
    pub last_received: String,
    /// How often the same bytes came.
    pub received_count: i64,
    /// Who sent it, such as `key:…`.
    pub principal: String,
    /// By which way it came, such as `hardpy`.
    pub source: String,
    pub size_bytes: i64,
    /// Why it was refused.
    pub problems: Vec<ReportProblemView>,
    /// The run that it has become.
    pub run_id: Option<Uuid>,
}

/// One thing that is wrong with a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportProblemView {
    /// Where in the report, such as `dut.serial_number`; empty for the report as a whole.
    pub place: String,
    pub message: String,
    /// A word for programs, such as `missing`.
    pub kind: String,
}

/// A report that was refused, with what it holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuarantineDetail {
    #[serde(flatten)]
    pub report: QuarantineView,
    /// The beginning of the body; what is no text is shown as a replacement character.
    pub body_text: String,
    /// Whether there is more of it.
    pub body_is_cut: bool,
}

/// What became of a report that was tried again.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ReprocessView {
    /// It is a run now.
    Stored { run_id: Uuid },
    /// It still does not fit, and stays.
    Refused { problems: Vec<ReportProblemView> },
}

/// List refused reports
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/quarantine", tag = "Quarantine",
    params(("slug" = String, Path), QuarantineQuery),
    responses(
        (status = 200, body = QuarantinePage),
        (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    ),
)]
pub async fn list_quarantine(
    State(app): State<App>,
    admin: AsAdmin,
    QueryOf(query): QueryOf<QuarantineQuery>,
) -> Result<Json<QuarantinePage>, Problem> {
    let after = query.after.as_deref().map(place_of).transpose()?;
    let organisation = admin.organisation();
    let mut reports = app
        .store
        .list_quarantine_after(organisation, query.all, after, PAGE_ENTRIES + 1)
        .await?;
    let has_more = reports.len() > PAGE_ENTRIES as usize;
    reports.truncate(PAGE_ENTRIES as usize);
    let last = reports.last().filter(|_| has_more);
    Ok(Json(QuarantinePage {
        next: last.map(|last| format!("{}.{}", last.last_received.0, last.id)),
        items: reports.into_iter().map(QuarantineView::from).collect(),
        waiting: app.store.count_quarantine(organisation).await?,
    }))
}

/// Show a refused report
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/quarantine/{id}", tag = "Quarantine",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = QuarantineDetail), (status = 404, body = ProblemBody)),
)]
pub async fn show_quarantined(
    State(app): State<App>,
    admin: AsAdmin,
    Path(place): Path<Place>,
) -> Result<Json<QuarantineDetail>, Problem> {
    let (report, body) = lookup(&app, &admin, place.id()?).await?;
    let shown = body.get(..PREVIEW_BYTES).unwrap_or(&body);
    Ok(Json(QuarantineDetail {
        report: report.into(),
        body_text: String::from_utf8_lossy(shown).into_owned(),
        body_is_cut: shown.len() < body.len(),
    }))
}

/// Download a refused report as it came
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/quarantine/{id}/body", tag = "Quarantine",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    responses(
        (status = 200, description = "The bytes", content_type = "application/octet-stream"),
        (status = 404, body = ProblemBody),
    ),
)]
pub async fn download_quarantined(
    State(app): State<App>,
    admin: AsAdmin,
    Path(place): Path<Place>,
) -> Result<Response, Problem> {
    let id = place.id()?;
    let (_, body) = lookup(&app, &admin, id).await?;
    let disposition = format!("attachment; filename=\"refused-{id}.json\"");
    let disposition = HeaderValue::from_str(&disposition)
        .map_err(|error| Problem::internal(&error.to_string()))?;
    // Never to be rendered: it may be anything.
    let octets = HeaderValue::from_static("application/octet-stream");
    let headers = [
        (header::CONTENT_TYPE, octets),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, body).into_response())
}

/// Try a refused report again
///
/// For Admins.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/quarantine/{id}/reprocess", tag = "Quarantine",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    responses(
        (status = 200, body = ReprocessView),
        (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    ),
)]
pub async fn reprocess_quarantined(
    State(app): State<App>,
    admin: AsAdmin,
    Path(place): Path<Place>,
) -> Result<Json<ReprocessView>, Problem> {
    let id = place.id()?;
    match reprocess(&app, admin.organisation(), id).await? {
        Reprocessed::Stored(run_id) => {
            let detail = format!("became run {run_id}");
            note(&app, &admin, "quarantine.reprocess", id, &detail).await;
            Ok(Json(ReprocessView::Stored { run_id: run_id.0 }))
        }
        Reprocessed::Refused(problems) => {
            note(&app, &admin, "quarantine.reprocess", id, "refused again").await;
            let text = serde_json::to_string(&problems).unwrap_or_default();
            let problems = problems_of(&text);
            Ok(Json(ReprocessView::Refused { problems }))
        }
        Reprocessed::NotThere => Err(Problem::not_found()),
    }
}

/// Discard a refused report for ever
///
/// For Admins. One that has become a run stays.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/quarantine/{id}", tag = "Quarantine",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    responses(
        (status = 204),
        (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody),
    ),
)]
pub async fn discard_quarantined(
    State(app): State<App>,
    admin: AsAdmin,
    Path(place): Path<Place>,
) -> Result<StatusCode, Problem> {
    let (organisation, id) = (admin.organisation(), place.id()?);
    if !app.store.discard_quarantine(organisation, id).await? {
        return Err(Problem::not_found());
    }
    note(&app, &admin, "quarantine.discard", id, "").await;
    Ok(StatusCode::NO_CONTENT)
}

impl From<QuarantinedReport> for QuarantineView {
    fn from(report: QuarantinedReport) -> Self {
        Self {
            id: report.id,
            first_received: rfc3339(report.first_received).unwrap_or_default(),
            last_received: rfc3339(report.last_received).unwrap_or_default(),
            received_count: report.received_count,
            principal: report.principal,
            source: report.source,
            size_bytes: report.size_bytes,
            problems: problems_of(&report.problems),
            run_id: report.run_id.map(|id| id.0),
        }
    }
}

impl From<ReprocessingError> for Problem {
    fn from(error: ReprocessingError) -> Self {
        match error {
            ReprocessingError::Store(error) => error.into(),
            ReprocessingError::Ingest(_) => {
                Self::unavailable("The report could not be stored now. Try again in a few seconds.")
            }
        }
    }
}

/// From the text that the sender was answered.
fn problems_of(text: &str) -> Vec<ReportProblemView> {
    #[derive(Deserialize)]
    struct Known {
        #[serde(default)]
        loc: Vec<serde_json::Value>,
        #[serde(default)]
        msg: String,
        #[serde(default, rename = "type")]
        kind: String,
    }
    let known: Vec<Known> = serde_json::from_str(text).unwrap_or_default();
    let problems = known.into_iter().map(|problem| ReportProblemView {
        place: place_text(&problem.loc),
        message: problem.msg,
        kind: problem.kind,
    });
    problems.collect()
}

fn place_text(parts: &[serde_json::Value]) -> String {
    let parts = parts.iter().map(|part| match part.as_str() {
        Some(name) => name.to_owned(),
        None => part.to_string(),
    });
    let parts: Vec<String> = parts.skip_while(|part| part == "body").collect();
    parts.join(".")
}

fn place_of(cursor: &str) -> Result<(UnixMicros, Uuid), Problem> {
    let parsed = cursor
        .split_once('.')
        .and_then(|(at, id)| Some((UnixMicros(at.parse().ok()?), id.parse().ok()?)));
    parsed.ok_or_else(|| Problem::invalid("after", "This is not where a page ended."))
}

async fn lookup(
    app: &App,
    admin: &AsAdmin,
    id: Uuid,
) -> Result<(QuarantinedReport, Vec<u8>), Problem> {
    let found = app
        .store
        .lookup_quarantine(admin.organisation(), id)
        .await?;
    found.ok_or_else(Problem::not_found)
}

async fn note(app: &App, admin: &AsAdmin, action: &str, id: Uuid, detail: &str) {
    admin
        .note(app, action)
        .subject(&id.to_string())
        .detail(detail)
        .write(app)
        .await;
}
