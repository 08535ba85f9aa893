//! One run as a plain value, and the small codes that it is stored with.

/// What is known about one test run for counting it. Dictionary ids start at 1; 0 means "none".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    pub run_number: i64,
    /// The run time: start, else stop, else received, in Unix microseconds.
    pub time_us: i64,
    pub duration_ms: Option<u32>,
    pub status: RunStatus,
    pub voided: bool,
    /// The how-manyth run of this unit in its test plan and process, from 1.
    pub attempt: u32,
    pub plan: u32,
    pub part: u32,
    pub revision: u32,
    pub unit: u32,
    pub stand: u32,
    pub batch: u32,
    pub process: u32,
    pub operator: u32,
    pub error_code: Option<u32>,
    pub failing_step: u32,
    pub tag_set: u32,
}

/// Where a run stands in the order of all runs: by run time, then by run number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunPosition {
    pub time_us: i64,
    pub run_number: i64,
}

/// How a test run ended, or that it has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum RunStatus {
    Passed = 0,
    Failed = 1,
    Error = 2,
    Stopped = 3,
    Skipped = 4,
    Run = 5,
    Ready = 6,
}

/// What a status means for yield.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Pass,
    NotPassed,
    /// Shown, but not counted in yield.
    NotATest,
}

impl RunStatus {
    pub const ALL: [Self; 7] = [
        Self::Passed,
        Self::Failed,
        Self::Error,
        Self::Stopped,
        Self::Skipped,
        Self::Run,
        Self::Ready,
    ];

    /// The number under which the status is stored; it never changes.
    pub fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    pub fn verdict(self) -> Verdict {
        match self {
            Self::Passed => Verdict::Pass,
            Self::Failed | Self::Error => Verdict::NotPassed,
            Self::Stopped | Self::Skipped | Self::Run | Self::Ready => Verdict::NotATest,
        }
    }
}

/// Status and voided share one byte, because nearly every query asks for both.
pub(crate) const STATE_COUNT: u8 = 16;
const STATE_VOIDED: u8 = 8;

pub(crate) fn pack_state(status: RunStatus, voided: bool) -> u8 {
    status.code() | if voided { STATE_VOIDED } else { 0 }
}

pub(crate) fn status_code_of_state(state: u8) -> u8 {
    state & !STATE_VOIDED
}

pub(crate) fn status_of_state(state: u8) -> Option<RunStatus> {
    RunStatus::from_code(status_code_of_state(state))
}

pub(crate) fn is_voided(state: u8) -> bool {
    state & STATE_VOIDED != 0
}
