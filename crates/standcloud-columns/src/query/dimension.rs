//! What runs can be told apart by, and what the values stored for it mean.

use crate::facts::{Facts, Field, Segment, status_code_of_state};

/// What runs can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    Plan,
    Part,
    Revision,
    /// There can be as many as runs.
    Unit,
    Stand,
    Batch,
    Process,
    Operator,
    Status,
    /// The how-manyth run of its unit.
    Attempt,
    ErrorCode,
    FailingStep,
    TagSet,
    /// 0 to 23 on the local clock; where the day does not start at a full hour, the hour in which the
    /// hour of the calendar starts.
    HourOfDay,
    /// 1 for Monday to 7 for Sunday; a run before the day start belongs to the day before.
    Weekday,
}

/// Where the values of a dimension are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Column(Field),
    Status,
    HourOfDay,
    Weekday,
}

const HOURS: u64 = 24;
const WEEKDAYS: u64 = 7;

impl Dimension {
    pub(super) fn source(self) -> Source {
        match self {
            Self::Plan => Source::Column(Field::Plan),
            Self::Part => Source::Column(Field::Part),
            Self::Revision => Source::Column(Field::Revision),
            Self::Unit => Source::Column(Field::Unit),
            Self::Stand => Source::Column(Field::Stand),
            Self::Batch => Source::Column(Field::Batch),
            Self::Process => Source::Column(Field::Process),
            Self::Operator => Source::Column(Field::Operator),
            Self::Status => Source::Status,
            Self::Attempt => Source::Column(Field::Attempt),
            Self::ErrorCode => Source::Column(Field::ErrorCode),
            Self::FailingStep => Source::Column(Field::FailingStep),
            Self::TagSet => Source::Column(Field::TagSet),
            Self::HourOfDay => Source::HourOfDay,
            Self::Weekday => Source::Weekday,
        }
    }

    /// What one row holds, as it is shown outside; nothing for what only a calendar knows.
    pub(crate) fn key_of(self, segment: &Segment, row: usize) -> Option<u32> {
        let stored = match self.source() {
            Source::Column(field) => segment.column(field).get(row),
            Source::Status => segment
                .states()
                .get(row)
                .map(|state| status_code_of_state(*state).into()),
            Source::HourOfDay | Source::Weekday => None,
        };
        self.shown(stored?)
    }

    /// What a stored value means outside; 0 is "none" in most columns.
    pub(super) fn shown(self, stored: u64) -> Option<u32> {
        let value = match self {
            Self::Status | Self::HourOfDay => Some(stored),
            Self::ErrorCode => stored.checked_sub(1),
            _ => Some(stored).filter(|id| *id != 0),
        };
        value.and_then(|value| u32::try_from(value).ok())
    }

    /// No stored value is larger.
    pub(super) fn largest(self, facts: &Facts) -> u64 {
        match self.source() {
            Source::Status => u64::from(u8::MAX),
            Source::HourOfDay => HOURS - 1,
            Source::Weekday => WEEKDAYS,
            Source::Column(field) => {
                let segments = facts.segments().iter();
                let ranges = segments.filter_map(|segment| segment.column(field).range());
                ranges.map(|(_, largest)| largest).max().unwrap_or(0)
            }
        }
    }
}
