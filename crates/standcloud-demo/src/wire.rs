//! The run document as a stand uploads it: field names, order and defaults of HardPy 0.25.
//!
//! Top-level fields without a value are left out and nested ones are `null`, as its client does.

use serde::{Serialize, Serializer};

/// What the client puts into `id` and `rev`: the address of its operator panel, so neither is unique.
pub(crate) const STAND_ADDRESS: &str = "localhost_8000";

#[derive(Debug, Serialize)]
pub(crate) struct Run<'a> {
    pub status: Status,
    pub stop_time: i64,
    pub start_time: i64,
    pub name: &'a str,
    pub rev: &'a str,
    pub id: &'a str,
    pub test_stand: TestStand<'a>,
    pub dut: Dut<'a>,
    pub process: Process<'a>,
    pub modules: Entries<'a, Module<'a>>,
    pub user: &'a str,
    pub batch_serial_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caused_dut_failure_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<u32>,
    pub artifact: Entries<'a, Vec<f64>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Passed,
    Failed,
    Skipped,
    Stopped,
    Error,
}

#[derive(Debug, Serialize)]
pub(crate) struct Dut<'a> {
    pub name: &'a str,
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub serial_number: &'a str,
    pub part_number: &'a str,
    pub revision: &'a str,
    pub sub_units: Vec<SubUnit<'a>>,
    pub info: Entries<'a, Info<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SubUnit<'a> {
    pub name: &'a str,
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub serial_number: &'a str,
    pub part_number: &'a str,
    pub revision: &'a str,
    pub info: Entries<'a, Info<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct TestStand<'a> {
    pub hw_id: &'a str,
    pub name: &'a str,
    pub revision: &'a str,
    pub timezone: &'a str,
    pub location: &'a str,
    pub number: u32,
    pub instruments: Vec<Instrument<'a>>,
    pub drivers: Entries<'a, Info<'a>>,
    pub info: Entries<'a, Info<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Instrument<'a> {
    pub name: &'a str,
    pub revision: &'a str,
    pub serial_number: &'a str,
    pub part_number: &'a str,
    pub number: u32,
    pub comment: Option<&'a str>,
    pub info: Entries<'a, Info<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Process<'a> {
    pub name: &'a str,
    pub number: u32,
    pub info: Entries<'a, Info<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Module<'a> {
    pub status: Status,
    pub stop_time: Option<i64>,
    pub start_time: Option<i64>,
    pub name: &'a str,
    pub cases: Entries<'a, Case<'a>>,
    pub group: &'a str,
    pub artifact: Entries<'a, Vec<f64>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Case<'a> {
    pub status: Status,
    pub stop_time: Option<i64>,
    pub start_time: Option<i64>,
    pub name: &'a str,
    pub assertion_msg: Option<String>,
    pub msg: Option<Entries<'a, String>>,
    pub measurements: Vec<Measurement<'a>>,
    pub chart: Option<Chart<'a>>,
    pub attempt: u32,
    pub group: &'a str,
    pub artifact: Entries<'a, Vec<f64>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Measurement<'a> {
    Numeric {
        name: &'a str,
        operation: Option<&'a str>,
        result: Option<bool>,
        value: Number,
        unit: Option<&'a str>,
        comparison_value: Option<f64>,
        lower_limit: Option<f64>,
        upper_limit: Option<f64>,
    },
    String {
        name: &'a str,
        operation: Option<&'a str>,
        result: Option<bool>,
        value: &'a str,
        casesensitive: bool,
        comparison_value: Option<&'a str>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Number {
    Whole(i64),
    Real(f64),
}

#[derive(Debug, Serialize)]
pub(crate) struct Chart<'a> {
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub title: &'a str,
    pub x_label: &'a str,
    pub y_label: &'a str,
    pub marker_name: Vec<Option<&'a str>>,
    pub x_data: Vec<Vec<f64>>,
    pub y_data: Vec<Vec<f64>>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Info<'a> {
    Text(&'a str),
    Whole(i64),
}

/// A JSON object whose keys keep the order of the list.
#[derive(Debug)]
pub(crate) struct Entries<'a, V>(pub Vec<(KeyText<'a>, V)>);

pub(crate) type KeyText<'a> = std::borrow::Cow<'a, str>;

impl<V> Entries<'_, V> {
    pub(crate) fn none() -> Self {
        Self(Vec::new())
    }
}

impl<V: Serialize> Serialize for Entries<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
