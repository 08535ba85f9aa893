//! When each device login was polled last.
//!
//! Problem: five hundred stands that poll every five seconds would be a hundred writes a second.
//! Choice: this node's memory decides whether a poll came too early, and a task writes what is new
//! once a second, for the consent page. Consequence: what another node saw counts a second later.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use standcloud_store::{Store, UnixMicros};

const CODES_MAX: usize = 20_000;
const WRITE_INTERVAL: Duration = Duration::from_secs(1);

#[derive(Debug, Clone, Copy)]
struct Poll {
    at: UnixMicros,
    is_written: bool,
}

/// The last polls of this node.
#[derive(Debug, Default)]
pub struct DevicePolls {
    polls: Mutex<HashMap<[u8; 32], Poll>>,
}

impl DevicePolls {
    /// Notes a poll and returns the one before. `stored` is what the database knows of it.
    pub fn note(
        &self,
        device_sha256: [u8; 32],
        stored: Option<UnixMicros>,
        now: UnixMicros,
    ) -> Option<UnixMicros> {
        let mut polls = self.polls.lock().unwrap_or_else(PoisonError::into_inner);
        if polls.len() >= CODES_MAX {
            // What is forgotten is known to the database.
            polls.retain(|_, poll| !poll.is_written);
        }
        if polls.len() >= CODES_MAX {
            return stored;
        }
        let poll = Poll {
            at: now,
            is_written: false,
        };
        let before = polls.insert(device_sha256, poll);
        before.map(|poll| poll.at).max(stored)
    }

    /// A login that has ended is not polled any more, or it does not matter.
    pub fn forget(&self, device_sha256: &[u8; 32]) {
        let mut polls = self.polls.lock().unwrap_or_else(PoisonError::into_inner);
        polls.remove(device_sha256);
    }

    /// Writes what is new and forgets what nobody polls any more.
    pub async fn write(&self, store: &Store) {
        let unwritten = self.take_unwritten();
        if unwritten.is_empty() {
            return;
        }
        if let Err(error) = store.note_device_polls(&unwritten).await {
            // The next polls tell the same.
            tracing::warn!(%error, "the last polls of device logins were not noted");
        }
    }

    fn take_unwritten(&self) -> Vec<([u8; 32], UnixMicros)> {
        let mut polls = self.polls.lock().unwrap_or_else(PoisonError::into_inner);
        let unwritten = polls.iter_mut().filter(|(_, poll)| !poll.is_written);
        unwritten
            .map(|(sha256, poll)| {
                poll.is_written = true;
                (*sha256, poll.at)
            })
            .collect()
    }
}

/// Writes once a second until the polls are gone.
pub fn keep_writing(polls: &Arc<DevicePolls>, store: Store) {
    let polls: Weak<DevicePolls> = Arc::downgrade(polls);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(WRITE_INTERVAL).await;
            let Some(polls) = polls.upgrade() else {
                return;
            };
            polls.write(&store).await;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_of_memory_and_database_counts() {
        let polls = DevicePolls::default();
        let at = UnixMicros;
        assert_eq!(polls.note([1; 32], None, at(5)), None);
        assert_eq!(polls.note([1; 32], None, at(6)), Some(at(5)));
        assert_eq!(polls.note([1; 32], Some(at(7)), at(8)), Some(at(7)));
        assert_eq!(polls.note([1; 32], Some(at(7)), at(9)), Some(at(8)));
        assert_eq!(polls.note([2; 32], Some(at(3)), at(9)), Some(at(3)));
        polls.forget(&[1; 32]);
        assert_eq!(polls.note([1; 32], None, at(10)), None);
    }

    #[test]
    fn each_poll_is_written_once_and_memory_is_bounded() {
        let polls = DevicePolls::default();
        for number in 0..u32::try_from(2 * CODES_MAX).unwrap() {
            let mut sha256 = [0; 32];
            sha256[..4].copy_from_slice(&number.to_be_bytes());
            polls.note(sha256, None, UnixMicros(1));
        }
        assert_eq!(polls.take_unwritten().len(), CODES_MAX);
        assert!(polls.take_unwritten().is_empty());
        polls.note([255; 32], None, UnixMicros(2));
        assert_eq!(polls.take_unwritten(), [([255; 32], UnixMicros(2))]);
    }
}
