//! One number for what a run has in up to three dimensions.
//!
//! Problem: a scan looks its groups up ten million times, and a key of three parts is slow to compare.
//! Choice: the parts are digits of one number, whose bases are the largest values in memory; one
//! dimension is its own key. Consequence: few keys make a small table. Where the product of the bases
//! does not fit (ids of a large database can be anywhere), values are numbered as they are met.

use std::collections::HashMap;

use super::buckets::BucketFinder;
use super::calendar::{Bucket, Calendar};
use super::dimension::{Dimension, Source};
use super::group::{DIMENSIONS_MAX, GroupError};
use crate::facts::{Block, Facts, Segment, status_code_of_state};

/// Hours and days that hold runs, for the hour of the day and the weekday.
const CLOCK_PERIODS_MAX: usize = 1_000_000;
/// Three of them fit into one number.
const MET_BASE: u64 = 1 << 21;

/// Finds the keys of a block's rows.
pub(super) struct KeyFinder<'a> {
    dimensions: &'a [Dimension],
    clocks: Vec<Option<Clock<'a>>>,
    digits: Digits,
    values: Vec<u64>,
    periods: Vec<u32>,
    times_us: Vec<i64>,
}

/// The hour of the day or the weekday of each period, asked once a period.
struct Clock<'a> {
    calendar: &'a Calendar,
    finder: BucketFinder<'a>,
    by_period: Vec<u64>,
}

enum Digits {
    /// One more than the largest value of each dimension.
    Bases(Vec<u64>),
    Met(Vec<Met>),
}

/// The values of one dimension in the order in which they were met.
#[derive(Default)]
struct Met {
    values: Vec<u64>,
    index: HashMap<u64, u64>,
}

impl<'a> KeyFinder<'a> {
    pub(super) fn new(facts: &Facts, calendar: &'a Calendar, dimensions: &'a [Dimension]) -> Self {
        let clock = |dimension: &Dimension| {
            let bucket = match dimension.source() {
                Source::HourOfDay => Bucket::Hour,
                Source::Weekday => Bucket::Day,
                Source::Column(_) | Source::Status => return None,
            };
            Some(Clock {
                calendar,
                finder: BucketFinder::new(calendar, bucket, CLOCK_PERIODS_MAX),
                by_period: Vec::new(),
            })
        };
        Self {
            dimensions,
            clocks: dimensions.iter().map(clock).collect(),
            digits: Digits::new(facts, dimensions),
            values: Vec::new(),
            periods: Vec::new(),
            times_us: Vec::new(),
        }
    }

    /// No key is larger.
    pub(super) fn largest(&self) -> u64 {
        match &self.digits {
            Digits::Bases(bases) => bases.iter().product::<u64>() - 1,
            Digits::Met(_) => u64::MAX,
        }
    }

    /// Replaces what is in `keys`.
    pub(super) fn find_all(
        &mut self,
        segment: &Segment,
        block: &Block<'_>,
        keys: &mut Vec<u64>,
    ) -> Result<(), GroupError> {
        let dimensions = self.dimensions;
        let [only] = dimensions else {
            keys.clear();
            keys.resize(block.len(), 0);
            let mut values = std::mem::take(&mut self.values);
            for (place, dimension) in dimensions.iter().enumerate() {
                self.find_values(place, *dimension, segment, block, &mut values)?;
                self.digits.append(place, &values, keys)?;
            }
            self.values = values;
            return Ok(());
        };
        self.find_values(0, *only, segment, block, keys)
    }

    /// The key of all rows of a segment, where its columns tell that there is only one.
    pub(super) fn only_key(&mut self, segment: &Segment) -> Result<Option<u64>, GroupError> {
        let mut key = [0];
        for (place, dimension) in self.dimensions.iter().enumerate() {
            let Source::Column(field) = dimension.source() else {
                return Ok(None);
            };
            match segment.column(field).range() {
                Some((low, high)) if low == high => self.digits.append(place, &[low], &mut key)?,
                _ => return Ok(None),
            }
        }
        Ok(key.first().copied())
    }

    /// What a key is outside.
    pub(super) fn shown(&self, mut key: u64) -> [Option<u32>; DIMENSIONS_MAX] {
        let mut shown = [None; DIMENSIONS_MAX];
        let places = shown.iter_mut().zip(self.dimensions).enumerate();
        for (place, (shown, dimension)) in places.rev() {
            let value = self.digits.take_last(place, &mut key);
            *shown = value.and_then(|value| dimension.shown(value));
        }
        shown
    }

    fn find_values(
        &mut self,
        place: usize,
        dimension: Dimension,
        segment: &Segment,
        block: &Block<'_>,
        values: &mut Vec<u64>,
    ) -> Result<(), GroupError> {
        match dimension.source() {
            Source::Column(field) => block.gather(segment.column(field), values),
            Source::Status => {
                block.map_into(segment.states(), values, |state| {
                    status_code_of_state(state).into()
                });
            }
            Source::HourOfDay | Source::Weekday => {
                self.periods.clear();
                values.clear();
                if let Some(Some(clock)) = self.clocks.get_mut(place) {
                    let times_us = block.read(segment.times(), &mut self.times_us);
                    clock.finder.find_all(times_us, &mut self.periods)?;
                    clock.read(dimension, &self.periods, values);
                }
            }
        }
        Ok(())
    }
}

impl Clock<'_> {
    fn read(&mut self, dimension: Dimension, periods: &[u32], values: &mut Vec<u64>) {
        while let Some(start_us) = u32::try_from(self.by_period.len())
            .ok()
            .and_then(|next| self.finder.start_us(next))
        {
            self.by_period.push(match dimension {
                Dimension::Weekday => self.calendar.weekday(start_us),
                _ => self.calendar.hour_of_day(start_us),
            });
        }
        let value = |period: &u32| self.by_period.get(*period as usize).copied();
        values.extend(periods.iter().map(|period| value(period).unwrap_or(0)));
    }
}

impl Digits {
    fn new(facts: &Facts, dimensions: &[Dimension]) -> Self {
        let bases = dimensions
            .iter()
            .map(|dimension| dimension.largest(facts).saturating_add(1));
        let bases: Vec<u64> = bases.collect();
        let product = bases
            .iter()
            .try_fold(1_u64, |product, base| product.checked_mul(*base));
        match product {
            Some(_) => Self::Bases(bases),
            None => Self::Met(dimensions.iter().map(|_| Met::default()).collect()),
        }
    }

    fn append(&mut self, place: usize, values: &[u64], keys: &mut [u64]) -> Result<(), GroupError> {
        match self {
            Self::Bases(bases) => {
                let base = bases.get(place).copied().unwrap_or(1);
                for (key, value) in keys.iter_mut().zip(values) {
                    *key = *key * base + value;
                }
            }
            Self::Met(met) => {
                if let Some(met) = met.get_mut(place) {
                    for (key, value) in keys.iter_mut().zip(values) {
                        *key = *key * MET_BASE + met.number(*value)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn take_last(&self, place: usize, key: &mut u64) -> Option<u64> {
        let base = match self {
            Self::Bases(bases) => *bases.get(place)?,
            Self::Met(_) => MET_BASE,
        };
        let digit = *key % base;
        *key /= base;
        match self {
            Self::Bases(_) => Some(digit),
            Self::Met(met) => {
                let values = &met.get(place)?.values;
                values.get(usize::try_from(digit).ok()?).copied()
            }
        }
    }
}

impl Met {
    fn number(&mut self, value: u64) -> Result<u64, GroupError> {
        if let Some(number) = self.index.get(&value) {
            return Ok(*number);
        }
        let number = self.values.len() as u64;
        if number >= MET_BASE {
            let limit = usize::try_from(MET_BASE).unwrap_or(usize::MAX);
            return Err(GroupError::TooManyGroups { limit });
        }
        self.values.push(value);
        self.index.insert(value, number);
        Ok(number)
    }
}
