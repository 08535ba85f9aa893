//! The statements of the dictionaries. They are alike, so a macro writes them; each is a static
//! string, and the columns of a natural key are bound in the order in which they stand here.

use sqlx::QueryBuilder;

use super::dictionary::{KeyPart, Kind, OwnedPart};
use crate::db::{ROWS_PER_STATEMENT, Transaction, on_both};
use crate::{OrganisationId, StoreError};

struct Statements {
    /// Looks a natural key up: `$1` organisation, `$2…` the key.
    find: &'static str,
    /// The largest id: `$1` organisation.
    largest: &'static str,
    /// What stands before the rows (organisation, id, key…) of an insert.
    insert: &'static str,
}

macro_rules! statements {
    ($table:literal, $columns:literal, $condition:literal) => {
        Statements {
            find: concat!(
                "SELECT id FROM ",
                $table,
                " WHERE organisation_id = $1 AND ",
                $condition
            ),
            largest: concat!(
                "SELECT COALESCE(MAX(id), 0) FROM ",
                $table,
                " WHERE organisation_id = $1"
            ),
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (organisation_id, id, ",
                $columns,
                ") "
            ),
        }
    };
}

impl Kind {
    #[rustfmt::skip]
    fn statements(self) -> Statements {
        match self {
            Self::Plan => statements!("plan", "name", "name = $2"),
            Self::Part => statements!("part", "part_number", "part_number = $2"),
            Self::Revision => statements!("revision", "part_id, name", "part_id = $2 AND name = $3"),
            Self::Unit => statements!("unit", "serial_number, part_id", "serial_number = $2 AND part_id = $3"),
            Self::Stand => statements!("stand", "hardware_id, name, number", "hardware_id = $2 AND name = $3 AND number = $4"),
            Self::Batch => statements!("batch", "serial_number", "serial_number = $2"),
            Self::Process => statements!("process", "name", "name = $2"),
            Self::Operator => statements!("operator", "name", "name = $2"),
            Self::Step => statements!("step", "plan_id, module, test_case", "plan_id = $2 AND module = $3 AND test_case = $4"),
            Self::Series => statements!("series", "step_id, name, position, occurrence, unit, kind",
                "step_id = $2 AND name = $3 AND position = $4 AND occurrence = $5 AND unit = $6 AND kind = $7"),
            Self::LimitSet => statements!("limit_set", "definition", "definition = $2"),
            Self::Tag => statements!("tag", "scope, name, value", "scope = $2 AND name = $3 AND value = $4"),
            Self::TagSet => statements!("tag_set", "member_digest", "member_digest = $2"),
            Self::Instrument => statements!("instrument", "serial_number, part_number, name, revision, number",
                "serial_number = $2 AND part_number = $3 AND name = $4 AND revision = $5 AND number = $6"),
            Self::InstrumentSet => statements!("instrument_set", "member_digest", "member_digest = $2"),
        }
    }
}

pub(super) async fn find_id(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    kind: Kind,
    key: &[KeyPart<'_>],
) -> Result<Option<i64>, StoreError> {
    let id = on_both!(&mut transaction.conn(), c => {
        let mut query = sqlx::query_scalar(kind.statements().find).bind(organisation.0);
        for part in key {
            query = match part {
                KeyPart::Number(number) => query.bind(*number),
                KeyPart::Text(text) => query.bind((*text).to_owned()),
            };
        }
        query.fetch_optional(c).await
    })?;
    Ok(id)
}

/// The units of those named that exist: id, serial number, part.
pub(super) async fn find_units(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    units: &[(&str, i64)],
) -> Result<Vec<(i64, String, i64)>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let found = on_both!(&mut transaction.conn(), c => {
        let mut select = QueryBuilder::new(
            "SELECT id, serial_number, part_id FROM unit WHERE organisation_id = ",
        );
        select.push_bind(organisation.0);
        select.push(" AND (serial_number, part_id) IN (");
        select.push_values(units, |mut row, (serial_number, part_id)| {
            row.push_bind((*serial_number).to_owned()).push_bind(*part_id);
        });
        select.push(")");
        select.build_query_as().fetch_all(c).await
    })?;
    Ok(found)
}

pub(super) async fn largest_id(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    kind: Kind,
) -> Result<i64, StoreError> {
    let largest = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar(kind.statements().largest).bind(organisation.0).fetch_one(c).await
    })?;
    Ok(largest)
}

pub(super) async fn insert_entries(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    kind: Kind,
    entries: &[(i64, Vec<OwnedPart>)],
) -> Result<(), StoreError> {
    for entries in entries.chunks(ROWS_PER_STATEMENT) {
        on_both!(&mut transaction.conn(), c => {
            let mut insert = QueryBuilder::new(kind.statements().insert);
            insert.push_values(entries, |mut row, (id, key)| {
                row.push_bind(organisation.0).push_bind(*id);
                for part in key {
                    match part {
                        OwnedPart::Number(number) => row.push_bind(*number),
                        OwnedPart::Text(text) => row.push_bind(text.clone()),
                    };
                }
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

pub(super) async fn insert_members(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    kind: Kind,
    set: i64,
    members: &[i64],
) -> Result<(), StoreError> {
    let insert = match kind {
        Kind::InstrumentSet => {
            "INSERT INTO instrument_set_member (organisation_id, instrument_set_id, instrument_id) "
        }
        _ => "INSERT INTO tag_set_member (organisation_id, tag_set_id, tag_id) ",
    };
    for members in members.chunks(ROWS_PER_STATEMENT) {
        on_both!(&mut transaction.conn(), c => {
            let mut insert = QueryBuilder::new(insert);
            insert.push_values(members, |mut row, member| {
                row.push_bind(organisation.0).push_bind(set).push_bind(*member);
            });
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}
