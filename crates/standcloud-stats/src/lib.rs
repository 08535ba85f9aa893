//! The statistics of electronics testing: yields, capability, control charts, measurement systems.
//!
//! Problem: a figure that decides whether a line stops must be the one that the standards define, and
//! must say when it means nothing. Choice: every function takes plain numbers and gives a typed answer
//! that is finite or says in words why there is none; each formula names its source, and the published
//! reference numbers are its tests. Consequence: no caller ever has to look for NaN.
//!
//! The crate is pure: it must never depend on the store, on columns or on HTTP, and it knows no clock.

mod charts;
mod constants;
mod moments;
mod rules;
mod run_length;
mod sample;
#[cfg(test)]
mod tests;
mod yields;

pub use charts::{
    AttributeChart, AttributeKind, AttributePoint, Counted, CusumChart, CusumPoint, CusumSettings,
    EwmaChart, EwmaSettings, IndividualsChart, Limits, NoChart, SubgroupChart, SubgroupPoint,
    SubgroupSpread, attribute_chart, cusum_chart, ewma_chart, individuals_chart, subgroup_chart,
};
pub use constants::{
    RangeConstants, SUBGROUP_SIZE_MAX, SigmaConstants, c4, range_constants, sigma_constants,
};
pub use moments::{Moments, Shape, lag_1_autocorrelation, mean_moving_range, shape};
pub use rules::{RuleSet, RunRule, Zones, mark_points};
pub use run_length::average_run_length;
pub use sample::Sample;
pub use yields::{Interval, wilson_interval};
