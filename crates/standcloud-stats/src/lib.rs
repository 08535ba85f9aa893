//! The statistics of electronics testing: yields, capability, control charts, measurement systems.
//!
//! Problem: a figure that decides whether a line stops must be the one that the standards define, and
//! must say when it means nothing. Choice: every function takes plain numbers and gives a typed answer
//! that is finite or says in words why there is none; each formula names its source, and the published
//! reference numbers are its tests. Consequence: no caller ever has to look for NaN.
//!
//! The crate is pure: it must never depend on the store, on columns or on HTTP, and it knows no clock.

mod capability;
mod chance;
mod charts;
mod compare;
mod constants;
mod correlation;
mod distributions;
mod downsample;
mod gage;
mod histogram;
mod moments;
mod normality;
mod pareto;
mod quantiles;
mod rules;
mod run_length;
mod sample;
mod scatter;
#[cfg(test)]
mod tests;
mod time_use;
mod tolerance;
mod trust;
mod within_sigma;
mod yields;

pub use capability::{
    Index, Indices, NoIndices, OutsidePerMillion, Process, cpm_about_target, tolerance_factor,
};
pub use chance::{correct_for_many, exact_p_value};
pub use charts::{
    AttributeChart, AttributeKind, AttributePoint, Counted, CusumChart, CusumPoint, CusumSettings,
    EwmaChart, EwmaSettings, IndividualsChart, Limits, NoChart, ShareChart, ShareChartKind,
    SharePoint, SubgroupChart, SubgroupPoint, SubgroupSpread, attribute_chart, cusum_chart,
    ewma_chart, individuals_chart, share_chart, subgroup_chart,
};
pub use compare::{Difference, NoDifference, compare_means, compare_shares};
pub use constants::{
    RangeConstants, SUBGROUP_SIZE_MAX, SigmaConstants, c4, range_constants, sigma_constants,
};
pub use correlation::{Correlation, Line, NoCorrelation, Pairs};
pub use downsample::positions_to_draw;
pub use gage::{
    AnovaLine, Component, CrossedDesign, GageAnova, GageOptions, GageRanges, GageResult,
    GageVerdict, NoStudy, RepeatStudy, gage_anova, gage_average_and_range, repeat_study,
};
pub use histogram::{Bin, BinGrid, Histogram};
pub use moments::{Moments, Shape, lag_1_autocorrelation, mean_moving_range, shape};
pub use normality::Normality;
pub use pareto::{Pareto, ParetoRow, pareto};
pub use quantiles::quantiles;
pub use rules::{RuleSet, RunRule, Zones, mark_points};
pub use run_length::{average_run_length, marked_share};
pub use sample::Sample;
pub use scatter::{SCATTER_POINTS_MIN, scatter_positions};
pub use time_use::{Effectiveness, Stop, TimeUse, TimedRun, time_use};
pub use tolerance::{NoTolerance, Tolerance};
pub use trust::{Circumstances, Doubt, TRUSTED_VALUES_MIN, doubts};
pub use within_sigma::{SigmaEstimate, WithinMethod};
pub use yields::{
    Interval, Share, UnitYields, clopper_pearson_interval, defects_per_million, defects_per_unit,
    normalised_yield, rolled_yield, wilson_interval,
};
