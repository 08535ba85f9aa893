//! Measurement systems: how much of the spread of values is the measuring, not the parts (gage R&R).
//!
//! Problem: a test that decides about parts must see more of the parts than of itself; the studies that
//! say so come with planned trials or with none at all. Choice: analysis of variance of a crossed design
//! (AIAG MSA 4th edition; Burdick, Borror and Montgomery 2005), the older method of averages and ranges,
//! and for repeats that simply happened a one-way analysis that takes any number of repeats per unit.
//! A component that comes out below zero is 0, as AIAG has it. Consequence: every result is a
//! [`GageResult`] of the same components, or [`NoStudy`] says what is missing.

mod anova;
mod ranges;
mod repeats;

pub use anova::{AnovaLine, GageAnova, GageOptions, gage_anova};
pub use ranges::{GageRanges, gage_average_and_range};
pub use repeats::{RepeatStudy, repeat_study};

use crate::moments::Moments;
use crate::sample::{Sample, count};

/// Values of a crossed design: every part was measured by every appraiser the same number of times.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossedDesign {
    /// By part, then by appraiser, then by trial.
    values: Vec<f64>,
    pub parts: usize,
    pub appraisers: usize,
    pub trials: usize,
}

/// Why a study says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoStudy {
    #[error("{have} parts are too few: a study needs at least {needed}")]
    TooFewParts { have: usize, needed: usize },
    #[error("{have} appraisers are too few: comparing them needs at least {needed}")]
    TooFewAppraisers { have: usize, needed: usize },
    #[error("No part was measured twice under the same conditions")]
    NoRepeats,
    #[error("Not every part was measured by every appraiser the same number of times")]
    NotCrossed,
    #[error("A value is not a finite number, or the values are too large to compute with")]
    NotFinite,
    #[error("The method of ranges has constants for at most 25 parts, appraisers or trials")]
    TooManyForRanges,
}

/// One source of variation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    pub variance: f64,
    /// Of the total variance, 0 to 1; `None` when nothing varies.
    pub contribution: Option<f64>,
    /// Of the total standard deviation; these shares do not add up to 1.
    pub study_share: Option<f64>,
    /// Of the tolerance: six sigma by the distance of the limits.
    pub tolerance_share: Option<f64>,
}

/// Where the spread comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GageResult {
    /// The same part measured again by the same appraiser (EV).
    pub repeatability: Component,
    /// Appraisers, with their interaction with parts (AV); `None` when they were not compared.
    pub reproducibility: Option<Component>,
    /// Of reproducibility, what depends on the part; `None` when pooled or not estimated.
    pub interaction: Option<Component>,
    /// Repeatability and reproducibility together (GRR).
    pub gage: Component,
    pub parts: Component,
    pub total: Component,
    /// How many groups of parts the measuring can tell apart (ndc, from 1.41 · PV/GRR, rounded down);
    /// `None` when measuring has no spread at all.
    pub distinct_categories: Option<u32>,
}

/// What the usual bands of AIAG say of a share of the study or of the tolerance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GageVerdict {
    /// At most 10 %.
    Good,
    /// At most 30 %: it depends on the use.
    Conditional,
    Poor,
}

impl CrossedDesign {
    /// `data[part][appraiser]` are the trials.
    pub fn new(data: &[Vec<Vec<f64>>]) -> Result<Self, NoStudy> {
        let parts = data.len();
        let appraisers = data.first().map_or(0, Vec::len);
        let trials = data
            .first()
            .and_then(|part| part.first())
            .map_or(0, Vec::len);
        let is_crossed = data
            .iter()
            .all(|part| part.len() == appraisers && part.iter().all(|cell| cell.len() == trials));
        if !is_crossed {
            return Err(NoStudy::NotCrossed);
        }
        let few = |have, needed| have < needed;
        if few(parts, 2) {
            return Err(NoStudy::TooFewParts {
                have: parts,
                needed: 2,
            });
        }
        if few(appraisers, 2) {
            return Err(NoStudy::TooFewAppraisers {
                have: appraisers,
                needed: 2,
            });
        }
        if few(trials, 2) {
            return Err(NoStudy::NoRepeats);
        }
        let values: Vec<f64> = data.iter().flatten().flatten().copied().collect();
        if !values.iter().all(|value| value.is_finite()) {
            return Err(NoStudy::NotFinite);
        }
        Ok(Self {
            values,
            parts,
            appraisers,
            trials,
        })
    }

    /// The trials of each part by each appraiser.
    fn cells(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks(self.trials)
    }

    fn part_means(&self) -> Vec<f64> {
        let parts = self.values.chunks(self.appraisers * self.trials);
        parts.map(mean).collect()
    }

    fn appraiser_means(&self) -> Vec<f64> {
        let of = |appraiser: usize| {
            let cells = self.cells().skip(appraiser).step_by(self.appraisers);
            mean(&cells.flatten().copied().collect::<Vec<f64>>())
        };
        (0..self.appraisers).map(of).collect()
    }
}

impl GageResult {
    fn of(variances: &Variances, tolerance: Option<f64>) -> Result<Self, NoStudy> {
        let appraisers = variances.appraiser.map(|appraiser| {
            // Truncated one by one, so that a negative one does not make the others smaller.
            appraiser.max(0.0) + variances.interaction.unwrap_or(0.0).max(0.0)
        });
        let repeatability = variances.repeatability.max(0.0);
        let gage = repeatability + appraisers.unwrap_or(0.0);
        let parts = variances.parts.max(0.0);
        let total = gage + parts;
        if !total.is_finite() {
            return Err(NoStudy::NotFinite);
        }
        let component = |variance: f64| Component::of(variance, total, tolerance);
        let ratio = (parts / gage).sqrt();
        Ok(Self {
            repeatability: component(repeatability),
            reproducibility: appraisers.map(component),
            interaction: variances
                .interaction
                .map(|variance| component(variance.max(0.0))),
            gage: component(gage),
            parts: component(parts),
            total: component(total),
            distinct_categories: (gage > 0.0).then(|| categories(1.41 * ratio)),
        })
    }

    pub fn verdict_of_study(&self) -> Option<GageVerdict> {
        self.gage.study_share.map(GageVerdict::of)
    }

    pub fn verdict_of_tolerance(&self) -> Option<GageVerdict> {
        self.gage.tolerance_share.map(GageVerdict::of)
    }
}

impl GageVerdict {
    /// A share from 0 on.
    pub fn of(share: f64) -> Self {
        if share <= 0.1 {
            Self::Good
        } else if share <= 0.3 {
            Self::Conditional
        } else {
            Self::Poor
        }
    }
}

impl Component {
    pub fn sigma(&self) -> f64 {
        self.variance.sqrt()
    }

    fn of(variance: f64, total: f64, tolerance: Option<f64>) -> Self {
        let tolerance = tolerance.filter(|width| *width > 0.0 && width.is_finite());
        Self {
            variance,
            contribution: (total > 0.0).then(|| variance / total),
            study_share: (total > 0.0).then(|| (variance / total).sqrt()),
            tolerance_share: tolerance.map(|width| 6.0 * variance.sqrt() / width),
        }
    }
}

/// As estimated, before those below zero become 0.
struct Variances {
    repeatability: f64,
    appraiser: Option<f64>,
    interaction: Option<f64>,
    parts: f64,
}

fn mean(values: &[f64]) -> f64 {
    Moments::of(&Sample::of(values)).map_or(0.0, |moments| moments.mean())
}

/// Around their mean.
fn squares(values: &[f64]) -> f64 {
    let moments = Moments::of(&Sample::of(values));
    moments.map_or(0.0, |moments| moments.squares().unwrap_or(f64::INFINITY))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded down on purpose, and larger numbers say nothing more"
)]
fn categories(ratio: f64) -> u32 {
    ratio.min(f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests;
