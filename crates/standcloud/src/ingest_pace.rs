//! Whether a commit should wait for reports that are about to come.
//!
//! Problem: with a slow disk, a few stands that wait for their answers fall into two groups that take
//! turns: while one is being committed the other gathers, so each report waits for two commits and
//! half of the batch is missing in each. Choice: after a commit that took long, the next one waits a
//! fraction of that time, but only until as many reports are there as were under way. Consequence:
//! on a fast disk nothing ever waits; on a slow one the groups become one.

use std::time::Duration;

/// A commit below this is not worth waiting for company.
const SLOW_COMMIT: Duration = Duration::from_millis(4);
const PATIENCE_MAX: Duration = Duration::from_millis(5);

/// What the last commit was like.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pace {
    duration: Duration,
    under_way: usize,
}

impl Pace {
    /// After a commit of `reports`, at whose end `waiting` more were queued.
    pub(crate) fn after(duration: Duration, reports: usize, waiting: usize) -> Self {
        Self {
            duration,
            under_way: reports + waiting,
        }
    }

    /// How long the next commit may wait.
    pub(crate) fn patience(self) -> Duration {
        if self.duration < SLOW_COMMIT {
            return Duration::ZERO;
        }
        (self.duration / 3).min(PATIENCE_MAX)
    }

    /// With so many reports there is nobody left to wait for.
    pub(crate) fn is_complete(self, reports: usize) -> bool {
        reports >= self.under_way
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slow_commits_wait_and_never_long() {
        let patience =
            |milliseconds| Pace::after(Duration::from_millis(milliseconds), 8, 8).patience();
        assert_eq!(patience(0), Duration::ZERO);
        assert_eq!(patience(3), Duration::ZERO);
        assert_eq!(patience(6), Duration::from_millis(2));
        assert_eq!(patience(8000), PATIENCE_MAX);
    }

    #[test]
    fn a_lone_stand_never_waits_for_company() {
        let alone = Pace::after(Duration::from_secs(1), 1, 0);
        assert!(alone.is_complete(1));
        let two_groups = Pace::after(Duration::from_secs(1), 8, 8);
        assert!(!two_groups.is_complete(8));
        assert!(two_groups.is_complete(16));
        assert!(Pace::default().is_complete(1));
    }
}
