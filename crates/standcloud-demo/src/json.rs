//! JSON text in the form in which a Python client writes it.
//!
//! Problem: the size of a report on the wire, what a parser meets (escapes) and how well it
//! compresses depend on the writer, and the stands' client is written in Python.
//! Choice: a blank after each comma and colon, and everything outside ASCII as `\u` escapes.
//! Consequence: sample data exercise the same paths as real uploads.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Reports of the sample plant are 4–20 KB; one allocation is enough for nearly all.
const USUAL_SIZE: usize = 16 * 1024;

/// An empty answer is impossible for our own types: they have text keys and finite numbers.
pub(crate) fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(USUAL_SIZE);
    let mut serializer = Serializer::with_formatter(&mut bytes, PythonStyle);
    match value.serialize(&mut serializer) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

struct PythonStyle;

impl Formatter for PythonStyle {
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.is_ascii() {
            return out.write_all(fragment.as_bytes());
        }
        for character in fragment.chars() {
            write_ascii(out, character)?;
        }
        Ok(())
    }
}

fn write_ascii<W: ?Sized + Write>(out: &mut W, character: char) -> io::Result<()> {
    let mut units = [0_u16; 2];
    for unit in character.encode_utf16(&mut units) {
        match u8::try_from(*unit) {
            Ok(byte) if byte.is_ascii() => out.write_all(&[byte])?,
            _ => write!(out, "\\u{unit:04x}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_python_writes() {
        let value = serde_json::json!({"a": [1, 2.0, null], "b": "10 kΩ \n 😀", "c": {}});
        assert_eq!(
            String::from_utf8(to_bytes(&value)).unwrap(),
            r#"{"a": [1, 2.0, null], "b": "10 k\u03a9 \n \ud83d\ude00", "c": {}}"#
        );
    }
}
