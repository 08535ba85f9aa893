//! Handing mail to the mail server (RFC 5321), again when it is not there.

use std::time::Duration;

use anyhow::Context;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::Mail;
use crate::config::{MailConfig, MailSecurity};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);
/// Mails that wait for another attempt.
const WAITING_MAX: usize = 500;

/// A mail whose delivery has failed so far.
struct Waiting {
    mail: Mail,
    attempts: usize,
    due: Instant,
}

/// Delivers what comes until nobody can send any more.
pub(super) async fn run(
    config: MailConfig,
    mut queue: mpsc::Receiver<Mail>,
    retry_delays: Vec<Duration>,
) {
    let transport = match transport(&config) {
        Ok(transport) => transport,
        Err(error) => {
            tracing::error!(error = %format!("{error:#}"), "no mail can be sent");
            return;
        }
    };
    let mut waiting: Vec<Waiting> = Vec::new();
    loop {
        let next_due = waiting.iter().map(|waiting| waiting.due).min();
        let (mail, attempts) = tokio::select! {
            mail = queue.recv() => match mail {
                Some(mail) => (mail, 0),
                None => return,
            },
            () = sleep_until(next_due) => match take_due(&mut waiting) {
                Some(due) => (due.mail, due.attempts),
                None => continue,
            },
        };
        let Err(error) = deliver(&transport, &config, &mail).await else {
            tracing::debug!(kind = mail.kind, "a mail was sent");
            continue;
        };
        let delay = retry_delays.get(attempts).filter(|_| error.is_temporary);
        if let Some(delay) = delay.filter(|_| waiting.len() < WAITING_MAX) {
            tracing::warn!(
                kind = mail.kind,
                error = error.text,
                "a mail is tried again"
            );
            waiting.push(Waiting {
                mail,
                attempts: attempts + 1,
                due: Instant::now() + *delay,
            });
        } else {
            tracing::error!(kind = mail.kind, error = error.text, "a mail was not sent");
        }
    }
}

/// Whether the server answers and takes the credentials; the error says what it said.
pub async fn check_server(config: &MailConfig) -> anyhow::Result<()> {
    let answers = transport(config)?.test_connection().await?;
    anyhow::ensure!(answers, "the server does not answer as a mail server does");
    Ok(())
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

fn take_due(waiting: &mut Vec<Waiting>) -> Option<Waiting> {
    let now = Instant::now();
    let index = waiting.iter().position(|waiting| waiting.due <= now)?;
    Some(waiting.remove(index))
}

struct DeliveryError {
    text: String,
    /// Whether the same may succeed later: no connection, or an answer of 4xx.
    is_temporary: bool,
}

async fn deliver(
    transport: &Transport,
    config: &MailConfig,
    mail: &Mail,
) -> Result<(), DeliveryError> {
    let message = message(config, mail).map_err(|error| DeliveryError {
        text: format!("{error:#}"),
        is_temporary: false,
    })?;
    match transport.send(message).await {
        Ok(_) => Ok(()),
        Err(error) => Err(DeliveryError {
            is_temporary: !error.is_permanent(),
            text: error.to_string(),
        }),
    }
}

fn message(config: &MailConfig, mail: &Mail) -> anyhow::Result<Message> {
    let from: Mailbox = config.from.parse().context("mail.from is no address")?;
    let to: Mailbox = mail.to.parse().context("the recipient is no address")?;
    // Keeps "I am on holiday" answers away (RFC 3834 §5).
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = Message::builder()
        .from(from)
        .to(to)
        .subject(&mail.subject)
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .header(ContentType::TEXT_PLAIN)
        .message_id(None)
        .body(mail.text.clone())?;
    Ok(message)
}

fn transport(config: &MailConfig) -> anyhow::Result<Transport> {
    let mut builder = Transport::builder_dangerous(&config.server)
        .port(config.port())
        .timeout(Some(ANSWER_TIMEOUT));
    builder = match config.security {
        MailSecurity::None => builder.tls(Tls::None),
        MailSecurity::Starttls => builder.tls(Tls::Required(tls_parameters(config)?)),
        MailSecurity::Tls => builder.tls(Tls::Wrapper(tls_parameters(config)?)),
    };
    if let (Some(username), Some(password)) = (&config.username, &config.password) {
        let password = password.reveal().to_owned();
        builder = builder.credentials(Credentials::new(username.clone(), password));
    }
    Ok(builder.build())
}

fn tls_parameters(config: &MailConfig) -> anyhow::Result<TlsParameters> {
    TlsParameters::new(config.server.clone())
        .context("the certificates that this machine trusts cannot be read")
}
