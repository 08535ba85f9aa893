//! The values of one measurement over all runs: joined with the facts, and summed up.

mod figures;
mod numbers;
mod picks;
mod select;

pub use figures::SeriesFigures;
pub use numbers::NumberSeries;
pub use picks::RunPicks;
pub use select::{SelectedValues, select_values};
