//! The maintenance log of a stand.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::{
    Author, NewStandEvent, StandEvent, StandEventFile, StandEventPosition, UnixMicros,
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::event_form::StandEventForm;
use super::event_views::StandEventView;
use super::{StandEventPath, StandPath, find_stand, stand_text};
use crate::app::App;
use crate::audit;
use crate::web_api::body::{JsonBody, PathOf, QueryOf};
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};

/// A decade of an entry a day.
const EVENTS_OF_STAND_MAX: u32 = 4_000;
const PAGE_DEFAULT: u32 = 20;
const PAGE_MAX: u32 = 100;

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandEventsView {
    /// What happened last comes first.
    pub events: Vec<StandEventView>,
    /// To be sent as `after` for the next page; nothing when this was the last.
    pub next: Option<String>,
}

/// Which page of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StandEventsQuery {
    /// The `next` of the page before.
    after: Option<String>,
    /// 20 when not given; at most 100.
    limit: Option<u32>,
}

/// The maintenance log of a stand
///
/// For Members.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/stands/{stand_id}/events", tag = "Maintenance log",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
        StandEventsQuery,
    ),
    responses(
        (status = 200, body = StandEventsView),
        (status = 404, body = ProblemBody, description = "No such stand"),
        (status = 422, body = ProblemBody, description = "`after` is not the `next` of a page"),
    ),
)]
pub async fn list_stand_events(
    State(app): State<App>,
    PathOf(path): PathOf<StandPath>,
    caller: InOrganisation,
    QueryOf(query): QueryOf<StandEventsQuery>,
) -> Result<Json<StandEventsView>, Problem> {
    let organisation = caller.organisation();
    let stand = find_stand(&app, &caller, path.stand_id).await?;
    let limit = query.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let after = query.after.as_deref().map(read_position).transpose()?;
    let listing = app
        .store
        .list_stand_events(organisation, stand.id, after, limit);
    let events = listing.await?;
    let ids: Vec<Uuid> = events.iter().map(|event| event.id).collect();
    let mut files: HashMap<Uuid, Vec<StandEventFile>> = HashMap::new();
    for file in app.store.list_stand_event_files(organisation, &ids).await? {
        files.entry(file.event).or_default().push(file);
    }
    let is_full = events.len() >= limit as usize;
    let next = events.last().filter(|_| is_full).map(position_text);
    let views = events.into_iter().map(|event| {
        let files = files.remove(&event.id).unwrap_or_default();
        StandEventView::new(event, &files, &caller)
    });
    Ok(Json(StandEventsView {
        events: views.collect(),
        next,
    }))
}

/// Write into the log
///
/// For Members.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/stands/{stand_id}/events", tag = "Maintenance log",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
    ),
    request_body = StandEventForm,
    responses(
        (status = 201, body = StandEventView),
        (status = 404, body = ProblemBody, description = "No such stand"),
        (status = 409, body = ProblemBody, description = "The log is full"),
        (status = 422, body = ProblemBody, description = "Something is missing or too long"),
    ),
)]
pub async fn add_stand_event(
    State(app): State<App>,
    PathOf(path): PathOf<StandPath>,
    caller: InOrganisation,
    JsonBody(form): JsonBody<StandEventForm>,
) -> Result<(StatusCode, Json<StandEventView>), Problem> {
    let stand = find_stand(&app, &caller, path.stand_id).await?;
    let now = app.clock.now();
    let new = NewStandEvent {
        id: app.randomness.uuid(now),
        organisation: caller.organisation(),
        stand: stand.id,
        text: form.read(now)?,
        author: author(&caller, now),
    };
    if !app.store.add_stand_event(&new, EVENTS_OF_STAND_MAX).await? {
        return Err(Problem::conflict(
            "The log of this stand is full. Remove entries that nobody needs any more.",
        ));
    }
    let event = StandEvent {
        id: new.id,
        stand: new.stand,
        text: new.text,
        created: new.author,
        changed: None,
    };
    let view = StandEventView::new(event, &[], &caller);
    Ok((StatusCode::CREATED, Json(view)))
}

/// Write an entry again
///
/// For whoever has written it, and for Admins.
#[utoipa::path(
    patch, path = "/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}", tag = "Maintenance log",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
        ("event_id" = Uuid, Path, description = "The entry"),
    ),
    request_body = StandEventForm,
    responses(
        (status = 200, body = StandEventView),
        (status = 403, body = ProblemBody, description = "Somebody else has written it"),
        (status = 404, body = ProblemBody, description = "No such entry"),
        (status = 422, body = ProblemBody, description = "Something is missing or too long"),
    ),
)]
pub async fn change_stand_event(
    State(app): State<App>,
    PathOf(path): PathOf<StandEventPath>,
    caller: InOrganisation,
    JsonBody(form): JsonBody<StandEventForm>,
) -> Result<Json<StandEventView>, Problem> {
    let organisation = caller.organisation();
    let mut event = find_own_event(&app, &caller, path.stand_id, path.event_id).await?;
    let now = app.clock.now();
    let by = author(&caller, now);
    event.text = form.read(now)?;
    let changing = app
        .store
        .change_stand_event(organisation, event.id, &event.text, &by);
    if !changing.await? {
        return Err(Problem::not_found());
    }
    event.changed = Some((now, by.name));
    let files = app
        .store
        .list_stand_event_files(organisation, &[event.id])
        .await?;
    Ok(Json(StandEventView::new(event, &files, &caller)))
}

/// Remove an entry
///
/// With its files. For whoever has written it, and for Admins.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}", tag = "Maintenance log",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
        ("event_id" = Uuid, Path, description = "The entry"),
    ),
    responses(
        (status = 204, description = "It is gone"),
        (status = 403, body = ProblemBody, description = "Somebody else has written it"),
        (status = 404, body = ProblemBody, description = "No such entry"),
    ),
)]
pub async fn remove_stand_event(
    State(app): State<App>,
    PathOf(path): PathOf<StandEventPath>,
    caller: InOrganisation,
) -> Result<StatusCode, Problem> {
    let stand = find_stand(&app, &caller, path.stand_id).await?;
    let event = find_own_event(&app, &caller, stand.id, path.event_id).await?;
    let removing = app
        .store
        .remove_stand_event(caller.organisation(), event.id);
    if removing.await? {
        let browser = &caller.person.browser;
        audit::note(&app, "stand.log_entry", &caller.actor(), &browser.caller)
            .organisation(caller.organisation())
            .user(caller.person.signed_in.user.id)
            .subject(&stand_text(&stand))
            .detail(&format!(
                "removed what {} wrote: {}",
                event.created.name, event.text.note
            ))
            .write(&app)
            .await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// An entry that the caller may change.
pub(super) async fn find_own_event(
    app: &App,
    caller: &InOrganisation,
    stand_id: u32,
    event_id: Uuid,
) -> Result<StandEvent, Problem> {
    let organisation = caller.organisation();
    let looking = app
        .store
        .lookup_stand_event(organisation, stand_id, event_id);
    let event = looking.await?.ok_or_else(Problem::not_found)?;
    if !may_change(caller, &event) {
        return Err(Problem::forbidden(format!(
            "Only {} and Admins may change this entry.",
            event.created.name
        )));
    }
    Ok(event)
}

pub(super) fn may_change(caller: &InOrganisation, event: &StandEvent) -> bool {
    caller.is_admin() || event.created.user == caller.person.signed_in.user.id
}

fn author(caller: &InOrganisation, now: UnixMicros) -> Author {
    let signed_in = &caller.person.signed_in;
    Author {
        user: signed_in.user.id,
        name: signed_in.display_name().to_owned(),
        at: now,
    }
}

fn position_text(event: &StandEvent) -> String {
    format!("{}.{}", event.text.happened.0, event.id)
}

fn read_position(text: &str) -> Result<StandEventPosition, Problem> {
    let parts = text.split_once('.');
    let position = parts.and_then(|(happened, id)| {
        let happened = happened.parse().ok()?;
        Some((UnixMicros(happened), Uuid::parse_str(id).ok()?))
    });
    position.ok_or_else(|| Problem::invalid("after", "Send the `next` of the page before."))
}
