//! One place of the tree, read as the type that belongs there.
//!
//! Null counts as absent everywhere: versions of HardPy differ in which absent members they send
//! as null.

use std::str::FromStr;

use super::findings::{Findings, Place};
use crate::shape;
use crate::text::{free_text, identifier_text};
use crate::tree::numbers;
use crate::tree::{Json, Member};
use crate::words::{Status, UnknownWord};

const MICROSECONDS: i64 = 1_000_000;

/// A value, or its absence, and its place.
pub(super) struct Slot<'t, 'p> {
    value: Option<&'t Json<'t>>,
    place: Place<'p>,
}

/// The members of an object and its place.
pub(super) struct Fields<'t, 'p> {
    members: &'t [Member<'t>],
    place: &'p Place<'p>,
}

impl<'t> Fields<'t, '_> {
    pub(super) fn members(&self) -> &'t [Member<'t>] {
        self.members
    }

    pub(super) fn slot<'s>(&'s self, key: &'s str) -> Slot<'t, 's> {
        Slot::new(shape::find(self.members, key), self.place.name(key))
    }

    /// Every member, for objects that are maps.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'t str, Slot<'t, '_>)> {
        self.members.iter().map(|(key, value)| {
            let slot = Slot::new(Some(value), self.place.name(key));
            (key.as_ref(), slot)
        })
    }
}

impl<'t, 'p> Slot<'t, 'p> {
    pub(super) fn new(value: Option<&'t Json<'t>>, place: Place<'p>) -> Self {
        let value = value.filter(|value| !matches!(value, Json::Null));
        Self { value, place }
    }

    pub(super) fn value(&self) -> Option<&'t Json<'t>> {
        self.value
    }

    pub(super) fn place(&self) -> &Place<'p> {
        &self.place
    }

    pub(super) fn object<'s>(&'s self, found: &mut Findings) -> Fields<'t, 's> {
        let members = match self.value {
            Some(Json::Object(members)) => members.as_slice(),
            Some(other) => self
                .wrong(found, "dict_type", "an object", other)
                .unwrap_or_default(),
            None => &[],
        };
        Fields {
            members,
            place: &self.place,
        }
    }

    /// An object that must be there, as an element of a list or a map.
    pub(super) fn required_object<'s>(&'s self, found: &mut Findings) -> Fields<'t, 's> {
        if self.value.is_none() {
            self.wrong::<()>(found, "dict_type", "an object", &Json::Null);
        }
        self.object(found)
    }

    pub(super) fn list(&self, found: &mut Findings) -> &'t [Json<'t>] {
        match self.value {
            None => &[],
            Some(Json::Array(items)) => items,
            Some(Json::Numbers(_)) => {
                let place = self.place.index(0);
                found.add(&place, "dict_type", "expected an object, found a number");
                &[]
            }
            Some(other) => self
                .wrong(found, "list_type", "a list", other)
                .unwrap_or_default(),
        }
    }

    pub(super) fn text(&self, found: &mut Findings) -> Option<&'t str> {
        match self.value? {
            Json::Str(text) => Some(text),
            other => self.wrong(found, "string_type", "a text", other),
        }
    }

    pub(super) fn identifier(&self, found: &mut Findings) -> Option<String> {
        self.text(found).map(identifier_text)
    }

    pub(super) fn free_text(&self, found: &mut Findings) -> Option<String> {
        self.text(found).map(free_text)
    }

    pub(super) fn required_identifier(&self, found: &mut Findings) -> String {
        self.require(found);
        self.identifier(found).unwrap_or_default()
    }

    pub(super) fn status(&self, found: &mut Findings) -> Status {
        self.require(found);
        self.word(found).unwrap_or(Status::Error)
    }

    pub(super) fn word<T: FromStr<Err = UnknownWord>>(&self, found: &mut Findings) -> Option<T> {
        match self.text(found)?.parse() {
            Ok(word) => Some(word),
            Err(error) => self.problem(found, "enum", error.to_string()),
        }
    }

    pub(super) fn flag(&self, found: &mut Findings) -> Option<bool> {
        match self.value? {
            Json::Bool(flag) => Some(*flag),
            other => self.wrong(found, "bool_type", "true or false", other),
        }
    }

    pub(super) fn number(&self, found: &mut Findings) -> Option<f64> {
        match self.value? {
            Json::Int(number) => Some(numbers::from_int(*number)),
            Json::Uint(number) => Some(numbers::from_uint(*number)),
            Json::Float(number) => Some(*number),
            other => self.wrong(found, "float_type", "a number", other),
        }
    }

    pub(super) fn integer(&self, found: &mut Findings) -> Option<i64> {
        match self.value? {
            Json::Int(number) => Some(*number),
            Json::Uint(_) => self.too_large(found),
            Json::Float(number) if number.fract() == 0.0 => match numbers::to_int(*number) {
                Some(integer) => Some(integer),
                None => self.too_large(found),
            },
            Json::Float(_) => self.problem(found, "int_type", "expected a whole number"),
            other => self.wrong(found, "int_type", "a whole number", other),
        }
    }

    /// A whole number from zero; what is beyond `u32` is taken as its maximum.
    pub(super) fn count(&self, found: &mut Findings) -> Option<u32> {
        if matches!(self.value?, Json::Uint(_)) {
            return Some(u32::MAX);
        }
        let number = self.integer(found)?;
        if number < 0 {
            return self.problem(found, "greater_than_equal", "expected zero or more");
        }
        Some(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Unix seconds, whole or not, as microseconds.
    pub(super) fn time_us(&self, found: &mut Findings) -> Option<i64> {
        let microseconds = match self.value? {
            Json::Int(seconds) => seconds.checked_mul(MICROSECONDS),
            Json::Uint(_) => None,
            Json::Float(seconds) => {
                numbers::to_int((seconds * numbers::from_int(MICROSECONDS)).round())
            }
            other => return self.wrong(found, "float_type", "a time in Unix seconds", other),
        };
        microseconds.or_else(|| {
            let msg = "the time does not fit: expected Unix seconds within 290,000 years";
            self.problem(found, "time_range", msg)
        })
    }

    /// Whether the object is there and holds anything.
    pub(super) fn has_members(&self, found: &mut Findings) -> bool {
        !self.object(found).members.is_empty()
    }

    fn require(&self, found: &mut Findings) {
        if self.value.is_none() {
            self.problem::<()>(found, "missing", "this member is required");
        }
    }

    fn too_large<T>(&self, found: &mut Findings) -> Option<T> {
        self.problem(
            found,
            "int_type",
            "expected a whole number of at most 64 bits",
        )
    }

    fn wrong<T>(
        &self,
        found: &mut Findings,
        kind: &str,
        expected: &str,
        value: &Json<'_>,
    ) -> Option<T> {
        let msg = format!("expected {expected}, found {}", value.describe());
        self.problem(found, kind, msg)
    }

    pub(super) fn problem<T>(
        &self,
        found: &mut Findings,
        kind: &str,
        msg: impl Into<String>,
    ) -> Option<T> {
        found.add(&self.place, kind, msg);
        None
    }
}
