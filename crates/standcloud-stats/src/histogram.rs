//! Bins that show how values are distributed.
//!
//! Problem: bins from the extremes of the values jump with every new value, and one value far away leaves
//! all others in one bin. Choice: the width of Freedman and Diaconis rounded to 1, 2 or 5 times a power of
//! ten, edges at multiples of it, and no bins where only outliers are. Consequence: a picture changes only
//! where values came, edges are numbers that people say, and the number of bins has a limit.

mod grid;
mod width;

pub use grid::{Bin, BinGrid, Histogram};

#[cfg(test)]
mod tests;
