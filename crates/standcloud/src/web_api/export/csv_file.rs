//! The CSV: written while it is read.

use std::io;

use axum::body::Body;
use bytes::Bytes;
use csv::{Terminator, WriterBuilder};
use futures_util::stream;
use standcloud_store::RunSummary;
use tokio::sync::OwnedSemaphorePermit;

use super::columns::Sheet;
use super::rows::ExportRows;

/// Without it Excel takes the text for one in the code page of the machine.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

struct CsvFile {
    rows: ExportRows,
    sheet: Sheet,
    has_titles: bool,
    _place: OwnedSemaphorePermit,
}

/// Breaks off when the database goes away, which the browser notices: the last chunk is missing.
pub(super) fn body(rows: ExportRows, sheet: Sheet, place: OwnedSemaphorePermit) -> Body {
    let file = CsvFile {
        rows,
        sheet,
        has_titles: false,
        _place: place,
    };
    Body::from_stream(stream::try_unfold(file, |mut file| async {
        let chunk = file.next_chunk().await?;
        Ok::<_, io::Error>(chunk.map(|chunk| (chunk, file)))
    }))
}

impl CsvFile {
    async fn next_chunk(&mut self) -> io::Result<Option<Bytes>> {
        let page = self.rows.next_page().await;
        let page = page.map_err(|_| io::Error::other("the database went away"))?;
        if page.is_empty() && self.has_titles {
            return Ok(None);
        }
        let mut chunk = Vec::new();
        if !self.has_titles {
            self.has_titles = true;
            chunk.extend_from_slice(BYTE_ORDER_MARK);
            write_lines(
                &mut chunk,
                [self
                    .sheet
                    .columns
                    .iter()
                    .map(|column| column.name().to_owned())],
            )?;
        }
        write_lines(&mut chunk, page.iter().map(|run| self.line(run)))?;
        Ok(Some(Bytes::from(chunk)))
    }

    fn line<'a>(&'a self, run: &'a RunSummary) -> impl Iterator<Item = String> + 'a {
        let columns = self.sheet.columns.iter();
        columns.map(|column| column.cell(run).into_csv())
    }
}

/// Each line ends with CR LF.
pub fn write_lines<L>(chunk: &mut Vec<u8>, lines: impl IntoIterator<Item = L>) -> io::Result<()>
where
    L: Iterator<Item = String>,
{
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(chunk);
    for line in lines {
        writer.write_record(line)?;
    }
    writer.flush()
}
