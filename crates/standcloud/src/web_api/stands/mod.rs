//! Test stands: how they are, what they look like, what was done to them.

pub mod details_cache;
pub mod event_files;
pub mod event_form;
pub mod event_views;
pub mod events;
pub mod health;
pub mod list;
mod overview;
pub mod pictures;
pub mod show;
pub mod views;

use serde::Deserialize;
use standcloud_store::Stand;
use uuid::Uuid;

use super::caller::InOrganisation;
use super::problem::Problem;
use crate::app::App;

/// What a path names; the organisation is read with the caller.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct StandPath {
    stand_id: u32,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct StandEventPath {
    stand_id: u32,
    event_id: Uuid,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[expect(clippy::struct_field_names, reason = "they are the names in the path")]
pub struct StandEventFilePath {
    stand_id: u32,
    event_id: Uuid,
    file_id: Uuid,
}

/// The stand that the path names.
async fn find_stand(app: &App, caller: &InOrganisation, id: u32) -> Result<Stand, Problem> {
    let found = app.store.lookup_stand(caller.organisation(), id).await?;
    found.ok_or_else(Problem::not_found)
}

/// What to call a stand in the audit.
fn stand_text(stand: &Stand) -> String {
    match stand.number {
        Some(number) => format!("{} #{number}", stand.name),
        None => stand.name.clone(),
    }
}
