//! All values of one measurement as a file.

use std::fs::File;
use std::io::Seek;

use anyhow::Context;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::read::SeriesRead;
use super::value_range::ValueRange;
use super::value_rows::{RowNames, ValueRows, parquet_columns, referred, table_columns};
use crate::analysis::analyst::Analyst;
use crate::analysis::parquet_file::write_parquet;
use crate::analysis::question::compute;
use crate::analysis::table::{AnswerFormat, AnswerTable, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::export::file_name::file_name;
use crate::web_api::export::frames::file_bytes;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

const CONTENT: &str = "values";
const MEDIA_TYPE: &str = "application/vnd.apache.parquet";
/// So that one export cannot fill the disk of the server.
const PARQUET_ROWS_MAX: usize = 20_000_000;

/// What kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValuesFormat {
    /// UTF-8 with a byte order mark, instants in UTC.
    #[default]
    Csv,
    /// An Excel workbook, instants in the organisation's zone; at most the rows of a sheet.
    Xlsx,
    /// For Polars, `DuckDB`, pandas and Spark: with types, instants in UTC.
    Parquet,
}

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ValuesOptions {
    /// Id of the measurement.
    pub series: u32,
    /// CSV when it is left out.
    #[serde(default)]
    pub format: ValuesFormat,
}

/// All values of a measurement
///
/// For everybody in the organisation. A file with a row for each finite value, in the order of time, with
/// its limits and its run; with `min` and `max` those of one bin of the histogram, with
/// `result=failed` the bad ones.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/series/values", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, ValuesOptions, ValueRange),
    responses(
        (status = 200, content_type = "application/octet-stream", description = "The file"),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or a text measurement"),
        (status = 503, body = ProblemBody, description = "Several exports are being made"),
    ),
)]
pub async fn export_values(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<ValuesOptions>,
    QueryOf(range): QueryOf<ValueRange>,
) -> Result<Response, Problem> {
    let range = range.check()?;
    let read = SeriesRead::of(&app, &analyst, &wanted, options.series).await?;
    let facts = read.facts.clone();
    let (values, limits, ids, facts) = compute(move || {
        let selection = read.select(None);
        let values = range.of(selection.values.kept);
        let ids = referred(&facts, &values);
        (values, selection.limits, ids, facts)
    })
    .await?;
    let rows = ValueRows {
        values,
        limits,
        names: RowNames::find(&app, &analyst, ids).await?,
        facts,
    };
    let format = match options.format {
        ValuesFormat::Parquet => return parquet_answer(&app, &analyst, &wanted, rows).await,
        ValuesFormat::Csv => AnswerFormat::Csv,
        ValuesFormat::Xlsx => AnswerFormat::Xlsx,
    };
    let table = |()| AnswerTable::new(CONTENT, table_columns(), rows.into_cells());
    answer_as(&app, &analyst, &wanted, format, (), table).await
}

/// The file is written to the disk first, because its end tells where its parts are.
async fn parquet_answer(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    rows: ValueRows,
) -> Result<Response, Problem> {
    let place = app.exports.take()?;
    let written = compute(move || {
        let written = write_file(rows);
        drop(place);
        written
    });
    let failed = |error| Problem::internal(&format!("a Parquet file was not completed: {error:#}"));
    let (file, size_bytes) = written.await?.map_err(failed)?;
    let name = file_name(&analyst.organisation, CONTENT, wanted, app.clock.now());
    let mut response = Body::from_stream(file_bytes(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size_bytes));
    let disposition = format!("attachment; filename=\"{name}.parquet\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The file, to be read from its beginning, and its size.
fn write_file(rows: ValueRows) -> anyhow::Result<(File, u64)> {
    let mut file = tempfile::tempfile().context("no temporary file")?;
    let rows = rows.into_cells().take(PARQUET_ROWS_MAX);
    write_parquet(&parquet_columns(), rows, &mut file)?;
    file.rewind()?;
    let size_bytes = file.metadata()?.len();
    Ok((file, size_bytes))
}
