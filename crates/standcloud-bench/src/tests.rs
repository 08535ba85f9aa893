//! The generator against a server that answers as it is told.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{LocalSet, spawn_local};
use tokio_rustls::TlsAcceptor;

use crate::address::Address;
use crate::load::{Options, measure};
use crate::polls;
use crate::sign_in::Account;
use crate::summary::Summary;

/// What the server answers to its n-th request on all connections, counted from 1.
type Script = fn(u64) -> &'static [&'static str];

const CREATED: &[&str] = &["HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}"];

fn acceptor() -> TlsAcceptor {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn answer_requests(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    served: Rc<Cell<u64>>,
    script: Script,
) {
    let Ok(mut stream) = acceptor.accept(stream).await else {
        return;
    };
    let mut received = Vec::new();
    loop {
        let end = received.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8(received[..end].to_vec()).unwrap();
            let (_, length) = head.split_once("Content-Length: ").unwrap();
            let request_bytes = end + 4 + length.parse::<usize>().unwrap();
            if received.len() >= request_bytes {
                received.drain(..request_bytes);
                served.set(served.get() + 1);
                for part in script(served.get()) {
                    stream.write_all(part.as_bytes()).await.unwrap();
                    stream.flush().await.unwrap();
                }
                if script(served.get()).is_empty() {
                    return;
                }
                continue;
            }
        }
        if stream.read_buf(&mut received).await.unwrap_or(0) == 0 {
            return;
        }
    }
}

/// Runs the load for a second; what it says, and how many requests the server saw.
fn load_against(script: Script) -> (anyhow::Result<Summary>, u64) {
    measure_against(script, async |url| {
        let options = Options {
            url,
            key: "sck_1".into(),
            path: "/hardpy/api/v1/test_report".into(),
            connections: 3,
            seconds: 1,
            warmup: 0,
            first_number: 7,
        };
        measure(&options).await
    })
}

/// What the measurement says of a server that answers so, and how many requests the server saw.
fn measure_against<T>(script: Script, measure: impl AsyncFnOnce(Address) -> T) -> (T, u64) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    LocalSet::new().block_on(&runtime, async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = Rc::new(Cell::new(0));
        let counter = Rc::clone(&served);
        let acceptor = acceptor();
        spawn_local(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let served = Rc::clone(&counter);
                spawn_local(answer_requests(acceptor.clone(), stream, served, script));
            }
        });
        let url = format!("https://127.0.0.1:{port}").parse().unwrap();
        (measure(url).await, served.get())
    })
}

#[test]
fn every_answer_is_counted_once_and_only_201_is_accepted() {
    let (summary, served) = load_against(|number| match number % 4 {
        0 => &["HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy"],
        1 => &[
            "HTTP/1.1 201 Created\r\nconten",
            "t-length: 2\r\n\r",
            "\n{",
            "}",
        ],
        2 => &["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"],
        _ => CREATED,
    });
    let summary = summary.unwrap();
    assert!(served > 20, "{served}");
    assert_eq!(summary.sent, served);
    assert_eq!(
        summary.accepted_in_all,
        served - served / 4 - (served + 2) / 4
    );
    let first = summary.to_json()["first_refusal"].to_string();
    assert!(
        first.contains("503 busy") || first.contains("200 "),
        "{first}"
    );
}

#[test]
fn closed_connections_are_opened_again() {
    let (summary, served) = load_against(|number| match number % 3 {
        0 => &["HTTP/1.1 201 Created\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"],
        1 if number < 20 => &[],
        _ => CREATED,
    });
    let summary = summary.unwrap();
    assert!(served > 20, "{served}");
    assert_eq!(summary.broken_connections, 7);
    assert_eq!(summary.accepted_in_all, served - 7);
}

#[test]
fn an_answer_that_is_not_understood_ends_the_measurement() {
    let (summary, _) = load_against(|_| &["HTTP/1.1 201 Created\r\n\r\n"]);
    let message = format!("{:#}", summary.unwrap_err());
    assert!(message.contains("no content-length"), "{message}");
}

const LOGIN: &[&str] = &[
    "HTTP/1.1 200 OK\r\ncontent-length: 83\r\n\r\n",
    "{\"device_code\":\"scdc_1\",\"verification_uri_complete\":\"https://a:1/auth?user_code=B\"}",
];
const PENDING: &[&str] = &[
    "HTTP/1.1 400 Bad Request\r\ncontent-length: 33\r\n\r\n{\"error\":\"authorization_pending\"}",
];

fn poll_against(script: Script) -> (serde_json::Value, u64) {
    let (summary, served) = measure_against(script, async |url| {
        let options = polls::Options {
            url,
            pollers: 4,
            interval_ms: 250,
            seconds: 1,
            sign_ins: 0,
            account: Account {
                email: String::new(),
                password: String::new(),
            },
            server_process: None,
        };
        polls::measure(&options).await
    });
    (summary.unwrap().into_json(), served)
}

#[test]
fn each_stand_keeps_to_its_timetable() {
    let (result, served) = poll_against(|number| if number <= 4 { LOGIN } else { PENDING });
    // Once before it counts, then four times.
    assert_eq!(served, 4 + 4 * 5);
    assert_eq!(result["polls"], 16);
    assert_eq!(result["polls_refused"], 0);
}

#[test]
fn another_answer_than_waiting_is_told() {
    let (result, _) = poll_against(|number| match number {
        1..=4 => LOGIN,
        12 => &["HTTP/1.1 400 Bad Request\r\ncontent-length: 21\r\n\r\n{\"error\":\"slow_down\"}"],
        16 => &[],
        _ => PENDING,
    });
    assert_eq!(result["polls"], 14);
    assert_eq!(result["polls_refused"], 1);
    assert_eq!(result["broken_connections"], 1);
    assert_eq!(result["first_refusal"], "400 {\"error\":\"slow_down\"}");
}
