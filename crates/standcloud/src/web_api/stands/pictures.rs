//! Pictures of stands and of the organisation.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;
use standcloud_store::{Picture, PictureSubject};
use utoipa::ToSchema;

use super::views::version_text;
use super::{StandPath, find_stand, stand_text};
use crate::app::App;
use crate::web_api::body::PathOf;
use crate::web_api::caller::InOrganisation;
use crate::web_api::image_kind::ImageKind;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::raw_body::RawBody;
use crate::web_api::stored_file::{StoredFile, answer_file};

const PICTURE_BYTES_MAX: usize = 2 << 20;

type PictureBody = RawBody<PICTURE_BYTES_MAX>;

/// A picture that was just set.
#[derive(Debug, Serialize, ToSchema)]
pub struct PictureView {
    /// Another picture has another one.
    pub version: String,
}

/// The picture of a stand
///
/// For Members.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/stands/{stand_id}/picture", tag = "Stands",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
    ),
    responses(
        (status = 200, content_type = "image/png", body = Vec<u8>, description = "PNG, JPEG or WebP"),
        (status = 304, description = "The browser has it"),
        (status = 404, body = ProblemBody, description = "No such stand, or it has no picture"),
    ),
)]
pub async fn show_stand_picture(
    State(app): State<App>,
    PathOf(path): PathOf<StandPath>,
    caller: InOrganisation,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    show_picture(
        &app,
        &caller,
        PictureSubject::Stand(path.stand_id),
        &headers,
    )
    .await
}

/// Set the picture of a stand
///
/// For Members. The body is the picture itself: PNG, JPEG or WebP, at most 2 MB.
#[utoipa::path(
    put, path = "/api/v1/org/{slug}/stands/{stand_id}/picture", tag = "Stands",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = PictureView),
        (status = 404, body = ProblemBody, description = "No such stand"),
        (status = 413, body = ProblemBody, description = "Larger than 2 MB"),
        (status = 422, body = ProblemBody, description = "No picture of these kinds"),
    ),
)]
pub async fn put_stand_picture(
    State(app): State<App>,
    PathOf(path): PathOf<StandPath>,
    caller: InOrganisation,
    body: PictureBody,
) -> Result<Json<PictureView>, Problem> {
    let stand = find_stand(&app, &caller, path.stand_id).await?;
    let changed = put_picture(&app, &caller, PictureSubject::Stand(stand.id), body).await?;
    note(
        &app,
        &caller,
        "stand.picture",
        &stand_text(&stand),
        "changed",
    )
    .await;
    Ok(changed)
}

/// Remove the picture of a stand
///
/// For Members.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/stands/{stand_id}/picture", tag = "Stands",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
    ),
    responses(
        (status = 204, description = "There is none any more"),
        (status = 404, body = ProblemBody, description = "No such stand"),
    ),
)]
pub async fn remove_stand_picture(
    State(app): State<App>,
    PathOf(path): PathOf<StandPath>,
    caller: InOrganisation,
) -> Result<StatusCode, Problem> {
    let stand = find_stand(&app, &caller, path.stand_id).await?;
    let subject = PictureSubject::Stand(stand.id);
    let removing = app.store.remove_picture(caller.organisation(), subject);
    if removing.await? {
        note(
            &app,
            &caller,
            "stand.picture",
            &stand_text(&stand),
            "removed",
        )
        .await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The picture of the organisation
///
/// For Members.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/picture", tag = "Organisation",
    params(("slug" = String, Path, description = "The organisation")),
    responses(
        (status = 200, content_type = "image/png", body = Vec<u8>, description = "PNG, JPEG or WebP"),
        (status = 304, description = "The browser has it"),
        (status = 404, body = ProblemBody, description = "It has no picture"),
    ),
)]
pub async fn show_organisation_picture(
    State(app): State<App>,
    caller: InOrganisation,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    show_picture(&app, &caller, PictureSubject::Organisation, &headers).await
}

/// Set the picture of the organisation
///
/// For Members. The body is the picture itself: PNG, JPEG or WebP, at most 2 MB.
#[utoipa::path(
    put, path = "/api/v1/org/{slug}/picture", tag = "Organisation",
    params(("slug" = String, Path, description = "The organisation")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = PictureView),
        (status = 413, body = ProblemBody, description = "Larger than 2 MB"),
        (status = 422, body = ProblemBody, description = "No picture of these kinds"),
    ),
)]
pub async fn put_organisation_picture(
    State(app): State<App>,
    caller: InOrganisation,
    body: PictureBody,
) -> Result<Json<PictureView>, Problem> {
    let changed = put_picture(&app, &caller, PictureSubject::Organisation, body).await?;
    let name = &caller.membership.organisation.name;
    note(&app, &caller, "organisation.picture", name, "changed").await;
    Ok(changed)
}

/// Remove the picture of the organisation
///
/// For Members.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/picture", tag = "Organisation",
    params(("slug" = String, Path, description = "The organisation")),
    responses((status = 204, description = "There is none any more")),
)]
pub async fn remove_organisation_picture(
    State(app): State<App>,
    caller: InOrganisation,
) -> Result<StatusCode, Problem> {
    let subject = PictureSubject::Organisation;
    let removing = app.store.remove_picture(caller.organisation(), subject);
    if removing.await? {
        let name = &caller.membership.organisation.name;
        note(&app, &caller, "organisation.picture", name, "removed").await;
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn show_picture(
    app: &App,
    caller: &InOrganisation,
    subject: PictureSubject,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let looking = app.store.lookup_picture(caller.organisation(), subject);
    let picture = looking.await?.ok_or_else(Problem::not_found)?;
    let version = version_text(picture.changed);
    let file = StoredFile {
        body: picture.body,
        media_type: &picture.media_type,
        version: &version,
        name: None,
    };
    Ok(answer_file(file, headers))
}

async fn put_picture(
    app: &App,
    caller: &InOrganisation,
    subject: PictureSubject,
    body: PictureBody,
) -> Result<Json<PictureView>, Problem> {
    let kind = ImageKind::of(&body.bytes);
    let kind =
        kind.ok_or_else(|| Problem::invalid("picture", "Choose a picture: PNG, JPEG or WebP."))?;
    let now = app.clock.now();
    let picture = Picture {
        media_type: kind.media_type().to_owned(),
        body: body.bytes,
        changed: now,
        changed_by: caller.person.signed_in.display_name().to_owned(),
    };
    app.store
        .put_picture(caller.organisation(), subject, &picture)
        .await?;
    Ok(Json(PictureView {
        version: version_text(now),
    }))
}

async fn note(app: &App, caller: &InOrganisation, action: &str, subject: &str, detail: &str) {
    caller
        .note(app, action)
        .subject(subject)
        .detail(detail)
        .write(app)
        .await;
}
