//! The test stands and the people at them.

use crate::calendar::Shift;
use crate::catalog::Process;
use crate::random::Random;

#[derive(Debug)]
pub(crate) struct Stand {
    pub hw_id: &'static str,
    pub name: &'static str,
    pub number: u32,
    pub revision: &'static str,
    pub location: &'static str,
    pub process: Process,
    pub fixture: &'static str,
    pub calibration_due: &'static str,
    pub instruments: &'static [Instrument],
}

#[derive(Debug)]
pub(crate) struct Instrument {
    pub name: &'static str,
    pub serial_number: &'static str,
    pub part_number: &'static str,
    pub revision: &'static str,
    pub comment: Option<&'static str>,
}

/// The two in-circuit stands share one PC, as happens in plants.
pub(crate) static STANDS: [Stand; 6] = [
    Stand {
        hw_id: "5d0c6f27a94b4f0d8b9e2c1f7a6e3310",
        name: "ICT",
        number: 1,
        revision: "HW2.1",
        location: "Hall 1, line A",
        process: Process::InCircuit,
        fixture: "NF-0031",
        calibration_due: "2027-03-31",
        instruments: &[multimeter("MY59001217"), matrix("SN-40112")],
    },
    Stand {
        hw_id: "5d0c6f27a94b4f0d8b9e2c1f7a6e3310",
        name: "ICT",
        number: 2,
        revision: "HW2.1",
        location: "Hall 1, line A",
        process: Process::InCircuit,
        fixture: "NF-0032",
        calibration_due: "2027-03-31",
        instruments: &[multimeter("MY59001254"), matrix("SN-40113")],
    },
    Stand {
        hw_id: "c1e2b7704d3a4a6f9d55f0b8e6a97721",
        name: "FCT",
        number: 1,
        revision: "HW1.4",
        location: "Hall 1, line A",
        process: Process::Functional,
        fixture: "FF-0107",
        calibration_due: "2027-01-31",
        instruments: &[
            multimeter("MY59000388"),
            source("DE7340021"),
            load("EL-2209"),
        ],
    },
    Stand {
        hw_id: "0f4be93c51784c2e8a3d9b6f10c24a55",
        name: "FCT",
        number: 2,
        revision: "HW1.4",
        location: "Hall 1, line B",
        process: Process::Functional,
        fixture: "FF-0108",
        calibration_due: "2026-12-15",
        instruments: &[
            multimeter("MY59000391"),
            source("DE7340035"),
            load("EL-2214"),
        ],
    },
    Stand {
        hw_id: "7ab81d9e02c64b53a4f7e1c95d3806f2",
        name: "FCT",
        number: 3,
        revision: "HW1.5",
        location: "Hall 1, line B",
        process: Process::Functional,
        fixture: "FF-0112",
        calibration_due: "2027-06-30",
        instruments: &[
            multimeter("MY59002046"),
            source("DE7340077"),
            load("EL-2231"),
        ],
    },
    Stand {
        hw_id: "e96f3c2a8b5d4710b2c4d8f7610a9e38",
        name: "EOL",
        number: 1,
        revision: "HW3.0",
        location: "Hall 2, packing",
        process: Process::Final,
        fixture: "EF-0009",
        calibration_due: "2027-02-28",
        instruments: &[source("DE7340102"), analyzer("100788")],
    },
];

const fn multimeter(serial_number: &'static str) -> Instrument {
    let (name, part_number) = ("Digital multimeter", "DMM-6500");
    Instrument {
        name,
        serial_number,
        part_number,
        revision: "1.7.12",
        comment: None,
    }
}

const fn matrix(serial_number: &'static str) -> Instrument {
    let (name, part_number) = ("Switch matrix", "MX-256");
    Instrument {
        name,
        serial_number,
        part_number,
        revision: "3.0",
        comment: None,
    }
}

const fn source(serial_number: &'static str) -> Instrument {
    let (name, part_number) = ("AC source", "AS-1500");
    let comment = Some("warm up for 15 minutes");
    Instrument {
        name,
        serial_number,
        part_number,
        revision: "2.4",
        comment,
    }
}

const fn load(serial_number: &'static str) -> Instrument {
    let (name, part_number) = ("Electronic load", "EL-400");
    Instrument {
        name,
        serial_number,
        part_number,
        revision: "1.12",
        comment: None,
    }
}

const fn analyzer(serial_number: &'static str) -> Instrument {
    let (name, part_number) = ("Spectrum analyzer", "SA-3000");
    Instrument {
        name,
        serial_number,
        part_number,
        revision: "5.20",
        comment: None,
    }
}

/// Who works at a stand: people change places each week.
pub(crate) fn operator_at(stand: &Stand, shift: Shift, week: i64) -> &'static str {
    let people: &[&str] = match shift {
        Shift::Early => &["a.novak", "j.keller", "m.rossi", "s.lindqvist"],
        Shift::Late => &["d.okafor", "e.brandt", "l.moreau"],
        Shift::Night => &["r.silva", "t.yamada"],
    };
    let place = [
        u64::from(stand.number),
        week.unsigned_abs(),
        u64::from(stand.process.number()),
    ];
    Random::from_parts(&place)
        .pick(people)
        .copied()
        .unwrap_or("unknown")
}
