//! The steps of a workbook as a body: lines that say how far it is, and the file behind them. A number of
//! bytes alone would tell nothing before the file is complete.

use std::fs::File;
use std::io;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, stream};
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;

use super::workbook::Step;
use crate::web_api::problem::Problem;

const CHUNK_BYTES: usize = 64 << 10;

/// `rows N` lines, then `file BYTES` and the file; or `failed`.
pub(super) fn body(steps: mpsc::Receiver<Step>) -> Body {
    let lines = stream::unfold(steps, |mut steps| async {
        let step = steps.recv().await?;
        Some((step, steps))
    });
    Body::from_stream(lines.flat_map(|step| match step {
        Step::Rows(rows) => line(format!("rows {rows}\n")).left_stream(),
        Step::Failed => line("failed\n".to_owned()).left_stream(),
        Step::File(file) => {
            let size_bytes = file.metadata().map_or(0, |metadata| metadata.len());
            let head = line(format!("file {size_bytes}\n"));
            head.chain(file_bytes(file)).right_stream()
        }
    }))
}

/// Waits for the file; its size in bytes.
pub(super) async fn finished(mut steps: mpsc::Receiver<Step>) -> Result<(File, u64), Problem> {
    while let Some(step) = steps.recv().await {
        if let Step::File(file) = step {
            let size_bytes = file.metadata().map_or(0, |metadata| metadata.len());
            return Ok((file, size_bytes));
        }
    }
    Err(Problem::internal("a workbook was not completed"))
}

pub fn file_bytes(file: File) -> impl Stream<Item = io::Result<Bytes>> {
    let file = tokio::fs::File::from_std(file);
    stream::try_unfold(file, |mut file| async {
        let mut chunk = BytesMut::with_capacity(CHUNK_BYTES);
        let read = file.read_buf(&mut chunk).await?;
        Ok((read > 0).then(|| (chunk.freeze(), file)))
    })
}

fn line(text: String) -> impl Stream<Item = io::Result<Bytes>> {
    stream::iter([Ok(Bytes::from(text))])
}
