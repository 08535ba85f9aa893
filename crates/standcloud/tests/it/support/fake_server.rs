//! A server that answers what a test has written for it, to see what our command line makes of it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub(crate) const DEVICE: &str = "/auth/api/oidc/device-authorization";
pub(crate) const TOKEN: &str = "/auth/api/oidc/token";
pub(crate) const REVOCATION: &str = "/auth/api/oidc/revocation";
pub(crate) const HEALTH: &str = "/hardpy/api/v1/healthcheck";
pub(crate) const METADATA: &str = "/.well-known/oauth-authorization-server/auth";

/// A request as it came.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) form: HashMap<String, String>,
    pub(crate) authorization: String,
    pub(crate) at: Instant,
}

#[derive(Clone)]
struct Canned {
    status: u16,
    content_type: &'static str,
    body: String,
}

#[derive(Default)]
struct Script {
    answers: HashMap<String, VecDeque<Canned>>,
    seen: Vec<Seen>,
}

/// Ends with the test's process.
pub(crate) struct FakeServer {
    port: u16,
    script: Arc<Mutex<Script>>,
}

impl FakeServer {
    /// With an authorization server where a login begins, and nobody decides yet.
    pub(crate) fn start() -> Self {
        let script = Arc::new(Mutex::new(Script::default()));
        let app = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&script));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_all().build().unwrap().block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, app).await.unwrap();
            });
        });
        let server = Self { port, script };
        server.begins(&json!({}));
        server.says(TOKEN, 400, &json!({"error": "authorization_pending"}));
        server.says(HEALTH, 200, &json!({}));
        server.shows(REVOCATION, 200, "");
        server
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The answer to a login that begins, with some members changed.
    pub(crate) fn begins(&self, changes: &Value) {
        let mut device = json!({
            "device_code": "scdc_secret", "user_code": "BCDF-GHJK",
            "verification_uri": "https://plant.example/device",
            "verification_uri_complete": "https://plant.example/device?user_code=BCDF-GHJK",
            "expires_in": 330, "interval": 1,
        });
        for (name, value) in changes.as_object().unwrap() {
            device[name] = value.clone();
        }
        self.forget(DEVICE);
        self.says(DEVICE, 200, &device);
    }

    /// The next answer at this path; the last one is given again and again.
    pub(crate) fn says(&self, path: &str, status: u16, body: &Value) {
        self.push(path, status, "application/json", body.to_string());
    }

    /// The same with a web page.
    pub(crate) fn shows(&self, path: &str, status: u16, page: &str) {
        self.push(path, status, "text/html", page.to_owned());
    }

    /// Polls end with tokens whose names end in the number.
    pub(crate) fn grants(&self, number: u32, expires_in: u64) {
        self.says(TOKEN, 200, &tokens(number, expires_in));
    }

    /// Forgets the answers of this path.
    pub(crate) fn forget(&self, path: &str) {
        self.script.lock().unwrap().answers.remove(path);
    }

    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        let script = self.script.lock().unwrap();
        let at_path = script.seen.iter().filter(|seen| seen.path == path);
        at_path.cloned().collect()
    }

    fn push(&self, path: &str, status: u16, content_type: &'static str, body: String) {
        let mut script = self.script.lock().unwrap();
        let answers = script.answers.entry(path.to_owned()).or_default();
        answers.push_back(Canned {
            status,
            content_type,
            body,
        });
    }
}

pub(crate) fn tokens(number: u32, expires_in: u64) -> Value {
    json!({
        "access_token": format!("scat_secret{number}"), "token_type": "bearer",
        "expires_in": expires_in, "refresh_token": format!("scrt_secret{number}"),
        "scope": "report:read report:write offline_access",
    })
}

async fn answer(State(script): State<Arc<Mutex<Script>>>, request: Request) -> Response {
    let at = Instant::now();
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let authorization = parts.headers.get(header::AUTHORIZATION);
    let authorization = authorization.map_or("", |value| value.to_str().unwrap());
    let path = parts.uri.path().to_owned();
    let mut script = script.lock().unwrap();
    script.seen.push(Seen {
        path: path.clone(),
        form: form_urlencoded::parse(&body).into_owned().collect(),
        authorization: authorization.to_owned(),
        at,
    });
    let Some(answers) = script.answers.get_mut(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let canned = if answers.len() > 1 {
        answers.pop_front().unwrap()
    } else {
        answers[0].clone()
    };
    let status = StatusCode::from_u16(canned.status).unwrap();
    let content_type = [(header::CONTENT_TYPE, canned.content_type)];
    (status, content_type, canned.body).into_response()
}
