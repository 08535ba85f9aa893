//! Files of the maintenance log.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use standcloud_store::{
    NewStandEventFile, StandEventFile, StandEventFileLimits, StandEventFileOutcome,
};
use utoipa::IntoParams;

use super::event_views::StandEventFileView;
use super::events::find_own_event;
use super::{StandEventFilePath, StandEventPath};
use crate::app::App;
use crate::web_api::body::{PathOf, QueryOf};
use crate::web_api::caller::InOrganisation;
use crate::web_api::image_kind::ImageKind;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::raw_body::RawBody;
use crate::web_api::stored_file::{StoredFile, answer_file};

const FILE_BYTES_MAX: usize = 10 << 20;
const NAME_LENGTH_MAX: usize = 200;
const LIMITS: StandEventFileLimits = StandEventFileLimits {
    files_of_event_max: 10,
    bytes_of_organisation_max: 4 << 30,
};

/// What the file is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NewFileQuery {
    name: Option<String>,
}

/// Attach a file
///
/// For whoever has written the entry, and for Admins. The body is the file itself, at most 10 MB.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}/files",
    tag = "Maintenance log",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
        ("event_id" = Uuid, Path, description = "The entry"),
        NewFileQuery,
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = StandEventFileView),
        (status = 403, body = ProblemBody, description = "Somebody else has written the entry"),
        (status = 404, body = ProblemBody, description = "No such entry"),
        (status = 409, body = ProblemBody, description = "There are too many files"),
        (status = 413, body = ProblemBody, description = "Larger than 10 MB"),
    ),
)]
pub async fn add_stand_event_file(
    State(app): State<App>,
    PathOf(path): PathOf<StandEventPath>,
    caller: InOrganisation,
    QueryOf(query): QueryOf<NewFileQuery>,
    body: RawBody<FILE_BYTES_MAX>,
) -> Result<(StatusCode, Json<StandEventFileView>), Problem> {
    let event = find_own_event(&app, &caller, path.stand_id, path.event_id).await?;
    if body.bytes.is_empty() {
        return Err(Problem::invalid("file", "The file is empty."));
    }
    let now = app.clock.now();
    let kind = ImageKind::of(&body.bytes);
    let new = NewStandEventFile {
        id: app.randomness.uuid(now),
        organisation: caller.organisation(),
        event: event.id,
        name: clean_name(query.name.as_deref().unwrap_or_default()),
        media_type: kind
            .map_or("application/octet-stream", ImageKind::media_type)
            .to_owned(),
        body: body.bytes,
        now,
    };
    match app.store.add_stand_event_file(&new, LIMITS).await? {
        StandEventFileOutcome::Kept => {}
        StandEventFileOutcome::EventIsGone => return Err(Problem::not_found()),
        StandEventFileOutcome::TooManyFiles => {
            return Err(Problem::conflict(
                "An entry can have 10 files. Write another entry for more.",
            ));
        }
        StandEventFileOutcome::OrganisationIsFull => {
            return Err(Problem::conflict(
                "The files of all maintenance logs have reached 4 GB. Remove some first.",
            ));
        }
    }
    let file = StandEventFile {
        id: new.id,
        event: new.event,
        name: new.name,
        media_type: new.media_type,
        size_bytes: new.body.len() as u64,
    };
    Ok((StatusCode::CREATED, Json(StandEventFileView::from(&file))))
}

/// A file of the log
///
/// For Members. Pictures are shown, everything else is saved.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}/files/{file_id}",
    tag = "Maintenance log",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
        ("event_id" = Uuid, Path, description = "The entry"),
        ("file_id" = Uuid, Path, description = "The file"),
    ),
    responses(
        (status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 304, description = "The browser has it"),
        (status = 404, body = ProblemBody, description = "No such file"),
    ),
)]
pub async fn show_stand_event_file(
    State(app): State<App>,
    PathOf(path): PathOf<StandEventFilePath>,
    caller: InOrganisation,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let organisation = caller.organisation();
    let looking = app
        .store
        .lookup_stand_event(organisation, path.stand_id, path.event_id);
    looking.await?.ok_or_else(Problem::not_found)?;
    let looking = app
        .store
        .lookup_stand_event_file(organisation, path.event_id, path.file_id);
    let (file, body) = looking.await?.ok_or_else(Problem::not_found)?;
    let version = file.id.simple().to_string();
    let file = StoredFile {
        body,
        media_type: &file.media_type,
        version: &version,
        name: Some(&file.name),
    };
    Ok(answer_file(file, &headers))
}

/// Remove a file
///
/// For whoever has written the entry, and for Admins.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}/files/{file_id}",
    tag = "Maintenance log",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
        ("event_id" = Uuid, Path, description = "The entry"),
        ("file_id" = Uuid, Path, description = "The file"),
    ),
    responses(
        (status = 204, description = "It is gone"),
        (status = 403, body = ProblemBody, description = "Somebody else has written the entry"),
        (status = 404, body = ProblemBody, description = "No such entry"),
    ),
)]
pub async fn remove_stand_event_file(
    State(app): State<App>,
    PathOf(path): PathOf<StandEventFilePath>,
    caller: InOrganisation,
) -> Result<StatusCode, Problem> {
    let event = find_own_event(&app, &caller, path.stand_id, path.event_id).await?;
    let organisation = caller.organisation();
    let removing = app
        .store
        .remove_stand_event_file(organisation, event.id, path.file_id);
    removing.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The last part of a path, without what no file system takes.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|letter| !letter.is_control()).collect();
    let short: String = clean.trim().chars().take(NAME_LENGTH_MAX).collect();
    if short.is_empty() {
        return "file".to_owned();
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_names_and_not_paths() {
        assert_eq!(clean_name("C:\\temp\\pins.jpg"), "pins.jpg");
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name(" a\u{0}\n.txt "), "a.txt");
        assert_eq!(clean_name("/"), "file");
        assert_eq!(clean_name(&"x".repeat(500)).len(), NAME_LENGTH_MAX);
    }
}
