//! Names that are found by any part of them.
//!
//! Problem: people type the last digits of a serial number, and an index of a database finds only how a
//! name begins. Choice: all names of one kind side by side in memory, in small letters, and a plain search
//! through the bytes: a million serial numbers are some 20 MB, which takes a few milliseconds. Chunks are
//! shared between snapshots, so adding a name copies at most one of them.

use std::sync::Arc;

use memchr::memmem::Finder;

const CHUNK_NAMES: usize = 4096;
/// A part that so many names hold says little; what comes first among them is good enough.
const SCAN_MATCHES: usize = 512;
/// Around each name; no text of a report holds it.
const BORDER: char = '\0';

/// The names of one kind, each with its id, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Names {
    chunks: Vec<Arc<Chunk>>,
    count: usize,
}

#[derive(Debug, Clone)]
struct Chunk {
    /// Each name between two borders of its own.
    text: String,
    /// Where each name begins.
    starts: Vec<u32>,
    ids: Vec<u32>,
}

/// How a name holds the part, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Begin,
    Inside,
}

impl Names {
    pub fn push(&mut self, id: u32, name: &str) {
        let is_full = |chunk: &Arc<Chunk>| chunk.ids.len() >= CHUNK_NAMES;
        if self.chunks.last().is_none_or(is_full) {
            self.chunks.push(Arc::new(Chunk::new()));
        }
        if let Some(chunk) = self.chunks.last_mut() {
            Arc::make_mut(chunk).push(id, name);
            self.count += 1;
        }
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Bytes held.
    pub fn memory_bytes(&self) -> usize {
        let chunks = self.chunks.iter();
        chunks
            .map(|chunk| chunk.text.capacity() + 4 * (chunk.starts.len() + chunk.ids.len()))
            .sum()
    }

    /// The ids of at most `limit` names that hold `part`, whatever the size of its letters: those that
    /// are it first, then those that begin with it, then the others; the last added first among equals.
    pub fn find(&self, part: &str, limit: usize) -> Vec<u32> {
        let part = part.to_lowercase();
        if part.is_empty() || part.contains(BORDER) || limit == 0 {
            return Vec::new();
        }
        let mut found = self.scan(&part, SCAN_MATCHES.max(limit));
        if found.len() >= SCAN_MATCHES {
            // Not everything was seen: the best must not be missing.
            found.extend(self.scan(&format!("{BORDER}{part}"), limit));
            found.extend(self.scan(&format!("{BORDER}{part}{BORDER}"), limit));
        }
        found.sort_unstable_by(|one, other| (one.0, other.1).cmp(&(other.0, one.1)));
        found.dedup();
        found.into_iter().map(|(_, id)| id).take(limit).collect()
    }

    /// At most `limit` matches and the rest of the chunk that holds the last of them.
    fn scan(&self, needle: &str, limit: usize) -> Vec<(Fit, u32)> {
        let finder = Finder::new(needle);
        let part = needle.trim_matches(BORDER);
        let mut found = Vec::new();
        for chunk in self.chunks.iter().rev() {
            if found.len() >= limit {
                break;
            }
            chunk.scan(&finder, part, &mut found);
        }
        found
    }
}

impl Chunk {
    fn new() -> Self {
        Self {
            text: String::new(),
            starts: Vec::new(),
            ids: Vec::new(),
        }
    }

    fn push(&mut self, id: u32, name: &str) {
        self.text.push(BORDER);
        // A chunk of the longest names is some megabytes, so this never fails.
        let Ok(start) = u32::try_from(self.text.len()) else {
            return;
        };
        self.starts.push(start);
        self.ids.push(id);
        self.text.push_str(&name.to_lowercase());
        self.text.push(BORDER);
    }

    fn scan(&self, finder: &Finder<'_>, part: &str, found: &mut Vec<(Fit, u32)>) {
        let bytes = self.text.as_bytes();
        let mut last = None;
        for at in finder.find_iter(bytes) {
            let inside = if bytes.get(at) == Some(&0) {
                at + 1
            } else {
                at
            };
            let place = self.starts.partition_point(|start| {
                usize::try_from(*start).is_ok_and(|start| start <= inside)
            });
            if place == 0 || last == Some(place) {
                continue;
            }
            last = Some(place);
            let start = self.starts.get(place - 1);
            let Some((start, id)) = start.zip(self.ids.get(place - 1)) else {
                continue;
            };
            let begins = usize::try_from(*start).is_ok_and(|start| start == inside);
            let is_whole = begins && bytes.get(inside + part.len()) == Some(&0);
            let fit = match (is_whole, begins) {
                (true, _) => Fit::Whole,
                (false, true) => Fit::Begin,
                (false, false) => Fit::Inside,
            };
            found.push((fit, *id));
        }
    }
}
