//! A body that is a file: all of its bytes, up to a limit, within a time, and only while there is
//! memory for it.

use std::time::Duration;

use axum::extract::{FromRequest, Request};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;

use super::problem::Problem;
use crate::app::{App, BodyRoom};

const TIME_MAX: Duration = Duration::from_mins(2);

/// The bytes of a file of at most `MAX` bytes.
#[derive(Debug)]
pub struct RawBody<const MAX: usize> {
    pub bytes: Vec<u8>,
    _room: BodyRoom,
}

impl<const MAX: usize> FromRequest<App> for RawBody<MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let room = app.reserve_body(MAX);
        let room = room.ok_or_else(|| {
            Problem::unavailable("The server is receiving too much at once. Try again in a moment.")
        })?;
        let receiving = Limited::new(request.into_body(), MAX).collect();
        let received = timeout(TIME_MAX, receiving)
            .await
            .map_err(|_| Problem::unavailable("The file came too slowly. Try again."))?;
        match received {
            Ok(body) => Ok(Self {
                bytes: body.to_bytes().to_vec(),
                _room: room,
            }),
            Err(error) if error.is::<LengthLimitError>() => Err(Problem::too_large(format!(
                "The file is too large: at most {} MB are taken.",
                MAX >> 20
            ))),
            Err(_) => Err(Problem::unavailable(
                "The file did not come completely. Try again.",
            )),
        }
    }
}
