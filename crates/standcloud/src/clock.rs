//! Time and randomness, passed to whoever needs them, so that every test is deterministic.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use standcloud_store::UnixMicros;
use uuid::Uuid;

/// Where the time comes from. Cloning shares it.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// Stands still until it is moved.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn fixed(now: UnixMicros) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(now.0)))
    }

    pub fn now(&self) -> UnixMicros {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that reads the clock"
            )]
            Self::System => UnixMicros(jiff::Timestamp::now().as_microsecond()),
            Self::Fixed(now) => UnixMicros(now.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; the system's cannot be moved.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Self::Fixed(now) = self {
            now.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        }
    }
}

/// Where random bytes come from: a cryptographically strong generator seeded by the system, or by
/// a number in tests. Cloning shares it.
#[derive(Clone)]
pub struct Randomness(Arc<Mutex<StdRng>>);

impl std::fmt::Debug for Randomness {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Randomness")
    }
}

impl Randomness {
    pub fn from_system() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that seeds from the system"
        )]
        Self(Arc::new(Mutex::new(StdRng::from_rng(&mut rand::rng()))))
    }

    pub fn from_seed(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }

    /// A UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, the rest random.
    pub fn uuid(&self, now: UnixMicros) -> Uuid {
        let milliseconds = u64::try_from(now.0 / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &self.bytes()).into_uuid()
    }
}
