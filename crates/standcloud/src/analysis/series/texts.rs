//! A text measurement: which texts there were, how often and when.

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use standcloud_columns::{NumberSeries, SelectedValues, TextSeries, select_values};
use standcloud_store::SeriesKind;
use utoipa::{IntoParams, ToSchema};

use super::points::number;
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::measurements::MeasurementView;
use crate::analysis::question::compute;
use crate::analysis::shares::ShareView;
use crate::analysis::table::{AnswerFormat, AnswerTable, Cell, TableColumn, answer_as, text_cell};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::overview::instant;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

const TEXTS_DEFAULT: usize = 200;
const TEXTS_MAX: usize = 10_000;
const NUMBERS: &str = "The values of this measurement are numbers: ask for its series.";
const TEXT_CHARACTERS_MAX: usize = 500;

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SeriesTextsOptions {
    /// Id of the measurement.
    pub series: u32,
    /// At most so many texts, the most frequent ones; 200 when it is left out, at most 10,000.
    pub limit: Option<usize>,
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// The most frequent texts first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesTextsView {
    pub measurement: MeasurementView,
    /// The query that lists the runs behind the figures.
    pub runs: String,
    /// Values of all texts.
    pub total: u64,
    /// How many different texts there are; more than are told when there are very many.
    pub distinct: u64,
    pub texts: Vec<TextCountView>,
    /// Why there are no texts.
    pub note: Option<String>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TextCountView {
    /// Of a very long one the beginning.
    pub text: String,
    pub share: ShareView,
    /// How often the stand called it bad, of the times that it compared it.
    pub failed: ShareView,
    pub first_time: Option<Timestamp>,
    pub last_time: Option<Timestamp>,
    /// The latest run with this text: `GET numbered-run`.
    pub last_run_number: i64,
}

/// Texts of a measurement
///
/// For everybody in the organisation. How often each text of a text measurement was there. Also as CSV and
/// XLSX.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/series/texts", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, SeriesTextsOptions),
    responses(
        (status = 200, body = SeriesTextsView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn count_texts(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<SeriesTextsOptions>,
) -> Result<Response, Problem> {
    let organisation = analyst.organisation_id();
    let series = app.store.find_series(organisation, options.series).await?;
    let series = series.ok_or_else(Problem::not_found)?;
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let facts = app.facts.snapshot(organisation).await?;
    let texts = app.values.texts(organisation, series.id).await?;
    let limit = options.limit.unwrap_or(TEXTS_DEFAULT).clamp(1, TEXTS_MAX);
    let runs = RunsBehind::of(&wanted).with(|filter| filter.plan = vec![series.plan.clone()]);
    let is_text = series.kind == SeriesKind::Text;
    let answer = compute(move || {
        let selected = select_values(&facts, &found.filter, &as_numbers(&texts), None);
        let counts = counts_of(&selected, &texts);
        SeriesTextsView {
            measurement: series.into(),
            runs: runs.query(),
            total: number(selected.values.len()),
            distinct: number(counts.len()),
            texts: counts.into_iter().take(limit).collect(),
            note: (!is_text).then(|| NUMBERS.to_owned()),
        }
    });
    let answer = answer.await?;
    answer_as(&app, &analyst, &wanted, options.format, answer, table_of).await
}

/// The texts by their places in the dictionary, so that they are joined with the facts as numbers are.
fn as_numbers(texts: &TextSeries) -> NumberSeries {
    NumberSeries {
        run_numbers: texts.run_numbers.clone(),
        values: texts.codes.iter().map(|code| f64::from(*code)).collect(),
        results: texts.results.clone(),
        limit_sets: texts.limit_sets.clone(),
    }
}

#[derive(Clone, Default)]
struct Count {
    values: u64,
    failed: u64,
    compared: u64,
    first_us: Option<i64>,
    last_us: i64,
    last_run_number: i64,
}

fn counts_of(selected: &SelectedValues, texts: &TextSeries) -> Vec<TextCountView> {
    let mut counts = vec![Count::default(); texts.texts().len()];
    let runs = selected.run_numbers.iter().zip(&selected.times_us);
    let values = selected.values.iter().zip(&selected.results);
    for ((run_number, time_us), (code, result)) in runs.zip(values) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it was a place in the dictionary"
        )]
        let place = *code as usize;
        let Some(count) = counts.get_mut(place) else {
            continue;
        };
        count.values += 1;
        count.failed += u64::from(*result == Some(false));
        count.compared += u64::from(result.is_some());
        count.first_us = count.first_us.or(Some(*time_us));
        count.last_us = *time_us;
        count.last_run_number = *run_number;
    }
    let all = number(selected.values.len());
    let named = texts.texts().iter().zip(counts);
    let mut views: Vec<TextCountView> = named
        .filter(|(_, count)| count.values > 0)
        .map(|(text, count)| view_of(text, &count, all))
        .collect();
    views.sort_by(|one, other| {
        let by_count = other.share.part.cmp(&one.share.part);
        by_count.then_with(|| one.text.cmp(&other.text))
    });
    views
}

fn view_of(text: &str, count: &Count, all: u64) -> TextCountView {
    TextCountView {
        text: text.chars().take(TEXT_CHARACTERS_MAX).collect(),
        share: ShareView::of(count.values, all),
        failed: ShareView::of(count.failed, count.compared),
        first_time: count.first_us.and_then(instant),
        last_time: instant(count.last_us),
        last_run_number: count.last_run_number,
    }
}

fn table_of(view: SeriesTextsView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("text", "Text"),
        TableColumn::new("values", "Values"),
        TableColumn::new("share", "Share"),
        TableColumn::new("failed", "Failed"),
        TableColumn::wide("first_time", "First"),
        TableColumn::wide("last_time", "Last"),
    ];
    let cells = |row: TextCountView| {
        vec![
            text_cell(&row.text),
            Cell::count(row.share.part),
            Cell::share(row.share.share),
            Cell::count(row.failed.part),
            row.first_time.map_or(Cell::Empty, Cell::Instant),
            row.last_time.map_or(Cell::Empty, Cell::Instant),
        ]
    };
    AnswerTable::new("texts", columns, view.texts.into_iter().map(cells))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_text_is_first() {
        let mut texts = TextSeries::default();
        for (run, text) in [(1, "2.3"), (2, "2.4"), (3, "2.4"), (4, "never shown")] {
            texts.push(run, text, Some(text == "2.4"), 0);
        }
        let selected = SelectedValues {
            run_numbers: vec![1, 2, 3],
            times_us: vec![10, 20, 30],
            values: vec![0.0, 1.0, 1.0],
            results: vec![Some(false), Some(true), Some(true)],
            limit_sets: vec![0; 3],
            keys: Vec::new(),
        };
        let found = counts_of(&selected, &texts);
        let shown: Vec<_> = found
            .iter()
            .map(|count| (count.text.as_str(), count.share.part, count.failed.part))
            .collect();
        assert_eq!(shown, [("2.4", 2, 0), ("2.3", 1, 1)]);
        assert_eq!(found[0].last_run_number, 3);
    }
}
