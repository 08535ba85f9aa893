//! How runs end, in the words of the web app.

use serde::{Deserialize, Serialize};
use standcloud_columns::RunStatus;
use standcloud_report::Status;
use utoipa::ToSchema;

use super::problem::Problem;

/// How a run ended, or that it has not. `failed` and `error` are not passed; `stopped`, `skipped`, `run`
/// and `ready` are no tests and count in no yield.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunStatusView {
    Passed,
    Failed,
    Error,
    Stopped,
    Skipped,
    Run,
    Ready,
}

impl RunStatusView {
    pub fn parse(word: &str) -> Result<Self, Problem> {
        Ok(match word {
            "passed" => Self::Passed,
            "failed" => Self::Failed,
            "error" => Self::Error,
            "stopped" => Self::Stopped,
            "skipped" => Self::Skipped,
            "run" => Self::Run,
            "ready" => Self::Ready,
            _ => {
                let words = "A status is passed, failed, error, stopped, skipped, run or ready.";
                return Err(Problem::invalid("status", words));
            }
        })
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Stopped => "stopped",
            Self::Skipped => "skipped",
            Self::Run => "run",
            Self::Ready => "ready",
        }
    }

    pub fn has_failed(self) -> bool {
        matches!(self, Self::Failed | Self::Error)
    }
}

/// Of a module or a case.
impl From<Status> for RunStatusView {
    fn from(status: Status) -> Self {
        match status {
            Status::Passed => Self::Passed,
            Status::Failed => Self::Failed,
            Status::Error => Self::Error,
            Status::Stopped => Self::Stopped,
            Status::Skipped => Self::Skipped,
            Status::Run => Self::Run,
            Status::Ready => Self::Ready,
        }
    }
}

impl From<RunStatus> for RunStatusView {
    fn from(status: RunStatus) -> Self {
        match status {
            RunStatus::Passed => Self::Passed,
            RunStatus::Failed => Self::Failed,
            RunStatus::Error => Self::Error,
            RunStatus::Stopped => Self::Stopped,
            RunStatus::Skipped => Self::Skipped,
            RunStatus::Run => Self::Run,
            RunStatus::Ready => Self::Ready,
        }
    }
}

impl From<RunStatusView> for RunStatus {
    fn from(status: RunStatusView) -> Self {
        match status {
            RunStatusView::Passed => Self::Passed,
            RunStatusView::Failed => Self::Failed,
            RunStatusView::Error => Self::Error,
            RunStatusView::Stopped => Self::Stopped,
            RunStatusView::Skipped => Self::Skipped,
            RunStatusView::Run => Self::Run,
            RunStatusView::Ready => Self::Ready,
        }
    }
}
