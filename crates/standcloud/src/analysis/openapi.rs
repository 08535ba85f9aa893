//! The analysis in the two OpenAPI documents: described once, for the paths of the web app, and told to
//! programs with the paths that are theirs.

use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi as Document, RefOr, SecurityRequirement};

use super::failures::{measurements as failing_measurements, steps as failing_steps};
use super::grouping::GroupBy;
use super::series::value_range::ValueResult;
use super::series::values::ValuesFormat;
use super::table::AnswerFormat;
use super::yields::by_group::YieldOrder;
use super::yields::chart::{YieldChartCounted, YieldChartKind};
use super::yields::{by_group, chart, history, rolled, summary};
use super::{
    capability, compare, correlation, measurements, numbered_run, plans, repeatability, series,
    step_durations, time_use,
};
use crate::web_api::history::HistoryBucket;
use crate::web_api::run_range::RunRangeName;
use crate::web_api::run_status::RunStatusView;

const OF_THE_WEB_APP: &str = "/api/v1/org/{slug}/analysis/";
const OF_PROGRAMS: &str = "/integration/api/v1/analysis/";

#[derive(OpenApi)]
#[openapi(
    // One line per question, in the order of the file names.
    paths(
        by_group::list_yields,
        chart::show_yield_chart,
        capability::show_capability,
        compare::show_comparison,
        correlation::show_correlation,
        correlation::related::list_related,
        failing_measurements::list_failing_measurements,
        failing_steps::list_failures,
        history::show_yield_history,
        measurements::list_measurements,
        numbered_run::show_numbered_run,
        plans::list_plans,
        repeatability::list_repeatability,
        repeatability::show_repeat_study,
        rolled::list_rolled_yields,
        step_durations::show_step_durations,
        series::groups::compare_groups,
        series::listed_values::list_values,
        series::show::show_series,
        series::texts::count_texts,
        series::values::export_values,
        series::what_if::try_limits,
        summary::show_yield_summary,
        time_use::show_time_use,
    ),
    // What only parameters refer to is not collected by itself.
    components(schemas(
        AnswerFormat,
        GroupBy,
        HistoryBucket,
        RunRangeName,
        RunStatusView,
        ValueResult,
        ValuesFormat,
        YieldChartCounted,
        YieldChartKind,
        YieldOrder,
    )),
)]
struct AnalysisApi;

/// For people in the web app.
pub fn document() -> Document {
    AnalysisApi::openapi()
}

/// For programs: the organisation is that of the credential.
pub fn document_for_programs() -> Document {
    let mut document = AnalysisApi::openapi();
    let paths = std::mem::take(&mut document.paths.paths);
    for (path, mut item) in paths {
        if let Some(operation) = item.get.as_mut() {
            for_a_program(operation);
        }
        let path = path.replace(OF_THE_WEB_APP, OF_PROGRAMS);
        document.paths.paths.insert(path, item);
    }
    document
}

fn for_a_program(operation: &mut Operation) {
    if let Some(parameters) = operation.parameters.as_mut() {
        parameters.retain(|parameter| {
            !matches!(parameter, RefOr::T(one) if one.parameter_in == ParameterIn::Path)
        });
    }
    let none: [&str; 0] = [];
    operation.security = Some(vec![
        SecurityRequirement::new("bearer", none),
        SecurityRequirement::new("api_key", none),
    ]);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn nothing_refers_to_what_is_not_there() {
        let document = document_for_programs();
        let told = serde_json::to_string(&document).unwrap();
        let references = told.split("\"#/components/schemas/").skip(1);
        let referred: BTreeSet<&str> = references
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let components = document.components.unwrap_or_default();
        let missing = referred
            .iter()
            .filter(|name| !components.schemas.contains_key(**name));
        assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn programs_are_told_no_path_of_the_web_app() {
        let document = document_for_programs();
        assert!(!document.paths.paths.is_empty());
        for (path, item) in &document.paths.paths {
            assert!(path.starts_with(OF_PROGRAMS), "{path}");
            let operation = item.get.as_ref().expect("a question is a GET");
            let told = serde_json::to_string(operation).unwrap();
            assert!(!told.contains("slug"), "{path}");
        }
    }
}
