//! What is known about the objects of a report, for normalising.
//!
//! Problem: what a stand uploads has all defaults filled in, what it keeps on disk has not, and
//! each version of HardPy knows other members; yet one run must have one digest.
//! Choice: the normal form leaves out what equals its default. Members that no version knows may
//! have empty defaults, so empty ones are left out as well; but what a test plan wrote itself
//! (artifacts, messages, info) reaches both forms unchanged and is kept to the last null.
//! Consequence: filling in a default is the same as not sending it, in every version.

use crate::tree::{Json, Member};

pub(crate) const UNKNOWN: &str = "unknown";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Run,
    Stand,
    Dut,
    /// A sub-unit or an instrument.
    Part,
    Process,
    Modules,
    Module,
    Cases,
    Case,
    Measurement,
    Chart,
    /// Names and values, where the upload turns booleans into 0 and 1.
    Info,
    /// What a test plan wrote itself.
    Free,
    /// What no version has so far.
    Other,
}

impl Shape {
    /// The shape of a member, or of each element if the member is an array.
    pub(crate) fn of_member(self, key: &str) -> Self {
        match (self, key) {
            (Self::Run, "test_stand") => Self::Stand,
            (Self::Run, "dut") => Self::Dut,
            (Self::Run, "process") => Self::Process,
            (Self::Run, "modules") => Self::Modules,
            (Self::Modules, _) => Self::Module,
            (Self::Module, "cases") => Self::Cases,
            (Self::Cases, _) => Self::Case,
            (Self::Case, "measurements") => Self::Measurement,
            (Self::Case, "chart") => Self::Chart,
            (Self::Stand, "instruments") | (Self::Dut, "sub_units") => Self::Part,
            (Self::Stand | Self::Dut | Self::Part | Self::Process, "info") => Self::Info,
            (Self::Stand, "drivers")
            | (Self::Run | Self::Module | Self::Case, "artifact")
            | (Self::Case, "msg")
            | (Self::Info | Self::Free, _) => Self::Free,
            _ => Self::Other,
        }
    }

    /// Whether empty members mean something: in maps they do, in objects of a schema they are
    /// defaults.
    pub(crate) fn keeps_empty(self) -> bool {
        matches!(self, Self::Modules | Self::Cases | Self::Info | Self::Free)
    }

    /// Whether the member only says what its absence says too, or is not part of the report.
    pub(crate) fn is_default(self, member: &Member<'_>, siblings: &[Member<'_>]) -> bool {
        let (key, value) = member;
        match (self, key.as_ref()) {
            (Self::Run, "id" | "rev" | "_id" | "_rev") => true,
            (Self::Stand, "name") | (Self::Dut | Self::Part, "part_number") => {
                is_blank(value) || is_text(value, UNKNOWN)
            }
            (Self::Dut | Self::Part, "name") => {
                is_blank(value) || is_text(value, part_number(siblings))
            }
            (Self::Module | Self::Case, "group") => is_text(value, "main"),
            (Self::Case, "attempt") => is_zero(value),
            (Self::Measurement, "type") => is_type_of_value(value, siblings),
            (Self::Measurement, "casesensitive") => matches!(value, Json::Bool(true)),
            (Self::Chart, "type") => is_text(value, "line"),
            _ => false,
        }
    }
}

/// The part number as the upload of a stand fills it in.
pub(crate) fn part_number<'t>(members: &'t [Member<'_>]) -> &'t str {
    match find(members, "part_number") {
        Some(Json::Str(text)) if !text.is_empty() => text,
        _ => UNKNOWN,
    }
}

pub(crate) fn find<'t, 'a>(members: &'t [Member<'a>], key: &str) -> Option<&'t Json<'a>> {
    members
        .iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
}

fn is_blank(value: &Json<'_>) -> bool {
    matches!(value, Json::Null) || is_text(value, "")
}

fn is_text(value: &Json<'_>, expected: &str) -> bool {
    matches!(value, Json::Str(text) if text == expected)
}

fn is_zero(value: &Json<'_>) -> bool {
    match value {
        Json::Int(number) => *number == 0,
        Json::Float(number) => *number == 0.0,
        _ => false,
    }
}

fn is_type_of_value(value: &Json<'_>, siblings: &[Member<'_>]) -> bool {
    match find(siblings, "value") {
        Some(Json::Int(_) | Json::Uint(_) | Json::Float(_)) => is_text(value, "numeric"),
        Some(Json::Str(_)) => is_text(value, "string"),
        _ => false,
    }
}
