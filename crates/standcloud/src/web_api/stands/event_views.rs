//! Entries of the maintenance log as the web app is told about them.

use serde::Serialize;
use standcloud_store::{StandEvent, StandEventFile};
use utoipa::ToSchema;
use uuid::Uuid;

use super::event_form::StandEventKindView;
use super::events::may_change;
use crate::api::text::rfc3339;
use crate::web_api::caller::InOrganisation;
use crate::web_api::image_kind::ImageKind;

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandEventView {
    pub id: Uuid,
    pub kind: StandEventKindView,
    pub note: String,
    pub happened_at: Option<String>,
    pub created_at: Option<String>,
    pub created_by: String,
    /// There when it was written again.
    pub changed_at: Option<String>,
    pub changed_by: Option<String>,
    /// Whether the caller may write it again, remove it and attach files.
    pub may_change: bool,
    pub files: Vec<StandEventFileView>,
}

/// A file of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandEventFileView {
    pub id: Uuid,
    pub name: String,
    pub size_bytes: u64,
    /// Whether browsers may show it.
    pub is_picture: bool,
}

impl StandEventView {
    pub(super) fn new(
        event: StandEvent,
        files: &[StandEventFile],
        caller: &InOrganisation,
    ) -> Self {
        let may_change = may_change(caller, &event);
        let (changed_at, changed_by) = event.changed.unzip();
        Self {
            id: event.id,
            kind: event.text.kind.into(),
            note: event.text.note,
            happened_at: rfc3339(event.text.happened),
            created_at: rfc3339(event.created.at),
            created_by: event.created.name,
            changed_at: changed_at.and_then(rfc3339),
            changed_by,
            may_change,
            files: files.iter().map(StandEventFileView::from).collect(),
        }
    }
}

impl From<&StandEventFile> for StandEventFileView {
    fn from(file: &StandEventFile) -> Self {
        Self {
            id: file.id,
            name: file.name.clone(),
            size_bytes: file.size_bytes,
            is_picture: ImageKind::is_named(&file.media_type),
        }
    }
}
