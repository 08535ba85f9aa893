//! A stand, and a reader, over HTTP.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use serde_json::Value;
use uuid::Uuid;

/// Beyond what the server promises, so that a broken promise is seen as such.
const PATIENCE: Duration = Duration::from_secs(40);
const PAGE: usize = 1000;

/// What became of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// 201 with this `test_run_id`.
    Created(Uuid),
    /// Another status, with the body.
    Refused(u16, String),
    /// No (whole) answer came.
    Broken(String),
}

/// Keeps its connections alive. `fork` has connections of its own.
#[derive(Debug, Clone)]
pub(super) struct Client {
    address: String,
    key: String,
    http: reqwest::Client,
}

impl Client {
    pub(super) fn new(address: &str, key: &str) -> Self {
        // Without a choice the client cannot be built; a second choice changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().http1_only().timeout(PATIENCE);
        Self {
            address: address.to_owned(),
            key: key.to_owned(),
            http: http.build().unwrap(),
        }
    }

    pub(super) fn fork(&self) -> Self {
        Self::new(&self.address, &self.key)
    }

    /// The same stand after the server came back at another address.
    pub(super) fn moved_to(&self, address: &str) -> Self {
        Self::new(address, &self.key)
    }

    pub(super) async fn upload(&self, body: Vec<u8>) -> Answer {
        let request = self.post().body(body);
        self.answer_to(request).await
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The head of an upload.
    pub(super) fn post(&self) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}/hardpy/api/v1/test_report", self.address))
            .bearer_auth(&self.key)
            .header(CONTENT_TYPE, "application/json")
    }

    pub(super) async fn answer_to(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Answer::Broken(format!("{error:?}")),
        };
        let status = response.status().as_u16();
        let body = match response.text().await {
            Ok(body) => body,
            Err(error) => return Answer::Broken(format!("{error:?}")),
        };
        if status != 201 {
            return Answer::Refused(status, body);
        }
        let answer: Value = serde_json::from_str(&body).unwrap();
        Answer::Created(id_in(&answer))
    }

    /// Every run that is shown, in pages, newest first.
    pub(super) async fn list_runs(&self) -> Vec<Value> {
        let mut runs = Vec::new();
        loop {
            let query = format!("limit={PAGE}&offset={}", runs.len());
            let page = self.list_runs_where(&query).await;
            let is_last = page.len() < PAGE;
            runs.extend(page);
            if is_last {
                return runs;
            }
        }
    }

    pub(super) async fn list_runs_where(&self, query: &str) -> Vec<Value> {
        let path = format!("/integration/api/v1/test_run?{query}");
        let body = self.get(&path).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The raw report; `Err` with the status of a refusal.
    pub(super) async fn report_of(&self, run: Uuid) -> Result<Vec<u8>, u16> {
        let path = format!("/integration/api/v1/test_run/{run}/report");
        self.get(&path).await
    }

    pub(super) async fn lookup_run(&self, run: Uuid) -> Result<Vec<u8>, u16> {
        self.get(&format!("/hardpy/api/v1/test_run/{run}")).await
    }

    /// `None` when the server cannot be reached.
    pub(super) async fn status_of(&self, path: &str) -> Option<u16> {
        let request = self.http.get(format!("{}{path}", self.address));
        let response = request.send().await.ok()?;
        Some(response.status().as_u16())
    }

    async fn get(&self, path: &str) -> Result<Vec<u8>, u16> {
        let request = self.http.get(format!("{}{path}", self.address));
        let response = request.bearer_auth(&self.key).send().await.unwrap();
        match response.status().as_u16() {
            200 => Ok(response.bytes().await.unwrap().to_vec()),
            status => Err(status),
        }
    }
}

pub(super) fn id_in(run: &Value) -> Uuid {
    run["test_run_id"].as_str().unwrap().parse().unwrap()
}
