//! Who is told at once that an organisation has new runs.
//!
//! Problem: people leave a page open and expect it to be true. Choice: one number per organisation that
//! somebody watches, the change number that the next commit will take; it only grows, so a listener that
//! missed ten commits reads one number and has missed nothing. A commit of this process tells it
//! directly; what other servers and the command line have committed is found by asking the database once
//! a second, one task for all organisations, and only for those that are watched.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use standcloud_store::{OrganisationId, Store, StoreError};
use tokio::sync::watch;

/// How late the work of others is noticed.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);
const LISTENERS_PER_SESSION: usize = 20;
const LISTENERS_PER_ORGANISATION: usize = 1_000;
const LISTENERS: usize = 5_000;

/// The listeners of all organisations. Cloning shares them.
#[derive(Debug, Clone)]
pub struct LiveHub(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    watched: Mutex<HashMap<OrganisationId, Watched>>,
    is_stopping: watch::Sender<bool>,
}

#[derive(Debug)]
struct Watched {
    next_change: watch::Sender<i64>,
    /// By session, one entry per listener.
    sessions: Vec<[u8; 32]>,
}

/// Why somebody cannot listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNow {
    /// This session listens too often already.
    TooMany,
    /// The server has enough listeners, or is stopping.
    Full,
}

/// What a listener has noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Everything below this number is committed.
    Change(i64),
    /// The server stops.
    Stop,
}

/// One open page. Dropped, it gives its place back.
#[derive(Debug)]
pub struct Listener {
    hub: LiveHub,
    organisation: OrganisationId,
    session: [u8; 32],
    /// Told already.
    known: i64,
    next_change: watch::Receiver<i64>,
    is_stopping: watch::Receiver<bool>,
}

impl Default for LiveHub {
    fn default() -> Self {
        Self(Arc::new(Parts {
            watched: Mutex::default(),
            is_stopping: watch::Sender::new(false),
        }))
    }
}

impl LiveHub {
    /// A place for one more open page of a session.
    pub fn listen(
        &self,
        organisation: OrganisationId,
        session: [u8; 32],
    ) -> Result<Listener, NotNow> {
        let mut watched = self.lock();
        let all = watched.values().map(|entry| entry.sessions.len());
        if all.sum::<usize>() >= LISTENERS || *self.0.is_stopping.borrow() {
            return Err(NotNow::Full);
        }
        let entry = watched.entry(organisation).or_insert_with(|| Watched {
            next_change: watch::Sender::new(0),
            sessions: Vec::new(),
        });
        entry.check_room(session)?;
        entry.sessions.push(session);
        Ok(Listener {
            hub: self.clone(),
            organisation,
            session,
            known: 0,
            next_change: entry.next_change.subscribe(),
            is_stopping: self.0.is_stopping.subscribe(),
        })
    }

    /// Everything below `next_change` is committed.
    pub fn tell(&self, organisation: OrganisationId, next_change: i64) {
        if let Some(entry) = self.lock().get(&organisation) {
            entry.next_change.send_if_modified(|known| {
                let is_news = next_change > *known;
                *known = next_change.max(*known);
                is_news
            });
        }
    }

    /// Ends all listeners, so that their connections do not hold up the end of the server.
    pub fn stop(&self) {
        self.0.is_stopping.send_replace(true);
    }

    /// Looks for what others have committed, until it is dropped with the server.
    pub async fn keep_looking(self, store: Store) {
        loop {
            tokio::time::sleep(LOOK_INTERVAL).await;
            if let Err(error) = self.look(&store).await {
                tracing::debug!(%error, "whether there are new runs is asked again in a second");
            }
        }
    }

    /// One round.
    pub async fn look(&self, store: &Store) -> Result<(), StoreError> {
        let organisations: Vec<OrganisationId> = self.lock().keys().copied().collect();
        for organisation in organisations {
            let next_change = store.next_change(organisation).await?;
            self.tell(organisation, next_change);
        }
        Ok(())
    }

    fn leave(&self, organisation: OrganisationId, session: [u8; 32]) {
        let mut watched = self.lock();
        let Some(entry) = watched.get_mut(&organisation) else {
            return;
        };
        if let Some(at) = entry.sessions.iter().position(|found| *found == session) {
            entry.sessions.swap_remove(at);
        }
        if entry.sessions.is_empty() {
            watched.remove(&organisation);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrganisationId, Watched>> {
        self.0
            .watched
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    fn check_room(&self, session: [u8; 32]) -> Result<(), NotNow> {
        if self.sessions.len() >= LISTENERS_PER_ORGANISATION {
            return Err(NotNow::Full);
        }
        let same = self.sessions.iter().filter(|found| **found == session);
        if same.count() >= LISTENERS_PER_SESSION {
            return Err(NotNow::TooMany);
        }
        Ok(())
    }
}

impl Listener {
    /// The number was read from the database and told: only larger ones are news.
    pub fn begin_at(&mut self, next_change: i64) {
        self.known = self.known.max(next_change);
        self.hub.tell(self.organisation, next_change);
    }

    /// Waits for the next news. Cancelled, it loses nothing.
    pub async fn notice(&mut self) -> Notice {
        let known = self.known;
        tokio::select! {
            biased;
            _ = self.is_stopping.wait_for(|is_stopping| *is_stopping) => Notice::Stop,
            outcome = self.next_change.wait_for(|next_change| *next_change > known) => {
                let Ok(next_change) = outcome else {
                    return Notice::Stop;
                };
                self.known = *next_change;
                Notice::Change(*next_change)
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.hub.leave(self.organisation, self.session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORGANISATION: OrganisationId = OrganisationId(1);

    #[tokio::test]
    async fn numbers_only_grow_and_are_told_once() {
        let hub = LiveHub::default();
        let mut listener = hub.listen(ORGANISATION, [1; 32]).unwrap();
        listener.begin_at(6);
        hub.tell(ORGANISATION, 7);
        hub.tell(ORGANISATION, 5);
        hub.tell(OrganisationId(2), 9);
        assert_eq!(listener.notice().await, Notice::Change(7));
        hub.tell(ORGANISATION, 7);
        hub.stop();
        assert_eq!(listener.notice().await, Notice::Stop);
        assert_eq!(
            hub.listen(ORGANISATION, [1; 32]).err(),
            Some(NotNow::Full),
            "a server that stops takes nobody"
        );
    }

    #[test]
    fn a_place_is_given_back() {
        let hub = LiveHub::default();
        let listen = || hub.listen(ORGANISATION, [1; 32]);
        let mut all: Vec<_> = (0..LISTENERS_PER_SESSION).map(|_| listen()).collect();
        assert_eq!(listen().err(), Some(NotNow::TooMany));
        assert!(hub.listen(ORGANISATION, [2; 32]).is_ok());
        all.pop();
        assert!(listen().is_ok());
        drop(all);
        assert!(hub.lock().is_empty(), "nobody watches it any more");
    }
}
