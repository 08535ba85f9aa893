//! Reports of test stands: one body in, one [`Report`] or a list of [`Problems`] out.
//!
//! Problem: every version of HardPy sends a slightly different document, the file that a stand
//! keeps differs from what it uploads, and anybody with a key can send anything.
//! Choice: the body is parsed once into a borrowed tree; the digest and the typed report are two
//! walks over it. What the server needs is typed and owned; what it does not know is left to the
//! raw body, which is stored elsewhere, unchanged.
//! Consequence: this crate does no I/O, knows no clock, and the same body always gives the same
//! report and the same digest. The crate must never depend on another crate of the workspace.

mod changes;
mod details;
mod digest;
mod free_form;
mod limits;
mod problem;
mod read;
mod report;
mod shape;
mod stand_details;
mod surrogates;
mod syntax;
mod text;
mod tree;
mod words;

pub use changes::{
    CHANGES_MAX, CaseOutcome, ChangeList, ChangedCase, ChangedFact, ChangedMeasurement, Changes,
    FactScope, Measured, changes,
};
pub use details::{Artifact, CaseDetails, Chart, ChartSeries, Details, ModuleDetails, details};
pub use digest::DIGEST_VERSION;
pub use free_form::{FreeForm, free_form};
pub use limits::{Comparison, Limits};
pub use problem::{Location, PROBLEMS_MAX, Problem, Problems};
pub use report::{
    Case, Dut, InfoEntry, Instrument, MeasuredValue, Measurement, Module, Process, Report, Stand,
    StepKey, SubUnit,
};
pub use stand_details::{StandDetails, stand_details};
pub use text::{FREE_TEXT_MAX_BYTES, IDENTIFIER_MAX_BYTES, free_text, identifier_text};
pub use tree::ParseLimits;
pub use words::{ChartKind, Group, Operation, Status, UnknownWord, Verdict};

/// Reads one report of any HardPy version.
pub fn parse(body: &[u8], limits: &ParseLimits) -> Result<Report, Problems> {
    let text = std::str::from_utf8(body).map_err(|error| syntax::not_utf8(&error))?;
    match tree::parse(text, limits) {
        Ok(tree) => read::report(&tree, limits),
        Err(error) => match surrogates::replace_lone(text) {
            Some(repaired) => parse_repaired(&repaired, limits),
            None => Err(syntax::problems(text, &error)),
        },
    }
}

fn parse_repaired(text: &str, limits: &ParseLimits) -> Result<Report, Problems> {
    match tree::parse(text, limits) {
        Ok(tree) => read::report(&tree, limits),
        Err(error) => Err(syntax::problems(text, &error)),
    }
}
