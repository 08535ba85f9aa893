//! The how-manyth run of its unit, in its plan and process, by run time.

use crate::support::{Database, Run, assert_consistent, run, upload};

each_database!(
    attempts_follow_the_table,
    attempts_do_not_depend_on_how_runs_are_batched,
    a_renumbered_run_gets_a_new_change_number,
    a_golden_unit_is_counted_on,
);

/// Runs in the order of their uploads, and their attempts after all of them came.
fn table() -> Vec<(&'static str, Vec<Run>, Vec<u32>)> {
    let unit = |second| run("plan").unit("S1").at(second);
    let anonymous = |second| run("plan").at(second);
    vec![
        ("in order", vec![unit(1), unit(2), unit(3)], vec![1, 2, 3]),
        (
            "a late upload renumbers",
            vec![unit(2), unit(3), unit(1)],
            vec![2, 3, 1],
        ),
        ("in between", vec![unit(1), unit(3), unit(2)], vec![1, 3, 2]),
        (
            "backwards",
            vec![unit(4), unit(3), unit(2), unit(1)],
            vec![4, 3, 2, 1],
        ),
        (
            "equal times are in the order of run numbers",
            vec![
                unit(5),
                unit(5).status("failed"),
                unit(1),
                unit(5).process("").status("error"),
            ],
            vec![2, 3, 1, 4],
        ),
        (
            "plans count apart",
            vec![unit(1), run("other").unit("S1").at(2), unit(3)],
            vec![1, 1, 2],
        ),
        (
            "processes count apart, and none is one too",
            vec![
                unit(1),
                unit(2).process("burn-in"),
                unit(3).process("burn-in"),
                unit(4),
            ],
            vec![1, 1, 2, 2],
        ),
        (
            "units count apart",
            vec![unit(1), run("plan").unit("S2").at(2), unit(3)],
            vec![1, 1, 2],
        ),
        (
            "the same serial number of another part is another unit",
            vec![unit(1), unit(2).part("P-2"), unit(3)],
            vec![1, 1, 2],
        ),
        (
            "without a serial number there is no unit to count",
            vec![anonymous(1), anonymous(2), anonymous(3).unit("")],
            vec![1, 1, 1],
        ),
        (
            "stopped and skipped runs are attempts as well",
            vec![
                unit(1).status("stopped"),
                unit(2).status("skipped"),
                unit(3),
            ],
            vec![1, 2, 3],
        ),
        (
            "without a start the stop counts",
            vec![
                unit(100),
                unit(50).set("", "start_time", serde_json::Value::Null),
            ],
            vec![2, 1],
        ),
    ]
}

async fn attempts_follow_the_table(database: &Database) {
    for (index, (name, runs, expected)) in table().into_iter().enumerate() {
        let organisation = database.add_organisation(&format!("o{index}")).await;
        for run in &runs {
            database
                .commit(organisation, std::slice::from_ref(run))
                .await;
        }
        let facts = database.facts(organisation).await;
        let attempts: Vec<u32> = facts.iter().map(|row| row.attempt).collect();
        assert_eq!(attempts, expected, "{name}");
        for row in &facts {
            assert_eq!(
                row.unit == 0,
                name.starts_with("without a serial"),
                "{name}"
            );
        }
        assert_consistent(database, organisation).await;
    }
}

async fn attempts_do_not_depend_on_how_runs_are_batched(database: &Database) {
    for (index, (name, runs, expected)) in table().into_iter().enumerate() {
        for (round, size) in [2, runs.len()].into_iter().enumerate() {
            let organisation = database
                .add_organisation(&format!("o{index}-{round}"))
                .await;
            let mut writer = database.writer();
            for runs in runs.chunks(size) {
                let batch: Vec<_> = runs.iter().map(|run| upload(organisation, run)).collect();
                writer.commit(&batch).await.unwrap();
            }
            let facts = database.facts(organisation).await;
            let attempts: Vec<u32> = facts.iter().map(|row| row.attempt).collect();
            assert_eq!(attempts, expected, "{name}, {size} at once");
        }
    }
}

async fn a_renumbered_run_gets_a_new_change_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let unit = |second| run("plan").unit("S1").at(second);
    database
        .commit(
            organisation,
            &[unit(1), unit(10), unit(20), run("plan").unit("S2")],
        )
        .await;
    let next = database.store.next_change(organisation).await.unwrap();
    database.commit(organisation, &[unit(5)]).await;
    let page = database
        .store
        .list_facts(organisation, (next - 1, i64::MAX), 100)
        .await
        .unwrap();
    let changed: Vec<_> = page
        .rows
        .iter()
        .map(|row| (row.run_number, row.attempt))
        .collect();
    assert_eq!(changed, [(2, 3), (3, 4), (5, 2)]);
}

async fn a_golden_unit_is_counted_on(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = (0..500)
        .map(|second| run("plan").unit("golden").at(second))
        .collect();
    for runs in runs.chunks(100) {
        database.commit(organisation, runs).await;
    }
    database
        .commit(organisation, &[run("plan").unit("golden").at(-1)])
        .await;
    let facts = database.facts(organisation).await;
    let attempts: Vec<u32> = facts.iter().map(|row| row.attempt).collect();
    let expected: Vec<u32> = (2..=501).chain([1]).collect();
    assert_eq!(attempts, expected);
}
