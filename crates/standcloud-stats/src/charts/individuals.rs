//! Single values and their moving ranges (I-MR; NIST 6.3.2.2).

use super::{Limits, NoChart};
use crate::constants::range_constants;
use crate::moments::{Moments, mean_moving_range};
use crate::rules::Zones;
use crate::sample::Sample;

/// Limits for single values, and for the differences of neighbours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndividualsChart {
    pub limits: Limits,
    pub moving_ranges: Limits,
    /// The mean moving range divided by d2 of 2.
    pub sigma: f64,
    pub zones: Zones,
}

/// Limits from the values of the base period, in the order in which they were measured.
pub fn individuals_chart(base: &Sample<'_>) -> Result<IndividualsChart, NoChart> {
    let too_few = NoChart::TooFew {
        have: base.values().len(),
        needed: 2,
    };
    let moments = Moments::of(base).filter(|moments| moments.count() >= 2);
    let moments = moments.ok_or(too_few)?;
    if moments.all_equal() {
        return Err(NoChart::NoSpread);
    }
    let mean_range = mean_moving_range(base).ok_or(NoChart::TooLarge)?;
    let constants = range_constants(2).ok_or(NoChart::Settings)?;
    let sigma = mean_range / constants.d2;
    Ok(IndividualsChart {
        limits: Limits::around(moments.mean(), 3.0 * sigma)?,
        moving_ranges: Limits {
            lower: 0.0,
            centre: mean_range,
            upper: constants.upper_range * mean_range,
        },
        sigma,
        zones: Zones::new(moments.mean(), sigma).ok_or(NoChart::TooLarge)?,
    })
}
