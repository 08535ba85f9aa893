//! The figures of a measurement as a file: one line a figure, for who writes a report about it.

use super::capability::{IndexView, IndicesView};
use super::show::SeriesView;
use super::statistics::StatisticsView;
use crate::analysis::table::{AnswerTable, Cell, TableColumn, text_cell};

pub(super) fn table_of(view: &SeriesView) -> AnswerTable {
    let columns = vec![
        TableColumn::new("figure", "Figure"),
        TableColumn::wide("description", "Description"),
        TableColumn::new("value", "Value"),
        TableColumn::new("lower_95", "95 % from"),
        TableColumn::new("upper_95", "95 % to"),
        TableColumn::new("unit", "Unit"),
    ];
    AnswerTable::new("figures", columns, lines_of(view).into_iter())
}

/// Writes the lines; each figure that cannot be computed has an empty value.
struct Lines {
    unit: String,
    lines: Vec<Vec<Cell>>,
}

impl Lines {
    fn add(&mut self, figure: &str, description: &str, value: Cell) {
        self.with_interval(figure, description, value, None);
    }

    /// In the unit of the measurement.
    fn measured(&mut self, figure: &str, description: &str, value: Option<f64>) {
        self.add(figure, description, Cell::number(value));
        if let Some(cell) = self.lines.last_mut().and_then(|line| line.last_mut()) {
            *cell = text_cell(&self.unit);
        }
    }

    fn index(&mut self, figure: &str, description: &str, index: Option<IndexView>) {
        let interval = index.map(|index| index.interval);
        let interval = interval.map(|ends| (Cell::Number(ends.lower), Cell::Number(ends.upper)));
        let value = Cell::number(index.map(|index| index.value));
        self.with_interval(figure, description, value, interval);
    }

    fn with_interval(
        &mut self,
        figure: &str,
        description: &str,
        value: Cell,
        interval: Option<(Cell, Cell)>,
    ) {
        let (lower, upper) = interval.unwrap_or((Cell::Empty, Cell::Empty));
        self.lines.push(vec![
            text_cell(figure),
            text_cell(description),
            value,
            lower,
            upper,
            Cell::Empty,
        ]);
    }
}

fn lines_of(view: &SeriesView) -> Vec<Vec<Cell>> {
    let mut lines = Lines {
        unit: view.measurement.unit.clone(),
        lines: Vec::new(),
    };
    add_measurement(&mut lines, view);
    add_statistics(&mut lines, &view.statistics);
    add_limits(&mut lines, view);
    let capability = &view.capability;
    let names = ["cp", "cpk", "cpk_at_least", "cpm_within"];
    add_indices(
        &mut lines,
        names,
        "by sigma within",
        capability.within.as_ref(),
    );
    let names = ["pp", "ppk", "ppk_at_least", "cpm_overall"];
    add_indices(
        &mut lines,
        names,
        "by sigma overall",
        capability.overall.as_ref(),
    );
    add_chart(&mut lines, view);
    add_words(&mut lines, view);
    lines.lines
}

fn add_measurement(lines: &mut Lines, view: &SeriesView) {
    let measurement = &view.measurement;
    let name = match measurement.position {
        Some(position) => format!("#{}", position + 1),
        None => measurement.name.clone(),
    };
    for (figure, description, text) in [
        ("plan", "Test plan", &measurement.plan),
        ("module", "Module", &measurement.module),
        ("case", "Case", &measurement.case),
        ("measurement", "Measurement", &name),
    ] {
        lines.add(figure, description, text_cell(text));
    }
    let instant = |time: Option<jiff::Timestamp>| time.map_or(Cell::Empty, Cell::Instant);
    lines.add("first_time", "First run (UTC)", instant(view.first_time));
    lines.add("last_time", "Last run (UTC)", instant(view.last_time));
}

fn add_statistics(lines: &mut Lines, found: &StatisticsView) {
    lines.add("count", "Values", Cell::count(found.count));
    lines.add(
        "left_out",
        "Values that are not finite",
        Cell::count(found.left_out),
    );
    lines.measured("mean", "Mean", found.mean);
    lines.measured("sigma_overall", "Sigma of all values", found.sigma_overall);
    lines.measured(
        "sigma_within",
        "Sigma from value to value",
        found.sigma_within,
    );
    lines.measured("min", "Least value", found.min);
    let quantiles = found.quantiles;
    for (figure, description, value) in [
        (
            "percent_1",
            "1 % of the values lie below",
            quantiles.map(|found| found.percent_1),
        ),
        (
            "percent_5",
            "5 % of the values lie below",
            quantiles.map(|found| found.percent_5),
        ),
        (
            "percent_25",
            "25 % of the values lie below",
            quantiles.map(|found| found.percent_25),
        ),
        ("median", "Median", quantiles.map(|found| found.median)),
        (
            "percent_75",
            "75 % of the values lie below",
            quantiles.map(|found| found.percent_75),
        ),
        (
            "percent_95",
            "95 % of the values lie below",
            quantiles.map(|found| found.percent_95),
        ),
        (
            "percent_99",
            "99 % of the values lie below",
            quantiles.map(|found| found.percent_99),
        ),
    ] {
        lines.measured(figure, description, value);
    }
    lines.measured("max", "Largest value", found.max);
    let failed = found.failed.as_ref();
    let counted = |count: Option<u64>| count.map_or(Cell::Empty, Cell::count);
    lines.add(
        "failed",
        "Failed values",
        counted(failed.map(|share| share.part)),
    );
    lines.add(
        "compared",
        "Values that were compared",
        counted(failed.map(|share| share.all)),
    );
    let share = Cell::share(failed.and_then(|share| share.share));
    let interval =
        failed.and_then(|share| Some((Cell::Share(share.lower?), Cell::Share(share.upper?))));
    lines.with_interval("failed_share", "Share that failed", share, interval);
}

fn add_limits(lines: &mut Lines, view: &SeriesView) {
    let current = view.limits.current.as_ref();
    let text = current.map_or(Cell::Empty, |limits| text_cell(&limits.text));
    lines.add("limits", "Limits in use", text);
    lines.measured(
        "lower_limit",
        "Lower limit",
        current.and_then(|limits| limits.lower),
    );
    lines.measured(
        "upper_limit",
        "Upper limit",
        current.and_then(|limits| limits.upper),
    );
    lines.add(
        "limit_sets",
        "Sets of limits so far",
        Cell::count(view.limits.distinct),
    );
}

/// `names`: of the potential and the actual index, of its bound, and of the one about the target.
fn add_indices(lines: &mut Lines, names: [&str; 4], by: &str, found: Option<&IndicesView>) {
    let [potential, actual, at_least, about_target] = names;
    let description = |what: &str| format!("{what} {by}");
    let index = found.and_then(|found| found.potential);
    lines.index(potential, &description("Potential capability"), index);
    let index = found.map(|found| found.actual);
    lines.index(actual, &description("Capability"), index);
    let bound = Cell::number(found.map(|found| found.at_least));
    lines.add(
        at_least,
        &description("Capability with 95 % confidence"),
        bound,
    );
    let index = found.and_then(|found| found.about_target);
    lines.index(about_target, &description("Cpm"), index);
}

fn add_chart(lines: &mut Lines, view: &SeriesView) {
    let chart = &view.chart;
    let drawn = chart.lines;
    lines.measured(
        "chart_lower",
        "Lower control limit",
        drawn.map(|lines| lines.lower),
    );
    lines.measured(
        "chart_centre",
        "Centre of the control chart",
        drawn.map(|lines| lines.centre),
    );
    lines.measured(
        "chart_upper",
        "Upper control limit",
        drawn.map(|lines| lines.upper),
    );
    lines.add(
        "chart_points",
        "Points of the control chart",
        Cell::count(chart.points_charted),
    );
    lines.add(
        "chart_violations",
        "Points that complete a pattern",
        Cell::count(chart.violation_count),
    );
}

/// Why figures are missing, or not to be trusted.
fn add_words(lines: &mut Lines, view: &SeriesView) {
    let notes = [&view.statistics.note, &view.capability.note]
        .into_iter()
        .flatten();
    for note in notes {
        lines.add("note", "Note", text_cell(note));
    }
    for doubt in &view.capability.doubts {
        lines.add(
            "doubt",
            "Speaks against the capability",
            text_cell(&doubt.text),
        );
    }
}
