//! What the one who starts the tests asks for.

use std::hash::{BuildHasher, Hasher, RandomState};

use rand::SeedableRng;
use rand::rngs::StdRng;

/// More rounds, for the nightly run.
pub(super) fn is_long() -> bool {
    is_set("STANDCLOUD_TEST_LONG")
}

/// Says why a test does nothing; where nothing may be skipped that is a failure.
pub(super) fn skip(reason: &str) {
    assert!(
        !is_set("STANDCLOUD_TEST_STRICT"),
        "{reason}, and nothing may be skipped (STANDCLOUD_TEST_STRICT=1)"
    );
    eprintln!("skipped: {reason}");
}

/// Random numbers whose seed is printed, so that a failure can be repeated.
pub(super) fn seeded_random() -> StdRng {
    let given = std::env::var("STANDCLOUD_TEST_SEED").ok();
    let seed = given.map_or_else(random_seed, |text| text.parse().unwrap());
    eprintln!("STANDCLOUD_TEST_SEED={seed}");
    StdRng::seed_from_u64(seed)
}

/// The standard library seeds its hash maps from the system.
fn random_seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn is_set(name: &str) -> bool {
    std::env::var(name).is_ok_and(|value| value == "1")
}
