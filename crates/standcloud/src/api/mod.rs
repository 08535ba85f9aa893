//! The HTTP endpoints, one file per resource.

pub mod credential;
pub mod filters;
pub mod openapi;
pub mod operations;
pub mod report;
pub mod run_query;
pub mod test_report;
pub mod test_run;
pub mod tested_dut;
pub mod text;
