//! The names that a filter can ask for, found by a part of them.
//!
//! Names of batches are offered newest first, because there are many and people ask for the last
//! ones; the others are in the order of the alphabet.

use crate::catalogue::NamedId;
use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError, TagScope};

/// At most so many names get a place in the alphabet.
const NAMES_MAX: i64 = 200_000;

/// A dictionary whose entries have one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameDictionary {
    Plan,
    Part,
    Batch,
    Process,
    Operator,
}

/// A stand as people tell it from others.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StandName {
    pub id: i64,
    pub name: String,
    /// Empty when it has none.
    pub number: String,
    pub hardware_id: String,
}

/// An entry of the info of a unit, a stand or a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagName {
    pub scope: TagScope,
    pub name: String,
    pub value: String,
}

/// Runs one of several statements that differ in table and column only.
macro_rules! for_dictionary {
    ($dictionary:expr, $before:literal, $after:literal, $order:literal, $newest:literal, $run:ident) => {
        match $dictionary {
            NameDictionary::Plan => $run!(concat!($before, "name", $after, "plan", $order)),
            NameDictionary::Part => $run!(concat!($before, "part_number", $after, "part", $order)),
            NameDictionary::Batch => {
                $run!(concat!($before, "serial_number", $after, "batch", $newest))
            }
            NameDictionary::Process => $run!(concat!($before, "name", $after, "process", $order)),
            NameDictionary::Operator => $run!(concat!($before, "name", $after, "operator", $order)),
        }
    };
}

impl Store {
    /// The names that hold `search`, without regard to case.
    pub async fn search_names(
        &self,
        organisation: OrganisationId,
        dictionary: NameDictionary,
        search: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        let pattern = pattern_of(search);
        let mut reader = self.reader().await?;
        macro_rules! run {
            ($sql:expr) => {
                on_both!(&mut reader.conn(), c => {
                    sqlx::query_scalar($sql)
                        .bind(organisation.0)
                        .bind(&pattern)
                        .bind(i64::from(limit))
                        .fetch_all(c)
                        .await
                })
            };
        }
        let names: Vec<String> = for_dictionary!(
            dictionary,
            "SELECT found.name FROM (SELECT id, organisation_id, ",
            " AS name FROM ",
            ") AS found WHERE found.organisation_id = $1
             AND LOWER(found.name) LIKE LOWER($2) ESCAPE '!'
             ORDER BY LOWER(found.name), found.name LIMIT $3",
            ") AS found WHERE found.organisation_id = $1
             AND LOWER(found.name) LIKE LOWER($2) ESCAPE '!' ORDER BY found.id DESC LIMIT $3",
            run
        )?;
        Ok(names)
    }

    /// All names of a dictionary with their ids, for putting runs in the order of names.
    pub async fn list_dictionary(
        &self,
        organisation: OrganisationId,
        dictionary: NameDictionary,
    ) -> Result<Vec<NamedId>, StoreError> {
        let mut reader = self.reader().await?;
        macro_rules! run {
            ($sql:expr) => {
                on_both!(&mut reader.conn(), c => {
                    sqlx::query_as($sql)
                        .bind(organisation.0)
                        .bind(NAMES_MAX)
                        .fetch_all(c)
                        .await
                })
            };
        }
        let names: Vec<NamedId> = for_dictionary!(
            dictionary,
            "SELECT id, ",
            " AS name FROM ",
            " WHERE organisation_id = $1 ORDER BY id LIMIT $2",
            " WHERE organisation_id = $1 ORDER BY id LIMIT $2",
            run
        )?;
        Ok(names)
    }

    /// The stands whose name, number or hardware id holds `search`.
    pub async fn search_stands(
        &self,
        organisation: OrganisationId,
        search: &str,
        limit: u32,
    ) -> Result<Vec<StandName>, StoreError> {
        let pattern = pattern_of(search);
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, name, number, hardware_id FROM stand
                 WHERE organisation_id = $1
                   AND LOWER(name || ' ' || number || ' ' || hardware_id) LIKE LOWER($2) ESCAPE '!'
                 ORDER BY LOWER(name), number, hardware_id LIMIT $3",
            )
            .bind(organisation.0)
            .bind(&pattern)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?)
    }

    /// One stand by its id.
    pub async fn lookup_stand_name(
        &self,
        organisation: OrganisationId,
        id: i64,
    ) -> Result<Option<StandName>, StoreError> {
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, name, number, hardware_id FROM stand
                 WHERE organisation_id = $1 AND id = $2",
            )
            .bind(organisation.0)
            .bind(id)
            .fetch_optional(c)
            .await
        })?)
    }

    /// The entries whose name or value holds `search`; `name=val` finds them too.
    pub async fn search_tags(
        &self,
        organisation: OrganisationId,
        search: &str,
        limit: u32,
    ) -> Result<Vec<TagName>, StoreError> {
        let pattern = pattern_of(search);
        let mut reader = self.reader().await?;
        let rows: Vec<(String, String, String)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT scope, name, value FROM tag
                 WHERE organisation_id = $1 AND LOWER(name || '=' || value) LIKE LOWER($2) ESCAPE '!'
                 ORDER BY LOWER(name), LOWER(value), scope, name, value LIMIT $3",
            )
            .bind(organisation.0)
            .bind(&pattern)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        Ok(rows
            .into_iter()
            .filter_map(|(scope, name, value)| {
                let scope = TagScope::from_name(&scope)?;
                Some(TagName { scope, name, value })
            })
            .collect())
    }
}

/// Holds the text somewhere; its own wild cards mean themselves.
pub(crate) fn pattern_of(search: &str) -> String {
    let mut pattern = String::from("%");
    for character in search.chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
