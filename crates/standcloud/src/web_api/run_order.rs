//! In which order runs are listed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use standcloud_columns::{Direction, NameField, SortBy};
use utoipa::ToSchema;

/// The columns that a list of runs can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum RunSort {
    #[default]
    Start,
    Duration,
    Attempt,
    Status,
    Plan,
    Part,
    Stand,
    Batch,
    Process,
    Operator,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SortDirection {
    Asc,
    #[default]
    Desc,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunOrder {
    pub sort: RunSort,
    pub direction: SortDirection,
}

/// An order with what it takes to sort by it.
#[derive(Debug, Clone)]
pub struct ReadyOrder {
    pub order: RunOrder,
    pub ranks: Option<Arc<Vec<u32>>>,
}

impl RunSort {
    /// The column of names that it needs the alphabet of.
    pub fn name_field(self) -> Option<NameField> {
        match self {
            Self::Start | Self::Duration | Self::Attempt | Self::Status => None,
            Self::Plan => Some(NameField::Plan),
            Self::Part => Some(NameField::Part),
            Self::Stand => Some(NameField::Stand),
            Self::Batch => Some(NameField::Batch),
            Self::Process => Some(NameField::Process),
            Self::Operator => Some(NameField::Operator),
        }
    }
}

impl RunOrder {
    /// Two numbers that tell it from all others.
    pub fn codes(self) -> (u8, u8) {
        (self.sort as u8, self.direction as u8)
    }
}

impl ReadyOrder {
    pub fn by(&self) -> SortBy<'_> {
        match self.order.sort {
            RunSort::Duration => SortBy::Duration,
            RunSort::Attempt => SortBy::Attempt,
            RunSort::Status => SortBy::Status,
            named => match (named.name_field(), &self.ranks) {
                (Some(field), Some(ranks)) => SortBy::Name(field, ranks),
                _ => SortBy::RunTime,
            },
        }
    }

    pub fn direction(&self) -> Direction {
        match self.order.direction {
            SortDirection::Asc => Direction::Ascending,
            SortDirection::Desc => Direction::Descending,
        }
    }
}
