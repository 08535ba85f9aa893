//! Dictionaries: a number for every distinct plan, part, stand, series … of an organisation.
//!
//! A look-up goes to memory, then to the table; what is in neither gets the next number and is
//! written in one multi-row insert per dictionary before the commit. Memory may say "not there"
//! wrongly (it is bounded and another node may have added the row) but never a wrong number, since
//! rows are never deleted and ids are only remembered after a commit.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use standcloud_report::Limits;

use super::dictionary_sql::{find_id, find_units, insert_entries, insert_members, largest_id};
use super::limit_values::LimitValues;
use crate::db::{ROWS_PER_STATEMENT, Transaction};
use crate::{OrganisationId, StoreError};

/// Entries kept per dictionary and organisation; beyond that it is forgotten and learnt again.
const KNOWN_LIMIT: usize = 100_000;

/// One column of a natural key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum KeyPart<'a> {
    Number(i64),
    Text(&'a str),
}

/// The dictionaries, each with its statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Plan,
    Part,
    Revision,
    Unit,
    Stand,
    Batch,
    Process,
    Operator,
    Step,
    Series,
    LimitSet,
    Tag,
    TagSet,
    Instrument,
    InstrumentSet,
}

impl Kind {
    /// Units and batches of units come and go; remembering them would only fill memory.
    fn is_remembered(self) -> bool {
        !matches!(self, Self::Unit)
    }
}

/// An owned key that waits for its insert.
#[derive(Debug)]
pub(super) enum OwnedPart {
    Number(i64),
    Text(String),
}

/// A report asks some 250 times, so the hash must be cheap; it is seeded per process, because the
/// keys come from outside.
type FastMap<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

#[derive(Debug, Default)]
struct Dictionary {
    known: FastMap<Vec<u8>, i64>,
    /// What this transaction has learnt of kinds that are not remembered; `None` is "not there".
    looked_up: FastMap<Vec<u8>, Option<i64>>,
    waiting: Vec<(i64, Vec<OwnedPart>)>,
    /// The next free id, once read in this state of the organisation.
    next_id: Option<i64>,
}

impl Dictionary {
    fn learn(&mut self, kind: Kind, encoded: &[u8], id: i64) {
        if kind.is_remembered() {
            self.known.insert(encoded.to_vec(), id);
        } else {
            self.looked_up.insert(encoded.to_vec(), Some(id));
        }
    }
}

/// What is known of one organisation's dictionaries.
#[derive(Debug, Default)]
pub(crate) struct KnownIds {
    dictionaries: FastMap<Kind, Dictionary>,
    /// Limit sets by their values, which is cheaper than by their text.
    limit_sets: FastMap<LimitValues, i64>,
    /// The encoded key of the look-up under way.
    scratch: Vec<u8>,
    set_members: Vec<(Kind, i64, Vec<i64>)>,
    /// Write the members of known sets too, as a rebuild does: they are derived as well.
    repairs_sets: bool,
    /// The change number at which the free ids were right.
    as_of_change: i64,
}

impl KnownIds {
    /// Knows nothing, and writes the members of every set it meets.
    pub(crate) fn for_rebuild() -> Self {
        Self {
            repairs_sets: true,
            ..Self::default()
        }
    }

    /// Begins a commit that takes `first_change..next_change`. Free ids read before are still right
    /// only if nobody else has committed since.
    pub(crate) fn begin(&mut self, first_change: i64, next_change: i64) {
        let others_wrote = self.as_of_change != first_change;
        for dictionary in self.dictionaries.values_mut() {
            dictionary.looked_up.clear();
            if others_wrote {
                dictionary.next_id = None;
            }
            if dictionary.known.len() > KNOWN_LIMIT {
                dictionary.known.clear();
            }
        }
        self.as_of_change = next_change;
    }

    /// Writes all new entries.
    pub(crate) async fn flush(
        &mut self,
        transaction: &mut Transaction,
        organisation: OrganisationId,
    ) -> Result<(), StoreError> {
        for (kind, dictionary) in &mut self.dictionaries {
            let waiting = std::mem::take(&mut dictionary.waiting);
            insert_entries(transaction, organisation, *kind, &waiting).await?;
        }
        for (kind, set, members) in std::mem::take(&mut self.set_members) {
            insert_members(transaction, organisation, kind, set, &members).await?;
        }
        Ok(())
    }
}

/// An id and whether this transaction made it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolved {
    pub(crate) id: i64,
    pub(crate) is_new: bool,
}

/// Turns natural keys into ids inside one transaction.
pub(crate) struct Resolver<'a> {
    pub(crate) transaction: &'a mut Transaction,
    pub(crate) organisation: OrganisationId,
    pub(crate) known: &'a mut KnownIds,
}

impl Resolver<'_> {
    pub(crate) async fn id(&mut self, kind: Kind, key: &[KeyPart<'_>]) -> Result<i64, StoreError> {
        Ok(self.resolve(kind, key).await?.id)
    }

    /// The id of a text, or 0 for an absent or empty one.
    pub(crate) async fn optional_id(
        &mut self,
        kind: Kind,
        text: Option<&str>,
    ) -> Result<i64, StoreError> {
        match text {
            None | Some("") => Ok(0),
            Some(text) => self.id(kind, &[KeyPart::Text(text)]).await,
        }
    }

    pub(crate) async fn resolve(
        &mut self,
        kind: Kind,
        key: &[KeyPart<'_>],
    ) -> Result<Resolved, StoreError> {
        let encoded = &mut self.known.scratch;
        encode_key(key, encoded);
        let dictionary = self.known.dictionaries.entry(kind).or_default();
        let known = dictionary.known.get(encoded).copied();
        let looked_up = dictionary.looked_up.get(encoded).copied();
        if let Some(id) = known.or(looked_up.flatten()) {
            return Ok(Resolved { id, is_new: false });
        }
        if looked_up.is_none()
            && let Some(id) = find_id(self.transaction, self.organisation, kind, key).await?
        {
            dictionary.learn(kind, encoded, id);
            return Ok(Resolved { id, is_new: false });
        }
        let id = match dictionary.next_id {
            Some(id) => id,
            None => largest_id(self.transaction, self.organisation, kind).await? + 1,
        };
        dictionary.next_id = Some(id + 1);
        dictionary.waiting.push((id, own_key(key)));
        dictionary.learn(kind, encoded, id);
        Ok(Resolved { id, is_new: true })
    }

    /// Looks all these units up with one statement per 64, so that none of them costs its own.
    pub(crate) async fn look_up_units(&mut self, units: &[(&str, i64)]) -> Result<(), StoreError> {
        let dictionary = self.known.dictionaries.entry(Kind::Unit).or_default();
        let mut encoded = Vec::new();
        for chunk in units.chunks(ROWS_PER_STATEMENT) {
            for (serial_number, part_id) in chunk {
                encode_key(&unit_key(serial_number, *part_id), &mut encoded);
                dictionary.looked_up.insert(encoded.clone(), None);
            }
            let found = find_units(self.transaction, self.organisation, chunk).await?;
            for (id, serial_number, part_id) in found {
                encode_key(&unit_key(&serial_number, part_id), &mut encoded);
                dictionary.looked_up.insert(encoded.clone(), Some(id));
            }
        }
        Ok(())
    }

    /// The id of a limit set, 0 when there are no limits.
    pub(crate) async fn limit_set_id(&mut self, limits: &Limits) -> Result<i64, StoreError> {
        let values = LimitValues::of(limits);
        let known = values
            .as_ref()
            .and_then(|values| self.known.limit_sets.get(values));
        if let Some(id) = known {
            return Ok(*id);
        }
        let id = self
            .optional_id(Kind::LimitSet, limits.key().as_deref())
            .await?;
        if let Some(values) = values {
            if self.known.limit_sets.len() >= KNOWN_LIMIT {
                self.known.limit_sets.clear();
            }
            self.known.limit_sets.insert(values, id);
        }
        Ok(id)
    }

    /// The id of a set of entries, 0 for the empty set.
    pub(crate) async fn set_id(
        &mut self,
        kind: Kind,
        mut members: Vec<i64>,
    ) -> Result<i64, StoreError> {
        if members.is_empty() {
            return Ok(0);
        }
        members.sort_unstable();
        members.dedup();
        let digest = member_digest(&members);
        let resolved = self.resolve(kind, &[KeyPart::Text(&digest)]).await?;
        if resolved.is_new || self.known.repairs_sets {
            self.known.set_members.push((kind, resolved.id, members));
        }
        Ok(resolved.id)
    }
}

/// 128 bits of SHA-256 over the sorted ids, in hexadecimal.
fn member_digest(members: &[i64]) -> String {
    let mut hasher = Sha256::new();
    for member in members {
        hasher.update(member.to_be_bytes());
    }
    hasher
        .finalize()
        .iter()
        .take(16)
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Length-prefixed, so that no two keys share an encoding.
fn encode_key(key: &[KeyPart<'_>], encoded: &mut Vec<u8>) {
    encoded.clear();
    for part in key {
        match part {
            KeyPart::Number(number) => encoded.extend_from_slice(&number.to_be_bytes()),
            KeyPart::Text(text) => {
                encoded.extend_from_slice(&text.len().to_be_bytes());
                encoded.extend_from_slice(text.as_bytes());
            }
        }
    }
}

/// The natural key of a unit.
pub(crate) fn unit_key(serial_number: &str, part_id: i64) -> [KeyPart<'_>; 2] {
    [KeyPart::Text(serial_number), KeyPart::Number(part_id)]
}

fn own_key(key: &[KeyPart<'_>]) -> Vec<OwnedPart> {
    key.iter()
        .map(|part| match part {
            KeyPart::Number(number) => OwnedPart::Number(*number),
            KeyPart::Text(text) => OwnedPart::Text((*text).to_owned()),
        })
        .collect()
}
