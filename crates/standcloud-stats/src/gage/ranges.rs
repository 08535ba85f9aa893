//! The method of averages and ranges (AIAG MSA), which people still compare their old studies with.
//!
//! Its constants K are 1/d2*, with d2*² = d2² + d3²/g for g ranges: one range of the appraisers' averages
//! and one of the parts' averages. The many ranges of trials take d2 itself, as AIAG's table does.

use super::{CrossedDesign, GageResult, NoStudy, Variances, count, mean};
use crate::constants::range_constants;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GageRanges {
    /// Of the trials of a part by an appraiser.
    pub mean_range: f64,
    /// Of the averages of the appraisers.
    pub appraiser_range: f64,
    /// Of the averages of the parts.
    pub part_range: f64,
    /// Ranges above this are out of control (D4 · mean range).
    pub range_limit: f64,
    pub result: GageResult,
}

pub fn gage_average_and_range(
    design: &CrossedDesign,
    tolerance: Option<f64>,
) -> Result<GageRanges, NoStudy> {
    let ranges: Vec<f64> = design.cells().map(range).collect();
    let study = StudyRanges {
        trials: mean(&ranges),
        appraisers: range(&design.appraiser_means()),
        parts: range(&design.part_means()),
    };
    let trials = range_constants(design.trials).ok_or(NoStudy::TooManyForRanges)?;
    Ok(GageRanges {
        mean_range: study.trials,
        appraiser_range: study.appraisers,
        part_range: study.parts,
        range_limit: trials.upper_range * study.trials,
        result: study.result(design.parts, design.appraisers, design.trials, tolerance)?,
    })
}

/// The mean range of the trials, and the ranges of the averages.
pub(super) struct StudyRanges {
    pub(super) trials: f64,
    pub(super) appraisers: f64,
    pub(super) parts: f64,
}

impl StudyRanges {
    pub(super) fn result(
        &self,
        parts: usize,
        appraisers: usize,
        trials: usize,
        tolerance: Option<f64>,
    ) -> Result<GageResult, NoStudy> {
        let constants = range_constants(trials).ok_or(NoStudy::TooManyForRanges)?;
        let repeatability = (self.trials / constants.d2).powi(2);
        // The averages of the appraisers differ by repeatability alone, too.
        let by_chance = repeatability / (count(parts) * count(trials));
        let appraisers_alone = (self.appraisers / of_one_range(appraisers)?).powi(2);
        let variances = Variances {
            repeatability,
            appraiser: Some(appraisers_alone - by_chance),
            interaction: None,
            parts: (self.parts / of_one_range(parts)?).powi(2),
        };
        GageResult::of(&variances, tolerance)
    }
}

/// d2* of a single range.
fn of_one_range(size: usize) -> Result<f64, NoStudy> {
    let constants = range_constants(size).ok_or(NoStudy::TooManyForRanges)?;
    Ok(constants.d2.hypot(constants.d3))
}

fn range(values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = values.iter().copied().fold(f64::INFINITY, f64::min);
    (largest - smallest).max(0.0)
}
