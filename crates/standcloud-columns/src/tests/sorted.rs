//! Sorted pages, forwards and backwards, against sorting everything.

use std::cmp::Reverse;

use proptest::collection::vec;
use proptest::prelude::*;

use super::histories::{filters, histories};
use super::reference::Reference;
use crate::{
    Direction, FactRow, Facts, Filter, NameField, PageStart, SortBy, SortedRun, largest_id,
    sorted_page,
};

const DIRECTIONS: [Direction; 2] = [Direction::Ascending, Direction::Descending];

fn orders(ranks: &[u32]) -> [SortBy<'_>; 10] {
    [
        SortBy::RunTime,
        SortBy::Duration,
        SortBy::Attempt,
        SortBy::Status,
        SortBy::Name(NameField::Plan, ranks),
        SortBy::Name(NameField::Part, ranks),
        SortBy::Name(NameField::Stand, ranks),
        SortBy::Name(NameField::Batch, ranks),
        SortBy::Name(NameField::Process, ranks),
        SortBy::Name(NameField::Operator, ranks),
    ]
}

/// `None` is what comes last.
fn value(by: SortBy<'_>, row: &FactRow) -> Option<u64> {
    match by {
        SortBy::RunTime => Some(0),
        SortBy::Duration => row.duration_ms.map(u64::from),
        SortBy::Attempt => Some(u64::from(row.attempt)).filter(|attempt| *attempt != 0),
        SortBy::Status => Some(u64::from(row.status.code())),
        SortBy::Name(field, ranks) => {
            let rank = ranks.get(id(field, row) as usize).copied();
            rank.filter(|rank| *rank != 0).map(u64::from)
        }
    }
}

fn id(field: NameField, row: &FactRow) -> u32 {
    match field {
        NameField::Plan => row.plan,
        NameField::Part => row.part,
        NameField::Stand => row.stand,
        NameField::Batch => row.batch,
        NameField::Process => row.process,
        NameField::Operator => row.operator,
    }
}

fn sorted(
    reference: &Reference,
    filter: &Filter,
    by: SortBy<'_>,
    direction: Direction,
) -> Vec<i64> {
    let mut rows: Vec<&FactRow> = reference.passing(filter).collect();
    let place = |row: &FactRow| (row.time_us, row.run_number);
    match direction {
        Direction::Ascending => {
            rows.sort_by_key(|row| (value(by, row).is_none(), value(by, row), place(row)));
        }
        Direction::Descending => rows.sort_by_key(|row| {
            let value = value(by, row);
            (value.is_none(), Reverse(value), Reverse(place(row)))
        }),
    }
    rows.iter().map(|row| row.run_number).collect()
}

fn numbers(runs: &[SortedRun]) -> Vec<i64> {
    runs.iter().map(|run| run.position.run_number).collect()
}

/// All pages, one after the other.
fn forwards(
    facts: &Facts,
    filter: &Filter,
    by: SortBy<'_>,
    direction: Direction,
    limit: usize,
) -> Vec<Vec<SortedRun>> {
    let mut pages: Vec<Vec<SortedRun>> = Vec::new();
    loop {
        let last = pages.last().and_then(|page| page.last());
        let start = last.map_or(PageStart::First, |run| PageStart::After(*run));
        let page = sorted_page(facts, filter, by, direction, start, limit);
        if page.is_empty() {
            return pages;
        }
        pages.push(page);
    }
}

proptest! {
    // Each case tries twenty orders.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pages_join_into_the_sorted_list(
        history in histories(),
        filter in filters(),
        ranks in vec(0_u32..6, 0..7),
        limit in 1_usize..40,
    ) {
        for by in orders(&ranks) {
            for direction in DIRECTIONS {
                let pages = forwards(&history.facts, &filter, by, direction, limit);
                let expected = sorted(&history.reference, &filter, by, direction);
                prop_assert_eq!(numbers(&pages.concat()), expected, "{:?} {:?}", by, direction);
            }
        }
    }

    #[test]
    fn the_page_before_is_the_one_that_was_there(
        history in histories(),
        ranks in vec(0_u32..6, 0..7),
        limit in 1_usize..40,
    ) {
        let filter = Filter::default();
        for by in orders(&ranks) {
            for direction in DIRECTIONS {
                let pages = forwards(&history.facts, &filter, by, direction, limit);
                for pair in pages.windows(2) {
                    let start = PageStart::Before(pair[1][0]);
                    let before = sorted_page(&history.facts, &filter, by, direction, start, limit);
                    prop_assert_eq!(&before, &pair[0], "{:?} {:?}", by, direction);
                }
                if let Some(first) = pages.first().and_then(|page| page.first()) {
                    let start = PageStart::Before(*first);
                    let before = sorted_page(&history.facts, &filter, by, direction, start, limit);
                    prop_assert_eq!(before, vec![]);
                }
            }
        }
    }

    #[test]
    fn the_largest_id_is_not_below_any(history in histories()) {
        let parts = history.reference.rows.values().map(|row| row.part);
        let largest = parts.max().unwrap_or(0);
        prop_assert!(u64::from(largest) <= largest_id(&history.facts, NameField::Part));
    }
}
