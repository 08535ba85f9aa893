//! Receiving a request body within its limits.
//!
//! A body may be large, slow, compressed to a thousandth of its size, or end early. Each frame has
//! to come within the idle limit, all of them within the total one; memory for it is reserved as it
//! grows, and inflating stops at the limit of the inflated size.

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use flate2::write::GzDecoder;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use crate::app::{App, BodyRoom};
use crate::error::ApiError;

/// A received body, the memory set aside for it, and when its last byte came.
#[derive(Debug)]
pub struct ReceivedBody {
    pub bytes: Bytes,
    pub received: Instant,
    _room: BodyRoom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Identity,
    Gzip,
}

/// Reads a JSON body. 415 for another kind, 413 when too large, 408 when too slow, 503 when memory
/// for bodies has run out.
pub async fn receive_json(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> Result<ReceivedBody, ApiError> {
    require_json(headers)?;
    let encoding = content_encoding(headers)?;
    let announced = content_length(headers);
    if announced.is_some_and(|length| length > app.config.limits.body_bytes) {
        return Err(too_large(app));
    }
    let mut room = app
        .reserve_body(announced.unwrap_or(0))
        .ok_or_else(out_of_room)?;
    let bytes = receive(app, body, announced, &mut room).await?;
    let received = Instant::now();
    let bytes = match encoding {
        Encoding::Identity => bytes,
        Encoding::Gzip => inflate(app, bytes, &mut room).await?,
    };
    Ok(ReceivedBody {
        bytes,
        received,
        _room: room,
    })
}

fn require_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return Ok(());
    };
    let text = value.to_str().unwrap_or_default();
    let kind = text
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if kind == "application/json" || kind.ends_with("+json") {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "send the report as JSON with 'Content-Type: application/json'",
    ))
}

fn content_encoding(headers: &HeaderMap) -> Result<Encoding, ApiError> {
    let Some(value) = headers.get(header::CONTENT_ENCODING) else {
        return Ok(Encoding::Identity);
    };
    match value
        .to_str()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
        .as_str()
    {
        "" | "identity" => Ok(Encoding::Identity),
        "gzip" | "x-gzip" => Ok(Encoding::Gzip),
        _ => Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the only content encoding understood is gzip",
        )),
    }
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

async fn receive(
    app: &App,
    mut body: Body,
    announced: Option<usize>,
    room: &mut BodyRoom,
) -> Result<Bytes, ApiError> {
    let limits = &app.config.limits;
    let end = Instant::now() + Duration::from_secs(limits.body_total_seconds);
    let mut buffer = BytesMut::with_capacity(announced.unwrap_or(16 << 10));
    loop {
        let idle_end = Instant::now() + Duration::from_secs(limits.body_idle_seconds);
        let frame = match timeout_at(idle_end.min(end), body.frame()).await {
            Err(_) => return Err(too_slow()),
            Ok(None) => return Ok(buffer.freeze()),
            Ok(Some(Err(_))) => return Err(ended_early()),
            Ok(Some(Ok(frame))) => frame,
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if buffer.len() + data.len() > limits.body_bytes {
            return Err(too_large(app));
        }
        if buffer.len() + data.len() > announced.unwrap_or(0) && !room.grow(data.len()) {
            return Err(out_of_room());
        }
        buffer.extend_from_slice(&data);
    }
}

/// Inflating may take long for a large body, so it does not hold up other requests.
async fn inflate(app: &App, bytes: Bytes, room: &mut BodyRoom) -> Result<Bytes, ApiError> {
    let limit = app.config.limits.body_bytes;
    // What the inflated form may take is only known afterwards; the bomb is stopped by its limit.
    let task = tokio::task::spawn_blocking(move || inflate_within(&bytes, limit));
    let inflated = task.await.map_err(|_| ended_early())?;
    match inflated {
        Ok(inflated) if room.grow(inflated.len()) => Ok(Bytes::from(inflated)),
        Ok(_) => Err(out_of_room()),
        Err(InflateError::TooLarge) => Err(too_large(app)),
        Err(InflateError::Damaged) => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "the gzip body is damaged",
        )),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum InflateError {
    TooLarge,
    Damaged,
}

/// Collects what a decoder writes, up to a limit.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    is_exceeded: bool,
}

impl Write for Bounded {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + data.len() > self.limit {
            self.is_exceeded = true;
            return Err(std::io::Error::other("too large"));
        }
        self.bytes.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn inflate_within(bytes: &[u8], limit: usize) -> Result<Vec<u8>, InflateError> {
    let mut decoder = GzDecoder::new(Bounded {
        bytes: Vec::new(),
        limit,
        is_exceeded: false,
    });
    if decoder.write_all(bytes).is_err() || decoder.try_finish().is_err() {
        let is_exceeded = decoder.get_ref().is_exceeded;
        return Err(if is_exceeded {
            InflateError::TooLarge
        } else {
            InflateError::Damaged
        });
    }
    decoder
        .finish()
        .map(|bounded| bounded.bytes)
        .map_err(|_| InflateError::Damaged)
}

fn too_large(app: &App) -> ApiError {
    let limit = app.config.limits.body_bytes;
    ApiError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!("the body is larger than {limit} bytes (limits.body_bytes of the server)"),
    )
}

fn too_slow() -> ApiError {
    ApiError::new(StatusCode::REQUEST_TIMEOUT, "the body came too slowly")
}

fn ended_early() -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "the body ended early")
}

fn out_of_room() -> ApiError {
    ApiError::unavailable("too many large reports at once; send this one again later")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn inflating_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 10 << 20]);
        assert_eq!(inflate_within(&bomb, 1 << 20), Err(InflateError::TooLarge));
        assert_eq!(inflate_within(&gzip(b"{}"), 2), Ok(b"{}".to_vec()));
    }

    #[test]
    fn a_damaged_or_short_body_is_told() {
        let whole = gzip(b"some text that is long enough");
        assert_eq!(
            inflate_within(&whole[..whole.len() - 6], 100),
            Err(InflateError::Damaged)
        );
        assert_eq!(
            inflate_within(b"not gzip at all", 100),
            Err(InflateError::Damaged)
        );
    }
}
