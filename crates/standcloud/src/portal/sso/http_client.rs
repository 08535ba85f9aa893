//! Asking a provider: with limits, and without following it elsewhere.

use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse, http};
use reqwest::{Client, redirect};
use thiserror::Error;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_BYTES_MAX: usize = 1 << 20;

#[derive(Debug, Error)]
pub(super) enum FetchError {
    #[error("{0}")]
    Request(#[from] reqwest::Error),
    #[error("{0}")]
    Answer(#[from] http::Error),
    #[error("the answer is longer than {ANSWER_BYTES_MAX} bytes")]
    TooLong,
}

pub(super) fn new_client() -> Result<Client, reqwest::Error> {
    Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT)
        // A redirect would lead the client secret, or the server itself, to a place that nobody named.
        .redirect(redirect::Policy::none())
        .user_agent(concat!("standcloud/", env!("CARGO_PKG_VERSION")))
        .build()
}

pub(super) async fn fetch(
    client: Client,
    request: HttpRequest,
) -> Result<HttpResponse, FetchError> {
    let request = reqwest::Request::try_from(request)?;
    let sent = client.execute(request).await;
    let mut response = sent.map_err(reqwest::Error::without_url)?;
    let mut answer = http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        answer = answer.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(FetchError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(answer.body(body)?)
}
