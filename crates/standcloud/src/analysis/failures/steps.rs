//! The Pareto of failing steps: how often, since when, where, and what the stands said.

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use standcloud_store::{RunNumber, StepName};
use utoipa::{IntoParams, ToSchema};

use self::counting::{CountedFailures, CountedStep, FailureQuestion, count_failures};
use super::messages::{FailureMessageView, LatestFailures, StepWords, words_of_steps};
use super::pareto::{WeightView, weights};
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::grouping::{GroupBy, GroupNameView, GroupNames};
use crate::analysis::question::ask_facts;
use crate::analysis::shares::ShareView;
use crate::analysis::table::{AnswerFormat, AnswerTable, Cell, TableColumn, answer_as, text_cell};
use crate::analysis::yields::keyed::too_many;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::history::HistoryBucket;
use crate::web_api::overview::instant;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_status::RunStatusView;

mod counting;

const LIMIT_DEFAULT: u32 = 20;
const LIMIT_MAX: u32 = 100;
const MESSAGES_DEFAULT: u32 = 10;
/// All steps together: each is a report to read.
const REPORTS_MAX: usize = 300;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FailureOptions {
    /// How many steps; 20 when it is left out, at most 100.
    pub limit: Option<u32>,
    /// Tells each step apart by this, with the share of tests there that failed at the step.
    pub split: Option<GroupBy>,
    /// Of how many of the latest failures of each step the messages are read; 10 when it is left out, at
    /// most 300 of all steps together.
    pub messages: Option<u32>,
    /// For the trend; chosen by the length of the range when it is left out.
    pub bucket: Option<HistoryBucket>,
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// Where runs fail.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FailuresView {
    /// Passed and not passed runs of the filter.
    pub tests: u64,
    /// Of which failed or ended by an error.
    pub not_passed: u64,
    /// The query that lists exactly those.
    pub runs: String,
    /// The steps that failed first, the most frequent one first.
    pub steps: Vec<FailingStepView>,
    /// Failures at steps beyond the limit.
    pub others: OtherStepsView,
    /// Failed runs that name no step.
    pub without_step: WithoutStepView,
    /// The length of the periods of the trends.
    pub bucket: HistoryBucket,
    /// When each of them begins.
    pub periods: Vec<Timestamp>,
}

/// One step of a test plan.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FailingStepView {
    /// What the filter is asked with.
    pub step: u32,
    pub plan: String,
    /// Id of the module.
    pub module: String,
    /// Id of the case.
    pub case: String,
    /// As the latest failure calls it; not there when no report was read.
    pub module_name: Option<String>,
    pub case_name: Option<String>,
    #[serde(flatten)]
    pub weight: WeightView,
    pub first_seen: Option<Timestamp>,
    pub last_seen: Option<Timestamp>,
    /// The usual ones first, from the latest failures.
    pub messages: Vec<FailureMessageView>,
    /// How many failures were read for the messages.
    pub messages_of: u64,
    /// One count for each period.
    pub trend: Vec<u64>,
    /// The worst first; empty when nothing was asked for.
    pub split: Vec<FailureSplitView>,
    /// The query that lists exactly these runs.
    pub runs: String,
}

/// Failures of a step at one stand, in one batch and so on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FailureSplitView {
    pub name: GroupNameView,
    /// Failures at the step of all tests of its plan there.
    pub failed: ShareView,
    /// The query that lists exactly the failures.
    pub runs: String,
}

/// Steps beyond the limit, together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct OtherStepsView {
    pub steps: u64,
    pub count: u64,
}

/// Failed runs that name no step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WithoutStepView {
    pub count: u64,
    /// The query that lists exactly these runs.
    pub runs: String,
}

/// Failing steps
///
/// A run counts at the step that failed first. Messages that differ in numbers only are one. For
/// everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/failures", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, FailureOptions),
    responses(
        (status = 200, body = FailuresView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn list_failures(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<FailureOptions>,
) -> Result<Response, Problem> {
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let limit = options.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let messages = options.messages.unwrap_or(MESSAGES_DEFAULT);
    let messages = usize::try_from(messages).unwrap_or(usize::MAX);
    let question = FailureQuestion {
        filter: found.filter,
        calendar: found.calendar,
        span: found.span,
        now_us: app.clock.now().0,
        limit,
        split: options.split,
        bucket: options.bucket,
        messages: messages.min(REPORTS_MAX / limit),
    };
    let counted = ask_facts(&app, &analyst, move |facts| {
        count_failures(facts, &question)
    });
    let counted = counted.await?.map_err(too_many)?;
    let view = view_of(&app, &analyst, &wanted, options.split, counted).await?;
    answer_as(&app, &analyst, &wanted, options.format, view, table).await
}

async fn view_of(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    split: Option<GroupBy>,
    counted: CountedFailures,
) -> Result<FailuresView, Problem> {
    let failed = RunsBehind::of(wanted).statuses(&failing_statuses(wanted));
    let names = Names::find(app, analyst, split, &counted).await?;
    let counts: Vec<u64> = counted.steps.iter().map(|step| step.count).collect();
    let weights = weights(&counts, counted.not_passed);
    let steps = counted.steps.iter().zip(weights).zip(&names.words);
    let views = steps.map(|((step, weight), words)| {
        let of_step = failed.clone().with(|filter| filter.step = vec![step.step]);
        names.step_view(step, weight, words, &of_step)
    });
    Ok(FailuresView {
        tests: counted.tests,
        not_passed: counted.not_passed,
        runs: failed.query(),
        steps: views.collect(),
        others: counted.others,
        without_step: WithoutStepView {
            count: counted.without_step,
            runs: failed.clone().with(|filter| filter.step = vec![0]).query(),
        },
        bucket: counted.bucket,
        periods: counted.starts.iter().copied().filter_map(instant).collect(),
    })
}

/// Failed or error, and what of them was asked for.
fn failing_statuses(wanted: &RunFilter) -> Vec<RunStatusView> {
    let both = [RunStatusView::Failed, RunStatusView::Error];
    let is_asked =
        |status: &RunStatusView| wanted.status.is_empty() || wanted.status.contains(status);
    let asked: Vec<_> = both.into_iter().filter(is_asked).collect();
    // Only passed runs were asked for: the list must be as empty as the figure.
    if asked.is_empty() {
        return wanted.status.clone();
    }
    asked
}

/// What numbers are called.
struct Names {
    steps: Vec<StepName>,
    words: Vec<StepWords>,
    split: Option<GroupBy>,
    groups: GroupNames,
}

impl Names {
    async fn find(
        app: &App,
        analyst: &Analyst,
        split: Option<GroupBy>,
        counted: &CountedFailures,
    ) -> Result<Self, Problem> {
        let organisation = analyst.organisation_id();
        let ids: Vec<u32> = counted.steps.iter().map(|step| step.step).collect();
        let steps = app.store.list_step_names(organisation, &ids).await?;
        let latest = counted.steps.iter().map(|step| LatestFailures {
            step: name_of(&steps, step.step),
            runs: step
                .latest
                .iter()
                .map(|number| RunNumber(*number))
                .collect(),
        });
        let latest = latest.collect();
        let keys = counted.steps.iter().flat_map(|step| &step.split);
        let keys = keys.filter_map(|part| Some((split?, part.key?)));
        Ok(Self {
            words: words_of_steps(app, analyst, latest).await?,
            groups: GroupNames::find(app, analyst, keys).await?,
            steps,
            split,
        })
    }

    fn step_view(
        &self,
        counted: &CountedStep,
        weight: WeightView,
        words: &StepWords,
        of_step: &RunsBehind,
    ) -> FailingStepView {
        let name = name_of(&self.steps, counted.step);
        FailingStepView {
            step: counted.step,
            plan: name.plan,
            module: name.module,
            case: name.case,
            module_name: words.module_name.clone(),
            case_name: words.case_name.clone(),
            weight,
            first_seen: counted.first_us.and_then(instant),
            last_seen: counted.last_us.and_then(instant),
            messages: words.messages.clone(),
            messages_of: words.looked_at,
            trend: counted.trend.clone(),
            split: self.split_views(counted, of_step),
            runs: of_step.query(),
        }
    }

    fn split_views(&self, counted: &CountedStep, of_step: &RunsBehind) -> Vec<FailureSplitView> {
        let Some(by) = self.split else {
            return Vec::new();
        };
        let parts = counted.split.iter().map(|part| {
            let name = self.groups.view(by, part.key);
            let runs = of_step
                .clone()
                .with(|filter| by.narrow(filter, part.key, &name));
            FailureSplitView {
                failed: ShareView::of(part.failed, part.tests),
                runs: runs.query(),
                name,
            }
        });
        parts.collect()
    }
}

/// An id without a name is one that was given while we read: it is there the next time.
fn name_of(names: &[StepName], step: u32) -> StepName {
    let found = names.iter().find(|name| name.id == i64::from(step));
    found.cloned().unwrap_or_else(|| StepName {
        id: step.into(),
        plan: String::new(),
        module: String::new(),
        case: String::new(),
    })
}

fn table(view: FailuresView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("plan", "Test plan"),
        TableColumn::wide("module", "Module"),
        TableColumn::wide("case", "Case"),
        TableColumn::new("count", "Failures"),
        TableColumn::new("share", "Share"),
        TableColumn::new("cumulated", "Cumulated"),
        TableColumn::wide("first_seen", "First seen"),
        TableColumn::wide("last_seen", "Last seen"),
        TableColumn::wide("message", "Usual message"),
    ];
    let instant = |at: Option<Timestamp>| at.map_or(Cell::Empty, Cell::Instant);
    let rows = view.steps.into_iter().map(move |step| {
        let message = step.messages.first();
        vec![
            text_cell(&step.plan),
            text_cell(&step.module),
            text_cell(&step.case),
            Cell::count(step.weight.count),
            Cell::share(step.weight.share),
            Cell::share(step.weight.cumulated),
            instant(step.first_seen),
            instant(step.last_seen),
            message.map_or(Cell::Empty, |message| text_cell(&message.text)),
        ]
    });
    AnswerTable::new("failures", columns, rows)
}
