//! An answer as a table: the same figures as CSV for programs and as a workbook for people.
//!
//! Problem: each question has its own answer, and each must leave as JSON, CSV and XLSX. Choice: a
//! question says once which columns its table has and makes its rows one by one; what a text, a share or
//! an instant looks like in a file is decided in one place, the same as for lists of runs. Consequence:
//! memory does not depend on the number of rows, and no text of a report becomes a formula.

use std::fs::File;
use std::io::{self, Seek};

use anyhow::Context;
use axum::Json;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use jiff::tz::TimeZone;
use rust_xlsxwriter::Workbook;
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;
use utoipa::{IntoParams, ToSchema};

use super::analyst::Analyst;
use super::question::compute;
use crate::app::App;
use crate::web_api::export::cell_formats::{CellFormats, write_head};
use crate::web_api::export::csv_file::{BYTE_ORDER_MARK, write_lines};
use crate::web_api::export::file_name::file_name;
use crate::web_api::export::frames::file_bytes;
use crate::web_api::export::{FileKind, SHEET_ROWS_MAX, describe_file};
use crate::web_api::problem::Problem;
use crate::web_api::run_filter::RunFilter;

pub use crate::web_api::export::cells::{Cell, instant_cell, text_cell};

const CHUNK_ROWS: usize = 1_024;

/// How an answer leaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerFormat {
    #[default]
    Json,
    /// UTF-8 with a byte order mark; shares from 0 to 1, instants in UTC.
    Csv,
    /// An Excel workbook; shares in percent, instants in the organisation's zone.
    Xlsx,
}

/// The parameter of every question that can be exported.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormatOptions {
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// In a CSV; in the words of the JSON.
    pub name: &'static str,
    /// In a workbook.
    pub title: String,
    /// In characters.
    pub width: u8,
}

/// What is written, row by row. Each row has as many cells as there are columns.
pub struct AnswerTable {
    /// A part of the file's name, such as `yield`.
    pub content: &'static str,
    pub columns: Vec<TableColumn>,
    pub rows: TableRows,
}

pub type TableRows = Box<dyn Iterator<Item = Vec<Cell>> + Send>;

impl TableColumn {
    pub fn new(name: &'static str, title: impl Into<String>) -> Self {
        Self {
            name,
            title: title.into(),
            width: 14,
        }
    }

    /// For names and texts.
    pub fn wide(name: &'static str, title: impl Into<String>) -> Self {
        Self {
            width: 28,
            ..Self::new(name, title)
        }
    }
}

impl AnswerTable {
    pub fn new(
        content: &'static str,
        columns: Vec<TableColumn>,
        rows: impl Iterator<Item = Vec<Cell>> + Send + 'static,
    ) -> Self {
        Self {
            content,
            columns,
            rows: Box::new(rows),
        }
    }
}

/// Sends an answer in the wanted format; `table` is made only for a file.
pub async fn answer_as<T: Serialize>(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    format: AnswerFormat,
    answer: T,
    table: impl FnOnce(T) -> AnswerTable,
) -> Result<Response, Problem> {
    let kind = match format {
        AnswerFormat::Json => return Ok(Json(answer).into_response()),
        AnswerFormat::Csv => FileKind::Csv,
        AnswerFormat::Xlsx => FileKind::Xlsx,
    };
    let table = table(answer);
    let organisation = &analyst.organisation;
    let name = file_name(organisation, table.content, wanted, app.clock.now());
    let place = app.exports.take()?;
    let mut response = match kind {
        FileKind::Csv => Response::new(csv_body(table, place)),
        FileKind::Xlsx => workbook_response(table, &organisation.time_zone, place).await?,
    };
    describe_file(response.headers_mut(), &name, kind);
    Ok(response)
}

struct CsvTable {
    table: AnswerTable,
    has_titles: bool,
    _place: OwnedSemaphorePermit,
}

fn csv_body(table: AnswerTable, place: OwnedSemaphorePermit) -> Body {
    let file = CsvTable {
        table,
        has_titles: false,
        _place: place,
    };
    Body::from_stream(stream::unfold(Some(file), |file| async {
        let mut file = file?;
        match file.next_chunk() {
            Ok(chunk) if chunk.is_empty() => None,
            Ok(chunk) => Some((Ok(Bytes::from(chunk)), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    }))
}

impl CsvTable {
    fn next_chunk(&mut self) -> io::Result<Vec<u8>> {
        let mut chunk = Vec::new();
        if !self.has_titles {
            self.has_titles = true;
            chunk.extend_from_slice(BYTE_ORDER_MARK);
            let columns = self.table.columns.iter();
            write_lines(&mut chunk, [columns.map(|column| column.name.to_owned())])?;
        }
        let rows = self.table.rows.by_ref().take(CHUNK_ROWS);
        let lines = rows.map(|row| row.into_iter().map(Cell::into_csv));
        write_lines(&mut chunk, lines)?;
        Ok(chunk)
    }
}

async fn workbook_response(
    table: AnswerTable,
    zone_name: &str,
    place: OwnedSemaphorePermit,
) -> Result<Response, Problem> {
    let zone = TimeZone::get(zone_name).unwrap_or(TimeZone::UTC);
    let written = compute(move || {
        let written = write_workbook(table, zone);
        drop(place);
        written
    });
    let (file, size_bytes) = written
        .await?
        .map_err(|error| Problem::internal(&format!("a workbook was not completed: {error:#}")))?;
    let mut response = Response::new(Body::from_stream(file_bytes(file)));
    let length = HeaderValue::from(size_bytes);
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, length);
    Ok(response)
}

/// The file, to be read from its beginning, and its size.
fn write_workbook(table: AnswerTable, zone: TimeZone) -> anyhow::Result<(File, u64)> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet_with_constant_memory()?;
    worksheet.set_name(table.content)?;
    let titles = table.columns.iter();
    write_head(
        worksheet,
        titles.map(|column| (column.title.clone(), column.width)),
    )?;
    let formats = CellFormats::new(zone);
    let mut written = 0;
    // A sheet holds no more; the CSV has all rows.
    for cells in table.rows.take(SHEET_ROWS_MAX) {
        written += 1;
        for (at, cell) in (0..).zip(cells) {
            formats.write(worksheet, written, at, cell)?;
        }
    }
    let last_column = u16::try_from(table.columns.len().saturating_sub(1))?;
    worksheet.autofilter(0, 0, written, last_column)?;
    let mut file = tempfile::tempfile().context("no temporary file")?;
    workbook.save_to_writer(&mut file)?;
    file.rewind()?;
    let size_bytes = file.metadata()?.len();
    Ok((file, size_bytes))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn a_csv_has_titles_and_harmless_texts() {
        let columns = vec![
            TableColumn::wide("stand", "Stand"),
            TableColumn::new("fpy", "First-pass yield"),
        ];
        let rows = (0..2_000).map(|_| vec![text_cell("=1+1"), Cell::Share(0.25)]);
        let table = AnswerTable::new("yield", columns, rows);
        let places = std::sync::Arc::new(Semaphore::new(1));
        let place = places.try_acquire_owned().unwrap();
        let body = csv_body(table, place).collect().await.unwrap().to_bytes();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let mut lines = text.split("\r\n");
        assert_eq!(lines.next(), Some("\u{feff}stand,fpy"));
        assert_eq!(lines.next(), Some("'=1+1,0.25"));
        assert_eq!(lines.filter(|line| !line.is_empty()).count(), 1_999);
    }

    #[test]
    fn a_workbook_is_written() {
        let columns = vec![TableColumn::new("value", "Value")];
        let rows = [Cell::Number(f64::INFINITY), Cell::Number(1.5), Cell::Empty];
        let table = AnswerTable::new("values", columns, rows.into_iter().map(|cell| vec![cell]));
        let (_, size_bytes) = write_workbook(table, TimeZone::UTC).unwrap();
        assert!(size_bytes > 1_000);
    }
}
