//! How many different units, stands, batches and so on the runs have that pass a filter.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::calendar::Calendar;
use super::dimension::{Dimension, Source};
use super::group::GroupError;
use super::keys::KeyFinder;
use super::parts::parts_of;
use crate::facts::{Block, Facts, NarrowColumn, NarrowValue, NarrowValues, Segment};
use crate::filter::{Filter, Selected, Selector};

/// Eight megabytes for each part of the scan.
const BITMAP_KEYS_MAX: u64 = 1 << 26;
const BYTES: usize = 256;

enum Seen {
    Bitmap(Vec<u64>),
    Set(HashSet<u64>),
}

/// Runs that have none are not counted.
pub fn count_distinct(
    facts: &Facts,
    filter: &Filter,
    calendar: &Calendar,
    dimension: Dimension,
) -> Result<u64, GroupError> {
    let dimensions = [dimension];
    let finder = || KeyFinder::new(facts, calendar, &dimensions);
    let parts = parts_of(facts.segments());
    let seen: Vec<Seen> = parts
        .par_iter()
        .map(|segments| see(finder(), dimension, filter, segments))
        .collect::<Result<_, _>>()?;
    let all = seen.into_iter().reduce(Seen::join);
    let finder = finder();
    let [has_none, ..] = finder.shown(0);
    let without_none = |seen: &Seen| u64::from(has_none.is_none() && seen.contains(0));
    Ok(all.map_or(0, |seen| seen.len() - without_none(&seen)))
}

fn see(
    mut finder: KeyFinder<'_>,
    dimension: Dimension,
    filter: &Filter,
    segments: &[Arc<Segment>],
) -> Result<Seen, GroupError> {
    let mut seen = Seen::new(finder.largest());
    let mut selector = Selector::new(filter);
    let mut keys = Vec::new();
    for segment in segments {
        let selected = selector.select(segment);
        if let Source::Column(field) = dimension.source() {
            see_column(segment.column(field), selected, &mut seen);
            continue;
        }
        for block in selected.blocks() {
            finder.find_all(segment, &block, &mut keys)?;
            seen.add_all(&keys, &Block::Range(0..keys.len()));
        }
    }
    Ok(seen)
}

/// Most columns hold few values: one in the whole segment, or some tens that a small table can tick off.
fn see_column(column: &NarrowColumn, selected: Selected<'_>, seen: &mut Seen) {
    let mut blocks = selected.blocks().filter(|block| block.len() > 0).peekable();
    if blocks.peek().is_none() {
        return;
    }
    if let Some((low, high)) = column.range()
        && low == high
    {
        return seen.add(low);
    }
    match column.values() {
        NarrowValues::One(values) => {
            let mut is_seen = [false; BYTES];
            for block in blocks {
                block.each(values, |value| {
                    if let Some(is_seen) = is_seen.get_mut(usize::from(value)) {
                        *is_seen = true;
                    }
                });
            }
            let found = (0..).zip(is_seen).filter(|(_, is_seen)| *is_seen);
            found.for_each(|(value, _)| seen.add(value));
        }
        NarrowValues::Two(values) => blocks.for_each(|block| seen.add_all(values, &block)),
        NarrowValues::Four(values) => blocks.for_each(|block| seen.add_all(values, &block)),
        NarrowValues::Eight(values) => blocks.for_each(|block| seen.add_all(values, &block)),
    }
}

impl Seen {
    fn new(largest: u64) -> Self {
        match usize::try_from(largest / 64) {
            Ok(last_word) if largest < BITMAP_KEYS_MAX => Self::Bitmap(vec![0; last_word + 1]),
            _ => Self::Set(HashSet::new()),
        }
    }

    fn add(&mut self, key: u64) {
        self.add_all(&[key], &Block::Range(0..1));
    }

    fn add_all<T: NarrowValue>(&mut self, values: &[T], block: &Block<'_>) {
        match self {
            Self::Bitmap(words) => block.each(values, |value| {
                let key = value.to_u64();
                let word = usize::try_from(key / 64).ok();
                if let Some(word) = word.and_then(|word| words.get_mut(word)) {
                    *word |= 1 << (key % 64);
                }
            }),
            Self::Set(keys) => block.each(values, |value| {
                keys.insert(value.to_u64());
            }),
        }
    }

    fn join(mut self, other: Self) -> Self {
        match (&mut self, other) {
            (Self::Bitmap(words), Self::Bitmap(others)) => {
                for (word, other) in words.iter_mut().zip(others) {
                    *word |= other;
                }
            }
            (Self::Set(keys), Self::Set(others)) => keys.extend(others),
            // All parts know the same largest key.
            (Self::Bitmap(_) | Self::Set(_), _) => {}
        }
        self
    }

    fn contains(&self, key: u64) -> bool {
        match self {
            Self::Bitmap(words) => {
                let word = usize::try_from(key / 64).ok();
                let word = word.and_then(|word| words.get(word));
                word.is_some_and(|word| word & 1 << (key % 64) != 0)
            }
            Self::Set(keys) => keys.contains(&key),
        }
    }

    fn len(&self) -> u64 {
        match self {
            Self::Bitmap(words) => words.iter().map(|word| u64::from(word.count_ones())).sum(),
            Self::Set(keys) => keys.len() as u64,
        }
    }
}
