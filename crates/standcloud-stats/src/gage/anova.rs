//! The analysis of variance of a crossed design.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::{CrossedDesign, GageResult, NoStudy, Variances, count, mean, squares};

/// How the analysis is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GageOptions {
    /// The interaction is pooled into the repeatability when it would come by chance more often than
    /// this; `None` never pools.
    pub pool_above: Option<f64>,
    /// The distance of the limits.
    pub tolerance: Option<f64>,
}

impl Default for GageOptions {
    /// Pooled at 0.25, as AIAG recommends.
    fn default() -> Self {
        Self {
            pool_above: Some(0.25),
            tolerance: None,
        }
    }
}

/// One line of the table of an analysis of variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnovaLine {
    pub squares: f64,
    pub freedom: usize,
    /// `None` where there is nothing to divide by.
    pub f: Option<f64>,
    /// How often chance alone gives an F as large.
    pub p: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GageAnova {
    pub parts: AnovaLine,
    pub appraisers: AnovaLine,
    pub interaction: AnovaLine,
    /// Without the interaction, also when that is pooled.
    pub repeatability: AnovaLine,
    pub is_pooled: bool,
    pub result: GageResult,
}

pub fn gage_anova(design: &CrossedDesign, options: &GageOptions) -> Result<GageAnova, NoStudy> {
    let lines = Squares::of(design);
    let f_of_interaction = ratio(lines.interaction.mean(), lines.repeatability.mean());
    let p_of_interaction = f_of_interaction
        .and_then(|f| chance(f, lines.interaction.freedom, lines.repeatability.freedom));
    let is_pooled = options
        .pool_above
        .zip(p_of_interaction)
        .is_some_and(|(limit, p)| p > limit);
    let error = if is_pooled {
        lines.interaction.pooled(lines.repeatability)
    } else {
        lines.interaction
    };
    let variances = lines.variances(design, is_pooled.then_some(error));
    let against_error = |line: SumOfSquares| {
        let f = ratio(line.mean(), error.mean());
        line.line(f, f.and_then(|f| chance(f, line.freedom, error.freedom)))
    };
    Ok(GageAnova {
        parts: against_error(lines.parts),
        appraisers: against_error(lines.appraisers),
        interaction: lines.interaction.line(f_of_interaction, p_of_interaction),
        repeatability: lines.repeatability.line(None, None),
        is_pooled,
        result: GageResult::of(&variances, options.tolerance)?,
    })
}

#[derive(Clone, Copy)]
pub(super) struct SumOfSquares {
    pub(super) squares: f64,
    pub(super) freedom: usize,
}

impl SumOfSquares {
    pub(super) fn mean(self) -> f64 {
        self.squares / count(self.freedom)
    }

    fn pooled(self, other: Self) -> Self {
        Self {
            squares: self.squares + other.squares,
            freedom: self.freedom + other.freedom,
        }
    }

    pub(super) fn line(self, f: Option<f64>, p: Option<f64>) -> AnovaLine {
        AnovaLine {
            squares: self.squares,
            freedom: self.freedom,
            f,
            p,
        }
    }
}

struct Squares {
    parts: SumOfSquares,
    appraisers: SumOfSquares,
    interaction: SumOfSquares,
    repeatability: SumOfSquares,
}

impl Squares {
    fn of(design: &CrossedDesign) -> Self {
        let (parts, appraisers, trials) = (design.parts, design.appraisers, design.trials);
        let of_parts = count(appraisers * trials) * squares(&design.part_means());
        let of_appraisers = count(parts * trials) * squares(&design.appraiser_means());
        let cell_means: Vec<f64> = design.cells().map(mean).collect();
        let of_cells = count(trials) * squares(&cell_means);
        // What rounding leaves below zero is nothing.
        let of_interaction = (of_cells - of_parts - of_appraisers).max(0.0);
        let sum = |squares, freedom| SumOfSquares { squares, freedom };
        Self {
            parts: sum(of_parts, parts - 1),
            appraisers: sum(of_appraisers, appraisers - 1),
            interaction: sum(of_interaction, (parts - 1) * (appraisers - 1)),
            repeatability: sum(
                design.cells().map(squares).sum(),
                parts * appraisers * (trials - 1),
            ),
        }
    }

    fn variances(&self, design: &CrossedDesign, pooled: Option<SumOfSquares>) -> Variances {
        let error = pooled.unwrap_or(self.interaction).mean();
        let repeatability = pooled.unwrap_or(self.repeatability).mean();
        let trials = count(design.trials);
        Variances {
            repeatability,
            appraiser: Some((self.appraisers.mean() - error) / (count(design.parts) * trials)),
            interaction: pooled
                .is_none()
                .then(|| (self.interaction.mean() - repeatability) / trials),
            parts: (self.parts.mean() - error) / (count(design.appraisers) * trials),
        }
    }
}

pub(super) fn ratio(over: f64, under: f64) -> Option<f64> {
    let ratio = over / under;
    (under > 0.0 && ratio.is_finite()).then_some(ratio)
}

/// How often an F of these degrees of freedom is at least as large.
pub(super) fn chance(f: f64, over: usize, under: usize) -> Option<f64> {
    let distribution = FisherSnedecor::new(count(over), count(under)).ok()?;
    Some(distribution.sf(f)).filter(|p| p.is_finite())
}
