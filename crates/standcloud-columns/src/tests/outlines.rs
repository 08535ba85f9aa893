use proptest::prelude::*;

use super::histories::{filters, histories};
use super::reference::position;
use crate::{RunOutline, TooManyRuns, run_outlines};

proptest! {
    #[test]
    fn runs_are_outlined_as_they_are(history in histories(), filter in filters()) {
        let expected: Vec<RunOutline> = history
            .reference
            .passing(&filter)
            .map(|row| RunOutline {
                position: position(row),
                duration_ms: row.duration_ms,
                status: row.status,
                attempt: row.attempt,
                plan: row.plan,
                unit: row.unit,
                stand: row.stand,
            })
            .collect();
        let runs = expected.len();
        prop_assert_eq!(run_outlines(&history.facts, &filter, runs), Ok(expected));
        if let Some(limit) = runs.checked_sub(1) {
            let too_many = Err(TooManyRuns { runs, limit });
            prop_assert_eq!(run_outlines(&history.facts, &filter, limit), too_many);
        }
    }
}
