//! The workbook: its rows go into a temporary file, because the format wants its parts in another order
//! than that in which they are known.

use std::fs::File;

use anyhow::Context;
use rust_xlsxwriter::{Workbook, Worksheet};
use standcloud_store::RunSummary;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::cell_formats::{CellFormats, write_head};
use super::columns::{Column, Sheet};
use super::rows::ExportRows;

/// So many pages may wait for the other side.
const QUEUE: usize = 2;

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
    let formats = CellFormats::new(sheet.zone.clone());
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

fn write_titles(worksheet: &mut Worksheet, sheet: &Sheet) -> anyhow::Result<()> {
    let columns = sheet.columns.iter();
    let titles = columns.map(|column| (title(*column, sheet), column.width()));
    write_head(worksheet, titles)
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
    formats: &CellFormats,
    row: u32,
    run: &RunSummary,
) -> anyhow::Result<()> {
    for (at, column) in (0..).zip(&sheet.columns) {
        formats.write(worksheet, row, at, column.cell(run))?;
    }
    Ok(())
}
