//! What a filter can ask for, found while somebody types.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use standcloud_store::{NameDictionary, StandName, StepName, TagName};
use utoipa::{IntoParams, ToSchema};

use super::body::QueryOf;
use super::caller::InOrganisation;
use super::problem::{Problem, ProblemBody};
use crate::app::App;

const LIMIT_DEFAULT: u8 = 30;
const LIMIT_MAX: u8 = 100;
const SEARCH_CHARACTERS_MAX: usize = 200;

/// The parts of a filter whose values are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilterField {
    Plan,
    Part,
    Revision,
    Stand,
    Batch,
    Process,
    Operator,
    Tag,
    /// Only by its number.
    Step,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FilterValueOptions {
    /// A part of the name, in any case.
    pub search: Option<String>,
    /// One stand or step by its number instead of a search, to learn its name.
    pub id: Option<u32>,
    /// At most 100; 30 when it is left out.
    pub limit: Option<u8>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FilterValuesView {
    /// Batches newest first, all others by name.
    pub values: Vec<FilterValueView>,
    /// There are more than were asked for: search more narrowly.
    pub has_more: bool,
}

/// One value of a filter.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FilterValueView {
    /// What the filter is asked with.
    pub value: String,
    /// What people read.
    pub label: String,
    /// What tells it from others of that name.
    pub detail: Option<String>,
}

/// Values for a filter
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/filter-values/{field}", tag = "Runs",
    params(("slug" = String, Path), ("field" = FilterField, Path), FilterValueOptions),
    responses(
        (status = 200, body = FilterValuesView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "The search cannot be read"),
    ),
)]
pub async fn list_filter_values(
    State(app): State<App>,
    caller: InOrganisation,
    field: Result<Path<(String, FilterField)>, axum::extract::rejection::PathRejection>,
    QueryOf(options): QueryOf<FilterValueOptions>,
) -> Result<Json<FilterValuesView>, Problem> {
    let Path((_, field)) = field.map_err(|_| Problem::not_found())?;
    let limit = options.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let search = options.search.unwrap_or_default();
    if search.chars().count() > SEARCH_CHARACTERS_MAX || search.contains('\0') {
        return Err(Problem::invalid("search", "Search for something shorter."));
    }
    let limit = usize::from(limit);
    let mut values = match (field, options.id) {
        (FilterField::Stand, Some(id)) => known_stand(&app, &caller, id).await?,
        (FilterField::Step, id) => known_step(&app, &caller, id).await?,
        _ => find(&app, &caller, field, search.trim(), limit + 1).await?,
    };
    let has_more = values.len() > limit;
    values.truncate(limit);
    Ok(Json(FilterValuesView { values, has_more }))
}

async fn known_stand(
    app: &App,
    caller: &InOrganisation,
    id: u32,
) -> Result<Vec<FilterValueView>, Problem> {
    let store = &app.store;
    let stand = store.lookup_stand_name(caller.organisation(), id.into());
    Ok(stand
        .await?
        .map(FilterValueView::from)
        .into_iter()
        .collect())
}

async fn known_step(
    app: &App,
    caller: &InOrganisation,
    id: Option<u32>,
) -> Result<Vec<FilterValueView>, Problem> {
    let ids: Vec<u32> = id.into_iter().collect();
    let steps = app
        .store
        .list_step_names(caller.organisation(), &ids)
        .await?;
    Ok(steps.into_iter().map(FilterValueView::from).collect())
}

async fn find(
    app: &App,
    caller: &InOrganisation,
    field: FilterField,
    search: &str,
    limit: usize,
) -> Result<Vec<FilterValueView>, Problem> {
    let (store, organisation) = (&app.store, caller.organisation());
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    let dictionary = match field {
        FilterField::Plan => NameDictionary::Plan,
        FilterField::Part => NameDictionary::Part,
        FilterField::Batch => NameDictionary::Batch,
        FilterField::Process => NameDictionary::Process,
        FilterField::Operator => NameDictionary::Operator,
        FilterField::Revision => {
            let names = store.search_revisions(organisation, search, limit).await?;
            return Ok(names.into_iter().map(FilterValueView::named).collect());
        }
        FilterField::Stand => {
            let stands = store.search_stands(organisation, search, limit).await?;
            return Ok(stands.into_iter().map(FilterValueView::from).collect());
        }
        FilterField::Tag => {
            let tags = store.search_tags(organisation, search, limit).await?;
            return Ok(tags.into_iter().map(FilterValueView::from).collect());
        }
        FilterField::Step => return Ok(Vec::new()),
    };
    let found = store.search_names(organisation, dictionary, search, limit);
    Ok(found
        .await?
        .into_iter()
        .map(FilterValueView::named)
        .collect())
}

impl FilterValueView {
    fn named(name: String) -> Self {
        Self {
            value: name.clone(),
            label: name,
            detail: None,
        }
    }
}

impl From<StandName> for FilterValueView {
    fn from(stand: StandName) -> Self {
        let label = match stand.number.as_str() {
            "" => stand.name,
            number => format!("{} #{number}", stand.name),
        };
        Self {
            value: stand.id.to_string(),
            label,
            detail: Some(stand.hardware_id),
        }
    }
}

impl From<StepName> for FilterValueView {
    fn from(step: StepName) -> Self {
        Self {
            value: step.id.to_string(),
            label: format!("{} › {}", step.module, step.case),
            detail: Some(step.plan),
        }
    }
}

impl From<TagName> for FilterValueView {
    fn from(tag: TagName) -> Self {
        Self {
            value: format!("{}:{}={}", tag.scope.as_str(), tag.name, tag.value),
            label: format!("{} = {}", tag.name, tag.value),
            detail: Some(tag.scope.as_str().to_owned()),
        }
    }
}
