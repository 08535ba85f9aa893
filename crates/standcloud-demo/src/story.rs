//! What goes well and wrong in the plant, in one place.
//!
//! | from (share of the history) | what happens | where to see it |
//! |---|---|---|
//! | 20 %, 65 % | a new firmware | text measurement "Firmware version", `dut.info` |
//! | 35 % | engineering change: the power supply's revision C is more efficient | "Efficiency …" |
//! | 40 % | the power supply's output voltage drifts upwards until the end | "Output voltage" |
//! | 60 % | the lower limit of the radio's output power is raised | "Output power" |
//! | the week at 55 % | a bad batch of controllers draws too much current | "Supply current" |
//! | 75 % | stand FCT 2 becomes sick: its reference scatters and fails controllers | "Reference voltage" |
//! | the last 30 hours | stand FCT 3 is silent: its fixture is away for repair | the list of stands |
//! | the last 6 hours | stand ICT 2 has bad contacts and fails most boards | "Open probes" |
//! | always | the gateway runs warmer in the afternoon | "Case temperature" |
//!
//! All of it is a shift of a case's first measurement in units of its own standard deviation, or
//! another limit; defects and false failures that no story explains are in the run simulation.

use crate::calendar::{hour_of_day, week_number};
use crate::catalog::{Case, Process, Product};
use crate::measure::Limit;
use crate::plant::Stand;

#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub seed: u64,
    start_s: i64,
    end_s: i64,
}

/// Where and when a case runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    pub product: &'static Product,
    pub stand: &'static Stand,
    pub moment_s: i64,
    pub unit_born_s: i64,
}

/// In standard deviations of the measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Effect {
    pub shift: f64,
    pub scatter: f64,
}

impl Effect {
    pub(crate) const NONE: Self = Self {
        shift: 0.0,
        scatter: 1.0,
    };

    fn shifted(shift: f64) -> Self {
        Self {
            shift,
            ..Self::NONE
        }
    }
}

const FIRMWARES: [&str; 3] = ["2.3.0", "2.4.0", "2.4.1"];
const HOUR_S: i64 = 3_600;
const SILENT_S: i64 = 30 * HOUR_S;
const BAD_CONTACTS_S: i64 = 6 * HOUR_S;
const RADIO_POWER_LIMIT: Limit = Limit::Inside(12.9, 14.6);

impl Story {
    pub(crate) fn new(seed: u64, start_s: i64, end_s: i64) -> Self {
        Self {
            seed,
            start_s,
            end_s,
        }
    }

    pub(crate) fn firmware_at(&self, moment_s: i64) -> &'static str {
        let [first, second, third] = FIRMWARES;
        match self.progress(moment_s) {
            share if share < 0.2 => first,
            share if share < 0.65 => second,
            _ => third,
        }
    }

    pub(crate) fn revision_of(&self, product: &Product, born_s: i64) -> &'static str {
        let [before, after] = product.revisions;
        if self.is_changed(born_s) {
            after
        } else {
            before
        }
    }

    /// What the story does to the first measurement of a case.
    pub(crate) fn effect(&self, scene: &Scene, case: &Case) -> Effect {
        match (scene.product.serial_prefix, scene.stand.process, case.id) {
            ("PW", Process::Functional, "test_output_voltage") => {
                let since = (self.progress(scene.moment_s) - 0.4).max(0.0) / 0.6;
                Effect::shifted(5.0 * since)
            }
            ("PW", Process::Functional, "test_efficiency") => {
                Effect::shifted(if self.is_changed(scene.unit_born_s) {
                    1.2
                } else {
                    0.0
                })
            }
            ("CT", Process::Functional, "test_supply_current") => {
                Effect::shifted(if self.is_bad_batch(scene.unit_born_s) {
                    5.0
                } else {
                    0.0
                })
            }
            ("CT", Process::Functional, "test_adc_reference") if self.is_sick(scene) => Effect {
                shift: 4.5,
                scatter: 8.0,
            },
            ("GW", _, "test_temperature") => Effect::shifted(afternoon_warmth(scene.moment_s)),
            _ => Effect::NONE,
        }
    }

    /// The limit in force for the first measurement of a case, when it is not the plan's own.
    pub(crate) fn limit(&self, scene: &Scene, case: &Case) -> Option<Limit> {
        let applies = scene.product.serial_prefix == "RA"
            && case.id == "test_output_power"
            && self.progress(scene.moment_s) >= 0.6;
        applies.then_some(RADIO_POWER_LIMIT)
    }

    pub(crate) fn is_bad_batch(&self, born_s: i64) -> bool {
        let at = self.start_s + (self.end_s - self.start_s) / 20 * 11;
        week_number(born_s) == week_number(at)
    }

    /// Whether the stand is not used any more.
    pub(crate) fn is_silent(&self, stand: &Stand, moment_s: i64) -> bool {
        (stand.process, stand.number) == (Process::Functional, 3)
            && self.end_s - moment_s < SILENT_S
    }

    /// Whether most boards fail there for no fault of theirs.
    pub(crate) fn has_bad_contacts(&self, stand: &Stand, moment_s: i64) -> bool {
        (stand.process, stand.number) == (Process::InCircuit, 2)
            && self.end_s - moment_s < BAD_CONTACTS_S
    }

    fn is_changed(&self, born_s: i64) -> bool {
        self.progress(born_s) >= 0.35
    }

    fn is_sick(&self, scene: &Scene) -> bool {
        scene.stand.number == 2 && self.progress(scene.moment_s) >= 0.75
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of a history are far below 2^53"
    )]
    pub(crate) fn progress(&self, moment_s: i64) -> f64 {
        (moment_s - self.start_s) as f64 / (self.end_s - self.start_s).max(1) as f64
    }
}

/// One deviation warmer at 15:00, one cooler at 03:00.
fn afternoon_warmth(moment_s: i64) -> f64 {
    let hours = i32::try_from(hour_of_day(moment_s) - 15).unwrap_or(0);
    (f64::from(hours) * std::f64::consts::TAU / 24.0).cos()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{CONTROLLER, POWER};
    use crate::plant::STANDS;

    fn effect_of(product: &'static Product, stand: usize, case: &str, moment_s: i64) -> Effect {
        let story = Story::new(1, 0, 6_000_000);
        let scene = Scene {
            product,
            stand: &STANDS[stand],
            moment_s,
            unit_born_s: moment_s,
        };
        let mut cases = product.later_plans[0]
            .modules
            .iter()
            .flat_map(|module| module.cases);
        story.effect(
            &scene,
            cases
                .find(|known| known.id == case)
                .expect("the case is in the plan"),
        )
    }

    #[test]
    fn stories_start_when_the_table_says() {
        assert_eq!(
            effect_of(&POWER, 2, "test_output_voltage", 2_000_000),
            Effect::NONE
        );
        assert_eq!(
            effect_of(&POWER, 2, "test_output_voltage", 6_000_000),
            Effect::shifted(5.0)
        );
        assert_eq!(
            effect_of(&CONTROLLER, 3, "test_adc_reference", 4_000_000),
            Effect::NONE
        );
        assert!(effect_of(&CONTROLLER, 3, "test_adc_reference", 5_000_000).scatter > 1.0);
        assert_eq!(
            effect_of(&CONTROLLER, 2, "test_adc_reference", 5_000_000),
            Effect::NONE
        );
        assert!(effect_of(&CONTROLLER, 2, "test_supply_current", 3_300_000).shift > 1.0);
    }
}
