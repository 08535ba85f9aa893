//! A gage study with stands as appraisers, as it is told.

use serde::Serialize;
use standcloud_stats::{AnovaLine, Component, GageAnova};
use utoipa::ToSchema;

use super::by_stand::{NoStandStudy, StandStudy};
use super::study::StudyNames;
use super::views::{RepeatNoteCode, RepeatNoteView, RepeatVerdict};
use crate::analysis::grouping::{GroupBy, GroupNameView};

/// Units that were tested equally often, and at least twice, on each of several stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandStudyView {
    /// Nothing when no such design was found, and `note` says what is missing.
    pub study: Option<FoundStandStudyView>,
    pub note: Option<RepeatNoteView>,
}

/// An analysis of variance of units and stands (AIAG MSA).
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundStandStudyView {
    pub stands: Vec<GroupNameView>,
    pub units: u64,
    /// Of each unit on each stand.
    pub trials: u64,
    /// The interaction was pooled into the repeatability, because chance alone would show it (p > 0.25).
    pub is_pooled: bool,
    pub table: Vec<AnovaLineView>,
    pub components: Vec<ComponentView>,
    pub distinct_categories: Option<u32>,
    /// By the share of the tolerance; nothing without two limits.
    pub verdict: Option<RepeatVerdict>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VariationView {
    Repeatability,
    /// Of stands, with their interaction with units.
    Stands,
    /// What one stand measures differently of some units only.
    Interaction,
    /// Repeatability and stands together (GRR).
    Measuring,
    Units,
    Total,
}

/// One line of the table of an analysis of variance.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnovaLineView {
    pub source: VariationView,
    pub squares: f64,
    pub freedom: u64,
    pub f: Option<f64>,
    /// How often chance alone gives an F as large.
    pub p: Option<f64>,
}

/// One source of variation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComponentView {
    pub source: VariationView,
    pub sigma: f64,
    /// Of the total variance.
    pub contribution: Option<f64>,
    /// Of the total standard deviation.
    pub study_share: Option<f64>,
    /// Six sigma, of the distance of the limits.
    pub tolerance_share: Option<f64>,
}

impl StandStudyView {
    pub fn of(found: &Result<StandStudy, NoStandStudy>, names: &StudyNames) -> Self {
        let note = |text: String| Self {
            study: None,
            note: Some(RepeatNoteView::new(RepeatNoteCode::NoCrossedDesign, text)),
        };
        match found {
            Err(missing) => note(words(*missing)),
            Ok(study) => match &study.anova {
                Err(why) => note(format!("{why}.")),
                Ok(anova) => Self {
                    study: Some(FoundStandStudyView::of(study, anova, names)),
                    note: None,
                },
            },
        }
    }
}

impl FoundStandStudyView {
    fn of(study: &StandStudy, anova: &GageAnova, names: &StudyNames) -> Self {
        let result = &anova.result;
        let verdict = result.gage.tolerance_share;
        let stands = study.stands.iter();
        Self {
            stands: stands
                .map(|stand| names.stands.view(GroupBy::Stand, Some(*stand)))
                .collect(),
            units: count(study.units),
            trials: count(study.trials),
            is_pooled: anova.is_pooled,
            table: table_of(anova),
            components: components_of(anova),
            distinct_categories: result.distinct_categories,
            verdict: verdict.map(RepeatVerdict::of),
        }
    }
}

fn table_of(anova: &GageAnova) -> Vec<AnovaLineView> {
    let line = |source, line: AnovaLine| AnovaLineView {
        source,
        squares: line.squares,
        freedom: count(line.freedom),
        f: line.f,
        p: line.p,
    };
    vec![
        line(VariationView::Units, anova.parts),
        line(VariationView::Stands, anova.appraisers),
        line(VariationView::Interaction, anova.interaction),
        line(VariationView::Repeatability, anova.repeatability),
    ]
}

fn components_of(anova: &GageAnova) -> Vec<ComponentView> {
    let result = &anova.result;
    let components = [
        (VariationView::Measuring, Some(result.gage)),
        (VariationView::Repeatability, Some(result.repeatability)),
        (VariationView::Stands, result.reproducibility),
        (VariationView::Interaction, result.interaction),
        (VariationView::Units, Some(result.parts)),
        (VariationView::Total, Some(result.total)),
    ];
    let known = components.into_iter();
    known
        .filter_map(|(source, component)| Some(component_view(source, component?)))
        .collect()
}

fn component_view(source: VariationView, component: Component) -> ComponentView {
    ComponentView {
        source,
        sigma: component.sigma(),
        contribution: component.contribution,
        study_share: component.study_share,
        tolerance_share: component.tolerance_share,
    }
}

fn words(missing: NoStandStudy) -> String {
    format!(
        "To compare stands, at least two units have to be tested at least twice on each of the same two \
         stands. There are {} units with repeats on one stand and {} that were tested on several stands.",
        missing.units_with_repeats_on_a_stand, missing.units_on_several_stands
    )
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
