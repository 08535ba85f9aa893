//! What people write into the maintenance log.

use serde::{Deserialize, Serialize};
use standcloud_store::{StandEventKind, StandEventText, UnixMicros};
use utoipa::ToSchema;

use crate::web_api::problem::Problem;

const NOTE_LENGTH_MAX: usize = 5_000;
/// Clocks of browsers differ; what is further ahead is a slip of the pen.
const AHEAD_MAX_US: i64 = 86_400_000_000;

/// An entry as it is written.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StandEventForm {
    pub kind: StandEventKindView,
    /// At most 5,000 letters; a passed check needs none.
    #[serde(default)]
    pub note: String,
    /// Now when not given.
    pub happened_at: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandEventKindView {
    Note,
    CheckPassed,
    CheckFailed,
    Repair,
}

impl StandEventForm {
    pub(super) fn read(&self, now: UnixMicros) -> Result<StandEventText, Problem> {
        let note = self.note.trim();
        if note.is_empty() && self.kind != StandEventKindView::CheckPassed {
            return Err(Problem::invalid("note", "Write what happened."));
        }
        if note.chars().count() > NOTE_LENGTH_MAX {
            return Err(Problem::invalid(
                "note",
                format!("Write at most {NOTE_LENGTH_MAX} letters."),
            ));
        }
        let happened = match &self.happened_at {
            None => now,
            Some(text) => read_instant(text, now)?,
        };
        Ok(StandEventText {
            kind: self.kind.into(),
            // PostgreSQL cannot keep this one.
            note: note.replace('\0', ""),
            happened,
        })
    }
}

fn read_instant(text: &str, now: UnixMicros) -> Result<UnixMicros, Problem> {
    let problem = |detail: &str| Problem::invalid("happened_at", detail);
    let instant: jiff::Timestamp = text
        .parse()
        .map_err(|_| problem("Write when it happened as a date and a time."))?;
    let instant = UnixMicros(instant.as_microsecond());
    if instant.0 > now.0.saturating_add(AHEAD_MAX_US) {
        return Err(problem("This has not happened yet."));
    }
    Ok(instant)
}

impl From<StandEventKindView> for StandEventKind {
    fn from(kind: StandEventKindView) -> Self {
        match kind {
            StandEventKindView::Note => Self::Note,
            StandEventKindView::CheckPassed => Self::CheckPassed,
            StandEventKindView::CheckFailed => Self::CheckFailed,
            StandEventKindView::Repair => Self::Repair,
        }
    }
}

impl From<StandEventKind> for StandEventKindView {
    fn from(kind: StandEventKind) -> Self {
        match kind {
            StandEventKind::Note => Self::Note,
            StandEventKind::CheckPassed => Self::CheckPassed,
            StandEventKind::CheckFailed => Self::CheckFailed,
            StandEventKind::Repair => Self::Repair,
        }
    }
}
