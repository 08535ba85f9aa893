//! The places of names in the alphabet, by which runs are sorted.
//!
//! Names get a number when they are first seen and never change, so a table of places is right until a
//! name is added: it is made again when the facts hold a larger id than the table does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use standcloud_columns::{Facts, NameField, largest_id};
use standcloud_store::{NameDictionary, OrganisationId, Store, StoreError};

/// Tables of a few hundred kilobytes at most; beyond this number all are forgotten.
const TABLES_MAX: usize = 200;
const STANDS_MAX: u32 = 100_000;

type Tables = HashMap<(OrganisationId, NameField), Arc<Vec<u32>>>;

/// Cloning shares it.
#[derive(Debug, Clone, Default)]
pub struct NameRanks(Arc<Mutex<Tables>>);

impl NameRanks {
    /// The place of each id, from 1; 0 for what has no name.
    pub async fn ranks(
        &self,
        store: &Store,
        organisation: OrganisationId,
        field: NameField,
        facts: &Facts,
    ) -> Result<Arc<Vec<u32>>, StoreError> {
        let needed = usize::try_from(largest_id(facts, field)).unwrap_or(usize::MAX);
        let known = self.lock().get(&(organisation, field)).cloned();
        if let Some(known) = known.filter(|ranks| needed < ranks.len()) {
            return Ok(known);
        }
        let names = names_of(store, organisation, field).await?;
        let ranks = Arc::new(rank(names));
        let mut tables = self.lock();
        if tables.len() >= TABLES_MAX {
            tables.clear();
        }
        tables.insert((organisation, field), Arc::clone(&ranks));
        Ok(ranks)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn names_of(
    store: &Store,
    organisation: OrganisationId,
    field: NameField,
) -> Result<Vec<(i64, String)>, StoreError> {
    let dictionary = match field {
        NameField::Plan => NameDictionary::Plan,
        NameField::Part => NameDictionary::Part,
        NameField::Batch => NameDictionary::Batch,
        NameField::Process => NameDictionary::Process,
        NameField::Operator => NameDictionary::Operator,
        NameField::Stand => {
            let stands = store.search_stands(organisation, "", STANDS_MAX).await?;
            let named = stands.into_iter().map(|stand| {
                let text = format!("{}\0{}\0{}", stand.name, stand.number, stand.hardware_id);
                (stand.id, text)
            });
            return Ok(named.collect());
        }
    };
    let names = store.list_dictionary(organisation, dictionary).await?;
    Ok(names
        .into_iter()
        .map(|entry| (entry.id, entry.name))
        .collect())
}

/// Without regard to case, then with it, so that the order does not depend on the database.
fn rank(names: Vec<(i64, String)>) -> Vec<u32> {
    let mut names: Vec<(String, String, i64)> = names
        .into_iter()
        .map(|(id, name)| (name.to_lowercase(), name, id))
        .collect();
    names.sort_unstable();
    let ids = names
        .iter()
        .filter_map(|(_, _, id)| usize::try_from(*id).ok());
    let mut ranks = vec![0; ids.clone().max().map_or(0, |largest| largest + 1)];
    for (id, rank) in ids.zip(1..) {
        if let Some(place) = ranks.get_mut(id) {
            *place = rank;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_ascend_without_regard_to_case() {
        let names = [(3, "beta"), (1, "Alpha"), (5, "alpha"), (2, "Zeta")];
        let names = names.map(|(id, name)| (id, name.to_owned())).to_vec();
        assert_eq!(rank(names), [0, 1, 4, 3, 0, 2]);
        assert_eq!(rank(Vec::new()), Vec::<u32>::new());
    }
}
