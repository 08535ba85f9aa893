//! From a simulated run to the bytes on the wire.

use std::borrow::Cow;

use crate::calendar::{Shift, week_number};
use crate::catalog::{Case, Extra, Process, Product};
use crate::charts::chart_of;
use crate::flow::{Job, Unit};
use crate::json;
use crate::plant::{Stand, operator_at};
use crate::random::Random;
use crate::run::{CaseOutcome, ModuleOutcome, Outcome};
use crate::story::Story;
use crate::wire::{self, Dut, Entries, Info, KeyText, STAND_ADDRESS, Status, SubUnit, TestStand};

const DECORATION_STREAM: u64 = 6;
/// Of how many units one has charts, so that a million runs stay small.
const CHART_EVERY: u64 = 4;
const ARTIFACT_EVERY: u64 = 12;

pub(crate) fn render(story: &Story, job: &Job, outcome: Outcome) -> Vec<u8> {
    let unit = &job.unit;
    let run = u64::from(unit.attempt);
    let place = u64::from(job.plan.process.number());
    let mut random = Random::from_parts(&[story.seed, DECORATION_STREAM, unit.number, place, run]);
    let shift = Shift::at(job.start_s);
    let failed = outcome.status == Status::Failed;
    let culprit = outcome.culprit;
    let modules = outcome
        .modules
        .into_iter()
        .map(|m| module_on_wire(m, unit, &mut random));
    json::to_bytes(&wire::Run {
        status: outcome.status,
        stop_time: outcome.stop_s,
        start_time: job.start_s,
        name: job.plan.name,
        rev: STAND_ADDRESS,
        id: STAND_ADDRESS,
        test_stand: stand_on_wire(job.stand),
        dut: dut_on_wire(story, job),
        process: process_on_wire(job, shift),
        modules: Entries(modules.collect()),
        user: operator_at(job.stand, shift, week_number(job.start_s)),
        batch_serial_number: &unit.batch,
        caused_dut_failure_id: culprit.map(|(module, case)| format!("{}::{}", module.id, case.id)),
        error_code: culprit.filter(|_| failed).map(|(_, case)| case.error_code),
        artifact: Entries::none(),
    })
}

fn dut_on_wire<'a>(story: &'a Story, job: &'a Job) -> Dut<'a> {
    let unit = &job.unit;
    Dut {
        name: unit.product.name,
        kind: unit.product.kind,
        serial_number: &unit.serial_number,
        part_number: unit.product.part_number,
        revision: unit.revision,
        sub_units: unit.children.iter().map(sub_unit_on_wire).collect(),
        info: Entries(dut_info(story, job)),
    }
}

fn dut_info<'a>(story: &'a Story, job: &'a Job) -> Vec<(KeyText<'a>, Info<'a>)> {
    let mut info = vec![key("assembly_line", Info::Text(assembly_line(&job.unit)))];
    if has_firmware(job.unit.product) && job.plan.process != Process::InCircuit {
        info.push(key(
            "firmware_version",
            Info::Text(story.firmware_at(job.start_s)),
        ));
    }
    if job.unit.is_repaired {
        info.push(key("repaired", Info::Whole(1)));
    }
    info
}

fn has_firmware(product: &Product) -> bool {
    product.serial_prefix != "PW"
}

fn assembly_line(unit: &Unit) -> &'static str {
    if unit.number.is_multiple_of(3) {
        "SMT-2"
    } else {
        "SMT-1"
    }
}

fn sub_unit_on_wire(unit: &Unit) -> SubUnit<'_> {
    SubUnit {
        name: unit.product.name,
        kind: unit.product.kind,
        serial_number: &unit.serial_number,
        part_number: unit.product.part_number,
        revision: unit.revision,
        info: Entries(vec![key("batch", Info::Text(&unit.batch))]),
    }
}

fn stand_on_wire(stand: &'static Stand) -> TestStand<'static> {
    let instruments = stand
        .instruments
        .iter()
        .zip(1..)
        .map(|(instrument, number)| wire::Instrument {
            name: instrument.name,
            revision: instrument.revision,
            serial_number: instrument.serial_number,
            part_number: instrument.part_number,
            number,
            comment: instrument.comment,
            info: Entries::none(),
        });
    TestStand {
        hw_id: stand.hw_id,
        name: stand.name,
        revision: stand.revision,
        timezone: "Etc/UTC",
        location: stand.location,
        number: stand.number,
        instruments: instruments.collect(),
        drivers: Entries::none(),
        info: Entries(vec![
            key("fixture", Info::Text(stand.fixture)),
            key("calibration_due", Info::Text(stand.calibration_due)),
        ]),
    }
}

fn process_on_wire(job: &Job, shift: Shift) -> wire::Process<'static> {
    let shift = match shift {
        Shift::Early => "early",
        Shift::Late => "late",
        Shift::Night => "night",
    };
    wire::Process {
        name: job.plan.process.name(),
        number: job.plan.process.number(),
        info: Entries(vec![key("shift", Info::Text(shift))]),
    }
}

fn module_on_wire(
    outcome: ModuleOutcome,
    unit: &Unit,
    random: &mut Random,
) -> (KeyText<'static>, wire::Module<'static>) {
    let module = outcome.module;
    let start_time = outcome.cases.iter().find_map(|case| case.start_s);
    let stop_time = outcome
        .cases
        .iter()
        .filter_map(|case| case.stop_s)
        .next_back();
    let cases = outcome.cases.into_iter();
    let cases = cases
        .map(|case| case_on_wire(module.group, case, unit, random))
        .collect();
    let on_wire = wire::Module {
        status: outcome.status,
        stop_time,
        start_time,
        name: module.name,
        cases: Entries(cases),
        group: module.group,
        artifact: Entries::none(),
    };
    (Cow::Borrowed(module.id), on_wire)
}

fn case_on_wire(
    group: &'static str,
    outcome: CaseOutcome,
    unit: &Unit,
    random: &mut Random,
) -> (KeyText<'static>, wire::Case<'static>) {
    let case = outcome.case;
    let ran = !outcome.measurements.is_empty();
    let on_wire = wire::Case {
        status: outcome.status,
        stop_time: outcome.stop_s,
        start_time: outcome.start_s,
        name: case.name,
        assertion_msg: outcome.complaint,
        msg: message(case, ran, random),
        measurements: outcome.measurements,
        chart: chart(case, ran && unit.number.is_multiple_of(CHART_EVERY), random),
        attempt: outcome.attempt,
        group,
        artifact: artifact(
            case,
            ran && unit.number.is_multiple_of(ARTIFACT_EVERY),
            random,
        ),
    };
    (Cow::Borrowed(case.id), on_wire)
}

fn message(case: &Case, ran: bool, random: &mut Random) -> Option<Entries<'static, String>> {
    if case.extra != Extra::Message || !ran {
        return None;
    }
    let text = format!("{}: finished in {} s", case.name, case.seconds);
    Some(Entries(vec![(Cow::Owned(random_uuid(random)), text)]))
}

/// The form of a version 4 UUID, as the stands use for the keys of messages.
fn random_uuid(random: &mut Random) -> String {
    let (high, low) = (random.next_u64(), random.next_u64());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        0x8000 | (low >> 50),
        low & 0xFFFF_FFFF_FFFF,
    )
}

fn chart(case: &Case, is_wanted: bool, random: &mut Random) -> Option<wire::Chart<'static>> {
    match case.extra {
        Extra::Chart(kind) if is_wanted => Some(chart_of(kind, random)),
        _ => None,
    }
}

fn artifact(case: &Case, is_wanted: bool, random: &mut Random) -> Entries<'static, Vec<f64>> {
    if case.extra != Extra::SpectrumArtifact || !is_wanted {
        return Entries::none();
    }
    let level = |step: i32| {
        let carrier = 108.0 * (-f64::from(step * step) / 260.0).exp();
        crate::measure::shown(carrier - 95.0 + 0.7 * random.normal(), 1)
    };
    Entries(vec![(
        Cow::Borrowed("spectrum_dbm"),
        (-100..=100).map(level).collect(),
    )])
}

fn key<'a>(name: &'a str, value: Info<'a>) -> (KeyText<'a>, Info<'a>) {
    (Cow::Borrowed(name), value)
}
