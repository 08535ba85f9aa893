//! From a validated report to the rows that are derived from it.

use standcloud_columns::{FactRow, RunStatus, RunValue, Value};
use standcloud_report::{Case, InfoEntry, MeasuredValue, Measurement, Report, Status};

use super::dictionary::{KeyPart, Kind, Resolver, unit_key};
use crate::series::SeriesKind;
use crate::{RunNumber, StoreError, UnixMicros};

/// One row of table `run`, numbers only.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct RunRow {
    pub(crate) run_number: i64,
    pub(crate) change_number: i64,
    pub(crate) run_time_us: i64,
    pub(crate) start_us: Option<i64>,
    pub(crate) stop_us: Option<i64>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) status: i64,
    pub(crate) voided: i64,
    pub(crate) attempt: i64,
    pub(crate) plan_id: i64,
    pub(crate) part_id: i64,
    pub(crate) revision_id: i64,
    pub(crate) unit_id: i64,
    pub(crate) stand_id: i64,
    pub(crate) batch_id: i64,
    pub(crate) process_id: i64,
    pub(crate) operator_id: i64,
    pub(crate) error_code: Option<i64>,
    pub(crate) failing_step_id: i64,
    pub(crate) tag_set_id: i64,
    pub(crate) instrument_set_id: i64,
}

impl RunRow {
    pub(crate) fn to_fact(&self) -> FactRow {
        let id = |id: i64| u32::try_from(id).unwrap_or(u32::MAX);
        FactRow {
            run_number: self.run_number,
            time_us: self.run_time_us,
            duration_ms: self.duration_ms.map(id),
            status: u8::try_from(self.status)
                .ok()
                .and_then(RunStatus::from_code)
                .unwrap_or(RunStatus::Error),
            voided: self.voided != 0,
            attempt: id(self.attempt),
            plan: id(self.plan_id),
            part: id(self.part_id),
            revision: id(self.revision_id),
            unit: id(self.unit_id),
            stand: id(self.stand_id),
            batch: id(self.batch_id),
            process: id(self.process_id),
            operator: id(self.operator_id),
            error_code: self.error_code.map(id),
            failing_step: id(self.failing_step_id),
            tag_set: id(self.tag_set_id),
        }
    }
}

/// A sub-unit built into the tested unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DerivedSubUnit {
    pub(crate) part: i64,
    pub(crate) revision: i64,
    pub(crate) unit: i64,
}

/// All that one report adds besides dictionary entries.
#[derive(Debug)]
pub(crate) struct DerivedRun {
    pub(crate) row: RunRow,
    /// The unit was never seen before this run, so it cannot have earlier attempts.
    pub(crate) unit_is_new: bool,
    pub(crate) values: Vec<u8>,
    pub(crate) sub_units: Vec<DerivedSubUnit>,
}

/// The column status of a report's status.
pub(crate) fn run_status(status: Status) -> RunStatus {
    match status {
        Status::Passed => RunStatus::Passed,
        Status::Failed => RunStatus::Failed,
        Status::Error => RunStatus::Error,
        Status::Stopped => RunStatus::Stopped,
        Status::Skipped => RunStatus::Skipped,
        Status::Run => RunStatus::Run,
        Status::Ready => RunStatus::Ready,
    }
}

/// Derives everything; `attempt` is still 1 and `voided` 0.
pub(crate) async fn derive_run(
    resolver: &mut Resolver<'_>,
    number: RunNumber,
    received: UnixMicros,
    report: &Report,
) -> Result<DerivedRun, StoreError> {
    let plan_id = resolver
        .id(Kind::Plan, &[KeyPart::Text(&report.plan)])
        .await?;
    let part_id = resolver
        .id(Kind::Part, &[KeyPart::Text(&report.dut.part_number)])
        .await?;
    let (unit_id, unit_is_new) =
        unit_id(resolver, part_id, report.dut.serial_number.as_deref()).await?;
    let row = RunRow {
        run_number: number.0,
        change_number: number.0,
        run_time_us: report
            .start_time_us
            .or(report.stop_time_us)
            .unwrap_or(received.0),
        start_us: report.start_time_us,
        stop_us: report.stop_time_us,
        duration_ms: duration_ms(report),
        status: i64::from(run_status(report.status).code()),
        voided: 0,
        attempt: 1,
        plan_id,
        part_id,
        revision_id: revision_id(resolver, part_id, report.dut.revision.as_deref()).await?,
        unit_id,
        stand_id: stand_id(resolver, report).await?,
        batch_id: resolver
            .optional_id(Kind::Batch, report.batch.as_deref())
            .await?,
        process_id: process_id(resolver, report).await?,
        operator_id: resolver
            .optional_id(Kind::Operator, report.operator.as_deref())
            .await?,
        error_code: report.error_code.map(i64::from),
        failing_step_id: failing_step_id(resolver, plan_id, report).await?,
        tag_set_id: tag_set_id(resolver, report).await?,
        instrument_set_id: instrument_set_id(resolver, report).await?,
    };
    let values = measured_values(resolver, plan_id, report).await?;
    let sub_units = sub_units(resolver, report).await?;
    Ok(DerivedRun {
        row,
        unit_is_new,
        values: standcloud_columns::encode_values(&values),
        sub_units,
    })
}

/// Looks the units of a whole batch up before its reports are derived one by one.
pub(crate) async fn look_up_units(
    resolver: &mut Resolver<'_>,
    reports: impl Iterator<Item = &Report>,
) -> Result<(), StoreError> {
    let mut units = Vec::new();
    for report in reports {
        let Some(serial_number) = report
            .dut
            .serial_number
            .as_deref()
            .filter(|text| !text.is_empty())
        else {
            continue;
        };
        let part = [KeyPart::Text(&report.dut.part_number)];
        units.push((serial_number, resolver.id(Kind::Part, &part).await?));
    }
    resolver.look_up_units(&units).await
}

/// `None` without both times or when the stop lies before the start; capped at 49 days.
fn duration_ms(report: &Report) -> Option<i64> {
    let duration_us = report.stop_time_us?.checked_sub(report.start_time_us?)?;
    (duration_us >= 0).then(|| (duration_us / 1000).min(i64::from(u32::MAX - 1)))
}

async fn unit_id(
    resolver: &mut Resolver<'_>,
    part_id: i64,
    serial_number: Option<&str>,
) -> Result<(i64, bool), StoreError> {
    match serial_number {
        None | Some("") => Ok((0, false)),
        Some(serial_number) => {
            let key = unit_key(serial_number, part_id);
            let unit = resolver.resolve(Kind::Unit, &key).await?;
            Ok((unit.id, unit.is_new))
        }
    }
}

async fn revision_id(
    resolver: &mut Resolver<'_>,
    part_id: i64,
    revision: Option<&str>,
) -> Result<i64, StoreError> {
    match revision {
        None | Some("") => Ok(0),
        Some(name) => {
            resolver
                .id(
                    Kind::Revision,
                    &[KeyPart::Number(part_id), KeyPart::Text(name)],
                )
                .await
        }
    }
}

/// 0 when the report tells nothing at all about where it ran.
async fn stand_id(resolver: &mut Resolver<'_>, report: &Report) -> Result<i64, StoreError> {
    let number = report
        .stand
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let key = [
        KeyPart::Text(&report.stand.hardware_id),
        KeyPart::Text(&report.stand.name),
        KeyPart::Text(&number),
    ];
    resolver.id(Kind::Stand, &key).await
}

/// Processes are told apart by name, because attempts are; a nameless one goes by its number.
async fn process_id(resolver: &mut Resolver<'_>, report: &Report) -> Result<i64, StoreError> {
    let number = report.process.number.map(|number| number.to_string());
    let name = report
        .process
        .name
        .as_deref()
        .filter(|name| !name.is_empty());
    resolver
        .optional_id(Kind::Process, name.or(number.as_deref()))
        .await
}

async fn step_id(
    resolver: &mut Resolver<'_>,
    plan_id: i64,
    module: &str,
    case: &str,
) -> Result<i64, StoreError> {
    let key = [
        KeyPart::Number(plan_id),
        KeyPart::Text(module),
        KeyPart::Text(case),
    ];
    resolver.id(Kind::Step, &key).await
}

/// The step that the stand blames, else the first case in the report that did not pass.
async fn failing_step_id(
    resolver: &mut Resolver<'_>,
    plan_id: i64,
    report: &Report,
) -> Result<i64, StoreError> {
    if let Some(step) = &report.caused_failure {
        return step_id(resolver, plan_id, &step.module, &step.case).await;
    }
    let failed = |status| matches!(status, Status::Failed | Status::Error);
    if !failed(report.status) {
        return Ok(0);
    }
    for module in &report.modules {
        if let Some(case) = module.cases.iter().find(|case| failed(case.status)) {
            return step_id(resolver, plan_id, &module.id, &case.id).await;
        }
    }
    Ok(0)
}

async fn tag_set_id(resolver: &mut Resolver<'_>, report: &Report) -> Result<i64, StoreError> {
    let scopes: [(&str, &[InfoEntry]); 3] = [
        ("dut", &report.dut.info),
        ("stand", &report.stand.info),
        ("process", &report.process.info),
    ];
    let mut members = Vec::new();
    for (scope, entries) in scopes {
        for entry in entries {
            let key = [
                KeyPart::Text(scope),
                KeyPart::Text(&entry.key),
                KeyPart::Text(&entry.value),
            ];
            members.push(resolver.id(Kind::Tag, &key).await?);
        }
    }
    resolver.set_id(Kind::TagSet, members).await
}

async fn instrument_set_id(
    resolver: &mut Resolver<'_>,
    report: &Report,
) -> Result<i64, StoreError> {
    let mut members = Vec::new();
    for instrument in &report.stand.instruments {
        let number = instrument
            .number
            .map(|number| number.to_string())
            .unwrap_or_default();
        let key = [
            KeyPart::Text(instrument.serial_number.as_deref().unwrap_or_default()),
            KeyPart::Text(&instrument.part_number),
            KeyPart::Text(instrument.name.as_deref().unwrap_or_default()),
            KeyPart::Text(instrument.revision.as_deref().unwrap_or_default()),
            KeyPart::Text(&number),
        ];
        members.push(resolver.id(Kind::Instrument, &key).await?);
    }
    resolver.set_id(Kind::InstrumentSet, members).await
}

async fn sub_units(
    resolver: &mut Resolver<'_>,
    report: &Report,
) -> Result<Vec<DerivedSubUnit>, StoreError> {
    let mut derived = Vec::with_capacity(report.dut.sub_units.len());
    for sub_unit in &report.dut.sub_units {
        let part = resolver
            .id(Kind::Part, &[KeyPart::Text(&sub_unit.part_number)])
            .await?;
        let revision = revision_id(resolver, part, sub_unit.revision.as_deref()).await?;
        let (unit, _) = unit_id(resolver, part, sub_unit.serial_number.as_deref()).await?;
        derived.push(DerivedSubUnit {
            part,
            revision,
            unit,
        });
    }
    Ok(derived)
}

async fn measured_values(
    resolver: &mut Resolver<'_>,
    plan_id: i64,
    report: &Report,
) -> Result<Vec<RunValue>, StoreError> {
    let mut values = Vec::new();
    for module in &report.modules {
        for case in &module.cases {
            let duration = case_duration(case);
            if duration.is_none() && case.measurements.is_empty() {
                continue;
            }
            let step = step_id(resolver, plan_id, &module.id, &case.id).await?;
            if let Some(seconds) = duration {
                values.push(step_duration(resolver, step, case, seconds).await?);
            }
            case_values(resolver, step, case, &mut values).await?;
        }
    }
    Ok(values)
}

/// In seconds; `None` without both times or when the stop lies before the start.
fn case_duration(case: &Case) -> Option<f64> {
    let duration_us = case.stop_time_us?.checked_sub(case.start_time_us?)?;
    let seconds = u32::try_from(duration_us / 1_000_000).ok()?;
    Some(f64::from(seconds))
}

/// A step's duration is a series like any other, so that it is charted and compared like one.
async fn step_duration(
    resolver: &mut Resolver<'_>,
    step_id: i64,
    case: &Case,
    seconds: f64,
) -> Result<RunValue, StoreError> {
    let key = [
        KeyPart::Number(step_id),
        KeyPart::Text(""),
        KeyPart::Number(-1),
        KeyPart::Number(0),
        KeyPart::Text("s"),
        KeyPart::Text(SeriesKind::StepDuration.as_str()),
    ];
    let series = resolver.id(Kind::Series, &key).await?;
    Ok(RunValue {
        series: u32::try_from(series).unwrap_or(u32::MAX),
        limit_set: 0,
        result: match case.status {
            Status::Passed => Some(true),
            Status::Failed | Status::Error => Some(false),
            _ => None,
        },
        value: Value::Number(seconds),
    })
}

async fn case_values(
    resolver: &mut Resolver<'_>,
    step_id: i64,
    case: &Case,
    values: &mut Vec<RunValue>,
) -> Result<(), StoreError> {
    for measurement in &case.measurements {
        let series = series_id(resolver, step_id, measurement).await?;
        let limit_set = resolver.limit_set_id(&measurement.limits).await?;
        values.push(RunValue {
            series: u32::try_from(series).unwrap_or(u32::MAX),
            limit_set: u32::try_from(limit_set).unwrap_or(u32::MAX),
            result: measurement.result,
            value: match &measurement.value {
                MeasuredValue::Number(number) => Value::Number(*number),
                MeasuredValue::Text(text) => Value::Text(text.clone()),
            },
        });
    }
    Ok(())
}

async fn series_id(
    resolver: &mut Resolver<'_>,
    step_id: i64,
    measurement: &Measurement,
) -> Result<i64, StoreError> {
    let kind = match measurement.value {
        MeasuredValue::Number(_) => SeriesKind::Number,
        MeasuredValue::Text(_) => SeriesKind::Text,
    };
    // An unnamed measurement is known by its place in the case.
    let (position, occurrence) = match measurement.name {
        Some(_) => (-1, i64::from(measurement.occurrence)),
        None => (i64::from(measurement.position), 0),
    };
    let key = [
        KeyPart::Number(step_id),
        KeyPart::Text(measurement.name.as_deref().unwrap_or_default()),
        KeyPart::Number(position),
        KeyPart::Number(occurrence),
        KeyPart::Text(measurement.unit.as_deref().unwrap_or_default()),
        KeyPart::Text(kind.as_str()),
    ];
    resolver.id(Kind::Series, &key).await
}
