//! From the events of the JSON reader to the tree.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::members::keep_last_of_duplicates;
use super::{Budget, Json, Member, numbers};
use crate::text::without_nul;

const VALUE_EIGHTHS: u64 = 8;
/// A list or object that is not empty has an allocation of its own.
const CONTAINER_EIGHTHS: u64 = 8;
const NUMBER_EIGHTHS: u64 = 1;

/// Reads one value.
pub(super) struct Value<'b>(pub(super) &'b Budget);

/// Reads one key of an object.
struct Key;

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Json<'de>, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(i64::try_from(number).map_or(Json::Uint(number), Json::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Json::Float(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Str(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Str(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut numbers = Vec::new();
        while let Some(item) = items.next_element_seed(Value(self.0))? {
            let Some(number) = numbers::exact(&item) else {
                return self.mixed_array(&numbers, item, items);
            };
            self.0.spend(NUMBER_EIGHTHS)?;
            numbers.push(number);
        }
        if numbers.is_empty() {
            return Ok(Json::Array(Vec::new()));
        }
        self.0.spend(CONTAINER_EIGHTHS)?;
        Ok(Json::Numbers(numbers))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json<'de>, A::Error> {
        let Some(first) = self.member(&mut entries)? else {
            return Ok(Json::Object(Vec::new()));
        };
        self.0.spend(CONTAINER_EIGHTHS)?;
        // A vector that is pushed to starts with four places; millions of objects of one member
        // would take four times the memory that they need.
        let mut members = vec![first];
        while let Some(member) = self.member(&mut entries)? {
            members.push(member);
        }
        Ok(Json::Object(keep_last_of_duplicates(members)))
    }
}

impl<'de> Value<'_> {
    fn member<A: MapAccess<'de>>(&self, entries: &mut A) -> Result<Option<Member<'de>>, A::Error> {
        let Some(key) = entries.next_key_seed(Key)? else {
            return Ok(None);
        };
        self.0.spend(VALUE_EIGHTHS)?;
        let value = entries.next_value_seed(Value(self.0))?;
        Ok(Some((key, value)))
    }

    /// The rest of an array whose first elements only were numbers.
    fn mixed_array<A: SeqAccess<'de>>(
        self,
        numbers: &[f64],
        next: Json<'de>,
        mut items: A,
    ) -> Result<Json<'de>, A::Error> {
        let count = u64::try_from(numbers.len()).map_err(A::Error::custom)?;
        self.0
            .spend(count.saturating_mul(VALUE_EIGHTHS - NUMBER_EIGHTHS))?;
        self.0.spend(VALUE_EIGHTHS + CONTAINER_EIGHTHS)?;
        let numbers = numbers
            .iter()
            .map(|number| -> Json<'de> { numbers::to_json(*number) });
        let mut array: Vec<_> = numbers.chain([next]).collect();
        while let Some(item) = items.next_element_seed(Value(self.0))? {
            self.0.spend(VALUE_EIGHTHS)?;
            array.push(item);
        }
        Ok(Json::Array(array))
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Cow<'de, str>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    /// Keys lose NUL here and not later, so that two keys that become one are duplicates.
    fn visit_str<E>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(without_nul(key).into_owned()))
    }
}
