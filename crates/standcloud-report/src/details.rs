//! What only a page about one run shows: its charts and what the test plan attached.
//!
//! Problem: charts and artifacts are nearly all of a large report, and nothing but that page needs
//! them. Choice: they are read from the raw body when somebody looks, beside the typed report and in
//! its order. Consequence: uploads do not pay for them, and what a test plan wrote is handed on as
//! JSON text that is never interpreted here.

use std::borrow::Cow;

use crate::shape;
use crate::text::{free_text, without_nul};
use crate::tree::{self, Json, Member, ParseLimits, numbers};
use crate::words::ChartKind;
use crate::{Problems, surrogates, syntax};

/// Beside [`crate::Report`]: its modules and their cases in the same order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Details {
    pub artifact: Option<Artifact>,
    pub modules: Vec<ModuleDetails>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModuleDetails {
    pub artifact: Option<Artifact>,
    pub cases: Vec<CaseDetails>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseDetails {
    pub artifact: Option<Artifact>,
    pub chart: Option<Chart>,
}

/// What a test plan attached, as compact JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    pub json: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub kind: ChartKind,
    pub title: Option<String>,
    pub x_label: Option<String>,
    pub y_label: Option<String>,
    pub series: Vec<ChartSeries>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ChartSeries {
    /// The report's `marker_name`.
    pub name: Option<String>,
    /// x and y.
    pub points: Vec<(f64, f64)>,
    /// How many values of x or y have no partner or are no numbers.
    pub left_out: usize,
}

/// Reads the details of a stored report.
pub fn details(body: &[u8], limits: &ParseLimits) -> Result<Details, Problems> {
    let text = std::str::from_utf8(body).map_err(|error| syntax::not_utf8(&error))?;
    let repaired = surrogates::replace_lone(text).map_or(Cow::Borrowed(text), Cow::Owned);
    let tree = tree::parse(&repaired, limits).map_err(|error| syntax::problems(text, &error))?;
    let run = members(Some(&tree));
    Ok(Details {
        artifact: artifact(run),
        modules: each(run, "modules", module),
    })
}

fn module(module: &[Member<'_>]) -> ModuleDetails {
    ModuleDetails {
        artifact: artifact(module),
        cases: each(module, "cases", case),
    }
}

fn case(case: &[Member<'_>]) -> CaseDetails {
    CaseDetails {
        artifact: artifact(case),
        chart: chart(members(shape::find(case, "chart"))),
    }
}

fn artifact(step: &[Member<'_>]) -> Option<Artifact> {
    let artifact = shape::find(step, "artifact")?;
    (!members(Some(artifact)).is_empty()).then(|| Artifact {
        json: artifact.to_json_text(),
    })
}

/// A chart without a single series shows nothing.
fn chart(chart: &[Member<'_>]) -> Option<Chart> {
    let text = |key| match shape::find(chart, key) {
        Some(Json::Str(text)) if !text.is_empty() => Some(free_text(text)),
        _ => None,
    };
    let series = series(chart);
    (!series.is_empty()).then(|| Chart {
        kind: match shape::find(chart, "type") {
            Some(Json::Str(word)) => word.parse().unwrap_or(ChartKind::Line),
            _ => ChartKind::Line,
        },
        title: text("title"),
        x_label: text("x_label"),
        y_label: text("y_label"),
        series,
    })
}

fn series(chart: &[Member<'_>]) -> Vec<ChartSeries> {
    let (xs, ys) = (lists(chart, "x_data"), lists(chart, "y_data"));
    let names = items(shape::find(chart, "marker_name"));
    let series = ys.iter().enumerate().map(|(index, y)| {
        // Several curves may share one axis.
        let x = xs
            .get(index)
            .or(if xs.len() == 1 { xs.first() } else { None });
        let name = match names.get(index) {
            Some(Json::Str(text)) if !text.is_empty() => Some(without_nul(text).into_owned()),
            _ => None,
        };
        points(name, x.map_or(&[], Vec::as_slice), y)
    });
    series.collect()
}

fn points(name: Option<String>, x: &[Option<f64>], y: &[Option<f64>]) -> ChartSeries {
    let pairs = x.iter().zip(y);
    let points: Vec<_> = pairs.filter_map(|(x, y)| x.zip(*y)).collect();
    ChartSeries {
        name,
        left_out: x.len().max(y.len()) - points.len(),
        points,
    }
}

/// A list of lists of numbers; what is no number keeps its place.
fn lists(chart: &[Member<'_>], key: &str) -> Vec<Vec<Option<f64>>> {
    match shape::find(chart, key) {
        Some(Json::Array(lists)) => lists.iter().map(list).collect(),
        Some(flat @ Json::Numbers(_)) => vec![list(flat)],
        _ => Vec::new(),
    }
}

fn list(value: &Json<'_>) -> Vec<Option<f64>> {
    match value {
        Json::Numbers(numbers) => numbers.iter().copied().map(Some).collect(),
        Json::Array(items) => items.iter().map(number).collect(),
        _ => Vec::new(),
    }
}

fn number(value: &Json<'_>) -> Option<f64> {
    match value {
        Json::Int(number) => Some(numbers::from_int(*number)),
        Json::Uint(number) => Some(numbers::from_uint(*number)),
        Json::Float(number) => Some(*number),
        _ => None,
    }
}

fn each<T>(parent: &[Member<'_>], key: &str, read: fn(&[Member<'_>]) -> T) -> Vec<T> {
    let children = members(shape::find(parent, key)).iter();
    children
        .map(|(_, child)| read(members(Some(child))))
        .collect()
}

fn items<'t, 'a>(value: Option<&'t Json<'a>>) -> &'t [Json<'a>] {
    match value {
        Some(Json::Array(items)) => items,
        _ => &[],
    }
}

fn members<'t, 'a>(value: Option<&'t Json<'a>>) -> &'t [Member<'a>] {
    match value {
        Some(Json::Object(members)) => members,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart_of(chart: &str) -> Option<Chart> {
        let body = format!(r#"{{"modules": {{"m": {{"cases": {{"c": {{"chart": {chart}}}}}}}}}}}"#);
        let details = details(body.as_bytes(), &ParseLimits::default()).unwrap();
        details.modules[0].cases[0].chart.clone()
    }

    #[test]
    fn charts_are_read_with_their_series() {
        let chart = chart_of(
            r#"{"type": "log_x_y", "title": "T", "x_label": "f", "y_label": null,
                "marker_name": ["a", null], "x_data": [[1, 2.5, 3], [4]], "y_data": [[1, null, 9], [8, 7]]}"#,
        )
        .unwrap();
        assert_eq!(chart.kind, ChartKind::LogXY);
        assert_eq!((chart.title.as_deref(), chart.y_label), (Some("T"), None));
        let [one, other] = chart.series.as_slice() else {
            panic!("two series");
        };
        assert_eq!((one.name.as_deref(), one.left_out), (Some("a"), 1));
        assert_eq!(one.points, [(1.0, 1.0), (3.0, 9.0)]);
        assert_eq!((&other.name, other.left_out), (&None, 1));
        assert_eq!(other.points, [(4.0, 8.0)]);
    }

    #[test]
    fn one_axis_is_shared_and_odd_charts_are_none() {
        let shared = chart_of(r#"{"x_data": [[1, 2]], "y_data": [[3, 4], [5, 6]]}"#).unwrap();
        assert_eq!(shared.kind, ChartKind::Line);
        assert_eq!(shared.series[1].points, [(1.0, 5.0), (2.0, 6.0)]);
        for nothing in [
            "null",
            "{}",
            r#"{"type": "line"}"#,
            r#"{"y_data": 7}"#,
            "[1]",
        ] {
            assert_eq!(chart_of(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn artifacts_keep_their_order_and_empty_ones_are_none() {
        let body = br#"{"artifact": {"b": 1, "a": [1.50, null]},
            "modules": {"m": {"artifact": {}, "cases": {"c": {"artifact": {"x": "\u0000"}}, "d": {}}}}}"#;
        let details = details(body, &ParseLimits::default()).unwrap();
        assert_eq!(details.artifact.unwrap().json, r#"{"b":1,"a":[1.5,null]}"#);
        let module = &details.modules[0];
        assert_eq!(module.artifact, None);
        assert_eq!(
            module.cases[0].artifact.as_ref().unwrap().json,
            r#"{"x":"\u0000"}"#
        );
        assert_eq!(module.cases[1], CaseDetails::default());
    }
}
