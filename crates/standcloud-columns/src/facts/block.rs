//! Some rows of a segment, and loops over their values.

use std::ops::Range;

use super::column::{NarrowColumn, NarrowValue, with_values};

/// Which rows of a segment a loop works on at a time.
#[derive(Clone, Debug)]
pub(crate) enum Block<'a> {
    Range(Range<usize>),
    Rows(&'a [u32]),
}

impl<'a> Block<'a> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::Rows(rows) => rows.len(),
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> + use<'a> {
        let (range, rows) = match self {
            Self::Range(range) => (range.clone(), [].as_slice()),
            Self::Rows(rows) => (0..0, *rows),
        };
        range.chain(rows.iter().map(|row| *row as usize))
    }

    /// Replaces what is in `out` by the block's values of one column.
    pub(crate) fn gather(&self, column: &NarrowColumn, out: &mut Vec<u64>) {
        with_values!(column, values => self.map_into(values, out, NarrowValue::to_u64));
    }

    /// Replaces what is in `out` by what `map` makes of the block's values.
    pub(crate) fn map_into<T, U>(&self, values: &[T], out: &mut Vec<U>, map: impl Fn(T) -> U)
    where
        T: Copy + Default,
    {
        out.clear();
        // Both iterators tell their exact length, without which every value costs a check for room.
        match self {
            Self::Range(range) => {
                let values = values.get(range.clone()).unwrap_or_default();
                out.extend(values.iter().map(|value| map(*value)));
            }
            Self::Rows(rows) => out.extend(rows.iter().map(|row| map(value_at(values, *row)))),
        }
    }

    /// The block's values; those of a range are not copied.
    pub(crate) fn read<'v, T>(&self, values: &'v [T], scratch: &'v mut Vec<T>) -> &'v [T]
    where
        T: Copy + Default,
    {
        match self {
            Self::Range(range) => values.get(range.clone()).unwrap_or_default(),
            Self::Rows(_) => {
                self.map_into(values, scratch, |value| value);
                scratch
            }
        }
    }

    /// Calls `take` with each of the block's values.
    pub(crate) fn each<T: Copy + Default>(&self, values: &[T], mut take: impl FnMut(T)) {
        match self {
            Self::Range(range) => {
                let values = values.get(range.clone()).unwrap_or_default();
                for value in values {
                    take(*value);
                }
            }
            Self::Rows(rows) => {
                for row in *rows {
                    take(value_at(values, *row));
                }
            }
        }
    }

    /// Calls `update` with each element of `out` and the block's value that belongs to it.
    pub(crate) fn update<T, U>(&self, values: &[T], out: &mut [U], update: impl Fn(&mut U, T))
    where
        T: Copy + Default,
    {
        match self {
            Self::Range(range) => {
                let values = values.get(range.clone()).unwrap_or_default();
                for (element, value) in out.iter_mut().zip(values) {
                    update(element, *value);
                }
            }
            Self::Rows(rows) => {
                for (element, row) in out.iter_mut().zip(*rows) {
                    update(element, value_at(values, *row));
                }
            }
        }
    }
}

/// The rows of a block exist; a default is what the compiler accepts for those that do not.
fn value_at<T: Copy + Default>(values: &[T], row: u32) -> T {
    values.get(row as usize).copied().unwrap_or_default()
}
