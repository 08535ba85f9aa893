use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::histories::ids;
use crate::IdSet;

proptest! {
    #[test]
    fn a_set_holds_what_it_was_made_of(members in vec(ids(), 0..200), asked in vec(any::<u32>(), 20)) {
        let set: IdSet = members.iter().copied().collect();
        let expected: BTreeSet<u32> = members.iter().copied().collect();
        prop_assert_eq!(set.len(), expected.len());
        prop_assert_eq!(set.range(), expected.first().copied().zip(expected.last().copied()));
        prop_assert!(set.iter().eq(expected.iter().copied()));
        let neighbours = members.iter().flat_map(|id| [id.saturating_sub(1), *id, id.saturating_add(1)]);
        for id in neighbours.chain(asked) {
            prop_assert_eq!(set.contains(id), expected.contains(&id), "{}", id);
        }
        let is_contiguous = expected.len() == usize::try_from(
            expected.last().map_or(0, |last| u64::from(last - expected.first().unwrap()) + 1)
        ).unwrap();
        prop_assert_eq!(set.is_contiguous(), is_contiguous && !expected.is_empty());
    }
}

#[test]
fn a_million_ids_are_found() {
    let set: IdSet = (0..1_000_000).map(|id| id * 3).collect();
    assert_eq!(set.len(), 1_000_000);
    assert!(set.contains(2_999_997));
    assert!(!set.contains(2_999_998));
    assert!(!set.contains(u32::MAX));
}
