//! One keep-alive HTTPS connection.

use anyhow::Context as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::address::Address;
use crate::request;
use crate::response::{Head, parse_head};

/// More than any answer that is asked for; a longer one is a mistake.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

pub(crate) struct Connection {
    stream: TlsStream<TcpStream>,
    answer: Vec<u8>,
}

/// A whole answer, for what is not measured.
pub(crate) struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// For messages.
    pub(crate) fn in_short(&self) -> String {
        in_short(self.status, &self.body)
    }
}

pub(crate) fn in_short(status: u16, body: &str) -> String {
    let start: String = body.chars().take(200).collect();
    format!("{status} {start}")
}

impl Connection {
    pub(crate) async fn open(connector: &TlsConnector, address: &Address) -> anyhow::Result<Self> {
        let stream = TcpStream::connect((address.host.as_str(), address.port)).await?;
        stream.set_nodelay(true)?;
        let stream = connector.connect(address.server_name()?, stream).await?;
        Ok(Self {
            stream,
            answer: Vec::with_capacity(4096),
        })
    }

    /// Sends a whole request and reads the whole answer; `None` when the connection breaks, an
    /// error when the answer is not understood.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Option<Head>> {
        if self.send(request).await.is_err() {
            return Ok(None);
        }
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await.unwrap_or(0) == 0 {
                return Ok(None);
            }
            if let Some(head) = parse_head(&self.answer)?
                && self.answer.len() >= head.answer_bytes
            {
                return Ok(Some(head));
            }
            anyhow::ensure!(
                self.answer.len() < ANSWER_BYTES_MAX,
                "the answer is too long"
            );
        }
    }

    async fn send(&mut self, request: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(request).await?;
        self.stream.flush().await
    }

    /// The same with the texts of the answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Option<Answer>> {
        let Some(head) = self.exchange(request).await? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&self.answer);
        let (head_text, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Ok(Some(Answer {
            status: head.status,
            head: head_text.to_owned(),
            body: body.to_owned(),
        }))
    }

    pub(crate) fn body_text(&self) -> String {
        let text = String::from_utf8_lossy(&self.answer);
        text.split_once("\r\n\r\n")
            .map_or_else(String::new, |(_, body)| body.to_owned())
    }
}

/// The head of an upload; the body follows.
pub(crate) fn upload_head(address: &Address, path: &str, key: &str, body_bytes: usize) -> Vec<u8> {
    let Address { host, port } = address;
    let authorization = if key.is_empty() {
        String::new()
    } else {
        format!("Authorization: Bearer {key}\r\n")
    };
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\n{authorization}\
         Content-Type: application/json\r\nContent-Length: {body_bytes}\r\n\r\n"
    )
    .into_bytes()
}

/// Asks for a page on a connection of its own; an error while the server does not listen yet.
pub(crate) async fn get_status(
    connector: &TlsConnector,
    address: &Address,
    path: &str,
    key: &str,
) -> anyhow::Result<u16> {
    let headers = [("X-API-KEY", key)];
    let request = request::get(address, path, if key.is_empty() { &[] } else { &headers });
    let mut connection = Connection::open(connector, address).await?;
    let head = connection.exchange(&request).await?;
    Ok(head
        .context("the server closed the connection without an answer")?
        .status)
}
