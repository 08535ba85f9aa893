//! Facts in pages: by number for the first load, by change for those who follow.

use standcloud_columns::Facts;
use standcloud_store::{OrganisationId, UnixMicros};

use crate::support::{Database, outcome_ids, run};

each_database!(
    pages_of_any_size_end_in_the_same_facts,
    a_page_ends_where_the_next_begins,
    nothing_is_listed_for_nobody,
    changes_between_pages_are_not_missed,
);

/// Runs of two units with late uploads, a void and a restore.
async fn history(database: &Database, organisation: OrganisationId) {
    for second in [50, 10, 40, 20, 30, 5] {
        let runs = [
            run("plan").unit("S1").at(second),
            run("plan").unit("S2").at(-second),
        ];
        let receipt = database.commit(organisation, &runs).await;
        let (id, _) = outcome_ids(&receipt)[0];
        if second % 20 == 0 {
            let now = UnixMicros(1);
            database
                .store
                .void_run(organisation, id, "why", "ann", now)
                .await
                .unwrap();
        }
        if second == 40 {
            database
                .store
                .restore_run(
                    organisation,
                    id,
                    "found again",
                    "tester",
                    standcloud_store::UnixMicros(9),
                )
                .await
                .unwrap();
        }
    }
}

async fn pages_of_any_size_end_in_the_same_facts(database: &Database) {
    let organisation = database.add_organisation("a").await;
    history(database, organisation).await;
    let expected = database.facts(organisation).await;
    assert_eq!(expected.len(), 12);
    for limit in [1, 2, 3, 5, 11, 12, 13, 1000] {
        let mut by_change = Facts::new();
        let mut after = Some((0, 0));
        let mut pages = 0;
        while let Some(from) = after {
            let page = database
                .store
                .list_facts(organisation, from, limit)
                .await
                .unwrap();
            assert!(page.rows.len() <= limit as usize);
            by_change.apply(page.rows);
            after = page.next;
            pages += 1;
        }
        assert_eq!(rows(&by_change), expected, "{limit}");
        assert_eq!(pages, 12 / limit + 1, "{limit}");

        let mut by_number = Vec::new();
        for after in (0..20).step_by(limit as usize) {
            let up_to = after + i64::from(limit);
            let part = database
                .store
                .list_facts_by_number(organisation, after, up_to);
            by_number.extend(part.await.unwrap());
        }
        assert_eq!(by_number, expected, "{limit}");
    }
}

async fn a_page_ends_where_the_next_begins(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<_> = (0..5)
        .map(|second| run("plan").unit("S1").at(10 + second))
        .collect();
    database.commit(organisation, &runs).await;
    // All five older runs share the change number of the sixth.
    database
        .commit(organisation, &[run("plan").unit("S1").at(1)])
        .await;
    let page = database
        .store
        .list_facts(organisation, (0, 0), 2)
        .await
        .unwrap();
    assert_eq!(page.next, Some((6, 2)));
    let page = database
        .store
        .list_facts(organisation, (6, 2), 3)
        .await
        .unwrap();
    let numbers: Vec<i64> = page.rows.iter().map(|row| row.run_number).collect();
    assert_eq!((numbers, page.next), (vec![3, 4, 5], Some((6, 5))));
    let page = database
        .store
        .list_facts(organisation, (6, 5), 2)
        .await
        .unwrap();
    let numbers: Vec<i64> = page.rows.iter().map(|row| row.run_number).collect();
    assert_eq!((numbers, page.next), (vec![6], None));
    let page = database
        .store
        .list_facts(organisation, (6, i64::MAX), 2)
        .await
        .unwrap();
    assert_eq!((page.rows.len(), page.next), (0, None));
}

async fn nothing_is_listed_for_nobody(database: &Database) {
    let unknown = OrganisationId(99);
    assert_eq!(database.store.next_change(unknown).await.unwrap(), 1);
    assert!(database.facts(unknown).await.is_empty());
    let page = database.store.list_facts(unknown, (0, 0), 5).await.unwrap();
    assert_eq!((page.rows.len(), page.next), (0, None));
}

/// A reader between whose pages somebody commits, as on a busy server.
async fn changes_between_pages_are_not_missed(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<_> = (0..10)
        .map(|second| run("plan").unit("S1").at(10 + second))
        .collect();
    database.commit(organisation, &runs).await;
    let mut facts = Facts::new();
    let mut after = Some((0, 0));
    let mut second = 9;
    let mut pages = 0;
    while let Some(from) = after {
        let page = database
            .store
            .list_facts(organisation, from, 3)
            .await
            .unwrap();
        facts.apply(page.rows);
        after = page.next;
        pages += 1;
        if pages < 6 {
            database
                .commit(organisation, &[run("plan").unit("S1").at(second)])
                .await;
            second -= 1;
        }
    }
    assert_eq!(rows(&facts), database.facts(organisation).await);
}

fn rows(facts: &Facts) -> Vec<standcloud_columns::FactRow> {
    (0..facts.len())
        .filter_map(|index| facts.row(index))
        .collect()
}
