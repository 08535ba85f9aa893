//! The measurements of one case: what is true, what is read, and what the limits say.

use super::Bench;
use crate::catalog::Case;
use crate::measure::{Measure, Numeric, Text, Wanted, numeric_on_wire, shown};
use crate::random::Random;
use crate::story::{Effect, Scene};
use crate::wire::Measurement;

const STAND_STREAM: u64 = 5;

/// Shares of the standard deviation: between units and between repeated measurements.
const TRUTH_SHARE: f64 = 0.85;
const REPEAT_SHARE: f64 = 0.5;
const STAND_BIAS_MAX: f64 = 0.25;

/// Reads the measurements of one case.
pub(super) struct Reader<'a, 'b> {
    bench: &'b mut Bench<'a>,
    case: &'static Case,
    scene: Scene,
    bias: f64,
    is_first: bool,
    is_wrong: bool,
    /// Set by the first measurement outside its limits.
    pub(super) complaint: Option<String>,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(super) fn new(bench: &'b mut Bench<'a>, case: &'static Case, is_wrong: bool) -> Self {
        let job = bench.job;
        let scene = Scene {
            product: job.unit.product,
            stand: job.stand,
            moment_s: bench.now_s,
            unit_born_s: job.unit.born_s,
        };
        let (process, number) = (job.stand.process.number(), job.stand.number);
        let place = [
            STAND_STREAM,
            u64::from(process),
            u64::from(number),
            u64::from(case.error_code),
        ];
        let bias = STAND_BIAS_MAX * (2.0 * Random::from_parts(&place).fraction() - 1.0);
        Self {
            bench,
            case,
            scene,
            bias,
            is_first: true,
            is_wrong,
            complaint: None,
        }
    }

    pub(super) fn read(&mut self, measure: &'static Measure) -> Measurement<'static> {
        let is_wrong = self.is_wrong && measure.can_fail();
        let measurement = match measure {
            Measure::Numeric(numeric) => self.read_numeric(numeric, is_wrong),
            Measure::Text(text) => self.read_text(text, is_wrong),
        };
        self.is_first = false;
        self.is_wrong &= !is_wrong;
        measurement
    }

    fn read_numeric(&mut self, numeric: &'static Numeric, is_wrong: bool) -> Measurement<'static> {
        let mut limit = numeric.limit;
        let mut effect = None;
        if self.is_first {
            let story = self.bench.story;
            effect = Some(story.effect(&self.scene, self.case));
            limit = story.limit(&self.scene, self.case).unwrap_or(limit);
        }
        let natural = self.natural_value(numeric, effect.unwrap_or(Effect::NONE));
        let amount = self.bench.noise.fraction();
        let raw = if is_wrong {
            limit.outside(numeric, amount)
        } else {
            natural
        };
        let value = shown(raw, numeric.decimals);
        if limit.accepts(value) == Some(false) {
            self.complain(|| format!("{} is {value} {}", numeric.name, numeric.unit));
        }
        numeric_on_wire(numeric, limit, value)
    }

    fn natural_value(&mut self, numeric: &Numeric, effect: Effect) -> f64 {
        let truth = TRUTH_SHARE * self.bench.truth.normal();
        let repeat = REPEAT_SHARE * self.bench.noise.normal() * effect.scatter;
        let value = numeric.centre + numeric.sigma * (truth + repeat + self.bias + effect.shift);
        // Counts, currents and resistances near zero do not become negative.
        if numeric.centre > 0.0 {
            value.max(0.0)
        } else {
            value
        }
    }

    fn read_text(&mut self, text: &'static Text, is_wrong: bool) -> Measurement<'static> {
        let wanted = match text.wanted {
            Wanted::Fixed(wanted) => wanted,
            Wanted::Firmware => self.bench.story.firmware_at(self.scene.moment_s),
        };
        let value = if is_wrong { text.wrong } else { wanted };
        if is_wrong {
            self.complain(|| format!("{} is '{value}', not '{wanted}'", text.name));
        }
        Measurement::String {
            name: text.name,
            operation: Some("eq"),
            result: Some(!is_wrong),
            value,
            casesensitive: true,
            comparison_value: Some(wanted),
        }
    }

    fn complain(&mut self, text: impl FnOnce() -> String) {
        if self.complaint.is_none() {
            self.complaint = Some(format!(
                "AssertionError: {}\nassert False",
                text().trim_end()
            ));
        }
    }
}
