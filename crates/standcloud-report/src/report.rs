//! A report as the server works with it: owned, bounded texts, and defaults filled in as the
//! upload of a stand fills them in.

use crate::limits::Limits;
use crate::words::{Group, Status};

/// One test run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The test plan: the report's `name`.
    pub plan: String,
    pub status: Status,
    pub start_time_us: Option<i64>,
    pub stop_time_us: Option<i64>,
    pub operator: Option<String>,
    /// Serial number of the batch.
    pub batch: Option<String>,
    /// The first critical or only failed case, as the stand says.
    pub caused_failure: Option<StepKey>,
    /// At most `u32::MAX - 2`, so that two values are left for other meanings.
    pub error_code: Option<u32>,
    pub stand: Stand,
    pub dut: Dut,
    pub process: Process,
    /// In the order of the document.
    pub modules: Vec<Module>,
    /// Whether the run itself has an artifact; modules and cases have their own.
    pub has_artifact: bool,
    /// Equal for every form of the same run, see [`crate::DIGEST_VERSION`].
    pub digest: [u8; 32],
}

/// Names one case of a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepKey {
    pub module: String,
    pub case: String,
}

/// The test stand; its identity is hardware id, name and number.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    /// Empty when absent.
    pub hardware_id: String,
    pub name: String,
    pub number: Option<i64>,
    pub revision: Option<String>,
    pub timezone: Option<String>,
    pub location: Option<String>,
    pub info: Vec<InfoEntry>,
    pub instruments: Vec<Instrument>,
}

/// The device under test.
#[derive(Debug, Clone, PartialEq)]
pub struct Dut {
    /// The part number when a report has no name, as in an upload; never `None` today.
    pub name: Option<String>,
    pub kind: Option<String>,
    pub serial_number: Option<String>,
    pub revision: Option<String>,
    /// `unknown` when absent.
    pub part_number: String,
    pub info: Vec<InfoEntry>,
    pub sub_units: Vec<SubUnit>,
}

/// A part of the DUT with its own numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct SubUnit {
    pub name: Option<String>,
    pub kind: Option<String>,
    pub serial_number: Option<String>,
    pub revision: Option<String>,
    pub part_number: String,
    pub info: Vec<InfoEntry>,
}

/// Test equipment of the stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    pub name: Option<String>,
    pub revision: Option<String>,
    pub serial_number: Option<String>,
    pub part_number: String,
    pub number: Option<i64>,
    pub comment: Option<String>,
    pub info: Vec<InfoEntry>,
}

/// The step of the production that the run belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    pub name: Option<String>,
    pub number: Option<i64>,
    pub info: Vec<InfoEntry>,
}

/// One searchable property; the value is a text as it is, anything else its JSON text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InfoEntry {
    pub key: String,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    pub id: String,
    pub name: String,
    pub status: Status,
    pub start_time_us: Option<i64>,
    pub stop_time_us: Option<i64>,
    pub group: Group,
    /// Whether the module itself has an artifact.
    pub has_artifact: bool,
    /// In the order of the document.
    pub cases: Vec<Case>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub id: String,
    pub name: String,
    pub status: Status,
    pub start_time_us: Option<i64>,
    pub stop_time_us: Option<i64>,
    pub group: Group,
    pub assertion_message: Option<String>,
    pub messages: Vec<String>,
    pub attempt: u32,
    /// Only those of a type that is known; the others keep their place in `position`.
    pub measurements: Vec<Measurement>,
    pub has_chart: bool,
    pub has_artifact: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    pub name: Option<String>,
    /// In the case, from zero.
    pub position: u32,
    /// How many of the same name, unit and type came before in the case.
    pub occurrence: u32,
    pub unit: Option<String>,
    pub value: MeasuredValue,
    pub limits: Limits,
    /// What the stand decided; `None` when it did not compare.
    pub result: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum MeasuredValue {
    Number(f64),
    Text(String),
}
