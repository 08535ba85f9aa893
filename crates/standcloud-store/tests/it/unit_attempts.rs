//! The attempts of a unit around one of its runs.

use standcloud_store::{Attempts, OrganisationId, RunNumber};

use crate::support::{Database, run};

each_database!(
    attempts_are_of_the_same_plan_and_process_in_order,
    a_window_is_cut_out_of_a_long_history,
    a_run_without_a_unit_is_alone,
);

async fn attempts(
    database: &Database,
    organisation: OrganisationId,
    number: i64,
    each_side: u32,
) -> (Vec<i64>, u64) {
    let found = database
        .store
        .list_attempts(organisation, RunNumber(number), each_side);
    let Attempts { runs, total } = found.await.unwrap();
    (runs.into_iter().map(|run| run.0).collect(), total)
}

async fn attempts_are_of_the_same_plan_and_process_in_order(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = [
        run("final").unit("S").at(50),
        run("final").unit("S").at(10),
        run("final").unit("S").process("hot").at(20),
        run("other").unit("S").at(30),
        run("final").unit("T").at(40),
        run("final").unit("S").part("P-2").at(45),
        run("final").unit("S").at(10),
    ];
    // The last one is the same report as the second and is stored once.
    database.commit(organisation, &runs).await;
    database
        .commit(
            organisation,
            &[run("final").unit("S").at(10).status("failed")],
        )
        .await;
    for number in [1, 2] {
        assert_eq!(
            attempts(database, organisation, number, 9).await,
            (vec![2, 8, 1], 3)
        );
    }
    assert_eq!(attempts(database, organisation, 3, 9).await, (vec![3], 1));
}

async fn a_window_is_cut_out_of_a_long_history(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<_> = (0..20)
        .map(|second| run("final").unit("S").at(second))
        .collect();
    database.commit(organisation, &runs).await;
    assert_eq!(
        attempts(database, organisation, 10, 2).await,
        (vec![8, 9, 10, 11, 12], 20)
    );
    assert_eq!(
        attempts(database, organisation, 1, 2).await,
        (vec![1, 2, 3], 20)
    );
    assert_eq!(
        attempts(database, organisation, 20, 0).await,
        (vec![20], 20)
    );
}

async fn a_run_without_a_unit_is_alone(database: &Database) {
    let organisation = database.add_organisation("a").await;
    database
        .commit(organisation, &[run("final"), run("final").at(20)])
        .await;
    assert_eq!(attempts(database, organisation, 2, 9).await, (vec![2], 1));
}
