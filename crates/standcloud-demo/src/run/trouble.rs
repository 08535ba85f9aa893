//! What goes wrong that no story explains.

use crate::catalog::{Case, Plan};
use crate::flow::Job;
use crate::measure::Measure;
use crate::random::Random;

const DEFECT_PROBABILITY: f64 = 0.022;
const FALSE_FAILURE_PROBABILITY: f64 = 0.012;
const INSTRUMENT_PROBABILITY: f64 = 0.004;
const BAD_CONTACT_PROBABILITY: f64 = 0.7;
const ABORT_PROBABILITY: f64 = 0.006;

/// What goes wrong in this run and at which case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Trouble {
    Nothing,
    WrongValue { case_index: usize },
    Instrument { case_index: usize },
    Abort { case_index: usize },
}

/// A defect belongs to the unit: the same in every attempt, until somebody repairs it.
pub(super) fn of_unit(job: &Job, truth: &mut Random) -> Option<Trouble> {
    let is_defect = truth.chance(DEFECT_PROBABILITY);
    let trouble = wrong_value(job.plan, truth);
    (is_defect && !job.unit.is_repaired).then_some(trouble)
}

/// The first case of every in-circuit plan looks for open probes.
pub(super) fn of_contacts(noise: &mut Random) -> Option<Trouble> {
    let trouble = Trouble::WrongValue { case_index: 0 };
    noise.chance(BAD_CONTACT_PROBABILITY).then_some(trouble)
}

pub(super) fn of_run(plan: &Plan, noise: &mut Random) -> Trouble {
    let place = noise.fraction();
    let case_index = share_of(cases_of(plan).count(), place);
    let mut left = noise.fraction();
    for (probability, trouble) in [
        (ABORT_PROBABILITY, Trouble::Abort { case_index }),
        (INSTRUMENT_PROBABILITY, Trouble::Instrument { case_index }),
        (FALSE_FAILURE_PROBABILITY, wrong_value(plan, noise)),
    ] {
        if left < probability {
            return trouble;
        }
        left -= probability;
    }
    Trouble::Nothing
}

/// A few cases take most of the failures, as in every Pareto chart of a real plant.
fn wrong_value(plan: &Plan, random: &mut Random) -> Trouble {
    let failing: Vec<usize> = cases_of(plan)
        .enumerate()
        .filter(|(_, case)| case.measures.iter().any(Measure::can_fail))
        .map(|(index, _)| index)
        .collect();
    let rank = share_of(failing.len(), random.fraction().powi(2));
    let shuffled = (rank * 7 + 3) % failing.len().max(1);
    failing
        .get(shuffled)
        .map_or(Trouble::Nothing, |case_index| Trouble::WrongValue {
            case_index: *case_index,
        })
}

fn cases_of(plan: &Plan) -> impl Iterator<Item = &'static Case> {
    plan.modules.iter().flat_map(|module| module.cases)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a plan has a few dozen cases"
)]
fn share_of(count: usize, fraction: f64) -> usize {
    (count as f64 * fraction) as usize
}
