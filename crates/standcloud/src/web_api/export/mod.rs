//! All runs of a filter as a file for Excel or for programs.
//!
//! Problem: a month of a large plant is a million rows, which neither the server nor a slow network may
//! hold at once. Choice: pages of runs, read from one snapshot of the facts, go through a bounded queue
//! into the file; a CSV leaves as it is written, a workbook is written to a temporary file and leaves
//! then. Consequence: memory does not depend on the number of rows, and who goes away ends the work.

pub mod cell_formats;
pub mod cells;
mod columns;
pub mod csv_file;
pub mod file_name;
pub mod frames;
mod rows;
mod workbook;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use utoipa::IntoParams;

use self::columns::{Sheet, read_columns};
use self::file_name::file_name;
use self::rows::ExportRows;
use super::body::QueryOf;
use super::caller::InOrganisation;
use super::problem::{Problem, ProblemBody};
use super::run_filter::RunFilter;
use crate::app::App;
use crate::audit::note;

/// At one time, of all people.
const EXPORTS_MAX: usize = 4;
/// A sheet of Excel has 1,048,576 rows, one of them for the titles.
pub const SHEET_ROWS_MAX: usize = 1_048_575;
pub const TOTAL_HEADER: HeaderName = HeaderName::from_static("standcloud-rows");

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportOptions {
    /// Which columns, separated by commas, in this order; all of them when it is left out.
    pub columns: Option<String>,
    /// Workbooks only: the file is preceded by lines that say how far it is.
    #[serde(default)]
    pub progress: bool,
}

/// Places for exports that are being made. Cloning shares them.
#[derive(Debug, Clone)]
pub struct ExportPlaces(Arc<Semaphore>);

impl Default for ExportPlaces {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(EXPORTS_MAX)))
    }
}

impl ExportPlaces {
    pub fn take(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let place = Arc::clone(&self.0).try_acquire_owned();
        place.map_err(|_| {
            Problem::unavailable(
                "Several exports are being made just now. Try again when they have ended.",
            )
        })
    }
}

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Csv,
    Xlsx,
}

impl FileKind {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Test runs as CSV
///
/// All runs of the filter, newest first; instants in UTC. The header `standcloud-rows` tells how many
/// there are; each line ends with CR LF, and only a line does. For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/export.csv", tag = "Runs",
    params(("slug" = String, Path), RunFilter, ExportOptions),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody, description = "A condition or a column cannot be read"),
        (status = 503, body = ProblemBody, description = "Several exports are being made"),
    ),
)]
pub async fn export_csv(
    State(app): State<App>,
    caller: InOrganisation,
    wanted: RunFilter,
    QueryOf(options): QueryOf<ExportOptions>,
    query: RawQuery,
) -> Result<Response, Problem> {
    let export = Export::begin(&app, &caller, &wanted, &options).await?;
    let mut response = Response::default();
    export.describe(response.headers_mut(), FileKind::Csv);
    export.write_down(&app, &caller, FileKind::Csv, query).await;
    *response.body_mut() = csv_file::body(export.rows, export.sheet, export.place);
    Ok(response)
}

/// Test runs as an Excel workbook
///
/// All runs of the filter, newest first, at most 1,048,575; instants in the organisation's zone. With
/// `progress` the body is lines `rows N`, then `file BYTES`, then the file. For everybody in the
/// organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/export.xlsx", tag = "Runs",
    params(("slug" = String, Path), RunFilter, ExportOptions),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody),
        (status = 413, body = ProblemBody, description = "More rows than a sheet can hold"),
        (status = 422, body = ProblemBody, description = "A condition or a column cannot be read"),
        (status = 503, body = ProblemBody, description = "Several exports are being made"),
    ),
)]
pub async fn export_xlsx(
    State(app): State<App>,
    caller: InOrganisation,
    wanted: RunFilter,
    QueryOf(options): QueryOf<ExportOptions>,
    query: RawQuery,
) -> Result<Response, Problem> {
    let export = Export::begin(&app, &caller, &wanted, &options).await?;
    if export.rows.total > SHEET_ROWS_MAX {
        return Err(Problem::too_large(format!(
            "An Excel sheet holds {SHEET_ROWS_MAX} rows and these are {}. Choose CSV, or a shorter range.",
            export.rows.total
        )));
    }
    let mut response = Response::default();
    export.describe(response.headers_mut(), FileKind::Xlsx);
    export
        .write_down(&app, &caller, FileKind::Xlsx, query)
        .await;
    let steps = workbook::start(export.rows, export.sheet, export.place);
    if options.progress {
        let framed = HeaderValue::from_static("application/octet-stream");
        response.headers_mut().insert(header::CONTENT_TYPE, framed);
        *response.body_mut() = frames::body(steps);
        return Ok(response);
    }
    let (file, size_bytes) = frames::finished(steps).await?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size_bytes));
    *response.body_mut() = Body::from_stream(frames::file_bytes(file));
    Ok(response)
}

/// What the browser is to do with the body.
pub fn describe_file(headers: &mut HeaderMap, name: &str, kind: FileKind) {
    let disposition = format!("attachment; filename=\"{name}.{}\"", kind.extension());
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kind.media_type()),
    );
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}

/// What is about to be written.
struct Export {
    rows: ExportRows,
    sheet: Sheet,
    name: String,
    place: OwnedSemaphorePermit,
}

impl Export {
    async fn begin(
        app: &App,
        caller: &InOrganisation,
        wanted: &RunFilter,
        options: &ExportOptions,
    ) -> Result<Self, Problem> {
        let columns = read_columns(options.columns.as_deref())?;
        let place = app.exports.take()?;
        let filter = wanted.find(app, caller).await?.filter;
        let organisation = &caller.membership.organisation;
        Ok(Self {
            rows: ExportRows::begin(app, organisation.id, filter).await?,
            sheet: Sheet::new(columns, &organisation.time_zone),
            name: file_name(organisation, "test-runs", wanted, app.clock.now()),
            place,
        })
    }

    fn describe(&self, headers: &mut HeaderMap, kind: FileKind) {
        describe_file(headers, &self.name, kind);
        headers.insert(TOTAL_HEADER, HeaderValue::from(self.rows.total));
    }

    /// Data has left the server: who took what.
    async fn write_down(
        &self,
        app: &App,
        caller: &InOrganisation,
        kind: FileKind,
        query: RawQuery,
    ) {
        let detail = format!("{} runs: {}", self.rows.total, query.0.unwrap_or_default());
        let person = &caller.person;
        note(app, "run.export", &caller.actor(), &person.browser.caller)
            .organisation(caller.organisation())
            .user(person.signed_in.user.id)
            .subject(kind.extension())
            .detail(&detail)
            .write(app)
            .await;
    }
}
