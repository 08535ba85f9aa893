//! Every upload is answered, also when the disk is slow, blocked or away, and when a client is slow,
//! goes away or breaks the server's code.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Frame;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};
use tokio::task::JoinSet;
use tokio::time::Sleep;

use crate::support::{TestApp, assert_answer, run_of};

/// The number after `name` in what /metrics tells.
async fn metric(app: &TestApp, name: &str) -> u64 {
    let metrics = app.read("/metrics").await;
    let line = metrics
        .text()
        .lines()
        .find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("no {name} in {}", metrics.text()))
        .trim()
        .trim_end_matches(".0")
        .parse()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_uploads_at_once_share_few_commits() {
    for app in TestApp::each().await {
        let app = std::sync::Arc::new(app);
        let mut uploads = JoinSet::new();
        for index in 0..100 {
            let app = std::sync::Arc::clone(&app);
            uploads.spawn(async move { app.stored(run_of(&format!("SN-{index}"))).await });
        }
        let mut ids = uploads.join_all().await;
        ids.sort();
        let mut listed = app.runs("limit=1000").await.each("test_run_id");
        listed.sort();
        assert_eq!(listed, ids, "each exactly once");
        assert_eq!(metric(&app, "standcloud_commit_reports_sum").await, 100);
        let commits = metric(&app, "standcloud_commit_reports_count").await;
        assert!(commits <= 50, "{commits} commits");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_report_uploaded_fifty_times_at_once_is_one_run() {
    for app in TestApp::each().await {
        let app = std::sync::Arc::new(app);
        let mut uploads = JoinSet::new();
        for _ in 0..50 {
            let app = std::sync::Arc::clone(&app);
            uploads.spawn(async move { app.stored(run_of("SN-1")).await });
        }
        let mut ids = uploads.join_all().await;
        ids.dedup();
        assert_eq!(app.runs("").await.each("test_run_id"), ids);
    }
}

/// Real time: this is the promise that keeps a stand from losing a report.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_writer_is_answered_503_within_ten_seconds_and_recovers() {
    let app = TestApp::sqlite().await;
    let first = app.stored(run_of("SN-1")).await;
    let file = app.database.options.database_file();
    let mut blocker = SqliteConnectOptions::new()
        .filename(&file)
        .connect()
        .await
        .unwrap();
    blocker.execute("BEGIN IMMEDIATE").await.unwrap();

    let started = Instant::now();
    let (one, two) = tokio::join!(app.upload(run_of("SN-2")), app.upload(run_of("SN-3")));
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
    for answer in [one, two] {
        assert_eq!(answer.code(), 503, "{answer}");
        assert_eq!(answer.header("retry-after"), "5");
        assert!(answer.json()["detail"].is_string(), "{answer}");
    }
    assert_eq!(
        app.runs("").await.each("test_run_id"),
        [first],
        "reading goes on"
    );
    assert_eq!(app.read("/readyz").await.code(), 200);

    blocker.execute("ROLLBACK").await.unwrap();
    app.stored(run_of("SN-2")).await;
    app.stored(run_of("SN-3")).await;
    let serials = app.runs("").await.each("serial_number");
    assert_eq!(serials.len(), 3, "each once: {serials:?}");
}

#[tokio::test]
async fn a_full_queue_is_told_at_once() {
    let app = TestApp::sqlite_with(|config| {
        config.limits.queue_reports = 1;
        config.limits.answer_seconds = 1;
    })
    .await;
    let file = app.database.options.database_file();
    let mut blocker = SqliteConnectOptions::new()
        .filename(&file)
        .connect()
        .await
        .unwrap();
    blocker.execute("BEGIN IMMEDIATE").await.unwrap();
    let app = std::sync::Arc::new(app);
    let mut uploads = JoinSet::new();
    for index in 0..5 {
        let app = std::sync::Arc::clone(&app);
        uploads.spawn(async move { app.upload(run_of(&format!("SN-{index}"))).await.to_string() });
    }
    let answers = uploads.join_all().await;
    assert!(
        answers.iter().all(|answer| answer.starts_with("503")),
        "{answers:?}"
    );
    let full = answers
        .iter()
        .filter(|answer| answer.contains("too many reports wait"))
        .count();
    assert!(full >= 3, "{answers:?}");
}

#[tokio::test]
async fn a_body_that_stops_coming_is_answered_408() {
    let app = TestApp::sqlite_with(|config| config.limits.body_idle_seconds = 1).await;
    let never = dripping(vec![b"{\"name\":".to_vec()], Duration::from_hours(1));
    let answer = app.upload(Body::new(never)).await;
    assert_answer!(answer, @r#"
    408
    {"detail":"the body came too slowly"}
    "#);
}

#[tokio::test]
async fn a_body_that_drips_is_answered_408_in_the_end() {
    let app = TestApp::sqlite_with(|config| {
        config.limits.body_idle_seconds = 1;
        config.limits.body_total_seconds = 1;
    })
    .await;
    let drops = vec![b" ".to_vec(); 100];
    let answer = app
        .upload(Body::new(dripping(drops, Duration::from_millis(100))))
        .await;
    assert_eq!(answer.code(), 408, "{answer}");
}

/// What a broken client (or a defect of ours) does to one request must not end the server.
#[tokio::test]
async fn a_panic_is_answered_500_and_the_next_request_works() {
    let app = TestApp::sqlite().await;
    assert_answer!(app.upload(Body::new(Panicking)).await, @r#"
    500
    {"detail":"internal error; the server's log says more"}
    "#);
    assert_eq!(app.upload(run_of("SN-1")).await.code(), 201);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_told() {
    let app = TestApp::sqlite().await;
    let broken = Dripping {
        fails: true,
        ..dripping(vec![b"{".to_vec()], Duration::ZERO)
    };
    assert_answer!(app.upload(Body::new(broken)).await, @r#"
    400
    {"detail":"the body ended early"}
    "#);
}

/// Room for bodies is taken while they come and given back afterwards.
#[tokio::test]
async fn too_many_bytes_at_once_are_sent_away_for_a_while() {
    let app = TestApp::sqlite_with(|config| config.limits.bodies_in_flight_bytes = 10_000).await;
    let long = run_of("SN-1").set("artifact/text", "x".repeat(20_000));
    for _ in 0..3 {
        assert_answer!(app.upload(long.clone()).await, @r#"
        503
        retry-after: 5
        {"detail":"too many large reports at once; send this one again later"}
        "#);
    }
    assert_eq!(
        app.upload(run_of("SN-1")).await.code(),
        201,
        "the room was given back"
    );
}

/// Parts with a pause after each; in the end it may fail.
struct Dripping {
    parts: VecDeque<Vec<u8>>,
    pause: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    fails: bool,
}

fn dripping(parts: Vec<Vec<u8>>, pause: Duration) -> Dripping {
    Dripping {
        parts: parts.into(),
        pause,
        waiting: None,
        fails: false,
    }
}

type PolledFrame = Poll<Option<Result<Frame<Bytes>, std::io::Error>>>;

impl hyper::body::Body for Dripping {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> PolledFrame {
        if let Some(waiting) = &mut self.waiting {
            std::task::ready!(waiting.as_mut().poll(context));
        }
        self.waiting = Some(Box::pin(tokio::time::sleep(self.pause)));
        match self.parts.pop_front() {
            Some(part) => Poll::Ready(Some(Ok(Frame::data(part.into())))),
            None if self.fails => Poll::Ready(Some(Err(std::io::Error::other("connection reset")))),
            None => Poll::Ready(None),
        }
    }
}

struct Panicking;

impl hyper::body::Body for Panicking {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> PolledFrame {
        panic!("as a defect would")
    }
}
