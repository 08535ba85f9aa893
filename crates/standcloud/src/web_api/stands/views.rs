//! Stands as the web app is told about them.

use std::collections::HashMap;

use serde::Serialize;
use standcloud_columns::{Group, LatestTest, RunStatus};
use standcloud_report::{InfoEntry, Instrument};
use standcloud_store::{RunId, UnixMicros};
use utoipa::ToSchema;

use super::health::{Health, TESTS_KEPT};
use super::overview::Overview;
use crate::api::text::rfc3339;

/// A stand: hardware id, name and number together are what it is known by.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandView {
    pub id: u32,
    pub name: String,
    pub number: Option<i64>,
    pub hw_id: String,
    /// As its newest report says, like the place and the time zone.
    pub revision: Option<String>,
    pub location: Option<String>,
    /// What the stand calls its time zone, mostly an IANA name.
    pub time_zone: Option<String>,
    /// When its first report came.
    pub created_at: Option<String>,
    /// The run times of its oldest and its newest run.
    pub first_activity_at: Option<String>,
    pub last_activity_at: Option<String>,
    /// Voided ones included.
    pub runs: u64,
    pub health: StandHealthView,
    /// In the day of the organisation.
    pub today: StandFiguresView,
    pub last_24_hours: StandFiguresView,
    pub last_7_days: StandFiguresView,
    /// There when it has a picture; another one has another version.
    pub picture_version: Option<String>,
}

/// Counts of runs that are not voided.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct StandFiguresView {
    pub runs: u64,
    pub passed: u64,
    /// Failed or ended with an error.
    pub not_passed: u64,
}

/// How a stand is.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandHealthView {
    pub state: StandHealthState,
    /// Failing: the first of the tests in a row that did not pass. Silent: the newest run.
    pub since: Option<String>,
    /// How many tests in a row did not pass; followed back to the 50th.
    pub failed_in_a_row: Option<u32>,
    /// The last three of those tests, newest first.
    pub failed_tests: Vec<FailedTestView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandHealthState {
    /// Its last three tests did not pass.
    Failing,
    /// Its newest run is older than the organisation's settings allow.
    Silent,
    Active,
    /// No run of it is known.
    Never,
}

/// A test that did not pass.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedTestView {
    pub test_run_id: String,
    pub status: FailedTestStatus,
    /// Its run time.
    pub at: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailedTestStatus {
    Failed,
    Error,
}

/// One property that a report names.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandPropertyView {
    pub name: String,
    /// A text as it is, anything else as JSON.
    pub value: String,
}

/// Test equipment of a stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandInstrumentView {
    pub name: String,
    pub number: Option<i64>,
    pub part_number: Option<String>,
    pub serial_number: Option<String>,
    pub revision: Option<String>,
    pub comment: Option<String>,
    pub info: Vec<StandPropertyView>,
}

impl StandView {
    pub(super) fn new(overview: &Overview, run_ids: &HashMap<i64, RunId>) -> Self {
        let stand = &overview.stand;
        let details = overview.latest.as_ref();
        let details = details.and_then(|latest| latest.details.as_ref());
        let said = details.map(|details| &details.stand);
        let activity = overview.activity.as_ref();
        Self {
            id: stand.id,
            name: stand.name.clone(),
            number: stand.number,
            hw_id: stand.hardware_id.clone(),
            revision: said.and_then(|said| said.revision.clone()),
            location: said.and_then(|said| said.location.clone()),
            time_zone: said.and_then(|said| said.timezone.clone()),
            created_at: overview.created.and_then(rfc3339),
            first_activity_at: activity.and_then(|activity| instant(activity.first.time_us)),
            last_activity_at: activity.and_then(|activity| instant(activity.last.time_us)),
            runs: activity.map_or(0, |activity| activity.runs),
            health: StandHealthView::new(&overview.health, run_ids),
            today: figures(overview.today.as_ref()),
            last_24_hours: figures(overview.last_24_hours.as_ref()),
            last_7_days: figures(overview.last_7_days.as_ref()),
            picture_version: overview.picture.map(version_text),
        }
    }
}

impl StandHealthView {
    fn new(health: &Health, run_ids: &HashMap<i64, RunId>) -> Self {
        let plain = |state, since| Self {
            state,
            since,
            failed_in_a_row: None,
            failed_tests: Vec::new(),
        };
        match health {
            Health::Never => plain(StandHealthState::Never, None),
            Health::Active => plain(StandHealthState::Active, None),
            Health::Silent { since_us } => plain(StandHealthState::Silent, instant(*since_us)),
            Health::Failing(tests) => Self {
                state: StandHealthState::Failing,
                since: instant(tests.since_us),
                failed_in_a_row: u32::try_from(tests.in_a_row.min(TESTS_KEPT)).ok(),
                failed_tests: tests
                    .last
                    .iter()
                    .filter_map(|test| failed_test(test, run_ids))
                    .collect(),
            },
        }
    }
}

pub(super) fn properties(entries: &[InfoEntry]) -> Vec<StandPropertyView> {
    let view = |entry: &InfoEntry| StandPropertyView {
        name: entry.key.clone(),
        value: entry.value.clone(),
    };
    entries.iter().map(view).collect()
}

pub(super) fn instrument(found: &Instrument) -> StandInstrumentView {
    // HardPy sends this word where nobody has given a number.
    let part_number = Some(&found.part_number).filter(|number| number.as_str() != "unknown");
    StandInstrumentView {
        name: found.name.clone().unwrap_or_default(),
        number: found.number,
        part_number: part_number.cloned(),
        serial_number: found.serial_number.clone(),
        revision: found.revision.clone(),
        comment: found.comment.clone(),
        info: properties(&found.info),
    }
}

/// Tells one state of a picture from the next.
pub fn version_text(changed: UnixMicros) -> String {
    format!("{:x}", changed.0)
}

fn failed_test(test: &LatestTest, run_ids: &HashMap<i64, RunId>) -> Option<FailedTestView> {
    Some(FailedTestView {
        test_run_id: run_ids.get(&test.position.run_number)?.to_string(),
        status: match test.status {
            RunStatus::Error => FailedTestStatus::Error,
            _ => FailedTestStatus::Failed,
        },
        at: instant(test.position.time_us),
    })
}

fn figures(group: Option<&Group>) -> StandFiguresView {
    group.map_or_else(StandFiguresView::default, |group| StandFiguresView {
        runs: group.runs,
        passed: group.passed,
        not_passed: group.not_passed,
    })
}

fn instant(time_us: i64) -> Option<String> {
    rfc3339(UnixMicros(time_us))
}
