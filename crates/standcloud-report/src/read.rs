//! From the tree to the typed report.
//!
//! Problem: whoever wrote a wrong report wants to know all that is wrong with it, and where.
//! Choice: every reader returns a value whatever it finds, and notes problems in [`Findings`]; the
//! report counts only if none were found. Consequence: no reader can stop the others, and
//! the values that stand in for wrong ones never leave this module.

mod findings;
mod measurement;
mod slot;
mod step;
mod subject;

use crate::digest::digest;
use crate::problem::Problems;
use crate::report::{Report, StepKey};
use crate::stand_details::StandDetails;
use crate::text::identifier_text;
use crate::tree::{Json, ParseLimits};
use findings::{Findings, Place};
use slot::{Fields, Slot};

/// Two values are left for the meanings that columns give them.
const ERROR_CODE_MAX: u32 = u32::MAX - 2;

pub(crate) fn report(tree: &Json<'_>, limits: &ParseLimits) -> Result<Report, Problems> {
    let mut found = Findings::new(limits.max_measurements);
    let body = Slot::new(Some(tree), Place::body());
    let run = body.object(&mut found);
    let mut report = read_run(&run, &mut found);
    found.into_result()?;
    report.digest = digest(run.members());
    Ok(report)
}

pub(crate) fn stand_details(tree: &Json<'_>) -> Result<StandDetails, Problems> {
    let mut found = Findings::new(0);
    let body = Slot::new(Some(tree), Place::body());
    let run = body.object(&mut found);
    let slot = run.slot("test_stand");
    let stand = subject::read_stand(&slot, &mut found);
    let drivers = slot.object(&mut found);
    let drivers = subject::read_info(&drivers.slot("drivers"), &mut found);
    found.into_result()?;
    Ok(StandDetails { stand, drivers })
}

fn read_run(run: &Fields<'_, '_>, found: &mut Findings) -> Report {
    Report {
        plan: run.slot("name").required_identifier(found),
        status: run.slot("status").status(found),
        start_time_us: run.slot("start_time").time_us(found),
        stop_time_us: run.slot("stop_time").time_us(found),
        operator: run.slot("user").identifier(found),
        batch: run.slot("batch_serial_number").identifier(found),
        caused_failure: step_key(&run.slot("caused_dut_failure_id"), found),
        error_code: run
            .slot("error_code")
            .count(found)
            .map(|code| code.min(ERROR_CODE_MAX)),
        stand: subject::read_stand(&run.slot("test_stand"), found),
        dut: subject::read_dut(&run.slot("dut"), found),
        process: subject::read_process(&run.slot("process"), found),
        modules: step::read_modules(&run.slot("modules"), found),
        has_artifact: run.slot("artifact").has_members(found),
        digest: [0; 32],
    }
}

/// Only a case can hold `::` in its id, as a parametrised one does. What names no case is left to
/// the raw body.
fn step_key(slot: &Slot<'_, '_>, found: &mut Findings) -> Option<StepKey> {
    let (module, case) = slot.text(found)?.split_once("::")?;
    Some(StepKey {
        module: identifier_text(module),
        case: identifier_text(case),
    })
}
