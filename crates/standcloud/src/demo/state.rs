//! The state of the sample data, as all servers of a database share it.

use serde::{Deserialize, Serialize};
use standcloud_store::{OrganisationId, UnixMicros};

/// About six weeks of a small plant.
pub const DEMO_RUNS: u64 = 4_000;
pub const DEMO_SEED: u64 = 1;

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;
const SIGN_EVERY: i64 = 5 * MICROS_PER_SECOND;
/// So long after its last sign of life a worker is taken to be gone.
const ABANDONED_AFTER: i64 = 60 * MICROS_PER_SECOND;

/// Which sample data somebody wants.
#[derive(Debug, Clone, Copy)]
pub struct WantedDemo {
    pub runs: u64,
    pub seed: u64,
    /// The last run ends before it.
    pub end_us: i64,
}

impl WantedDemo {
    /// What the switch shows.
    pub fn at(now: UnixMicros) -> Self {
        Self {
            runs: DEMO_RUNS,
            seed: DEMO_SEED,
            end_us: now.0,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub generation: i64,
    pub seed: u64,
    pub end_us: i64,
    pub runs: u64,
    phase: Phase,
    /// Who has the work.
    pub worker: String,
    alive_us: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Phase {
    Filling,
    Ready,
}

impl State {
    pub(super) fn next(
        old: Option<&Self>,
        wanted: WantedDemo,
        worker: String,
        now: UnixMicros,
    ) -> Self {
        Self {
            generation: old.map_or(0, |old| old.generation) + 1,
            seed: wanted.seed,
            end_us: wanted.end_us,
            runs: wanted.runs,
            phase: Phase::Filling,
            worker,
            alive_us: now.0,
        }
    }

    /// `None` for a text that another version has written; it is not touched then.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn organisation(&self) -> OrganisationId {
        OrganisationId(-self.generation)
    }

    pub(super) fn is_filling(&self) -> bool {
        self.phase == Phase::Filling
    }

    pub(super) fn wants_renewal(&self, now: UnixMicros) -> bool {
        !self.is_filling() && now.0 - self.end_us > MICROS_PER_DAY
    }

    pub(super) fn is_abandoned(&self, now: UnixMicros) -> bool {
        self.is_filling() && now.0 - self.alive_us > ABANDONED_AFTER
    }

    pub(super) fn needs_sign(&self, now: UnixMicros) -> bool {
        now.0 - self.alive_us >= SIGN_EVERY
    }

    pub(super) fn signed(&self, worker: String, now: UnixMicros) -> Self {
        Self {
            worker,
            alive_us: now.0,
            ..self.clone()
        }
    }

    pub(super) fn ready(&self) -> Self {
        Self {
            phase: Phase::Ready,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: UnixMicros = UnixMicros(1_795_348_800_000_000);

    fn after(seconds: i64) -> UnixMicros {
        UnixMicros(NOON.0 + seconds * MICROS_PER_SECOND)
    }

    #[test]
    fn work_is_abandoned_after_silence_and_only_while_it_lasts() {
        let filling = State::next(None, WantedDemo::at(NOON), "a".to_owned(), NOON);
        assert!(!filling.is_abandoned(after(60)));
        assert!(filling.is_abandoned(after(61)));
        assert!(
            !filling
                .signed("a".to_owned(), after(30))
                .is_abandoned(after(61))
        );
        assert!(!filling.ready().is_abandoned(after(100_000)));
    }

    #[test]
    fn what_is_older_than_a_day_is_renewed_when_it_is_complete() {
        let filling = State::next(None, WantedDemo::at(NOON), "a".to_owned(), NOON);
        assert!(!filling.wants_renewal(after(90_000)));
        assert!(!filling.ready().wants_renewal(after(86_400)));
        assert!(filling.ready().wants_renewal(after(86_401)));
        let renewed = State::next(Some(&filling), WantedDemo::at(NOON), "b".to_owned(), NOON);
        assert_eq!(renewed.organisation(), OrganisationId(-2));
    }

    #[test]
    fn the_text_is_read_back() {
        let state = State::next(None, WantedDemo::at(NOON), "a".to_owned(), NOON);
        assert_eq!(State::parse(&state.to_text()), Some(state));
        assert_eq!(State::parse("{}"), None);
    }
}
