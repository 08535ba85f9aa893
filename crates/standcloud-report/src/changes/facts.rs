//! What was different around the test.

use std::collections::HashMap;

use super::{ChangeList, ChangedFact, FactScope, paired};
use crate::report::{InfoEntry, Report};

type Fact = ((FactScope, String), String);

pub(super) fn changed(before: &Report, after: &Report) -> ChangeList<ChangedFact> {
    let (before, after) = (facts(before), facts(after));
    let pairs = paired(&borrowed(&before), &borrowed(&after));
    let compared_count = pairs.len();
    let changed = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|((scope, name), before, after)| ChangedFact {
            scope,
            name: name.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        });
    ChangeList::first_of(changed.collect(), compared_count)
}

fn borrowed(facts: &[Fact]) -> Vec<((FactScope, &str), &str)> {
    facts
        .iter()
        .map(|((scope, name), value)| ((*scope, name.as_str()), value.as_str()))
        .collect()
}

/// In the order of importance: where and by whom, then what, then with what.
fn facts(report: &Report) -> Vec<Fact> {
    let mut list = FactList::default();
    let (stand, dut, process) = (&report.stand, &report.dut, &report.process);
    list.add(FactScope::Stand, "name", Some(&stand.name));
    list.add(FactScope::Stand, "number", stand.number.as_ref());
    list.add(FactScope::Stand, "hardware_id", Some(&stand.hardware_id));
    list.add(FactScope::Stand, "revision", stand.revision.as_ref());
    list.add(FactScope::Stand, "location", stand.location.as_ref());
    list.add(FactScope::Stand, "timezone", stand.timezone.as_ref());
    list.add(FactScope::Run, "operator", report.operator.as_ref());
    list.add(FactScope::Run, "plan", Some(&report.plan));
    list.add(FactScope::Run, "batch", report.batch.as_ref());
    list.add(FactScope::Run, "error_code", report.error_code.as_ref());
    list.add(FactScope::Process, "name", process.name.as_ref());
    list.add(FactScope::Process, "number", process.number.as_ref());
    list.add(FactScope::Unit, "part_number", Some(&dut.part_number));
    list.add(FactScope::Unit, "serial_number", dut.serial_number.as_ref());
    list.add(FactScope::Unit, "revision", dut.revision.as_ref());
    list.add_info(FactScope::UnitInfo, &dut.info);
    for part in &dut.sub_units {
        let serial = part.serial_number.as_deref();
        let value = described(serial, part.revision.as_deref());
        list.add_numbered(FactScope::SubUnit, &part.part_number, value);
    }
    for instrument in &stand.instruments {
        let name = instrument
            .name
            .as_deref()
            .unwrap_or(&instrument.part_number);
        let serial = instrument.serial_number.as_deref();
        let value = described(serial, instrument.revision.as_deref());
        list.add_numbered(FactScope::Instrument, name, value);
    }
    list.add_info(FactScope::StandInfo, &stand.info);
    list.add_info(FactScope::ProcessInfo, &process.info);
    list.facts
}

fn described(serial_number: Option<&str>, revision: Option<&str>) -> String {
    let known: Vec<&str> = serial_number.into_iter().chain(revision).collect();
    known.join(" · ")
}

#[derive(Default)]
struct FactList {
    facts: Vec<Fact>,
    /// How often a numbered name was there before.
    seen: HashMap<(FactScope, String), usize>,
}

impl FactList {
    fn add(&mut self, scope: FactScope, name: &str, value: Option<&impl ToString>) {
        let value = value.map(ToString::to_string).unwrap_or_default();
        if !value.is_empty() {
            self.facts.push(((scope, name.to_owned()), value));
        }
    }

    fn add_info(&mut self, scope: FactScope, info: &[InfoEntry]) {
        for entry in info {
            self.add(scope, &entry.key, Some(&entry.value));
        }
    }

    /// Several may have one name: the second is "name #2".
    fn add_numbered(&mut self, scope: FactScope, name: &str, value: String) {
        let seen = self.seen.entry((scope, name.to_owned())).or_default();
        *seen += 1;
        let numbered = match *seen {
            1 => name.to_owned(),
            place => format!("{name} #{place}"),
        };
        self.facts.push(((scope, numbered), value));
    }
}
