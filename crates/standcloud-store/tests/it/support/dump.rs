//! The whole content of tables, to be compared.

use std::collections::BTreeMap;

use standcloud_store::OrganisationId;

use super::Raw;

/// What a rebuild recreates, dictionaries included.
pub(crate) const DERIVED_TABLES: [&str; 20] = [
    "run",
    "run_values",
    "run_sub_unit",
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
    "tag_set_member",
    "instrument",
    "instrument_set",
    "instrument_set_member",
];

/// The rows of one table of one organisation, sorted. Of a run everything but the change number,
/// which says when it was written last and not what is in it.
pub(crate) async fn dump(
    raw: &mut Raw,
    table: &str,
    organisation: OrganisationId,
) -> Vec<Vec<String>> {
    let organisation = organisation.0;
    let sql = format!("SELECT * FROM {table} WHERE organisation_id = {organisation}");
    let mut rows = raw.rows(&sql).await;
    if table == "run" {
        for row in &mut rows {
            row.remove(2);
        }
    }
    rows.sort();
    rows
}

/// All derived tables.
pub(crate) async fn dump_all(
    raw: &mut Raw,
    organisation: OrganisationId,
) -> BTreeMap<&'static str, Vec<Vec<String>>> {
    let mut tables = BTreeMap::new();
    for table in DERIVED_TABLES {
        tables.insert(table, dump(raw, table, organisation).await);
    }
    tables
}
