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

/// How much of a refused body is received and thrown away, in multiples of the largest one allowed.
const DISCARDED_BODIES: usize = 4;
const DISCARD_TIME: Duration = Duration::from_secs(30);

/// A received body, and when its last byte came.
///
/// The memory set aside for the body is given back when the last clone of `bytes` is gone: work on
/// it may outlive the request, whose answer does not wait for ever.
#[derive(Debug)]
pub struct ReceivedBody {
    pub bytes: Bytes,
    pub received: Instant,
}

struct HeldBody {
    bytes: Bytes,
    _room: BodyRoom,
}

impl AsRef<[u8]> for HeldBody {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
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
    body: &mut Body,
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
    let (bytes, room) = match encoding {
        Encoding::Identity => (bytes, room),
        Encoding::Gzip => inflate(app, bytes, room).await?,
    };
    Ok(ReceivedBody {
        bytes: Bytes::from_owner(HeldBody { bytes, _room: room }),
        received,
    })
}

/// Receives the rest of a body that was refused before its end, within limits.
///
/// A client over HTTP/1.1 sends all of its body before it looks for an answer. Closing the
/// connection meanwhile resets it, and the answer that says what is wrong is lost. A client that
/// asks before it sends (`Expect`) needs none of this.
pub async fn discard_rest(app: &App, headers: &HeaderMap, body: &mut Body) {
    if headers.contains_key(header::EXPECT) {
        return;
    }
    let limits = &app.config.limits;
    let end = Instant::now() + DISCARD_TIME;
    let mut room = limits.body_bytes.saturating_mul(DISCARDED_BODIES);
    while room > 0 {
        let idle_end = Instant::now() + Duration::from_secs(limits.body_idle_seconds);
        let Ok(Some(Ok(frame))) = timeout_at(idle_end.min(end), body.frame()).await else {
            return;
        };
        room = room.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
    }
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
    body: &mut Body,
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

/// Inflating may take long for a large body, so it does not hold up other requests. Many bombs at
/// once stay below their limits one by one and not together, so room is taken while it grows.
async fn inflate(
    app: &App,
    bytes: Bytes,
    mut room: BodyRoom,
) -> Result<(Bytes, BodyRoom), ApiError> {
    let limit = app.config.limits.body_bytes;
    let task = tokio::task::spawn_blocking(move || {
        let inflated = inflate_within(&bytes, limit, |more| room.grow(more));
        (inflated, room)
    });
    let (inflated, room) = task.await.map_err(|_| ended_early())?;
    match inflated {
        Ok(inflated) => Ok((Bytes::from(inflated), room)),
        Err(InflateError::NoRoom) => Err(out_of_room()),
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
    NoRoom,
    Damaged,
}

/// Collects what a decoder writes, up to a limit and as long as `grow` finds room for it.
struct Bounded<F> {
    bytes: Vec<u8>,
    limit: usize,
    grow: F,
    refusal: Option<InflateError>,
}

impl<F: FnMut(usize) -> bool> Write for Bounded<F> {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + data.len() > self.limit {
            self.refusal = Some(InflateError::TooLarge);
            return Err(std::io::Error::other("too large"));
        }
        if !(self.grow)(data.len()) {
            self.refusal = Some(InflateError::NoRoom);
            return Err(std::io::Error::other("no room"));
        }
        self.bytes.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn inflate_within(
    bytes: &[u8],
    limit: usize,
    grow: impl FnMut(usize) -> bool,
) -> Result<Vec<u8>, InflateError> {
    let mut decoder = GzDecoder::new(Bounded {
        bytes: Vec::new(),
        limit,
        grow,
        refusal: None,
    });
    if decoder.write_all(bytes).is_err() || decoder.try_finish().is_err() {
        let refusal = decoder.get_mut().refusal.take();
        return Err(refusal.unwrap_or(InflateError::Damaged));
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
        let inflated = inflate_within(&bomb, 1 << 20, |_| true);
        assert_eq!(inflated, Err(InflateError::TooLarge));
        let inflated = inflate_within(&gzip(b"{}"), 2, |_| true);
        assert_eq!(inflated, Ok(b"{}".to_vec()));
    }

    #[test]
    fn inflating_stops_when_there_is_no_room_left() {
        let mut room = 100_000;
        let grow = |more: usize| {
            room = i32::max(room - i32::try_from(more).unwrap(), -1);
            room >= 0
        };
        let inflated = inflate_within(&gzip(&vec![0; 1 << 20]), 10 << 20, grow);
        assert_eq!(inflated, Err(InflateError::NoRoom));
    }

    #[test]
    fn a_damaged_or_short_body_is_told() {
        let whole = gzip(b"some text that is long enough");
        assert_eq!(
            inflate_within(&whole[..whole.len() - 6], 100, |_| true),
            Err(InflateError::Damaged)
        );
        assert_eq!(
            inflate_within(b"not gzip at all", 100, |_| true),
            Err(InflateError::Damaged)
        );
    }
}
