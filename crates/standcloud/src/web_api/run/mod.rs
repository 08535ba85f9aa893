//! One test run: what its page shows, its raw report, its neighbours, and voiding it.
//!
//! Problem: a report may hold a hundred thousand measurements and megabytes of chart data, and a page
//! must stay quick. Choice: the page is answered in one piece within budgets (`budget.rs`); what goes
//! beyond is counted, never dropped in silence, and can be had from the other endpoints.

mod budget;
pub mod chart;
pub mod failure;
pub mod measurement;
pub mod measurements;
pub mod neighbours;
pub mod page;
pub mod path;
pub mod raw;
pub mod report;
pub mod steps;
pub mod voiding;
