//! How the time of a test stand is used, and its overall equipment effectiveness (OEE).
//!
//! Problem: reports say when a stand tested, not when it should have. Choice: the time from the first
//! start to the last end of a period is taken as planned; a gap between two runs is waiting (handling the
//! next unit) as long as it is short, and a stop when it is longer than a break. Consequence: nothing has
//! to be entered, and every answer must say these assumptions beside its figures. ISO 22400-2 names the
//! parts: availability × performance × quality.

/// One run on one stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedRun {
    pub start_us: i64,
    /// Below zero counts as zero.
    pub duration_us: i64,
}

/// From the end of a run to the start of the next one, longer than a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    pub start_us: i64,
    pub end_us: i64,
    /// Index of the run after it.
    pub before: usize,
}

/// Of one stand in one period, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeUse {
    pub runs: u64,
    /// From the first start to the last end: testing, waiting and stopped together.
    pub planned_us: i64,
    /// While at least one run was going on.
    pub testing_us: i64,
    /// Gaps that are no longer than a break.
    pub waiting_us: i64,
    pub stopped_us: i64,
    pub stops: u64,
}

/// The three parts, from 0 to 1, and their product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effectiveness {
    /// Planned time without stops.
    pub availability: f64,
    /// The time that the runs would have taken at their ideal duration, of the time without stops.
    pub performance: f64,
    /// Passed tests of all tests.
    pub quality: f64,
    pub overall: f64,
}

/// Walks over the runs of one stand and one period in the order of their starts.
pub fn time_use(runs: &[TimedRun], break_us: i64) -> (TimeUse, Vec<Stop>) {
    let mut used = TimeUse::default();
    let mut stops = Vec::new();
    let mut covered: Option<(i64, i64)> = None;
    for (index, run) in runs.iter().enumerate() {
        used.runs += 1;
        let (start, end) = (
            run.start_us,
            run.start_us.saturating_add(run.duration_us.max(0)),
        );
        let Some((first_start, covered_to)) = covered else {
            used.testing_us = end.saturating_sub(start);
            covered = Some((start, end));
            continue;
        };
        let gap = start.saturating_sub(covered_to);
        if gap > break_us {
            used.stopped_us = used.stopped_us.saturating_add(gap);
            used.stops += 1;
            stops.push(Stop {
                start_us: covered_to,
                end_us: start,
                before: index,
            });
        } else {
            used.waiting_us = used.waiting_us.saturating_add(gap.max(0));
        }
        let tested = end.saturating_sub(start.max(covered_to)).max(0);
        used.testing_us = used.testing_us.saturating_add(tested);
        covered = Some((first_start, end.max(covered_to)));
    }
    used.planned_us = covered.map_or(0, |(start, end)| end.saturating_sub(start));
    (used, stops)
}

impl TimeUse {
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            runs: self.runs + other.runs,
            planned_us: self.planned_us.saturating_add(other.planned_us),
            testing_us: self.testing_us.saturating_add(other.testing_us),
            waiting_us: self.waiting_us.saturating_add(other.waiting_us),
            stopped_us: self.stopped_us.saturating_add(other.stopped_us),
            stops: self.stops + other.stops,
        }
    }

    /// Testing, of the planned time; `None` when there is none.
    pub fn utilisation(&self) -> Option<f64> {
        share(self.testing_us, self.planned_us)
    }

    /// `None` without planned time or without tests. `ideal_us` is what all runs together would take.
    pub fn effectiveness(&self, ideal_us: i64, passed: u64, tests: u64) -> Option<Effectiveness> {
        let running_us = self.testing_us.saturating_add(self.waiting_us);
        let availability = share(running_us, self.planned_us)?;
        // Faster than the ideal is possible for a while, but not better than all of the time.
        let performance = share(ideal_us, running_us)?.min(1.0);
        let quality = share(i64::try_from(passed).ok()?, i64::try_from(tests).ok()?)?;
        Some(Effectiveness {
            availability,
            performance,
            quality,
            overall: availability * performance * quality,
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "microseconds of centuries are exact"
)]
fn share(part: i64, all: i64) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = 60_000_000;

    fn runs(minutes: &[(i64, i64)]) -> Vec<TimedRun> {
        let runs = minutes.iter();
        runs.map(|(start, duration)| TimedRun {
            start_us: start * MINUTE,
            duration_us: duration * MINUTE,
        })
        .collect()
    }

    #[test]
    fn testing_waiting_and_a_stop() {
        let (used, stops) = time_use(&runs(&[(0, 4), (5, 4), (60, 5), (66, 4)]), 10 * MINUTE);
        assert_eq!(used.runs, 4);
        assert_eq!(used.planned_us, 70 * MINUTE);
        assert_eq!(used.testing_us, 17 * MINUTE);
        assert_eq!(used.waiting_us, 2 * MINUTE);
        assert_eq!((used.stopped_us, used.stops), (51 * MINUTE, 1));
        let stop = Stop {
            start_us: 9 * MINUTE,
            end_us: 60 * MINUTE,
            before: 2,
        };
        assert_eq!(stops, [stop]);
        let parts = used.effectiveness(12 * MINUTE, 3, 4).unwrap();
        assert!((parts.availability - 19.0 / 70.0).abs() < 1e-12);
        assert!((parts.performance - 12.0 / 19.0).abs() < 1e-12);
        assert!((parts.quality - 0.75).abs() < 1e-12);
        assert!((parts.overall - 12.0 / 70.0 * 0.75).abs() < 1e-12);
        assert!((used.utilisation().unwrap() - 17.0 / 70.0).abs() < 1e-12);
    }

    #[test]
    fn runs_at_the_same_time_count_once() {
        let (used, stops) = time_use(&runs(&[(0, 30), (10, 5), (20, 20), (40, 0)]), MINUTE);
        assert_eq!(used.testing_us, 40 * MINUTE);
        assert_eq!(used.planned_us, 40 * MINUTE);
        assert!(stops.is_empty());
    }

    #[test]
    fn nothing_is_no_share() {
        let (used, _) = time_use(&[], MINUTE);
        assert_eq!(used, TimeUse::default());
        assert_eq!(used.utilisation(), None);
        assert_eq!(used.effectiveness(1, 1, 1), None);
        let (used, _) = time_use(&runs(&[(5, 0)]), MINUTE);
        assert_eq!((used.runs, used.utilisation()), (1, None));
        let (used, _) = time_use(&runs(&[(5, 1)]), MINUTE);
        assert_eq!(used.effectiveness(MINUTE, 0, 0), None);
    }

    proptest! {
        #[test]
        fn every_moment_is_tested_waited_or_stopped(
            mut starts in prop::collection::vec((-500..500_i64, -3..40_i64), 0..60),
            break_minutes in 0..30_i64,
        ) {
            starts.sort_unstable();
            let (used, stops) = time_use(&runs(&starts), break_minutes * MINUTE);
            prop_assert_eq!(
                used.planned_us,
                used.testing_us + used.waiting_us + used.stopped_us
            );
            let stopped: i64 = stops.iter().map(|stop| stop.end_us - stop.start_us).sum();
            prop_assert_eq!(stopped, used.stopped_us);
            prop_assert!(stops.iter().all(|stop| stop.end_us - stop.start_us > break_minutes * MINUTE));
        }

        #[test]
        fn no_clock_breaks_it(
            mut starts in prop::collection::vec((any::<i64>(), any::<i64>()), 0..20),
            break_us in any::<i64>(),
        ) {
            starts.sort_unstable();
            let runs: Vec<TimedRun> = starts
                .into_iter()
                .map(|(start_us, duration_us)| TimedRun { start_us, duration_us })
                .collect();
            let (used, _) = time_use(&runs, break_us);
            prop_assert!(used.utilisation().is_none_or(f64::is_finite));
        }
    }
}
