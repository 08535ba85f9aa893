//! Modules and their cases.

use super::findings::Findings;
use super::measurement::read_measurements;
use super::slot::{Fields, Slot};
use crate::report::{Case, Module};
use crate::text::{free_text, identifier_text};
use crate::tree::Json;
use crate::words::Group;

pub(super) fn read_modules(slot: &Slot<'_, '_>, found: &mut Findings) -> Vec<Module> {
    let modules = slot.object(found);
    modules
        .entries()
        .map(|(id, slot)| read_module(id, &slot.required_object(found), found))
        .collect()
}

fn read_module(id: &str, module: &Fields<'_, '_>, found: &mut Findings) -> Module {
    Module {
        id: identifier_text(id),
        name: module.slot("name").required_identifier(found),
        status: module.slot("status").status(found),
        start_time_us: module.slot("start_time").time_us(found),
        stop_time_us: module.slot("stop_time").time_us(found),
        group: read_group(module, found),
        has_artifact: module.slot("artifact").has_members(found),
        cases: read_cases(&module.slot("cases"), found),
    }
}

fn read_cases(slot: &Slot<'_, '_>, found: &mut Findings) -> Vec<Case> {
    let cases = slot.object(found);
    cases
        .entries()
        .map(|(id, slot)| read_case(id, &slot.required_object(found), found))
        .collect()
}

fn read_case(id: &str, case: &Fields<'_, '_>, found: &mut Findings) -> Case {
    Case {
        id: identifier_text(id),
        name: case.slot("name").required_identifier(found),
        status: case.slot("status").status(found),
        start_time_us: case.slot("start_time").time_us(found),
        stop_time_us: case.slot("stop_time").time_us(found),
        group: read_group(case, found),
        assertion_message: case.slot("assertion_msg").free_text(found),
        messages: read_messages(&case.slot("msg"), found),
        attempt: case.slot("attempt").count(found).unwrap_or_default(),
        measurements: read_measurements(&case.slot("measurements"), found),
        has_chart: has_chart(&case.slot("chart"), found),
        has_artifact: case.slot("artifact").has_members(found),
    }
}

/// Versions without groups had one: the main one.
fn read_group(step: &Fields<'_, '_>, found: &mut Findings) -> Group {
    step.slot("group").word(found).unwrap_or(Group::Main)
}

/// An object of texts; documents of old versions hold a list.
fn read_messages(slot: &Slot<'_, '_>, found: &mut Findings) -> Vec<String> {
    match slot.value() {
        Some(Json::Array(items)) => items.iter().filter_map(message).collect(),
        Some(list @ Json::Numbers(_)) => vec![list.to_json_text()],
        _ => {
            let messages = slot.object(found).members();
            messages
                .iter()
                .filter_map(|(_, value)| message(value))
                .collect()
        }
    }
}

/// A test plan may pass anything as a message, and HardPy takes it.
fn message(value: &Json<'_>) -> Option<String> {
    match value {
        Json::Null => None,
        Json::Str(text) => Some(free_text(text)),
        other => Some(free_text(&other.to_json_text())),
    }
}

/// A chart without anything but its type shows nothing.
fn has_chart(slot: &Slot<'_, '_>, found: &mut Findings) -> bool {
    let chart = slot.object(found);
    chart
        .members()
        .iter()
        .any(|(key, value)| key != "type" && !is_empty(value))
}

fn is_empty(value: &Json<'_>) -> bool {
    match value {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}
