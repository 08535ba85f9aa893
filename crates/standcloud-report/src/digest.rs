//! The digest of a report: equal for every form in which one run reaches the server.
//!
//! Problem: a stand sends a report again when an answer was lost, with another id, and somebody
//! uploads the files that the stand kept; each run must be stored once, and two runs must never be
//! taken for one. Choice: SHA-256 over an encoding of the normal form (see [`crate::shape`]) in
//! which every value is a tag and its bytes, keys are sorted, and a number has one form.
//! Consequence: the encoding is injective, so only a collision of SHA-256 could lose a report; a
//! change of the normal form or of the encoding needs a new [`DIGEST_VERSION`].

use sha2::{Digest as _, Sha256};

use crate::shape::Shape;
use crate::tree::numbers::{self, EXACT_MAX};
use crate::tree::{Json, Member};

/// Part of what is hashed, so that digests of two versions never meet.
pub const DIGEST_VERSION: u16 = 1;

const DOMAIN: &[u8] = b"standcloud report";
const BUFFER_BYTES: usize = 8 * 1024;

/// The first byte of each encoded value.
#[derive(Clone, Copy)]
enum Tag {
    Null = 0,
    False = 1,
    True = 2,
    Float = 3,
    Int = 4,
    Uint = 5,
    Text = 6,
    Array = 7,
    Object = 8,
    End = 9,
}

pub(crate) fn digest(run: &[Member<'_>]) -> [u8; 32] {
    let mut digester = Digester::new();
    digester.buffer.extend_from_slice(DOMAIN);
    digester
        .buffer
        .extend_from_slice(&DIGEST_VERSION.to_le_bytes());
    digester.object(run, Shape::Run);
    digester.finish()
}

struct Digester<'t, 'a> {
    hasher: Sha256,
    buffer: Vec<u8>,
    /// How often something that cannot be taken back was written.
    commits: u64,
    /// The members of all open objects, each object's sorted by key.
    sorted: Vec<&'t Member<'a>>,
}

impl<'t, 'a> Digester<'t, 'a> {
    fn new() -> Self {
        Self {
            hasher: Sha256::new(),
            buffer: Vec::with_capacity(2 * BUFFER_BYTES),
            commits: 0,
            sorted: Vec::with_capacity(64),
        }
    }

    fn finish(mut self) -> [u8; 32] {
        self.hasher.update(&self.buffer);
        self.hasher.finalize().into()
    }

    /// Writes a value that stays whatever it holds.
    fn value(&mut self, value: &'t Json<'a>, shape: Shape) {
        match value {
            Json::Null => self.leaf(Tag::Null, &[]),
            Json::Bool(flag) => self.leaf(if *flag { Tag::True } else { Tag::False }, &[]),
            Json::Int(number) => self.int(*number),
            Json::Uint(number) => self.leaf(Tag::Uint, &number.to_le_bytes()),
            Json::Float(number) => self.float(*number),
            Json::Str(text) => self.text(text),
            Json::Array(items) => self.array(items, shape),
            Json::Numbers(numbers) => self.numbers(numbers),
            Json::Object(members) => self.object(members, shape),
        }
    }

    fn array(&mut self, items: &'t [Json<'a>], shape: Shape) {
        self.tag(Tag::Array);
        for item in items {
            self.value(item, shape);
        }
        self.leaf(Tag::End, &[]);
    }

    fn numbers(&mut self, numbers: &[f64]) {
        self.tag(Tag::Array);
        for number in numbers {
            self.float(*number);
        }
        self.leaf(Tag::End, &[]);
    }

    fn object(&mut self, members: &'t [Member<'a>], shape: Shape) {
        self.tag(Tag::Object);
        self.members(members, shape);
        self.leaf(Tag::End, &[]);
    }

    fn members(&mut self, members: &'t [Member<'a>], shape: Shape) {
        let start = self.sorted.len();
        let kept = members
            .iter()
            .filter(|member| !shape.is_default(member, members));
        self.sorted.extend(kept);
        if let Some(added) = self.sorted.get_mut(start..) {
            added.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        }
        for index in start..self.sorted.len() {
            if let Some(member) = self.sorted.get(index).copied() {
                self.member(member, shape);
            }
        }
        self.sorted.truncate(start);
    }

    fn member(&mut self, (key, value): &'t Member<'a>, parent: Shape) {
        let shape = parent.of_member(key);
        match value {
            Json::Bool(flag) if parent == Shape::Info => {
                self.key(key);
                self.int(i64::from(*flag));
            }
            Json::Null if !parent.keeps_empty() => {}
            Json::Array(items) if items.is_empty() && !parent.keeps_empty() => {}
            Json::Object(members) if !parent.keeps_empty() => {
                self.object_unless_empty(key, members, shape);
            }
            _ => {
                self.key(key);
                self.value(value, shape);
            }
        }
    }

    /// Whether an object is empty in the normal form is known at its end only. Until something
    /// is written that stays, nothing leaves the buffer, so the beginning can be taken back; this
    /// needs one pass where looking ahead would need one for each level.
    fn object_unless_empty(&mut self, key: &str, members: &'t [Member<'a>], shape: Shape) {
        let start = self.buffer.len();
        let commits = self.commits;
        self.key(key);
        self.tag(Tag::Object);
        self.members(members, shape);
        if self.commits == commits {
            self.buffer.truncate(start);
        } else {
            self.leaf(Tag::End, &[]);
        }
    }

    fn int(&mut self, number: i64) {
        if number.unsigned_abs() <= EXACT_MAX {
            self.float_bits(numbers::from_int(number));
        } else {
            self.leaf(Tag::Int, &number.to_le_bytes());
        }
    }

    /// A float beyond 2^53 is an integer and must meet the same number written as one.
    fn float(&mut self, number: f64) {
        if number.abs() <= numbers::from_uint(EXACT_MAX) {
            self.float_bits(number);
        } else if let Some(integer) = numbers::to_int(number) {
            self.leaf(Tag::Int, &integer.to_le_bytes());
        } else if let Some(integer) = numbers::to_uint(number) {
            self.leaf(Tag::Uint, &integer.to_le_bytes());
        } else {
            self.float_bits(number);
        }
    }

    fn float_bits(&mut self, number: f64) {
        // Adding zero turns minus zero into zero.
        self.leaf(Tag::Float, &(number + 0.0).to_bits().to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.tag(Tag::Text);
        self.length(text.len());
        if text.len() < BUFFER_BYTES {
            self.buffer.extend_from_slice(text.as_bytes());
            self.commit();
        } else {
            self.commit();
            self.flush();
            self.hasher.update(text.as_bytes());
        }
    }

    /// A key has a tag as well, so that its length is never taken for the end of the object.
    fn key(&mut self, key: &str) {
        self.tag(Tag::Text);
        self.length(key.len());
        self.buffer.extend_from_slice(key.as_bytes());
    }
}

/// The lowest level: bytes.
impl Digester<'_, '_> {
    fn leaf(&mut self, tag: Tag, bytes: &[u8]) {
        self.tag(tag);
        self.buffer.extend_from_slice(bytes);
        self.commit();
    }

    fn tag(&mut self, tag: Tag) {
        self.buffer.push(tag as u8);
    }

    /// Seven bits a byte, the last one without the high bit.
    fn length(&mut self, length: usize) {
        let mut rest = length;
        loop {
            let low = u8::try_from(rest & 0x7f).unwrap_or_default();
            rest >>= 7;
            if rest == 0 {
                self.buffer.push(low);
                return;
            }
            self.buffer.push(low | 0x80);
        }
    }

    /// What is in the buffer stays.
    fn commit(&mut self) {
        self.commits += 1;
        if self.buffer.len() >= BUFFER_BYTES {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.hasher.update(&self.buffer);
        self.buffer.clear();
    }
}
