//! Listening, and stopping without losing what is under way.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum_server::tls_rustls::RustlsConfig;
use axum_server::{Handle, Server};
use hyper_util::rt::TokioTimer;

use crate::app::App;
use crate::router::router;

const HTTP2_STREAMS_MAX: u32 = 100;

/// A server that listens.
#[derive(Debug)]
pub struct RunningServer {
    pub address: SocketAddr,
    handle: Handle<SocketAddr>,
    task: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl RunningServer {
    /// Takes no more requests and waits for those under way, at most `patience`.
    pub async fn stop(self, patience: Duration) {
        self.handle.graceful_shutdown(Some(patience));
        let _ = self.task.await;
    }

    /// Ends when the listener fails, which it does not by itself.
    pub async fn failed(&mut self) -> anyhow::Error {
        match (&mut self.task).await {
            Ok(Err(error)) => anyhow::Error::new(error).context("the listener failed"),
            _ => anyhow::anyhow!("the listener ended"),
        }
    }
}

/// Takes the address. Port 0 takes a free one, which the listener knows.
pub fn listen(wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(wanted).with_context(|| {
        format!("cannot listen on {wanted}\nhint: is another server running? choose --listen")
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Starts to answer; with `tls` in HTTPS.
pub fn start(
    app: &App,
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
) -> anyhow::Result<RunningServer> {
    let address = listener.local_addr()?;
    let handle = Handle::new();
    let routes = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let patience = Duration::from_secs(app.config.limits.header_seconds);
    let task = if let Some(tls) = tls {
        let server = axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(tls))?
            .map(|acceptor| acceptor.handshake_timeout(patience));
        tokio::spawn(with_limits(server, &handle, patience).serve(routes))
    } else {
        let server = axum_server::from_tcp(listener)?;
        tokio::spawn(with_limits(server, &handle, patience).serve(routes))
    };
    Ok(RunningServer {
        address,
        handle,
        task,
    })
}

/// A connection that says nothing, or says it slowly, is closed.
fn with_limits<A>(
    server: Server<SocketAddr, A>,
    handle: &Handle<SocketAddr>,
    patience: Duration,
) -> Server<SocketAddr, A> {
    let mut server = server
        .handle(handle.clone())
        .first_request_timeout(patience);
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience);
    server
        .http_builder()
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(HTTP2_STREAMS_MAX)
        .keep_alive_interval(patience);
    server
}
