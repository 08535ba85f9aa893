//! Mail to people: links that work once, and notices that something of theirs has changed.
//!
//! Mail is handed to the plant's mail server in the background, so no page waits for it. The queue is
//! bounded and in memory; what a stopped server had not sent yet is lost, and people ask again. Without
//! a `[mail]` section nothing is sent, and pages show links to copy instead.

mod delivery;
pub mod texts;

use std::fmt;
use std::time::Duration;

use tokio::sync::mpsc;

pub use delivery::check_server;

use crate::config::MailConfig;

const QUEUE_MAILS: usize = 500;
/// A mail server that is being restarted, or that wants to see a new sender twice, is there again by
/// then.
const RETRY_DELAYS: [Duration; 4] = [
    Duration::from_secs(5),
    Duration::from_mins(1),
    Duration::from_mins(10),
    Duration::from_hours(1),
];

/// One mail in plain text.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// For the log, which never shows the text: it may hold a link that lets somebody in.
    pub kind: &'static str,
    pub to: String,
    pub subject: String,
    pub text: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Mail({})", self.kind)
    }
}

/// The way to the mail server, if there is one. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Mailer {
    queue: Option<mpsc::Sender<Mail>>,
}

impl Mailer {
    /// Starts the task that delivers; it ends with the last `Mailer`.
    pub fn start(config: Option<&MailConfig>) -> Self {
        Self::start_with(config, &RETRY_DELAYS)
    }

    /// The same with other waits between attempts.
    pub fn start_with(config: Option<&MailConfig>, retry_delays: &[Duration]) -> Self {
        let queue = config.map(|config| {
            let (sender, receiver) = mpsc::channel(QUEUE_MAILS);
            let task = delivery::run(config.clone(), receiver, retry_delays.to_vec());
            tokio::spawn(task);
            sender
        });
        Self { queue }
    }

    /// Whether mail is sent at all.
    pub fn is_on(&self) -> bool {
        self.queue.is_some()
    }

    /// Hands a mail over; returns at once.
    pub fn send(&self, mail: Mail) {
        let Some(queue) = &self.queue else {
            return;
        };
        if let Err(error) = queue.try_send(mail) {
            let (mpsc::error::TrySendError::Full(mail) | mpsc::error::TrySendError::Closed(mail)) =
                error;
            tracing::error!(
                kind = mail.kind,
                "too many mails wait for the mail server; this one is not sent"
            );
        }
    }
}
