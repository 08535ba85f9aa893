//! The answers of the analysis engine over HTTP: one file per question.
//!
//! The same handlers serve people in the web app (`/api/v1/org/{slug}/analysis/…`) and programs with a
//! credential (`/integration/api/v1/analysis/…`); [`analyst::Analyst`] says who asks. A question takes the
//! conditions of [`RunFilter`](crate::web_api::run_filter::RunFilter), looks at a snapshot of the facts
//! and, for measurements, at values, and computes on a blocking thread. No answer holds NaN: what cannot
//! be computed is `null` and said in words.

pub mod analyst;
pub mod behind;
pub mod capability;
pub mod compare;
pub mod correlation;
pub mod failures;
pub mod grouping;
pub mod limits;
pub mod measurements;
pub mod numbered_run;
pub mod openapi;
pub mod parquet_file;
pub mod plan_series;
pub mod plans;
pub mod question;
pub mod repeatability;
pub mod series;
pub mod shares;
pub mod step_durations;
pub mod table;
pub mod time_use;
pub mod yields;
