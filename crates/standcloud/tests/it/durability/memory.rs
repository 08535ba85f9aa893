//! Large, inflating, endless and slow bodies, many at once: memory stays bounded, the server
//! answers, and a small report finds its way as soon as they are gone.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::header::CONTENT_ENCODING;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::client::{Answer, Client};
use super::reports::report;
use super::server::Server;
use super::site::{Site, start_with_key};

const MIB: usize = 1 << 20;
/// Bodies in progress may take 256 MiB; a parsed report, its compressed form and what the
/// allocator keeps come on top.
const MEMORY_MAX: usize = 1536 * MIB;
const HEALTH_LIMIT: Duration = Duration::from_secs(2);
const LARGE_BODIES: usize = 8;
const BOMBS: usize = 60;
/// More than the server takes of a body that it has refused, so that its answer is read.
const ENDLESS_MIB: usize = 450;
const SLOW_BODIES: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_at_once_are_stored_or_told_to_wait() {
    let stress = Stress::begin().await;
    let client = &stress.client;
    let mut uploads = JoinSet::new();
    for number in 0..LARGE_BODIES {
        let body = large_body(number);
        let (client, request) = (client.clone(), client.post().body(body));
        uploads.spawn(async move { client.answer_to(request).await });
    }
    for answer in uploads.join_all().await {
        let status = status_of(&answer);
        // A stored one, one with too many values, and one that has to wait.
        assert!([201, 422, 503].contains(&status), "{answer:?}");
    }
    stress.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_inflate_are_stopped_at_the_limit() {
    let stress = Stress::begin().await;
    let client = &stress.client;
    let bomb = gzip(&vec![b' '; MIB], 1024);
    let largest = gzip(&vec![b' '; MIB], 63);
    let mut uploads = JoinSet::new();
    for number in 0..BOMBS {
        let body = if number % 2 == 0 { &bomb } else { &largest };
        let request = client.post().header(CONTENT_ENCODING, "gzip");
        let (client, request) = (client.clone(), request.body(body.clone()));
        uploads.spawn(async move { client.answer_to(request).await });
    }
    for answer in uploads.join_all().await {
        let status = status_of(&answer);
        assert!([413, 422, 503].contains(&status), "{answer:?}");
    }
    stress.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_body_is_cut_off() {
    let stress = Stress::begin().await;
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; MIB], b"\r\n"].concat();
    let mut stream = stress.connect("Transfer-Encoding: chunked").await;
    let mut sent = 0;
    while sent < ENDLESS_MIB && stream.write_all(&chunk).await.is_ok() {
        sent += 1;
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    // The answer may be lost when the connection is closed on a client that goes on sending.
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413"),
        "{answer}"
    );
    assert!(sent < ENDLESS_MIB, "all of it was taken");
    stress.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_bodies_hold_up_nobody() {
    let stress = Stress::begin().await;
    let mut streams = Vec::new();
    for _ in 0..SLOW_BODIES {
        streams.push(stress.connect("Content-Length: 67108864").await);
    }
    for round in 0..30 {
        for stream in &mut streams {
            // Those that are refused are closed by the server.
            let _ = stream.write_all(b" ").await;
        }
        if round % 10 == 0 {
            let answer = stress.client.upload(report(round, "1")).await;
            assert!(matches!(answer, Answer::Created(_)), "{answer:?}");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(streams);
    stress.end().await;
}

/// A server, and somebody who keeps asking how it is.
struct Stress {
    _site: Site,
    server: Server,
    client: Client,
    key: String,
    health: tokio::task::JoinHandle<()>,
    slowest_ms: Arc<AtomicU64>,
}

impl Stress {
    async fn begin() -> Self {
        let site = Site::sqlite();
        let (server, client) = start_with_key(&site).await;
        let slowest_ms = Arc::default();
        let health = tokio::spawn(watch_health(client.fork(), Arc::clone(&slowest_ms)));
        Self {
            _site: site,
            server,
            key: client.key().to_owned(),
            client,
            health,
            slowest_ms,
        }
    }

    /// The head of an upload on a connection of its own.
    async fn connect(&self, header: &str) -> TcpStream {
        let address = self.server.address().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /hardpy/api/v1/test_report HTTP/1.1\r\nHost: localhost\r\n\
             Authorization: Bearer {}\r\nContent-Type: application/json\r\n{header}\r\n\r\n",
            self.key
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    async fn end(self) {
        let answer = self.client.upload(report(1, "1")).await;
        assert!(matches!(answer, Answer::Created(_)), "{answer:?}");
        assert!(!self.health.is_finished(), "the server stopped answering");
        self.health.abort();
        let slowest = Duration::from_millis(self.slowest_ms.load(Ordering::Relaxed));
        let memory = most_memory(self.server.pid());
        eprintln!("at most {} MiB, health within {slowest:?}", memory / MIB);
        assert!(memory < MEMORY_MAX, "{} MiB", memory / MIB);
        assert!(slowest < HEALTH_LIMIT, "health took {slowest:?}");
    }
}

async fn watch_health(client: Client, slowest_ms: Arc<AtomicU64>) {
    loop {
        let asked = Instant::now();
        assert_eq!(client.status_of("/healthz").await, Some(200));
        let took = u64::try_from(asked.elapsed().as_millis()).unwrap();
        slowest_ms.fetch_max(took, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The largest resident set that the process ever had.
fn most_memory(pid: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.unwrap().trim().trim_end_matches(" kB");
    kib.parse::<usize>().unwrap() * 1024
}

/// Just below the limit: one long text that hardly compresses, or millions of small values.
fn large_body(number: usize) -> Bytes {
    let head = format!(r#"{{"name":"Plan {number}","status":"passed","artifact":{{"a":["#);
    let mut body = head.into_bytes();
    let mut state = number as u64 + 1;
    if number.is_multiple_of(2) {
        body.push(b'"');
    }
    while body.len() < 63 * MIB {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let digits = format!("{:016x}", state ^ (state >> 29));
        match number % 2 {
            0 => body.extend_from_slice(digits.as_bytes()),
            _ => body.extend_from_slice(b"0,[],{},"),
        }
    }
    let tail = if number.is_multiple_of(2) {
        "\"]}}"
    } else {
        "0]}}"
    };
    body.extend_from_slice(tail.as_bytes());
    Bytes::from(body)
}

fn gzip(block: &[u8], times: usize) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..times {
        encoder.write_all(block).unwrap();
    }
    Bytes::from(encoder.finish().unwrap())
}

fn status_of(answer: &Answer) -> u16 {
    match answer {
        Answer::Created(_) => 201,
        Answer::Refused(status, _) => *status,
        Answer::Broken(error) => panic!("no answer: {error}"),
    }
}
