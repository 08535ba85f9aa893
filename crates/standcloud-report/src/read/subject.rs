//! What was tested, where, and in which step of the production.

use super::findings::Findings;
use super::slot::{Fields, Slot};
use crate::report::{Dut, InfoEntry, Instrument, Process, Stand, SubUnit};
use crate::shape;
use crate::text::identifier_text;
use crate::tree::Json;

pub(super) fn read_stand(slot: &Slot<'_, '_>, found: &mut Findings) -> Stand {
    let stand = slot.object(found);
    Stand {
        hardware_id: stand.slot("hw_id").identifier(found).unwrap_or_default(),
        name: not_blank(stand.slot("name").identifier(found))
            .unwrap_or_else(|| shape::UNKNOWN.to_owned()),
        number: stand.slot("number").integer(found),
        revision: stand.slot("revision").identifier(found),
        timezone: stand.slot("timezone").identifier(found),
        location: stand.slot("location").identifier(found),
        info: read_info(&stand.slot("info"), found),
        instruments: read_list(&stand.slot("instruments"), found, read_instrument),
    }
}

pub(super) fn read_dut(slot: &Slot<'_, '_>, found: &mut Findings) -> Dut {
    let dut = slot.object(found);
    let unit = read_sub_unit(&dut, found);
    Dut {
        name: unit.name,
        kind: unit.kind,
        serial_number: unit.serial_number,
        revision: unit.revision,
        part_number: unit.part_number,
        info: unit.info,
        sub_units: read_list(&dut.slot("sub_units"), found, read_sub_unit),
    }
}

pub(super) fn read_process(slot: &Slot<'_, '_>, found: &mut Findings) -> Process {
    let process = slot.object(found);
    Process {
        name: process.slot("name").identifier(found),
        number: process.slot("number").integer(found),
        info: read_info(&process.slot("info"), found),
    }
}

fn read_sub_unit(part: &Fields<'_, '_>, found: &mut Findings) -> SubUnit {
    let (part_number, name) = read_part_names(part, found);
    SubUnit {
        name: Some(name),
        kind: part.slot("type").identifier(found),
        serial_number: part.slot("serial_number").identifier(found),
        revision: part.slot("revision").identifier(found),
        part_number,
        info: read_info(&part.slot("info"), found),
    }
}

fn read_instrument(part: &Fields<'_, '_>, found: &mut Findings) -> Instrument {
    let (part_number, name) = read_part_names(part, found);
    Instrument {
        name: Some(name),
        revision: part.slot("revision").identifier(found),
        serial_number: part.slot("serial_number").identifier(found),
        part_number,
        number: part.slot("number").integer(found),
        comment: part.slot("comment").free_text(found),
        info: read_info(&part.slot("info"), found),
    }
}

/// The part number and the name as the upload of a stand fills them in.
fn read_part_names(part: &Fields<'_, '_>, found: &mut Findings) -> (String, String) {
    part.slot("part_number").text(found);
    let part_number = identifier_text(shape::part_number(part.members()));
    let name = not_blank(part.slot("name").identifier(found));
    let name = name.unwrap_or_else(|| part_number.clone());
    (part_number, name)
}

fn read_list<T>(
    slot: &Slot<'_, '_>,
    found: &mut Findings,
    read: fn(&Fields<'_, '_>, &mut Findings) -> T,
) -> Vec<T> {
    let items = slot.list(found).iter().enumerate();
    items
        .map(|(index, item)| {
            let element = Slot::new(Some(item), slot.place().index(index));
            let fields = element.required_object(found);
            read(&fields, found)
        })
        .collect()
}

pub(super) fn read_info(slot: &Slot<'_, '_>, found: &mut Findings) -> Vec<InfoEntry> {
    let info = slot.object(found);
    info.entries()
        .filter_map(|(key, entry)| {
            Some(InfoEntry {
                key: identifier_text(key),
                value: info_value(entry.value()?),
            })
        })
        .collect()
}

fn info_value(value: &Json<'_>) -> String {
    match value {
        Json::Str(text) => identifier_text(text),
        other => identifier_text(&other.to_json_text()),
    }
}

fn not_blank(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
