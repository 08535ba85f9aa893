//! Yield over time: each period with its units, how sure its yield is, and its runs.

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use standcloud_columns::{Calendar, Facts, Filter, Group, GroupError, Grouping, count, group_by};
use utoipa::{IntoParams, ToSchema};

use super::figures::{YieldCounts, YieldFiguresView};
use super::keyed::too_many;
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::question::ask_facts;
use crate::analysis::table::{AnswerFormat, AnswerTable, Cell, TableColumn, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::history::{HistoryBucket, Periods, periods_of, shown_range};
use crate::web_api::overview::instant;
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

struct Counted {
    bucket: HistoryBucket,
    periods: Vec<CountedPeriod>,
    outside: u64,
}

struct CountedPeriod {
    from: Timestamp,
    to: Timestamp,
    counts: YieldCounts,
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
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let (span, now_us) = (found.span, app.clock.now().0);
    let counted = ask_facts(&app, &analyst, move |facts| {
        let shown = shown_range(facts, &found.filter, span, &found.calendar, now_us);
        let periods = periods_of(&found.filter, &found.calendar, shown, options.bucket);
        count_periods(facts, &found.filter, &found.calendar, &periods)
    });
    let counted = counted.await?.map_err(too_many)?;
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

fn count_periods(
    facts: &Facts,
    filter: &Filter,
    calendar: &Calendar,
    periods: &Periods,
) -> Result<Counted, GroupError> {
    let grouping = Grouping::new(calendar.clone(), periods.bucket.into(), None);
    let groups = group_by(facts, &periods.within, &grouping)?;
    let counted: u64 = groups.iter().map(|group| group.runs).sum();
    let all = u64::try_from(count(facts, filter)).unwrap_or(u64::MAX);
    let mut groups = groups.iter().peekable();
    let starts = periods.starts.iter();
    let counted_periods = starts.filter_map(|start| {
        let group = groups.next_if(|group: &&Group| group.bucket_start_us == Some(*start));
        let period = calendar.period_of(periods.bucket.into(), *start);
        Some(CountedPeriod {
            from: instant(period.start_us)?,
            to: instant(period.end_us)?,
            counts: group.map(YieldCounts::from).unwrap_or_default(),
        })
    });
    Ok(Counted {
        bucket: periods.bucket,
        periods: counted_periods.collect(),
        outside: all.saturating_sub(counted),
    })
}

/// The first and the last period may reach beyond the range that was asked for.
fn period_view(wanted: &RunFilter, span: TimeSpan, period: &CountedPeriod) -> YieldPeriodView {
    let from = period
        .from
        .max(span.from_us.and_then(instant).unwrap_or(Timestamp::MIN));
    let to = period
        .to
        .min(span.to_us.and_then(instant).unwrap_or(Timestamp::MAX));
    YieldPeriodView {
        from: period.from,
        to: period.to,
        figures: period.counts.view(),
        runs: RunsBehind::of(wanted)
            .between(from.to_string(), to.to_string())
            .query(),
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
