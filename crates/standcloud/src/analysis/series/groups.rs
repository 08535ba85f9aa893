//! One measurement told apart by stand, batch, revision and the like, side by side.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use standcloud_stats::{BinGrid, Moments, Sample};
use utoipa::{IntoParams, ToSchema};

use super::capability::{IndexView, tolerance_of};
use super::limits_over_time::current_limits;
use super::points::number;
use super::read::{Selection, SeriesRead};
use super::side_by_side::{figures, split};
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::grouping::{GroupBy, GroupNameView, GroupNames};
use crate::analysis::limits::LimitsView;
use crate::analysis::question::compute;
use crate::analysis::shares::ShareView;
use crate::analysis::table::{AnswerFormat, AnswerTable, Cell, TableColumn, answer_as, text_cell};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

const GROUPS_DEFAULT: usize = 12;
const GROUPS_MAX: usize = 200;

/// What the values are told apart by.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SeriesGroupsOptions {
    /// Id of the measurement.
    pub series: u32,
    pub by: GroupBy,
    /// At most so many groups, those with most values; 12 when it is left out, at most 200.
    pub limit: Option<usize>,
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// The groups with most values first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesGroupsView {
    pub by: GroupBy,
    /// The latest, which the indices are about.
    pub limits: Option<LimitsView>,
    /// The edges of the bins that all groups share; empty when there are none.
    pub edges: Vec<f64>,
    pub all: GroupFiguresView,
    pub groups: Vec<SeriesGroupView>,
    /// How many groups there are.
    pub group_count: u64,
    /// Why there are no indices.
    pub note: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesGroupView {
    pub name: GroupNameView,
    pub figures: GroupFiguresView,
    /// The query that lists the runs of the group.
    pub runs: String,
}

/// The figures of some values.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct GroupFiguresView {
    pub count: u64,
    pub mean: Option<f64>,
    pub sigma_overall: Option<f64>,
    pub sigma_within: Option<f64>,
    /// How far the mean is from that of all values, in sigma of all values.
    pub shift_sigmas: Option<f64>,
    pub ppk: Option<IndexView>,
    pub cpk: Option<IndexView>,
    /// Values that the stand called bad, of those that it compared.
    pub failed: Option<ShareView>,
    pub quartiles: Option<BoxView>,
    /// Below the first edge, in each bin, above the last edge.
    pub counts: Vec<u64>,
}

/// What a box plot draws: whiskers end at the last values within 1.5 times the box from the box.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct BoxView {
    pub min: f64,
    pub lower_whisker: f64,
    pub lower_quartile: f64,
    pub median: f64,
    pub upper_quartile: f64,
    pub upper_whisker: f64,
    pub max: f64,
    /// Values beyond the whiskers.
    pub outliers: u64,
}

/// A measurement side by side
///
/// For everybody in the organisation. The values of one measurement told apart by one dimension, with the
/// same bins for all groups. Also as CSV and XLSX.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/series/groups", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, SeriesGroupsOptions),
    responses(
        (status = 200, body = SeriesGroupsView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or a text measurement"),
    ),
)]
pub async fn compare_groups(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<SeriesGroupsOptions>,
) -> Result<Response, Problem> {
    let limit = options.limit.unwrap_or(GROUPS_DEFAULT).clamp(1, GROUPS_MAX);
    let read = SeriesRead::of(&app, &analyst, &wanted, options.series).await?;
    let behind = read.behind.clone();
    let dimension = options.by.dimension();
    let computed = compute(move || grouped(&read.select(Some(dimension)), limit)).await?;
    let keys = computed.groups.iter().filter(|(key, _)| *key != 0);
    let names = GroupNames::find(&app, &analyst, keys.map(|(key, _)| (options.by, *key))).await?;
    let view = view_of(computed, options.by, &names, &behind);
    answer_as(&app, &analyst, &wanted, options.format, view, table_of).await
}

/// Without names.
struct Grouped {
    limits: Option<LimitsView>,
    edges: Vec<f64>,
    all: GroupFiguresView,
    groups: Vec<(u32, GroupFiguresView)>,
    group_count: u64,
    note: Option<String>,
}

fn grouped(selection: &Selection, limit: usize) -> Grouped {
    let selected = &selection.values.kept;
    let limits = current_limits(selected, &selection.limits);
    let tolerance = tolerance_of(limits.as_ref());
    let usable = tolerance.as_ref().ok();
    let sample = Sample::of(&selected.values);
    let moments = Moments::of(&sample);
    let grid = BinGrid::of(&sample, usable);
    let groups = split(selected);
    let of = |group| figures(group, moments.as_ref(), grid.as_ref(), usable);
    let all = super::side_by_side::GroupValues {
        key: 0,
        values: selected.values.clone(),
        results: selected.results.clone(),
    };
    Grouped {
        edges: grid.as_ref().map_or_else(Vec::new, edges_of),
        all: of(&all),
        groups: groups
            .iter()
            .take(limit)
            .map(|group| (group.key, of(group)))
            .collect(),
        group_count: number(groups.len()),
        note: tolerance.err(),
        limits,
    }
}

fn edges_of(grid: &BinGrid) -> Vec<f64> {
    let bins = grid.fill(&[]).bins;
    let first = bins.first().map(|bin| bin.from);
    first
        .into_iter()
        .chain(bins.iter().map(|bin| bin.to))
        .collect()
}

fn view_of(
    computed: Grouped,
    by: GroupBy,
    names: &GroupNames,
    behind: &RunsBehind,
) -> SeriesGroupsView {
    let group = |(key, figures): (u32, GroupFiguresView)| {
        let key = Some(key).filter(|key| *key != 0);
        let name = names.view(by, key);
        SeriesGroupView {
            runs: behind
                .clone()
                .with(|filter| by.narrow(filter, key, &name))
                .query(),
            name,
            figures,
        }
    };
    SeriesGroupsView {
        by,
        limits: computed.limits,
        edges: computed.edges,
        all: computed.all,
        groups: computed.groups.into_iter().map(group).collect(),
        group_count: computed.group_count,
        note: computed.note,
    }
}

fn table_of(view: SeriesGroupsView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("name", view.by.title()),
        TableColumn::new("count", "Values"),
        TableColumn::new("mean", "Mean"),
        TableColumn::new("sigma_overall", "Sigma overall"),
        TableColumn::new("sigma_within", "Sigma within"),
        TableColumn::new("shift_sigmas", "Shift (sigma)"),
        TableColumn::new("ppk", "Ppk"),
        TableColumn::new("cpk", "Cpk"),
        TableColumn::new("failed", "Failed"),
        TableColumn::new("failed_share", "Failed share"),
        TableColumn::new("min", "Minimum"),
        TableColumn::new("median", "Median"),
        TableColumn::new("max", "Maximum"),
    ];
    AnswerTable::new("by-group", columns, view.groups.into_iter().map(cells))
}

fn cells(group: SeriesGroupView) -> Vec<Cell> {
    let figures = group.figures;
    let quartiles = figures.quartiles;
    vec![
        text_cell(&group.name.label),
        Cell::count(figures.count),
        Cell::number(figures.mean),
        Cell::number(figures.sigma_overall),
        Cell::number(figures.sigma_within),
        Cell::number(figures.shift_sigmas),
        Cell::number(figures.ppk.map(|index| index.value)),
        Cell::number(figures.cpk.map(|index| index.value)),
        figures
            .failed
            .map_or(Cell::Empty, |share| Cell::count(share.part)),
        Cell::share(figures.failed.and_then(|share| share.share)),
        Cell::number(quartiles.map(|quartiles| quartiles.min)),
        Cell::number(quartiles.map(|quartiles| quartiles.median)),
        Cell::number(quartiles.map(|quartiles| quartiles.max)),
    ]
}
