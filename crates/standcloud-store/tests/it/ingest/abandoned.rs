//! A commit whose future is dropped, at every place where it can be.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use serde_json::json;
use standcloud_store::{NewReport, OrganisationId, Outcome};

use crate::support::{Database, Raw, assert_consistent, dump_all, run, upload};

each_database!(a_commit_dropped_anywhere_is_whole_or_nothing,);

/// So many commits are abandoned before the database has done them, at ever later places.
const UNDONE: usize = 40;
const ROUNDS_MAX: usize = 1_000;

async fn a_commit_dropped_anywhere_is_whole_or_nothing(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut raw = Raw::open(database).await;
    let mut writer = database.writer();
    let (mut undone, mut polls) = (0, 0);
    for round in 0..ROUNDS_MAX {
        let batch = batch(organisation, round);
        let next = database.store.next_change(organisation).await.unwrap();
        let before = dump_all(&mut raw, organisation).await;
        let finished = abandon_after(polls, writer.commit(&batch)).await;
        polls = if finished.is_some() { 0 } else { polls + 1 };

        let receipt = writer.commit(&batch).await.unwrap();
        let is_new = |outcome: &Outcome| matches!(outcome, Outcome::Stored { .. });
        if receipt.outcomes.iter().all(is_new) {
            assert!(finished.is_none());
            assert_eq!(
                receipt.organisations[0].first_change, next,
                "after {polls} polls"
            );
            undone += 1;
        } else {
            // The database had the COMMIT already: then all of it is there, and nothing else.
            assert!(
                !receipt.outcomes.iter().any(is_new),
                "after {polls} polls: {receipt:?}"
            );
        }
        assert_ne!(dump_all(&mut raw, organisation).await, before);
        assert_eq!(database.facts(organisation).await.len(), 2 * (round + 1));
        assert_consistent(database, organisation).await;
        if undone == UNDONE {
            return;
        }
    }
    panic!("only {undone} of {ROUNDS_MAX} commits were undone");
}

/// Something new for most dictionaries, and a late run that renumbers.
fn batch(organisation: OrganisationId, round: usize) -> [NewReport; 2] {
    let name = format!("n{round}");
    let second = i64::try_from(ROUNDS_MAX - round).unwrap();
    let fresh = run(&name)
        .unit(&name)
        .set("", "user", json!(name))
        .set("/dut", "info", json!({"round": name}))
        .push("/dut/sub_units", json!({"serial_number": name}))
        .case("m", "c", "passed", json!([{"name": "v", "value": round}]));
    let late = run("plan").unit("golden").at(second);
    [upload(organisation, &fresh), upload(organisation, &late)]
}

/// Polls a future so many times and drops it then; `None` when it was not ready by then.
async fn abandon_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}
