//! One box that finds everything with a name: units, runs, batches, parts, plans and stands.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_store::{Dictionary, FoundName, OrganisationId, RunId, RunNumber, RunSummary};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::QueryOf;
use super::caller::InOrganisation;
use super::problem::{Problem, ProblemBody};
use super::run_status::RunStatusView;
use crate::app::App;

/// Of each kind.
const RESULTS_MAX: usize = 8;
const QUERY_CHARS_MAX: usize = 200;
/// Fewer digits are no hint of an id.
const ID_DIGITS_MIN: usize = 8;
const ID_DIGITS: usize = 32;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// A part of a name, in letters of any size; or the beginning of the id of a test run.
    #[serde(default)]
    pub q: String,
}

/// What was found: of each kind at most eight, the best first.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SearchView {
    pub units: Vec<FoundUnitView>,
    pub runs: Vec<FoundRunView>,
    pub batches: Vec<FoundNameView>,
    pub parts: Vec<FoundNameView>,
    pub plans: Vec<FoundNameView>,
    /// `detail` is the number of the stand.
    pub stands: Vec<FoundNameView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundUnitView {
    pub serial_number: String,
    pub part_number: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundRunView {
    pub run_id: Uuid,
    pub plan: String,
    pub status: RunStatusView,
    pub serial_number: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundNameView {
    pub id: i64,
    pub name: String,
    /// Empty when the name says all.
    pub detail: String,
}

/// Search by name
///
/// Members, and everybody who is signed in for the demo.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/search", tag = "Search",
    params(("slug" = String, Path), SearchQuery),
    responses(
        (status = 200, body = SearchView),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody, description = "Too long"),
    ),
)]
pub async fn search_names(
    State(app): State<App>,
    caller: InOrganisation,
    QueryOf(query): QueryOf<SearchQuery>,
) -> Result<Json<SearchView>, Problem> {
    let organisation = caller.organisation();
    let text = query.q.trim().to_owned();
    if text.chars().count() > QUERY_CHARS_MAX {
        return Err(Problem::invalid("q", "That is too long to search for."));
    }
    // Also for nothing: so the box reads the names into memory while the person begins to type.
    let names = app.names.snapshot(organisation).await?;
    if text.is_empty() {
        return Ok(Json(SearchView::default()));
    }
    let part = text.clone();
    let found = tokio::task::spawn_blocking(move || {
        Dictionary::ALL.map(|dictionary| (dictionary, names.find(dictionary, &part, RESULTS_MAX)))
    });
    let found = found
        .await
        .map_err(|_| Problem::unavailable("The search was interrupted. Try again."))?;
    let mut view = SearchView {
        runs: find_runs(&app, organisation, &text).await?,
        ..SearchView::default()
    };
    for (dictionary, ids) in found {
        let entries = app.store.list_names(organisation, dictionary, &ids).await?;
        view.fill(dictionary, entries);
    }
    Ok(Json(view))
}

impl SearchView {
    fn fill(&mut self, dictionary: Dictionary, entries: Vec<FoundName>) {
        let names = match dictionary {
            Dictionary::Unit => {
                self.units = entries.into_iter().map(FoundUnitView::from).collect();
                return;
            }
            Dictionary::Batch => &mut self.batches,
            Dictionary::Part => &mut self.parts,
            Dictionary::Plan => &mut self.plans,
            Dictionary::Stand => &mut self.stands,
        };
        *names = entries.into_iter().map(FoundNameView::from).collect();
    }
}

impl From<FoundName> for FoundUnitView {
    fn from(entry: FoundName) -> Self {
        Self {
            serial_number: entry.name,
            part_number: entry.detail,
        }
    }
}

impl From<FoundName> for FoundNameView {
    fn from(entry: FoundName) -> Self {
        let FoundName { id, name, detail } = entry;
        Self { id, name, detail }
    }
}

impl From<RunSummary> for FoundRunView {
    fn from(run: RunSummary) -> Self {
        Self {
            run_id: run.run_id.0,
            plan: run.plan,
            status: run.status.into(),
            serial_number: run.serial_number,
        }
    }
}

async fn find_runs(
    app: &App,
    organisation: OrganisationId,
    text: &str,
) -> Result<Vec<FoundRunView>, Problem> {
    let Some((first, last)) = id_range(text) else {
        return Ok(Vec::new());
    };
    let limit = u32::try_from(RESULTS_MAX).unwrap_or(1);
    let found = app
        .store
        .find_runs_between(organisation, first, last, limit);
    let numbers: Vec<RunNumber> = found.await?.into_iter().map(|(_, number)| number).collect();
    let runs = app.store.list_runs(organisation, &numbers).await?;
    Ok(runs.into_iter().map(FoundRunView::from).collect())
}

/// All ids that begin with these digits.
fn id_range(text: &str) -> Option<(RunId, RunId)> {
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    let is_begin = (ID_DIGITS_MIN..=ID_DIGITS).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_begin {
        return None;
    }
    let filled = |rest: char| {
        let rest = std::iter::repeat_n(rest, ID_DIGITS - digits.len());
        let text: String = digits.chars().chain(rest).collect();
        Uuid::parse_str(&text).ok().map(RunId)
    };
    filled('0').zip(filled('f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_may_be_typed_in_part() {
        let (first, last) = id_range("0193-5A7b").unwrap();
        assert_eq!(first.to_string(), "01935a7b-0000-0000-0000-000000000000");
        assert_eq!(last.to_string(), "01935a7b-ffff-ffff-ffff-ffffffffffff");
        let whole = "01935a7b-0000-7000-8000-000000000001";
        let (first, last) = id_range(whole).unwrap();
        assert_eq!((first, first.to_string()), (last, whole.to_owned()));
        assert!(id_range("1234567").is_none());
        assert!(id_range("PR-001234567").is_none());
    }
}
