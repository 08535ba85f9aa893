//! Charts with as many points as a screen can show.
//!
//! A curve may hold a million points and a spike of one. So a long one is cut into equal stretches,
//! and each gives the points that are the lowest, the highest, the leftmost and the rightmost in it:
//! no extreme is lost, and curves that run back (a hysteresis) keep their shape.

use serde::Serialize;
use standcloud_report::{Chart, ChartKind, ChartSeries};
use utoipa::ToSchema;

const SERIES_MAX: usize = 64;
/// Of one stretch.
const POINTS_KEPT: usize = 4;

/// Which axes are logarithmic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunChartKind {
    Line,
    LineLogX,
    LineLogY,
    LogXY,
}

/// A chart that a case has drawn.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunChart {
    pub kind: RunChartKind,
    pub title: Option<String>,
    pub x_label: Option<String>,
    pub y_label: Option<String>,
    pub series: Vec<RunChartSeries>,
    /// In the report; more than are here when there are very many.
    pub series_count: usize,
}

/// One curve: x and y have the same length.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunChartSeries {
    pub name: Option<String>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// In the report; when there are fewer here, every extreme is among them.
    pub point_count: usize,
    /// Values without a partner, or that are no numbers.
    pub left_out: usize,
}

impl RunChart {
    pub(super) fn new(chart: Chart, points_max: usize) -> Self {
        Self {
            kind: match chart.kind {
                ChartKind::Line => RunChartKind::Line,
                ChartKind::LineLogX => RunChartKind::LineLogX,
                ChartKind::LineLogY => RunChartKind::LineLogY,
                ChartKind::LogXY => RunChartKind::LogXY,
            },
            title: chart.title,
            x_label: chart.x_label,
            y_label: chart.y_label,
            series_count: chart.series.len(),
            series: chart
                .series
                .into_iter()
                .take(SERIES_MAX)
                .map(|series| RunChartSeries::new(series, points_max))
                .collect(),
        }
    }
}

impl RunChartSeries {
    fn new(series: ChartSeries, points_max: usize) -> Self {
        let (x, y) = thinned(&series.points, points_max).into_iter().unzip();
        Self {
            name: series.name,
            x,
            y,
            point_count: series.points.len(),
            left_out: series.left_out,
        }
    }
}

/// About `points_max` of the points, in their order, with every extreme.
fn thinned(points: &[(f64, f64)], points_max: usize) -> Vec<(f64, f64)> {
    if points.len() <= points_max {
        return points.to_vec();
    }
    let stretches = (points_max / POINTS_KEPT).max(1);
    let length = points.len().div_ceil(stretches);
    let mut kept: Vec<(f64, f64)> = points.chunks(length).flat_map(extremes).collect();
    // Where a curve begins and ends is no extreme of its stretch by itself.
    if let Some(first) = points.first().filter(|first| kept.first() != Some(first)) {
        kept.insert(0, *first);
    }
    if let Some(last) = points.last().filter(|last| kept.last() != Some(last)) {
        kept.push(*last);
    }
    kept
}

fn extremes(stretch: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let by = |value: fn(&(f64, f64)) -> f64| {
        let compare = move |one: &(usize, &(f64, f64)), other: &(usize, &(f64, f64))| {
            value(one.1).total_cmp(&value(other.1))
        };
        let all = || stretch.iter().enumerate();
        [all().min_by(compare), all().max_by(compare)]
    };
    let mut kept: Vec<(usize, &(f64, f64))> = [by(|point| point.0), by(|point| point.1)]
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    kept.sort_by_key(|(index, _)| *index);
    kept.dedup_by_key(|(index, _)| *index);
    kept.into_iter().map(|(_, point)| *point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(length: u32, y: impl Fn(u32) -> f64) -> Vec<(f64, f64)> {
        (0..length).map(|x| (f64::from(x), y(x))).collect()
    }

    #[test]
    fn a_short_curve_stays() {
        let points = curve(100, f64::from);
        assert_eq!(thinned(&points, 100), points);
    }

    #[test]
    fn a_long_curve_keeps_its_ends_and_its_spikes() {
        let points = curve(1_000_000, |x| match x {
            123_456 => 50.0,
            777_777 => -50.0,
            x => f64::from(x % 7),
        });
        let kept = thinned(&points, 1_000);
        assert!(kept.len() <= 1_002, "{}", kept.len());
        assert_eq!(
            (kept[0], kept[kept.len() - 1]),
            (points[0], points[999_999])
        );
        assert!(kept.contains(&(123_456.0, 50.0)) && kept.contains(&(777_777.0, -50.0)));
        assert!(kept.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn a_curve_that_runs_back_keeps_its_width() {
        let points: Vec<_> = (0..10_000_u32)
            .map(|step| f64::from(step) / 500.0)
            .map(|angle| (angle.cos(), angle.sin()))
            .collect();
        let kept = thinned(&points, 200);
        assert!(kept.iter().any(|point| point.0 < -0.999_99));
        assert!(kept.iter().any(|point| point.1 > 0.999_99));
    }
}
