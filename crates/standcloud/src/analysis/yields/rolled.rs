//! Rolled throughput yield: the chance of a part to pass every process at the first try.
//!
//! It is the product over the processes of one part; over several parts a product would mean nothing, so
//! each part has its own. A process at 0 % makes it 0 and is not left out.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use standcloud_stats::{Share, normalised_yield, rolled_yield};
use utoipa::ToSchema;

use super::figures::YieldCounts;
use super::keyed::{KeyedCounts, count_groups, too_many};
use super::notes::is_repair;
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::grouping::{GroupBy, GroupNames};
use crate::analysis::question::ask_facts;
use crate::analysis::shares::ShareView;
use crate::analysis::table::{AnswerTable, Cell, FormatOptions, TableColumn, answer_as, text_cell};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

const PARTS_MAX: usize = 100;
const BY: [GroupBy; 3] = [GroupBy::Part, GroupBy::Process, GroupBy::Plan];

/// By part, the worst first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RolledYieldsView {
    pub parts: Vec<RolledYieldView>,
    /// Parts beyond the first hundred.
    pub more_parts: u64,
}

/// Of one part.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RolledYieldView {
    pub part: String,
    /// The product of the stages' first-pass yields, from 0 to 1; null when a stage has no units.
    pub rolled: Option<f64>,
    /// The yield that each stage would need, were they all equal.
    pub normalised: Option<f64>,
    /// In no order of production, which reports do not tell: by the names of processes.
    pub stages: Vec<StageView>,
    /// The query that lists exactly these runs.
    pub runs: String,
}

/// One process with one test plan.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StageView {
    /// Empty for runs that name no process.
    pub process: String,
    pub plan: String,
    pub units: u64,
    pub first_pass: ShareView,
    /// Units come here because they have failed: not part of the product.
    pub is_repair: bool,
    /// The query that lists exactly these runs.
    pub runs: String,
}

/// Rolled throughput yield
///
/// The product of the first-pass yields of all processes of a part, for at most a hundred parts. Repair
/// processes (by their name) are shown and left out of the product. For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/rolled-yield", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, FormatOptions),
    responses(
        (status = 200, body = RolledYieldsView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn list_rolled_yields(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let filter = wanted.find_in(&app, &analyst.organisation).await?.filter;
    let counted = ask_facts(&app, &analyst, move |facts| {
        count_groups(facts, &filter, &BY)
    });
    let by_part = by_part(counted.await?.map_err(too_many)?);
    let more_parts = by_part.len().saturating_sub(PARTS_MAX);
    let shown: Vec<KeyedCounts> = by_part.into_iter().take(PARTS_MAX).flatten().collect();
    let keys = shown
        .iter()
        .flat_map(|group| BY.into_iter().zip(&group.keys));
    let keys = keys.filter_map(|(by, key)| Some((by, (*key)?)));
    let names = GroupNames::find(&app, &analyst, keys).await?;
    let parts = shown.chunk_by(|one, other| one.keys.first() == other.keys.first());
    let mut parts: Vec<RolledYieldView> = parts
        .map(|stages| rolled(&wanted, &names, stages))
        .collect();
    parts.sort_by(|one, other| place(one).total_cmp(&place(other)));
    let view = RolledYieldsView {
        parts,
        more_parts: u64::try_from(more_parts).unwrap_or(u64::MAX),
    };
    answer_as(&app, &analyst, &wanted, options.format, view, table).await
}

/// The stages of each part in which units were tested for the first time; parts with most units first.
fn by_part(groups: Vec<KeyedCounts>) -> Vec<Vec<KeyedCounts>> {
    let mut parts: BTreeMap<Option<u32>, Vec<KeyedCounts>> = BTreeMap::new();
    for group in groups.into_iter().filter(|group| group.counts.units > 0) {
        let part = group.keys.first().copied().flatten();
        parts.entry(part).or_default().push(group);
    }
    let mut parts: Vec<Vec<KeyedCounts>> = parts.into_values().collect();
    parts.sort_by_key(|stages| {
        let counts = YieldCounts::sum(stages.iter().map(|stage| stage.counts));
        std::cmp::Reverse(counts.units)
    });
    parts
}

fn rolled(wanted: &RunFilter, names: &GroupNames, groups: &[KeyedCounts]) -> RolledYieldView {
    let part_key = groups
        .first()
        .and_then(|group| group.keys.first().copied().flatten());
    let part = names.view(GroupBy::Part, part_key);
    let of_part = RunsBehind::of(wanted).with(|filter| {
        GroupBy::Part.narrow(filter, part_key, &part);
    });
    let mut stages: Vec<StageView> = groups
        .iter()
        .map(|group| stage(&of_part, names, group))
        .collect();
    stages.sort_by(|one, other| (&one.process, &one.plan).cmp(&(&other.process, &other.plan)));
    let counted = stages.iter().filter(|stage| !stage.is_repair);
    let shares: Vec<Share> = counted
        .map(|stage| Share {
            part: stage.first_pass.part,
            all: stage.first_pass.all,
        })
        .collect();
    let rolled = rolled_yield(&shares);
    let stage_count = u32::try_from(shares.len()).unwrap_or(u32::MAX);
    RolledYieldView {
        part: part.label,
        rolled,
        normalised: rolled.and_then(|rolled| normalised_yield(rolled, stage_count)),
        stages,
        runs: of_part.query(),
    }
}

fn stage(of_part: &RunsBehind, names: &GroupNames, group: &KeyedCounts) -> StageView {
    let key = |at: usize| group.keys.get(at).copied().flatten();
    let process = names.view(GroupBy::Process, key(1));
    let plan = names.view(GroupBy::Plan, key(2));
    let runs = of_part.clone().with(|filter| {
        GroupBy::Process.narrow(filter, key(1), &process);
        GroupBy::Plan.narrow(filter, key(2), &plan);
    });
    StageView {
        is_repair: is_repair(&process.label),
        process: process.label,
        plan: plan.label,
        units: group.counts.units,
        first_pass: ShareView::of(group.counts.passed_by_first, group.counts.units),
        runs: runs.query(),
    }
}

/// What cannot be computed comes last.
fn place(part: &RolledYieldView) -> f64 {
    part.rolled.unwrap_or(2.0)
}

fn table(view: RolledYieldsView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("part", GroupBy::Part.title()),
        TableColumn::wide("process", GroupBy::Process.title()),
        TableColumn::wide("plan", GroupBy::Plan.title()),
        TableColumn::new("units", "Units"),
        TableColumn::new("first_pass", "First-pass yield"),
        TableColumn::new("first_pass_lower", "… from"),
        TableColumn::new("first_pass_upper", "… to"),
        TableColumn::new("rolled", "Rolled yield of the part"),
    ];
    let rows = view.parts.into_iter().flat_map(|part| {
        let rolled = part.rolled;
        part.stages.into_iter().map(move |stage| {
            let mut cells = vec![
                text_cell(&part.part),
                text_cell(&stage.process),
                text_cell(&stage.plan),
                Cell::count(stage.units),
            ];
            cells.extend(stage.first_pass.cells());
            cells.push(Cell::share(rolled));
            cells
        })
    });
    AnswerTable::new("rolled-yield", columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(part: u32, process: u32, units: u64, passed_by_first: u64) -> KeyedCounts {
        KeyedCounts {
            keys: vec![Some(part), Some(process), Some(1)],
            counts: YieldCounts {
                units,
                passed_by_first,
                ..YieldCounts::default()
            },
        }
    }

    #[test]
    fn a_stage_at_nought_makes_the_whole_nought() {
        let groups = [group(1, 1, 10, 0), group(1, 2, 10, 9)];
        let rolled = rolled(&RunFilter::default(), &GroupNames::default(), &groups);
        assert_eq!(rolled.rolled, Some(0.0));
        assert_eq!(rolled.stages.len(), 2);
    }

    #[test]
    fn each_part_has_its_own_product() {
        let groups = vec![
            group(1, 1, 10, 5),
            group(2, 1, 100, 90),
            group(2, 2, 100, 50),
            group(3, 1, 0, 0),
        ];
        let parts = by_part(groups);
        assert_eq!(parts.len(), 2);
        let found = rolled(&RunFilter::default(), &GroupNames::default(), &parts[0]);
        assert!((found.rolled.unwrap() - 0.45).abs() < 1e-12);
        assert!((found.normalised.unwrap() - 0.45_f64.sqrt()).abs() < 1e-12);
    }
}
