//! Finds the period of a run time, millions of times.
//!
//! Problem: run times come nearly in order, but not quite, and a stand with a wrong clock can be
//! decades away, so neither a time-zone conversion per run nor a list of all periods from the first
//! to the last is bearable. Choice: periods are computed when the first run falls into them; a small
//! table indexed by the high bits of the time remembers which period was last found there.
//! Consequence: the number of periods that hold runs is bounded, not the time between them.

use std::collections::BTreeMap;

use super::calendar::{Bucket, Calendar, Period, within_calendar};
use super::group::GroupError;

const TABLE_LEN: usize = 16_384;
const NEVER: Period = Period {
    start_us: 0,
    end_us: 0,
};

pub(super) struct BucketFinder<'a> {
    calendar: &'a Calendar,
    bucket: Bucket,
    limit: usize,
    /// Indexed by when the period was first met.
    periods: Vec<Period>,
    index_by_start: BTreeMap<i64, u32>,
    table: Vec<(Period, u32)>,
}

impl<'a> BucketFinder<'a> {
    pub(super) fn new(calendar: &'a Calendar, bucket: Bucket, limit: usize) -> Self {
        Self {
            calendar,
            bucket,
            limit,
            periods: Vec::new(),
            index_by_start: BTreeMap::new(),
            table: vec![(NEVER, 0); TABLE_LEN],
        }
    }

    /// Appends the index of each run time's period to `indexes`.
    pub(super) fn find_all(
        &mut self,
        times_us: &[i64],
        indexes: &mut Vec<u32>,
    ) -> Result<(), GroupError> {
        let Some(first) = times_us.first() else {
            return Ok(());
        };
        let (mut period, mut index) = self.find(within_calendar(*first))?;
        // Without a branch a row: neighbours mostly lie in one period.
        let are_outside = times_us.iter().fold(false, |outside, time_us| {
            outside | !period.contains(*time_us)
        });
        if !are_outside {
            indexes.resize(indexes.len() + times_us.len(), index);
            return Ok(());
        }
        for run_time in times_us {
            let run_time = within_calendar(*run_time);
            if !period.contains(run_time) {
                (period, index) = self.find(run_time)?;
            }
            indexes.push(index);
        }
        Ok(())
    }

    pub(super) fn start_us(&self, index: u32) -> Option<i64> {
        self.periods
            .get(index as usize)
            .map(|period| period.start_us)
    }

    fn find(&mut self, time_us: i64) -> Result<(Period, u32), GroupError> {
        let place = table_place(self.bucket, time_us);
        // Where a period ends within a place, the places beside it remember both periods.
        for place in [place, place.wrapping_add(1), place.wrapping_sub(1)] {
            if let Some((period, index)) = self.table.get(place % TABLE_LEN)
                && period.contains(time_us)
            {
                return Ok((*period, *index));
            }
        }
        let found = match self.known(time_us) {
            Some(found) => found,
            None => self.add(time_us)?,
        };
        if let Some(entry) = self.table.get_mut(place) {
            *entry = found;
        }
        Ok(found)
    }

    fn known(&self, time_us: i64) -> Option<(Period, u32)> {
        let (_, index) = self.index_by_start.range(..=time_us).next_back()?;
        let period = self
            .periods
            .get(*index as usize)
            .filter(|period| period.contains(time_us))?;
        Some((*period, *index))
    }

    fn add(&mut self, time_us: i64) -> Result<(Period, u32), GroupError> {
        let too_many = GroupError::TooManyBuckets { limit: self.limit };
        if self.periods.len() >= self.limit {
            return Err(too_many);
        }
        let index = u32::try_from(self.periods.len()).map_err(|_| too_many)?;
        let period = self.calendar.period_of(self.bucket, time_us);
        self.periods.push(period);
        self.index_by_start.insert(period.start_us, index);
        Ok((period, index))
    }
}

/// Each place stands for a time well shorter than a period, so that most hold only one period.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "masked to the table"
)]
fn table_place(bucket: Bucket, time_us: i64) -> usize {
    let shift = match bucket {
        Bucket::None | Bucket::Month => 39,
        Bucket::Week => 37,
        Bucket::Day => 34,
        Bucket::Hour => 31,
    };
    (time_us >> shift) as usize % TABLE_LEN
}
