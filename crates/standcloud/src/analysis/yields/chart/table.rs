//! The chart as a file: one row per period.

use super::{YieldChartCounted, YieldChartVerdict, YieldChartView};
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub(super) fn table(view: YieldChartView) -> AnswerTable {
    let (counted, things) = match view.of {
        YieldChartCounted::Units => ("Units", "Units that failed first"),
        YieldChartCounted::Tests => ("Tests", "Tests that failed"),
    };
    let columns = vec![
        TableColumn::wide("from", "From"),
        TableColumn::wide("to", "To"),
        TableColumn::new("failed", things),
        TableColumn::new("counted", counted),
        TableColumn::new("share", "Share"),
        TableColumn::new("lower_limit", "Lower limit"),
        TableColumn::new("centre", "Centre"),
        TableColumn::new("upper_limit", "Upper limit"),
        TableColumn::new("verdict", "Verdict"),
    ];
    let centre = view.limits.and(view.failed.share);
    let rows = view.periods.into_iter().map(move |period| {
        vec![
            Cell::Instant(period.from),
            Cell::Instant(period.to),
            Cell::count(period.failed.part),
            Cell::count(period.failed.all),
            Cell::share(period.failed.share),
            Cell::share(period.lower_limit),
            Cell::share(centre),
            Cell::share(period.upper_limit),
            text_cell(verdict_text(period.verdict)),
        ]
    });
    AnswerTable::new("yield-chart", columns, rows)
}

fn verdict_text(verdict: YieldChartVerdict) -> &'static str {
    match verdict {
        YieldChartVerdict::Within => "within",
        YieldChartVerdict::Above => "above",
        YieldChartVerdict::Below => "below",
        YieldChartVerdict::Empty => "empty",
        YieldChartVerdict::TooFew => "too_few",
        YieldChartVerdict::NoLimits => "no_limits",
    }
}
