//! The API of the web app, one file per resource. Every handler begins with a caller (`caller.rs`):
//! a [`caller::Person`], [`caller::InOrganisation`] or [`caller::AsAdmin`]. Refusals are a
//! [`problem::Problem`].

mod audit_export;

pub mod api_keys;
pub mod applications;
pub mod audit_log;
pub mod body;
pub mod browser_name;
pub mod caller;
pub mod connected_stands;
pub mod demo;
pub mod export;
pub mod filter_values;
pub mod history;
pub mod holdings;
pub mod image_kind;
pub mod instant;
pub mod invitations;
pub mod leaving;
pub mod live;
pub mod members;
pub mod name_ranks;
pub mod openapi;
pub mod overview;
pub mod password;
pub mod path;
pub mod problem;
pub mod profile;
pub mod quarantine;
pub mod raw_body;
pub mod run;
pub mod run_cursor;
pub mod run_filter;
pub mod run_order;
pub mod run_range;
pub mod run_status;
pub mod runs;
pub mod scan;
pub mod scope;
pub mod search;
pub mod session;
pub mod settings;
pub mod stands;
pub mod stored_file;
pub mod unit;
