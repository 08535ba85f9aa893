//! Duplicate keys: the last value wins at the place of the first, as Python reads them.

use std::collections::BTreeMap;

use super::Member;

/// Up to this many keys, comparing each with each is faster than sorting.
const SMALL_MAX: usize = 12;

pub(super) fn keep_last_of_duplicates(members: Vec<Member<'_>>) -> Vec<Member<'_>> {
    if has_duplicates(&members) {
        merge(members)
    } else {
        members
    }
}

fn has_duplicates(members: &[Member<'_>]) -> bool {
    if members.len() <= SMALL_MAX {
        return members.iter().enumerate().any(|(index, (key, _))| {
            let earlier = members.iter().take(index);
            earlier.into_iter().any(|(other, _)| other == key)
        });
    }
    let mut keys: Vec<&str> = members.iter().map(|(key, _)| key.as_ref()).collect();
    keys.sort_unstable();
    keys.array_windows().any(|[one, next]| one == next)
}

fn merge(members: Vec<Member<'_>>) -> Vec<Member<'_>> {
    let mut places = BTreeMap::new();
    let mut kept: Vec<Member<'_>> = Vec::with_capacity(members.len());
    for (key, value) in members {
        let place = *places.entry(key.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(first) => first.1 = value,
            None => kept.push((key, value)),
        }
    }
    kept
}
