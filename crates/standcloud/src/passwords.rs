//! Passwords: what a good one is, how it is kept, and how many are checked at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::clock::Randomness;
use crate::config::AuthConfig;

/// Without a second factor; NIST SP 800-63B-4 §3.1.1.2.
pub const LENGTH_MIN: usize = 15;
/// Where a second factor protects the account as well.
pub const LENGTH_MIN_WITH_SECOND_FACTOR: usize = 8;
pub const LENGTH_MAX: usize = 128;
const STRENGTH_MIN: zxcvbn::Score = zxcvbn::Score::Three;

/// Beyond this many that wait for each core, the next is sent away: each takes 64 MiB and 0.1 s.
const WAITING_PER_CORE: usize = 16;
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a new password is not taken; for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    #[error("The password needs at least {0} characters. A sentence is easy to remember.")]
    TooShort(usize),
    #[error("The password may have at most {LENGTH_MAX} characters.")]
    TooLong,
    #[error("This password is easy to guess. Add another word or two that belong to nothing else.")]
    TooWeak,
}

/// Too many passwords are being checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked at once")]
pub struct Busy;

/// Whether a password was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    /// With a new PHC string if it should be stored with the present costs.
    Right {
        rehashed: Option<String>,
    },
}

/// Hashes and checks, a few at a time.
#[derive(Debug, Clone)]
pub struct Passwords {
    params: Params,
    cores: usize,
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    randomness: Randomness,
    /// Checked for an address that nobody has, so that the answer takes as long.
    decoy: Arc<str>,
}

impl Passwords {
    pub fn new(config: &AuthConfig, randomness: Randomness) -> Self {
        let params = Params::new(config.password_memory_kib, config.password_passes, 1, None)
            .unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let decoy = format!(
            "$argon2id$v=19$m={},t={},p=1$c3RhbmRjbG91ZC1kZWNveQ${}",
            params.m_cost(),
            params.t_cost(),
            "A".repeat(43)
        );
        Self {
            params,
            cores,
            permits: Arc::new(Semaphore::new(cores)),
            waiting: Arc::default(),
            randomness,
            decoy: decoy.into(),
        }
    }

    /// A PHC string (argon2id, RFC 9106).
    pub async fn hash(&self, password: &str) -> Result<String, Busy> {
        let this = self.clone();
        let password = normalised(password);
        self.in_turn(move || this.hash_now(&password)).await
    }

    /// Checks against a stored PHC string; `None` is an account that does not exist or has none, and
    /// takes as long.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict, Busy> {
        let this = self.clone();
        let password = normalised(password);
        let exists = stored.is_some();
        let phc = stored.unwrap_or(&self.decoy).to_owned();
        let verdict = self
            .in_turn(move || this.verify_now(&password, &phc))
            .await?;
        Ok(if exists { verdict } else { Verdict::Wrong })
    }

    /// How many are being checked or wait.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let _place = Place::take(&self.waiting, self.cores * WAITING_PER_CORE)?;
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned());
        let permit = turn.await.map_err(|_| Busy)?.map_err(|_| Busy)?;
        let working = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(permit);
            outcome
        });
        working.await.map_err(|_| Busy)
    }

    fn hash_now(&self, password: &str) -> String {
        let salt: [u8; 16] = self.randomness.bytes();
        let hash = self
            .argon2()
            .hash_password_with_salt(password.as_bytes(), &salt);
        hash.map_or_else(|_| String::new(), |hash| hash.to_string())
    }

    fn verify_now(&self, password: &str, phc: &str) -> Verdict {
        let Ok(parsed) = PasswordHash::new(phc) else {
            return Verdict::Wrong;
        };
        let checked = self.argon2().verify_password(password.as_bytes(), &parsed);
        if checked.is_err() {
            return Verdict::Wrong;
        }
        let wanted = format!(
            "$argon2id$v=19$m={},t={},p={}$",
            self.params.m_cost(),
            self.params.t_cost(),
            self.params.p_cost()
        );
        let rehashed = (!phc.starts_with(&wanted)).then(|| self.hash_now(password));
        Verdict::Right { rehashed }
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }
}

/// A place in the queue, given back when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>, places: usize) -> Result<Self, Busy> {
        let taken = waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| {
            (count < places).then_some(count + 1)
        });
        taken.map_err(|_| Busy)?;
        Ok(Self(Arc::clone(waiting)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The same letters typed on another keyboard are the same password (NFKC).
fn normalised(password: &str) -> String {
    password.nfkc().collect()
}

/// Whether a password may be chosen. `known` are words that an attacker tries first: the person's
/// name and address, the organisation.
pub fn check_new_password(
    password: &str,
    known: &[&str],
    has_second_factor: bool,
) -> Result<(), PasswordProblem> {
    let password = normalised(password);
    let length = password.chars().count();
    let length_min = if has_second_factor {
        LENGTH_MIN_WITH_SECOND_FACTOR
    } else {
        LENGTH_MIN
    };
    if length < length_min {
        return Err(PasswordProblem::TooShort(length_min));
    }
    if length > LENGTH_MAX {
        return Err(PasswordProblem::TooLong);
    }
    let mut known = known.to_vec();
    known.extend(["standcloud", "hardpy", "password"]);
    if zxcvbn::zxcvbn(&password, &known).score() < STRENGTH_MIN {
        return Err(PasswordProblem::TooWeak);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords() -> Passwords {
        let config = AuthConfig {
            password_memory_kib: 64,
            password_passes: 2,
            ..AuthConfig::default()
        };
        Passwords::new(&config, Randomness::from_seed(1))
    }

    ///
    #[test]
    fn long_and_strange_passwords_are_taken() {
        for (password, has_second_factor, expected) in [
            ("violet harbour ninety kettle", false, Ok(())),
            ("Tr4x!quope9", true, Ok(())),
            ("Tr4x!quope9", false, Err(PasswordProblem::TooShort(15))),
            ("short", true, Err(PasswordProblem::TooShort(8))),
            ("passwordpassword", false, Err(PasswordProblem::TooWeak)),
            ("aaaaaaaaaaaaaaaaaaaa", false, Err(PasswordProblem::TooWeak)),
            ("ann@example.org1", false, Err(PasswordProblem::TooWeak)),
        ] {
            let found = check_new_password(password, &["ann@example.org"], has_second_factor);
            assert_eq!(found, expected, "{password}");
        }
        let long = "violet harbour ".repeat(9);
        assert_eq!(
            check_new_password(&long, &[], false),
            Err(PasswordProblem::TooLong)
        );
    }

    /// the present costs, NFKC, and a hash of older costs is replaced.
    #[tokio::test]
    async fn a_password_is_recognised_and_rehashed() {
        let passwords = passwords();
        let hash = passwords.hash("Ångström kettle").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{hash}");
        let composed = passwords
            .verify("A\u{30a}ngström kettle", Some(&hash))
            .await;
        assert_eq!(composed, Ok(Verdict::Right { rehashed: None }));
        let wrong = passwords.verify("angstrom kettle", Some(&hash)).await;
        assert_eq!(wrong, Ok(Verdict::Wrong));
        let dearer = Passwords::new(
            &AuthConfig {
                password_memory_kib: 128,
                password_passes: 2,
                ..AuthConfig::default()
            },
            Randomness::from_seed(2),
        );
        let Ok(Verdict::Right {
            rehashed: Some(new),
        }) = dearer.verify("Ångström kettle", Some(&hash)).await
        else {
            panic!("it is right and should be hashed anew");
        };
        assert!(new.starts_with("$argon2id$v=19$m=128,"), "{new}");
    }

    /// nobody's password is wrong, after the same work.
    #[tokio::test]
    async fn nobody_has_a_password() {
        let passwords = passwords();
        assert!(PasswordHash::new(&passwords.decoy).is_ok());
        for password in ["", "anything at all"] {
            assert_eq!(passwords.verify(password, None).await, Ok(Verdict::Wrong));
        }
    }

    #[tokio::test]
    async fn too_many_at_once_are_sent_away() {
        let passwords = passwords();
        let places = passwords.cores * WAITING_PER_CORE;
        passwords.waiting.store(places, Ordering::Relaxed);
        assert_eq!(passwords.hash("x").await, Err(Busy));
        passwords.waiting.store(0, Ordering::Relaxed);
        assert!(passwords.hash("x").await.is_ok());
        assert_eq!(passwords.waiting(), 0);
    }
}
