//! How a stand is, from its latest runs alone.

use standcloud_columns::{LatestTest, StandActivity, Verdict};
use standcloud_store::UnixMicros;

/// As many tests in a row that did not pass make a stand failing.
pub const FAILING_TESTS: usize = 3;
/// How far back a row of them is followed.
pub const TESTS_KEPT: usize = 50;

const MICROS_PER_MINUTE: i64 = 60_000_000;

/// Trouble that can be acted on now comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    Failing(FailingTests),
    /// It has not tested since its newest run.
    Silent {
        since_us: i64,
    },
    Active,
    /// It is known, but none of its runs is.
    Never,
}

/// The row of tests that did not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailingTests {
    /// The first of them.
    pub since_us: i64,
    /// At least this many, and exactly when fewer than [`TESTS_KEPT`].
    pub in_a_row: usize,
    /// Newest first.
    pub last: Vec<LatestTest>,
}

/// A silent stand stays silent however its last tests ended: nobody is testing there. A clock that
/// goes ahead makes a stand active, never silent.
pub fn health_of(
    activity: Option<&StandActivity>,
    now: UnixMicros,
    silent_after_minutes: u32,
) -> Health {
    let Some(activity) = activity else {
        return Health::Never;
    };
    let silent_after_us = i64::from(silent_after_minutes) * MICROS_PER_MINUTE;
    let last_us = activity.last.time_us;
    if now.0.saturating_sub(last_us) > silent_after_us {
        return Health::Silent { since_us: last_us };
    }
    failing_tests(&activity.latest_tests).map_or(Health::Active, Health::Failing)
}

fn failing_tests(latest: &[LatestTest]) -> Option<FailingTests> {
    let row = latest
        .iter()
        .take_while(|test| test.status.verdict() == Verdict::NotPassed);
    let row: Vec<LatestTest> = row.copied().collect();
    let first = row.last().filter(|_| row.len() >= FAILING_TESTS)?;
    Some(FailingTests {
        since_us: first.position.time_us,
        in_a_row: row.len(),
        last: row.iter().take(FAILING_TESTS).copied().collect(),
    })
}

#[cfg(test)]
mod tests {
    use standcloud_columns::{RunPosition, RunStatus};

    use super::*;

    const MINUTE: i64 = MICROS_PER_MINUTE;

    fn test(minutes: i64, status: RunStatus) -> LatestTest {
        let position = RunPosition {
            time_us: minutes * MINUTE,
            run_number: minutes,
        };
        LatestTest { position, status }
    }

    /// The newest first, one minute apart, the newest at minute 100.
    fn stand(statuses: &[RunStatus]) -> StandActivity {
        let tests = (0..).zip(statuses);
        let latest_tests: Vec<LatestTest> = tests
            .map(|(age, status)| test(100 - age, *status))
            .collect();
        let newest = test(100, RunStatus::Passed).position;
        StandActivity {
            stand: 1,
            runs: 3,
            first: newest,
            last: newest,
            first_run_number: 1,
            latest_tests,
        }
    }

    fn health(statuses: &[RunStatus], now_minutes: i64) -> Health {
        let now = UnixMicros(now_minutes * MINUTE);
        health_of(Some(&stand(statuses)), now, 30)
    }

    #[test]
    fn three_tests_in_a_row_that_did_not_pass_are_failing() {
        use RunStatus::{Error, Failed, Passed};
        assert_eq!(
            health(&[Passed, Failed, Failed, Failed], 101),
            Health::Active
        );
        assert_eq!(
            health(&[Failed, Failed, Passed, Failed], 101),
            Health::Active
        );
        assert_eq!(health(&[Failed, Failed], 101), Health::Active);
        let failing = FailingTests {
            since_us: 97 * MINUTE,
            in_a_row: 4,
            last: vec![test(100, Failed), test(99, Error), test(98, Failed)],
        };
        assert_eq!(
            health(&[Failed, Error, Failed, Failed, Passed], 101),
            Health::Failing(failing)
        );
    }

    #[test]
    fn a_stand_is_silent_after_the_time_that_the_organisation_sets() {
        let silent = Health::Silent {
            since_us: 100 * MINUTE,
        };
        assert_eq!(health(&[], 130), Health::Active);
        assert_eq!(health(&[RunStatus::Failed; 3], 131), silent);
        assert_eq!(health(&[], 50), Health::Active, "its clock goes ahead");
        assert_eq!(health_of(None, UnixMicros(0), 30), Health::Never);
    }
}
