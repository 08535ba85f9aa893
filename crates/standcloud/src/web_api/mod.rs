//! The API of the web app, one file per resource. Every handler begins with a caller (`caller.rs`):
//! a [`caller::Person`], [`caller::InOrganisation`] or [`caller::AsAdmin`]. Refusals are a
//! [`problem::Problem`].

pub mod body;
pub mod caller;
pub mod demo;
pub mod filter_values;
pub mod history;
pub mod live;
pub mod name_ranks;
pub mod openapi;
pub mod overview;
pub mod problem;
pub mod run_cursor;
pub mod run_filter;
pub mod run_order;
pub mod run_range;
pub mod run_status;
pub mod runs;
pub mod scan;
pub mod search;
pub mod session;
