//! What must hold in every state of a database, whoever wrote to it.

use standcloud_store::OrganisationId;

use super::{Database, Raw};

const DICTIONARIES: [&str; 15] = [
    "plan",
    "part",
    "revision",
    "unit",
    "stand",
    "batch",
    "process",
    "operator",
    "step",
    "series",
    "limit_set",
    "tag",
    "tag_set",
    "instrument",
    "instrument_set",
];

/// Columns that name an entry of a dictionary; 0 names none.
const REFERENCES: [(&str, &str, &str); 22] = [
    ("run", "plan_id", "plan"),
    ("run", "part_id", "part"),
    ("run", "revision_id", "revision"),
    ("run", "unit_id", "unit"),
    ("run", "stand_id", "stand"),
    ("run", "batch_id", "batch"),
    ("run", "process_id", "process"),
    ("run", "operator_id", "operator"),
    ("run", "failing_step_id", "step"),
    ("run", "tag_set_id", "tag_set"),
    ("run", "instrument_set_id", "instrument_set"),
    ("run_sub_unit", "part_id", "part"),
    ("run_sub_unit", "revision_id", "revision"),
    ("run_sub_unit", "unit_id", "unit"),
    ("revision", "part_id", "part"),
    ("unit", "part_id", "part"),
    ("step", "plan_id", "plan"),
    ("series", "step_id", "step"),
    ("tag_set_member", "tag_id", "tag"),
    ("tag_set_member", "tag_set_id", "tag_set"),
    ("instrument_set_member", "instrument_id", "instrument"),
    (
        "instrument_set_member",
        "instrument_set_id",
        "instrument_set",
    ),
];

/// Every id names an entry, ids have no gaps (a gap is the trace of a commit that was undone), and
/// each report has its run and its values.
pub(crate) async fn assert_consistent(database: &Database, organisation: OrganisationId) {
    let mut raw = Raw::open(database).await;
    let organisation = organisation.0;
    for table in DICTIONARIES {
        let sql =
            format!("SELECT id FROM {table} WHERE organisation_id = {organisation} ORDER BY id");
        let ids = raw.numbers(&sql).await;
        let expected: Vec<i64> = (1..).take(ids.len()).collect();
        assert_eq!(ids, expected, "{table}");
    }
    for (table, column, dictionary) in REFERENCES {
        let sql = format!(
            "SELECT COUNT(*) FROM {table} WHERE organisation_id = {organisation} AND {column} <> 0
               AND NOT EXISTS (SELECT 1 FROM {dictionary} AS entry
                 WHERE entry.organisation_id = {organisation} AND entry.id = {table}.{column})"
        );
        assert_eq!(raw.number(&sql).await, 0, "{table}.{column}");
    }
    let numbers = async |raw: &mut Raw, table: &str| {
        let sql = format!(
            "SELECT run_number FROM {table} WHERE organisation_id = {organisation} ORDER BY 1"
        );
        raw.numbers(&sql).await
    };
    let reports = numbers(&mut raw, "report").await;
    for table in ["run", "run_values"] {
        assert_eq!(numbers(&mut raw, table).await, reports, "{table}");
    }
}
