//! Writing down what happened. A note that cannot be written is logged and stops nobody: a plant
//! must not stand still because its diary is full.

use axum::http::{HeaderMap, header};
use standcloud_store::{AuditEvent, AuditResult, OrganisationId, Store, UnixMicros};
use uuid::Uuid;

use crate::app::App;
use crate::auth::ClientAddress;
use crate::clock::{Clock, Randomness};

const USER_AGENT_LENGTH_MAX: usize = 200;
const TEXT_LENGTH_MAX: usize = 500;

/// Where a request came from, for the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub ip: String,
    /// Written by the client: shorten and escape it before showing.
    pub user_agent: String,
}

impl Caller {
    pub fn new(address: ClientAddress, headers: &HeaderMap) -> Self {
        let text = headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        Self {
            ip: address.0.to_string(),
            user_agent: shorten(text.unwrap_or_default(), USER_AGENT_LENGTH_MAX),
        }
    }

    /// For what the server or its command line does by itself.
    pub fn local() -> Self {
        Self {
            ip: String::new(),
            user_agent: String::new(),
        }
    }
}

/// An event being described; [`AuditNote::write`] finishes it.
#[derive(Debug, Clone)]
#[must_use = "an event is noted by write"]
pub struct AuditNote(AuditEvent);

/// Begins an event. `action` is `thing.deed`, e.g. `device.approve`.
pub fn note(app: &App, action: &str, actor: &str, caller: &Caller) -> AuditNote {
    note_at(app.clock.now(), &app.randomness, action, actor, caller)
}

/// Begins an event of the command line.
pub fn note_by_command_line(action: &str) -> AuditNote {
    let now = Clock::System.now();
    note_at(
        now,
        &Randomness::from_system(),
        action,
        "command line",
        &Caller::local(),
    )
}

fn note_at(
    now: UnixMicros,
    randomness: &Randomness,
    action: &str,
    actor: &str,
    caller: &Caller,
) -> AuditNote {
    AuditNote(AuditEvent {
        id: randomness.uuid(now),
        organisation: None,
        at: now,
        action: action.to_owned(),
        result: AuditResult::Ok,
        actor: actor.to_owned(),
        user: None,
        ip: caller.ip.clone(),
        user_agent: caller.user_agent.clone(),
        client_id: String::new(),
        grant: None,
        subject: String::new(),
        detail: String::new(),
    })
}

impl AuditNote {
    pub fn refused(mut self) -> Self {
        self.0.result = AuditResult::Refused;
        self
    }

    pub fn organisation(mut self, organisation: OrganisationId) -> Self {
        self.0.organisation = Some(organisation);
        self
    }

    pub fn user(mut self, user: Uuid) -> Self {
        self.0.user = Some(user);
        self
    }

    pub fn client(mut self, client_id: &str) -> Self {
        self.0.client_id = shorten(client_id, TEXT_LENGTH_MAX);
        self
    }

    pub fn grant(mut self, grant: Uuid) -> Self {
        self.0.grant = Some(grant);
        self
    }

    /// What it was done to: a name, an address; never a secret.
    pub fn subject(mut self, subject: &str) -> Self {
        self.0.subject = shorten(subject, TEXT_LENGTH_MAX);
        self
    }

    pub fn detail(mut self, detail: &str) -> Self {
        self.0.detail = shorten(detail, TEXT_LENGTH_MAX);
        self
    }

    /// Waits until it is stored.
    pub async fn write(self, app: &App) {
        self.write_to(&app.store).await;
    }

    /// The same without an [`App`].
    pub async fn write_to(self, store: &Store) {
        if let Err(error) = store.add_audit_event(&self.0).await {
            tracing::error!(action = self.0.action, %error, "an audit event was not stored");
        }
    }

    /// For what must be answered in time: stored in the background.
    pub fn write_later(self, app: &App) {
        let app = app.clone();
        tokio::spawn(async move { self.write(&app).await });
    }
}

/// At most so many bytes, at a character's border, without control characters.
fn shorten(text: &str, length_max: usize) -> String {
    let mut short = String::new();
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        if short.len() + letter.len_utf8() > length_max {
            break;
        }
        short.push(letter);
    }
    short
}
