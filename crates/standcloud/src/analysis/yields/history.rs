//! Yield over time: each period with its units, how sure its yield is, and its runs.

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::figures::YieldFiguresView;
use super::periods::{CountedPeriod, count_periods};
use crate::analysis::analyst::Analyst;
use crate::analysis::table::{AnswerFormat, AnswerTable, Cell, TableColumn, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::history::HistoryBucket;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_range::TimeSpan;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YieldHistoryOptions {
    /// Chosen by the length of the range when it is left out, and made coarser when there would be more
    /// than 400 periods.
    pub bucket: Option<HistoryBucket>,
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// The periods from the earliest to the latest, without gaps.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YieldHistoryView {
    pub bucket: HistoryBucket,
    /// The zone in which periods begin and end.
    pub time_zone: String,
    pub periods: Vec<YieldPeriodView>,
    /// Runs that pass the filter but lie before or after all periods, as those of a wrong clock do.
    pub outside: u64,
}

/// An hour, day, week or month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YieldPeriodView {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    #[serde(flatten)]
    pub figures: YieldFiguresView,
    /// The query that lists exactly these runs.
    pub runs: String,
}

/// Yield over time
///
/// By hours, days, weeks or months of the organisation. A unit counts in the period of its first test, so
/// periods add up. For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/history", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, YieldHistoryOptions),
    responses(
        (status = 200, body = YieldHistoryView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn show_yield_history(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<YieldHistoryOptions>,
) -> Result<Response, Problem> {
    let (counted, span) = count_periods(&app, &analyst, &wanted, options.bucket).await?;
    let periods = counted.periods.into_iter();
    let view = YieldHistoryView {
        bucket: counted.bucket,
        time_zone: analyst.organisation.time_zone.clone(),
        periods: periods
            .map(|period| period_view(&wanted, span, &period))
            .collect(),
        outside: counted.outside,
    };
    answer_as(&app, &analyst, &wanted, options.format, view, table).await
}

fn period_view(wanted: &RunFilter, span: TimeSpan, period: &CountedPeriod) -> YieldPeriodView {
    YieldPeriodView {
        from: period.from,
        to: period.to,
        figures: period.counts.view(),
        runs: period.runs(wanted, span).query(),
    }
}

fn table(view: YieldHistoryView) -> AnswerTable {
    let mut columns = vec![
        TableColumn::wide("from", "From"),
        TableColumn::wide("to", "To"),
    ];
    columns.extend(YieldFiguresView::columns());
    let rows = view.periods.into_iter().map(|period| {
        let times = [period.from, period.to].map(Cell::Instant);
        times.into_iter().chain(period.figures.cells()).collect()
    });
    AnswerTable::new("yield-history", columns, rows)
}
