//! A column of unsigned numbers that is as wide as its largest value needs.
//!
//! Problem: a plant has 5 test plans or 50,000 units, and one fixed width wastes memory on the first
//! or cannot hold the second. Choice: each column of each segment starts at one byte a row and is
//! copied to the next width when a value does not fit. Consequence: a loop over a column is compiled
//! once per width, which [`with_values`] hides.

/// The values of one column of one segment, with the range they lie in.
#[derive(Clone, Debug, Default)]
pub(crate) struct NarrowColumn {
    values: NarrowValues,
    range: Option<(u64, u64)>,
}

#[derive(Clone, Debug)]
pub(crate) enum NarrowValues {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
    Eight(Vec<u64>),
}

/// Runs an expression with the slice of a column's values, whatever their width.
macro_rules! with_values {
    ($column:expr, $values:ident => $body:expr) => {
        match $column.values() {
            $crate::facts::NarrowValues::One($values) => $body,
            $crate::facts::NarrowValues::Two($values) => $body,
            $crate::facts::NarrowValues::Four($values) => $body,
            $crate::facts::NarrowValues::Eight($values) => $body,
        }
    };
}
pub(crate) use with_values;

/// The widths that a column can have.
pub(crate) trait NarrowValue: Copy + Default + Ord + Into<u64> + TryFrom<u64> {
    const MAX: Self;

    fn to_u64(self) -> u64 {
        self.into()
    }
}

impl NarrowValue for u8 {
    const MAX: Self = Self::MAX;
}
impl NarrowValue for u16 {
    const MAX: Self = Self::MAX;
}
impl NarrowValue for u32 {
    const MAX: Self = Self::MAX;
}
impl NarrowValue for u64 {
    const MAX: Self = Self::MAX;
}

impl Default for NarrowValues {
    fn default() -> Self {
        Self::One(Vec::new())
    }
}

impl NarrowColumn {
    pub(crate) fn values(&self) -> &NarrowValues {
        &self.values
    }

    /// A range that holds every value; after a value was replaced it can be wider than needed.
    pub(crate) fn range(&self) -> Option<(u64, u64)> {
        self.range
    }

    pub(crate) fn push(&mut self, value: u64) {
        self.note(value);
        while !self.values.try_push(value) {
            self.values.widen();
        }
    }

    /// Does nothing when there is no such row.
    pub(crate) fn set(&mut self, index: usize, value: u64) {
        self.note(value);
        while !self.values.try_set(index, value) {
            self.values.widen();
        }
    }

    pub(crate) fn get(&self, index: usize) -> Option<u64> {
        with_values!(self, values => values.get(index).map(|value| value.to_u64()))
    }

    /// The smallest row whose value is at least this one, in a column whose values ascend.
    pub(crate) fn lower_bound(&self, wanted: u64) -> usize {
        with_values!(self, values => values.partition_point(|value| value.to_u64() < wanted))
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        match &mut self.values {
            NarrowValues::One(values) => values.shrink_to_fit(),
            NarrowValues::Two(values) => values.shrink_to_fit(),
            NarrowValues::Four(values) => values.shrink_to_fit(),
            NarrowValues::Eight(values) => values.shrink_to_fit(),
        }
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        match &self.values {
            NarrowValues::One(values) => values.capacity(),
            NarrowValues::Two(values) => values.capacity() * 2,
            NarrowValues::Four(values) => values.capacity() * 4,
            NarrowValues::Eight(values) => values.capacity() * 8,
        }
    }

    fn note(&mut self, value: u64) {
        let (low, high) = self.range.unwrap_or((value, value));
        self.range = Some((low.min(value), high.max(value)));
    }
}

impl NarrowValues {
    fn try_push(&mut self, value: u64) -> bool {
        match self {
            Self::One(values) => push_narrow(values, value),
            Self::Two(values) => push_narrow(values, value),
            Self::Four(values) => push_narrow(values, value),
            Self::Eight(values) => push_narrow(values, value),
        }
    }

    fn try_set(&mut self, index: usize, value: u64) -> bool {
        match self {
            Self::One(values) => set_narrow(values, index, value),
            Self::Two(values) => set_narrow(values, index, value),
            Self::Four(values) => set_narrow(values, index, value),
            Self::Eight(values) => set_narrow(values, index, value),
        }
    }

    fn widen(&mut self) {
        *self = match self {
            Self::One(values) => Self::Two(values.iter().map(|value| u16::from(*value)).collect()),
            Self::Two(values) => Self::Four(values.iter().map(|value| u32::from(*value)).collect()),
            Self::Four(values) => {
                Self::Eight(values.iter().map(|value| u64::from(*value)).collect())
            }
            Self::Eight(values) => Self::Eight(std::mem::take(values)),
        };
    }
}

fn push_narrow<T: NarrowValue>(values: &mut Vec<T>, value: u64) -> bool {
    let Ok(value) = T::try_from(value) else {
        return false;
    };
    values.push(value);
    true
}

fn set_narrow<T: NarrowValue>(values: &mut [T], index: usize, value: u64) -> bool {
    let Ok(value) = T::try_from(value) else {
        return false;
    };
    if let Some(slot) = values.get_mut(index) {
        *slot = value;
    }
    true
}
