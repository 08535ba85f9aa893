//! Everything about one measurement over all runs that a filter lets pass.
//!
//! A page shows figures, limits, a histogram and a control chart of the same values, so one answer has
//! them all and the values are read once. What is asked with choices of its own (side by side, other
//! limits, texts, files) are questions beside it.

mod capability;
mod chart_kinds;
mod control_chart;
mod drawn;
mod figures_table;
mod finite;
pub mod groups;
mod histogram;
mod limits_over_time;
pub mod listed_values;
mod points;
mod read;
mod rules;
pub mod show;
mod side_by_side;
mod statistics;
pub mod texts;
pub mod value_range;
mod value_rows;
pub mod values;
pub mod what_if;
