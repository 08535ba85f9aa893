//! What the page shows of the raw report.

use serde::Serialize;
use standcloud_report::{Details, InfoEntry, Instrument, Report, SubUnit};
use utoipa::ToSchema;

use super::budget::Budget;
use super::failure::{RunFailure, caused_failure, count_failed_cases, first_failure};
use super::steps::{RunArtifact, RunModule};

/// Of instruments, sub-units and properties.
const ENTRIES_MAX: usize = 500;

/// What only the raw report says.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunReport {
    pub unit_name: Option<String>,
    pub unit_kind: Option<String>,
    pub unit_info: Vec<RunInfo>,
    pub sub_units: Vec<RunSubUnit>,
    pub stand_location: Option<String>,
    /// IANA name, as the stand says.
    pub stand_time_zone: Option<String>,
    pub stand_revision: Option<String>,
    pub stand_info: Vec<RunInfo>,
    pub instruments: Vec<RunInstrument>,
    pub process_number: Option<i64>,
    pub process_info: Vec<RunInfo>,
    /// The case that the stand itself blames.
    pub caused_failure: Option<RunFailure>,
    /// The first case in the order of the report that did not pass.
    pub first_failure: Option<RunFailure>,
    pub failed_case_count: usize,
    /// In the report; more than are here when there are very many.
    pub case_count: usize,
    pub modules: Vec<RunModule>,
    pub artifact: Option<RunArtifact>,
}

/// One property; what is no text is written as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunInfo {
    pub key: String,
    pub value: String,
}

/// A part of the unit with its own numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunSubUnit {
    pub name: Option<String>,
    pub kind: Option<String>,
    pub part_number: String,
    pub serial_number: Option<String>,
    pub revision: Option<String>,
    pub info: Vec<RunInfo>,
}

/// Test equipment of the stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunInstrument {
    pub name: Option<String>,
    pub part_number: String,
    pub serial_number: Option<String>,
    pub revision: Option<String>,
    pub number: Option<i64>,
    pub comment: Option<String>,
    pub info: Vec<RunInfo>,
}

impl RunReport {
    pub(super) fn new(report: &Report, details: Details) -> Self {
        let mut budget = Budget::new(count_series(&details));
        // First, so that many cases leave it its place.
        let artifact = RunArtifact::new(details.artifact, &mut budget);
        let steps = report.modules.iter().zip(details.modules);
        let modules = steps
            .map(|(module, details)| RunModule::new(module, details, &mut budget))
            .collect();
        let (dut, stand, process) = (&report.dut, &report.stand, &report.process);
        Self {
            unit_name: dut.name.clone(),
            unit_kind: dut.kind.clone(),
            unit_info: info(&dut.info),
            sub_units: dut
                .sub_units
                .iter()
                .take(ENTRIES_MAX)
                .map(RunSubUnit::from)
                .collect(),
            stand_location: stand.location.clone(),
            stand_time_zone: stand.timezone.clone(),
            stand_revision: stand.revision.clone(),
            stand_info: info(&stand.info),
            instruments: stand
                .instruments
                .iter()
                .take(ENTRIES_MAX)
                .map(RunInstrument::from)
                .collect(),
            process_number: process.number,
            process_info: info(&process.info),
            caused_failure: caused_failure(report),
            first_failure: first_failure(report),
            failed_case_count: count_failed_cases(report),
            case_count: report.modules.iter().map(|module| module.cases.len()).sum(),
            modules,
            artifact,
        }
    }
}

fn count_series(details: &Details) -> usize {
    let cases = details.modules.iter().flat_map(|module| &module.cases);
    let charts = cases.filter_map(|case| case.chart.as_ref());
    charts.map(|chart| chart.series.len()).sum()
}

fn info(entries: &[InfoEntry]) -> Vec<RunInfo> {
    let shown = entries.iter().take(ENTRIES_MAX);
    shown
        .map(|entry| RunInfo {
            key: entry.key.clone(),
            value: entry.value.clone(),
        })
        .collect()
}

impl From<&SubUnit> for RunSubUnit {
    fn from(unit: &SubUnit) -> Self {
        Self {
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            part_number: unit.part_number.clone(),
            serial_number: unit.serial_number.clone(),
            revision: unit.revision.clone(),
            info: info(&unit.info),
        }
    }
}

impl From<&Instrument> for RunInstrument {
    fn from(instrument: &Instrument) -> Self {
        Self {
            name: instrument.name.clone(),
            part_number: instrument.part_number.clone(),
            serial_number: instrument.serial_number.clone(),
            revision: instrument.revision.clone(),
            number: instrument.number,
            comment: instrument.comment.clone(),
            info: info(&instrument.info),
        }
    }
}
