//! Cases that ended differently.

use super::{CaseOutcome, ChangeList, ChangedCase, paired};
use crate::report::{Case, Module, Report, StepKey};
use crate::words::{Status, Verdict};

type Step<'a> = (&'a Module, &'a Case);

pub(super) fn changed(before: &Report, after: &Report) -> ChangeList<ChangedCase> {
    let pairs = paired(&steps(before), &steps(after));
    let compared_count = pairs.len();
    let mut changed: Vec<ChangedCase> = pairs
        .into_iter()
        .filter_map(|(_, before, after)| changed_case(before, after))
        .collect();
    changed.sort_by_key(rank);
    ChangeList::first_of(changed, compared_count)
}

fn steps(report: &Report) -> Vec<((&str, &str), Step<'_>)> {
    let modules = report.modules.iter();
    modules
        .flat_map(|module| {
            let cases = module.cases.iter();
            cases.map(move |case| ((module.id.as_str(), case.id.as_str()), (module, case)))
        })
        .collect()
}

fn changed_case(before: Option<Step<'_>>, after: Option<Step<'_>>) -> Option<ChangedCase> {
    let status = |step: Option<Step<'_>>| step.map(|(_, case)| case.status);
    let (module, case) = after.or(before)?;
    (status(before) != status(after)).then(|| ChangedCase {
        step: StepKey {
            module: module.id.clone(),
            case: case.id.clone(),
        },
        module_name: module.name.clone(),
        case_name: case.name.clone(),
        before: before.map(outcome),
        after: after.map(outcome),
    })
}

fn outcome((_, case): Step<'_>) -> CaseOutcome {
    CaseOutcome {
        status: case.status,
        message: case.assertion_message.clone(),
    }
}

/// Failures that came or went, then cases that were tested in one run only, then the rest.
fn rank(case: &ChangedCase) -> u8 {
    let verdict = |outcome: &Option<CaseOutcome>| {
        let status = outcome.as_ref().map_or(Status::Ready, |found| found.status);
        status.verdict()
    };
    match (verdict(&case.before), verdict(&case.after)) {
        (Verdict::NotPassed, _) | (_, Verdict::NotPassed) => 0,
        (Verdict::Pass, _) | (_, Verdict::Pass) => 1,
        _ => 2,
    }
}
