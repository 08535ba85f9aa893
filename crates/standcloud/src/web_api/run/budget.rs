//! How much of a report one answer holds.

const CASES_MAX: usize = 5_000;
const MEASUREMENTS_MAX: usize = 5_000;
const ARTIFACT_BYTES_MAX: usize = 64 << 10;
const ARTIFACTS_BYTES_MAX: usize = 1 << 20;
const POINTS_MAX: usize = 100_000;
const POINTS_OF_SERIES_MAX: usize = 4_000;
const POINTS_OF_SERIES_MIN: usize = 100;

/// Goes down from step to step in the order of the report.
#[derive(Debug)]
pub(super) struct Budget {
    cases_left: usize,
    measurements_left: usize,
    artifact_bytes_left: usize,
    points_of_series: usize,
}

impl Budget {
    /// For a report with so many series in all its charts.
    pub(super) fn new(series_count: usize) -> Self {
        let fair = POINTS_MAX / series_count.max(1);
        Self {
            cases_left: CASES_MAX,
            measurements_left: MEASUREMENTS_MAX,
            artifact_bytes_left: ARTIFACTS_BYTES_MAX,
            points_of_series: fair.clamp(POINTS_OF_SERIES_MIN, POINTS_OF_SERIES_MAX),
        }
    }

    pub(super) fn takes_case(&mut self) -> bool {
        let has_room = self.cases_left > 0;
        self.cases_left = self.cases_left.saturating_sub(1);
        has_room
    }

    /// How many of so many measurements are shown.
    pub(super) fn take_measurements(&mut self, wanted: usize) -> usize {
        let taken = wanted.min(self.measurements_left);
        self.measurements_left -= taken;
        taken
    }

    pub(super) fn takes_artifact(&mut self, size_bytes: usize) -> bool {
        let has_room = size_bytes <= ARTIFACT_BYTES_MAX && size_bytes <= self.artifact_bytes_left;
        if has_room {
            self.artifact_bytes_left -= size_bytes;
        }
        has_room
    }

    pub(super) fn points_of_series(&self) -> usize {
        self.points_of_series
    }
}
