//! The workbook: its rows go into a temporary file, because the format wants its parts in another order
//! than that in which they are known.

use std::fs::File;

use anyhow::Context;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};
use standcloud_store::RunSummary;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::cells::Cell;
use super::columns::{Column, Sheet};
use super::rows::ExportRows;

/// So many pages may wait for the other side.
const QUEUE: usize = 2;
const SECONDS_FORMAT: &str = "0.000";
const INSTANT_FORMAT: &str = "yyyy-mm-dd hh:mm:ss";
/// Excel knows no day before 1900 and none after 9999.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=9999;

/// How far it is.
#[derive(Debug)]
pub(super) enum Step {
    /// So many rows are written.
    Rows(usize),
    /// Complete; read from the beginning.
    File(File),
    /// It cannot be completed; the log says why.
    Failed,
}

/// Starts the work, which ends early when nobody takes its steps any more.
pub(super) fn start(
    rows: ExportRows,
    sheet: Sheet,
    place: OwnedSemaphorePermit,
) -> mpsc::Receiver<Step> {
    let (steps, receiver) = mpsc::channel(QUEUE);
    let (pages, written) = mpsc::channel(QUEUE);
    tokio::spawn(read(rows, pages));
    tokio::task::spawn_blocking(move || {
        let last = match write(&sheet, written, &steps) {
            Ok(file) => Step::File(file),
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "a workbook was not completed");
                Step::Failed
            }
        };
        let _ = steps.blocking_send(last);
        drop(place);
    });
    receiver
}

/// A page of `None` says that all were read; without it the file would be cut without a word.
async fn read(mut rows: ExportRows, pages: mpsc::Sender<Option<Vec<RunSummary>>>) {
    loop {
        let Ok(page) = rows.next_page().await else {
            return;
        };
        let is_last = page.is_empty();
        let page = (!is_last).then_some(page);
        if pages.send(page).await.is_err() || is_last {
            return;
        }
    }
}

fn write(
    sheet: &Sheet,
    mut pages: mpsc::Receiver<Option<Vec<RunSummary>>>,
    steps: &mpsc::Sender<Step>,
) -> anyhow::Result<File> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet_with_constant_memory()?;
    worksheet.set_name("Test runs")?;
    let formats = Formats::new();
    write_titles(worksheet, sheet)?;
    let mut written = 0;
    while let Some(page) = pages
        .blocking_recv()
        .context("the runs could not be read")?
    {
        for run in &page {
            written += 1;
            write_row(worksheet, sheet, &formats, written, run)?;
        }
        let done = usize::try_from(written).unwrap_or(usize::MAX);
        let sent = steps.blocking_send(Step::Rows(done));
        sent.context("nobody waits for it any more")?;
    }
    let last_column = u16::try_from(sheet.columns.len().saturating_sub(1))?;
    worksheet.autofilter(0, 0, written, last_column)?;
    let mut file = tempfile::tempfile().context("no temporary file")?;
    workbook.save_to_writer(&mut file)?;
    std::io::Seek::rewind(&mut file)?;
    Ok(file)
}

/// Made once: each is a style of the workbook.
struct Formats {
    seconds: Format,
    instant: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            seconds: Format::new().set_num_format(SECONDS_FORMAT),
            instant: Format::new().set_num_format(INSTANT_FORMAT),
        }
    }
}

fn write_titles(worksheet: &mut Worksheet, sheet: &Sheet) -> anyhow::Result<()> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Left);
    worksheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&sheet.columns) {
        worksheet.set_column_width(at, column.width())?;
        worksheet.write_string_with_format(0, at, title(*column, sheet), &bold)?;
    }
    Ok(())
}

fn title(column: Column, sheet: &Sheet) -> String {
    if column.is_instant() {
        format!("{} ({})", column.title(), sheet.zone_name)
    } else {
        column.title().to_owned()
    }
}

fn write_row(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    formats: &Formats,
    row: u32,
    run: &RunSummary,
) -> anyhow::Result<()> {
    for (at, column) in (0..).zip(&sheet.columns) {
        match column.cell(run) {
            Cell::Empty => {}
            Cell::Text(text) => {
                worksheet.write_string(row, at, text)?;
            }
            Cell::Whole(number) => {
                worksheet.write_number(row, at, as_number(number))?;
            }
            Cell::Seconds(milliseconds) => {
                let seconds = as_number(milliseconds) / 1000.0;
                worksheet.write_number_with_format(row, at, seconds, &formats.seconds)?;
            }
            Cell::Instant(instant) => match excel_time(instant, &sheet.zone) {
                Some(time) => {
                    worksheet.write_datetime_with_format(row, at, time, &formats.instant)?;
                }
                None => {
                    worksheet.write_string(row, at, instant.to_string())?;
                }
            },
        }
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a cell of Excel is a double, whatever is put into it"
)]
fn as_number(number: i64) -> f64 {
    number as f64
}

/// The wall clock of that zone; Excel knows no zones.
fn excel_time(instant: Timestamp, zone: &TimeZone) -> Option<ExcelDateTime> {
    let local = zone.to_datetime(instant);
    let year = YEARS.contains(&local.year()).then_some(local.year())?;
    let part = |value: i8| u8::try_from(value).ok();
    let date = ExcelDateTime::from_ymd(
        u16::try_from(year).ok()?,
        part(local.month())?,
        part(local.day())?,
    );
    let hour = u16::try_from(local.hour()).ok()?;
    let time = date
        .ok()?
        .and_hms(hour, part(local.minute())?, part(local.second())?);
    time.ok()
}
