//! Yield by stand, batch, revision and so on, the worst first.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::figures::{YieldCounts, YieldFiguresView};
use super::keyed::{KeyedCounts, WantedGroups, count_groups, too_many};
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::grouping::{GroupBy, GroupNameView, GroupNames};
use crate::analysis::question::ask_facts;
use crate::analysis::table::{AnswerFormat, AnswerTable, TableColumn, answer_as, text_cell};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

const LIMIT_DEFAULT: u32 = 50;
const LIMIT_MAX: u32 = 1_000;

/// In which order groups come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YieldOrder {
    /// By what the first-pass yield is at best (the upper end of its interval): those that are bad for
    /// sure come first, and a group of two units does not hide one of two thousand.
    #[default]
    Worst,
    /// By the first-pass yield itself, the lowest first.
    FirstPass,
    /// By the test-report yield at best, the lowest first.
    TestReport,
    /// Most units first.
    Units,
    /// Most failed tests first.
    NotPassed,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YieldGroupOptions {
    #[serde(default)]
    pub order: YieldOrder,
    /// How many groups; 50 when it is left out, at most 1,000. The rest is put together.
    pub limit: Option<u32>,
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// Yields of groups.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YieldGroupsView {
    pub by: Vec<GroupBy>,
    /// All runs of the filter together.
    pub all: YieldFiguresView,
    pub groups: Vec<YieldGroupView>,
    /// What did not fit into the limit, together.
    pub others: Option<OtherGroupsView>,
}

/// The runs that have one value of each dimension.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YieldGroupView {
    /// In the order of `by`.
    pub names: Vec<GroupNameView>,
    #[serde(flatten)]
    pub figures: YieldFiguresView,
    /// The query that lists exactly these runs.
    pub runs: String,
}

/// Groups beyond the limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct OtherGroupsView {
    /// How many there are.
    pub groups: u64,
    #[serde(flatten)]
    pub figures: YieldFiguresView,
}

/// Yield by stand, batch, revision …
///
/// By one to three dimensions at once; by stand when none is named. For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/yield", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, WantedGroups, YieldGroupOptions),
    responses(
        (status = 200, body = YieldGroupsView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or too many groups"),
    ),
)]
pub async fn list_yields(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    groups: WantedGroups,
    QueryOf(options): QueryOf<YieldGroupOptions>,
) -> Result<Response, Problem> {
    let by = match groups.by.as_slice() {
        [] => vec![GroupBy::Stand],
        some => some.to_vec(),
    };
    let filter = wanted.find_in(&app, &analyst.organisation).await?.filter;
    let (asked, order) = (by.clone(), options.order);
    let counted = ask_facts(&app, &analyst, move |facts| {
        let mut counted = count_groups(facts, &filter, &asked)?;
        counted.sort_by_cached_key(|group| order.place(&group.counts));
        Ok(counted)
    });
    let mut shown = counted.await?.map_err(too_many)?;
    let all = YieldCounts::sum(shown.iter().map(|group| group.counts));
    let limit = options.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let rest = shown.split_off(limit.min(shown.len()));
    let view = YieldGroupsView {
        all: all.view(),
        groups: named(&app, &analyst, &wanted, &by, &shown).await?,
        others: others(&rest),
        by,
    };
    answer_as(&app, &analyst, &wanted, options.format, view, table).await
}

impl YieldOrder {
    /// Smaller comes first; groups of which nothing is known come last.
    fn place(self, counts: &YieldCounts) -> (u64, u64) {
        let figures = counts.view();
        let most = |count: u64| u64::MAX - count;
        let least = |share: Option<f64>| share.map_or(u64::MAX, parts_per_billion);
        let key = match self {
            Self::Worst => least(figures.first_pass.upper),
            Self::FirstPass => least(figures.first_pass.share),
            Self::TestReport => least(figures.test_report.upper),
            Self::Units => most(counts.units),
            Self::NotPassed => most(counts.not_passed),
        };
        (key, most(counts.runs))
    }
}

/// For comparing.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share lies between 0 and 1"
)]
fn parts_per_billion(share: f64) -> u64 {
    (share * 1e9) as u64
}

async fn named(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    by: &[GroupBy],
    groups: &[KeyedCounts],
) -> Result<Vec<YieldGroupView>, Problem> {
    let keys = groups.iter().flat_map(|group| by.iter().zip(&group.keys));
    let keys = keys.filter_map(|(by, key)| Some((*by, (*key)?)));
    let names = GroupNames::find(app, analyst, keys).await?;
    let views = groups.iter().map(|group| {
        let keyed = || by.iter().copied().zip(group.keys.iter().copied());
        let runs = RunsBehind::of(wanted).with(|filter| {
            for (by, key) in keyed() {
                by.narrow(filter, key, &names.view(by, key));
            }
        });
        YieldGroupView {
            names: keyed().map(|(by, key)| names.view(by, key)).collect(),
            figures: group.counts.view(),
            runs: runs.query(),
        }
    });
    Ok(views.collect())
}

fn others(rest: &[KeyedCounts]) -> Option<OtherGroupsView> {
    let counts = YieldCounts::sum(rest.iter().map(|group| group.counts));
    (!rest.is_empty()).then(|| OtherGroupsView {
        groups: u64::try_from(rest.len()).unwrap_or(u64::MAX),
        figures: counts.view(),
    })
}

fn table(view: YieldGroupsView) -> AnswerTable {
    let dimensions = view.by.iter();
    let mut columns: Vec<TableColumn> = dimensions
        .map(|by| TableColumn::wide(by.as_str(), by.title()))
        .collect();
    columns.extend(YieldFiguresView::columns());
    let width = view.by.len();
    let groups = view.groups.into_iter().map(|group| {
        let names = group.names.iter().map(|name| text_cell(&name.label));
        names.chain(group.figures.cells()).collect()
    });
    let others = view.others.map(|others| {
        let name = format!("{} others", others.groups);
        let names = (0..width).map(move |_| text_cell(&name));
        names.chain(others.figures.cells()).collect()
    });
    AnswerTable::new("yield", columns, groups.chain(others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_group_does_not_hide_a_large_bad_one() {
        let counts = |units, passed_by_first| YieldCounts {
            units,
            passed_by_first,
            ..YieldCounts::default()
        };
        let (small, large, unknown) = (counts(2, 1), counts(2_000, 1_400), counts(0, 0));
        let worst = |counts| YieldOrder::Worst.place(counts);
        assert!(worst(&large) < worst(&small));
        assert!(worst(&small) < worst(&unknown));
        let lowest = |counts| YieldOrder::FirstPass.place(counts);
        assert!(lowest(&small) < lowest(&large));
    }
}
