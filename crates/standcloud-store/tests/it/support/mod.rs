//! What the tests share: a database of their own, reports, and a look behind the public functions.

#[macro_use]
mod database;
mod consistency;
mod dump;
mod people;
mod raw;
mod report;

pub(crate) use consistency::assert_consistent;
pub(crate) use database::{Database, is_long, on_postgres, on_sqlite};
pub(crate) use dump::{DERIVED_TABLES, dump, dump_all};
pub(crate) use people::add_grant;
pub(crate) use raw::Raw;
pub(crate) use report::{Run, START_S, outcome_ids, run, upload, upload_body};
