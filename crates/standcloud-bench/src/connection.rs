//! One keep-alive HTTPS connection.

use anyhow::Context as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::address::Address;
use crate::response::{Head, parse_head};

/// More than any answer to an upload; a longer one is a mistake.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

pub(crate) struct Connection {
    stream: TlsStream<TcpStream>,
    answer: Vec<u8>,
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
) -> anyhow::Result<u16> {
    let Address { host, port } = address;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n");
    let mut connection = Connection::open(connector, address).await?;
    let head = connection.exchange(request.as_bytes()).await?;
    Ok(head
        .context("the server closed the connection without an answer")?
        .status)
}
