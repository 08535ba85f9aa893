//! How good the process is: yields of units and of tests, over time, by any dimension, and rolled over
//! all processes of a part.
//!
//! Problem: a yield is easily wrong: "the first attempt of the day" and "the first run at this stand" are
//! not first passes when the unit failed elsewhere before. Choice: the facts know the first test of each
//! unit and what became of the unit; every yield counts units where their first test lies. Consequence:
//! yields of periods, stands and batches add up, and a filter never makes a retest look like a first test.

pub mod by_group;
pub mod chart;
pub mod figures;
pub mod history;
pub mod keyed;
pub mod notes;
mod periods;
pub mod rolled;
pub mod summary;
