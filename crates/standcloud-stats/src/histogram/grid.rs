//! Where bins begin and end, and the values in them.

use super::width::{NiceWidth, Wanted};
use crate::sample::{Sample, count};
use crate::tolerance::Tolerance;

/// So many bins are narrow enough for any picture.
const BINS_MAX: usize = 80;
/// With those that reach to limits which the values keep far away from.
const BINS_WITH_LIMITS_MAX: usize = 160;

/// Bins of one width side by side. The same grid for several groups makes them comparable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinGrid {
    width: NiceWidth,
    /// The first bin begins at so many widths.
    first: f64,
    bins: usize,
    /// In widths: half of one when each bin holds one value of the instrument, in its middle.
    shift: f64,
}

/// A bin from its lower edge, included, to its upper edge, not included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    pub from: f64,
    pub to: f64,
    pub count: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    pub bins: Vec<Bin>,
    /// Outliers below the first bin.
    pub below: u64,
    /// Outliers above the last bin.
    pub above: u64,
}

impl BinGrid {
    /// The limits are inside of the grid unless they are very far from the values. `None` of no values,
    /// and of values so large or small that no width is a number.
    pub fn of(sample: &Sample<'_>, tolerance: Option<&Tolerance>) -> Option<Self> {
        let wanted = Wanted::of(sample, tolerance)?;
        let range = wanted.high - wanted.low;
        let narrowest = (wanted.low.abs().max(wanted.high.abs())) * 1e-12;
        let width = (wanted.width)
            .max(range / count(BINS_MAX - 2))
            .max(narrowest)
            .max(wanted.resolution.unwrap_or(0.0));
        let width = NiceWidth::at_least(width.max(width_to_limits(width, &wanted, tolerance)))?;
        let is_one_value_wide =
            (wanted.resolution).is_some_and(|resolution| width.width() < resolution * 1.5);
        let shift = if is_one_value_wide { 0.5 } else { 0.0 };
        let edge = |place: f64| edge_at(width, place - shift);
        let place = |value: f64| {
            let near = (value / width.width() + shift).floor();
            near + step_to_bin(value, edge(near), edge(near + 1.0))
        };
        let (mut first, mut last) = (place(wanted.low), place(wanted.high));
        let limits = tolerance.map(|tolerance| (tolerance.lower(), tolerance.upper()));
        let (lower, upper) = limits.unwrap_or_default();
        // One more bin beyond a limit, so that its line stands inside of the picture.
        for at in lower.into_iter().chain(upper).map(place) {
            let (wider_first, wider_last) = (first.min(at - 1.0), last.max(at + 1.0));
            if wider_last - wider_first < count(BINS_WITH_LIMITS_MAX) {
                (first, last) = (wider_first, wider_last);
            }
        }
        let bins = whole(last - first)? + 1;
        Some(Self {
            width,
            first,
            bins,
            shift,
        })
    }

    /// A value is in the bin whose edges it lies between, to the last bit, so that whoever compares values
    /// with the edges finds as many.
    pub fn fill(&self, values: &[f64]) -> Histogram {
        let mut counts = vec![0_u64; self.bins + 2];
        let bounds = self.bounds();
        let offset = self.shift - self.first + 1.0;
        let per_unit = 1.0 / self.width.width();
        for value in values {
            // A cast of anything below 0 is 0, which is the place of what is below the first bin.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "casts of floats saturate, and the ends are the places for outliers"
            )]
            let near = (value * per_unit + offset) as u32 as usize;
            let near = near.min(self.bins + 1);
            let Some([from, to]) = bounds.get(near..near + 2) else {
                continue;
            };
            // A product is not exactly rounded, so beside an edge it may be one bin off.
            let place = near + usize::from(value >= to) - usize::from(value < from);
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        self.histogram(&counts)
    }

    /// The edges, with ends that nothing is beyond.
    fn bounds(&self) -> Vec<f64> {
        let edges = (0..=self.bins).map(|at| self.edge(at));
        let end = || std::iter::once(f64::NAN);
        end().chain(edges).chain(end()).collect()
    }

    fn histogram(&self, counts: &[u64]) -> Histogram {
        let inside = counts.get(1..=self.bins).unwrap_or_default();
        let bins = inside.iter().enumerate().map(|(at, count_of_values)| Bin {
            from: self.edge(at),
            to: self.edge(at + 1),
            count: *count_of_values,
        });
        Histogram {
            bins: bins.collect(),
            below: counts.first().copied().unwrap_or(0),
            above: counts.last().copied().unwrap_or(0),
        }
    }

    fn edge(&self, at: usize) -> f64 {
        edge_at(self.width, self.first + count(at) - self.shift)
    }
}

/// Twice the widths are whole, and so the edge is exactly rounded.
fn edge_at(width: NiceWidth, widths: f64) -> f64 {
    width.times(widths * 2.0) / 2.0
}

/// How many bins a value is away from one with these edges, when it may be one by rounding.
fn step_to_bin(value: f64, from: f64, to: f64) -> f64 {
    if value < from {
        -1.0
    } else if value >= to {
        1.0
    } else {
        0.0
    }
}

/// The width with which the limits are inside of the grid, 0 when it would hide the values' shape.
fn width_to_limits(width: f64, wanted: &Wanted, tolerance: Option<&Tolerance>) -> f64 {
    const WIDENED_MAX: f64 = 4.0;
    let low = tolerance.and_then(Tolerance::lower);
    let high = tolerance.and_then(Tolerance::upper);
    let span = high.map_or(wanted.high, |limit| limit.max(wanted.high))
        - low.map_or(wanted.low, |limit| limit.min(wanted.low));
    let needed = span / count(BINS_WITH_LIMITS_MAX - 4);
    if needed <= width * WIDENED_MAX {
        needed
    } else {
        0.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be small and not negative"
)]
fn whole(number: f64) -> Option<usize> {
    (0.0..count(BINS_WITH_LIMITS_MAX) + 2.0)
        .contains(&number)
        .then_some(number as usize)
}
