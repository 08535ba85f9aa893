//! The maintenance log of a stand: what somebody did there or noticed.

use uuid::Uuid;

use crate::db::on_both;
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// What an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandEventKind {
    Note,
    CheckPassed,
    CheckFailed,
    Repair,
}

impl StandEventKind {
    const ALL: [Self; 4] = [
        Self::Note,
        Self::CheckPassed,
        Self::CheckFailed,
        Self::Repair,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::CheckPassed => "check_passed",
            Self::CheckFailed => "check_failed",
            Self::Repair => "repair",
        }
    }

    /// Rows are written by this program alone; what is none of these all the same is a note.
    fn of_row(text: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == text).unwrap_or(Self::Note)
    }
}

/// What people write, and write again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandEventText {
    pub kind: StandEventKind,
    pub note: String,
    pub happened: UnixMicros,
}

/// Somebody at some time: the name is what they were called then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub user: Uuid,
    pub name: String,
    pub at: UnixMicros,
}

/// An entry that is about to exist.
#[derive(Debug, Clone)]
pub struct NewStandEvent {
    pub id: Uuid,
    pub organisation: OrganisationId,
    pub stand: u32,
    pub text: StandEventText,
    pub author: Author,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandEvent {
    pub id: Uuid,
    pub stand: u32,
    pub text: StandEventText,
    pub created: Author,
    /// When and by whom it was last written again.
    pub changed: Option<(UnixMicros, String)>,
}

/// Where a page of entries goes on: after the entry that happened then.
pub type StandEventPosition = (UnixMicros, Uuid);

#[derive(sqlx::FromRow)]
struct EventRow {
    id: Vec<u8>,
    stand_id: i64,
    kind: String,
    note: String,
    happened_us: i64,
    created_us: i64,
    created_by: String,
    created_by_user: Vec<u8>,
    changed_us: Option<i64>,
    changed_by: Option<String>,
}

impl From<EventRow> for StandEvent {
    fn from(row: EventRow) -> Self {
        Self {
            id: uuid_of(&row.id),
            stand: u32::try_from(row.stand_id).unwrap_or(0),
            text: StandEventText {
                kind: StandEventKind::of_row(&row.kind),
                note: row.note,
                happened: UnixMicros(row.happened_us),
            },
            created: Author {
                user: uuid_of(&row.created_by_user),
                name: row.created_by,
                at: UnixMicros(row.created_us),
            },
            changed: row.changed_us.map(UnixMicros).zip(row.changed_by),
        }
    }
}

impl Store {
    /// `false` when the stand has `events_max` already.
    pub async fn add_stand_event(
        &self,
        new: &NewStandEvent,
        events_max: u32,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let added = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO stand_event (organisation_id, id, stand_id, kind, note, happened_us,
                   created_us, created_by, created_by_user)
                 SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
                 WHERE (SELECT COUNT(*) FROM stand_event
                   WHERE organisation_id = $1 AND stand_id = $3) < $10",
            )
            .bind(new.organisation.0)
            .bind(new.id.as_bytes().to_vec())
            .bind(i64::from(new.stand))
            .bind(new.text.kind.as_str())
            .bind(&new.text.note)
            .bind(new.text.happened.0)
            .bind(new.author.at.0)
            .bind(&new.author.name)
            .bind(new.author.user.as_bytes().to_vec())
            .bind(i64::from(events_max))
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(added > 0)
    }

    /// What happened last comes first; after `after`, at most `limit`.
    pub async fn list_stand_events(
        &self,
        organisation: OrganisationId,
        stand: u32,
        after: Option<StandEventPosition>,
        limit: u32,
    ) -> Result<Vec<StandEvent>, StoreError> {
        let (happened, id) = after.unwrap_or((UnixMicros(i64::MAX), Uuid::max()));
        let mut reader = self.reader().await?;
        let rows: Vec<EventRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, stand_id, kind, note, happened_us, created_us, created_by,
                   created_by_user, changed_us, changed_by
                 FROM stand_event WHERE organisation_id = $1 AND stand_id = $2
                   AND (happened_us < $3 OR (happened_us = $3 AND id < $4))
                 ORDER BY happened_us DESC, id DESC LIMIT $5",
            )
            .bind(organisation.0)
            .bind(i64::from(stand))
            .bind(happened.0)
            .bind(id.as_bytes().to_vec())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(StandEvent::from).collect())
    }

    pub async fn lookup_stand_event(
        &self,
        organisation: OrganisationId,
        stand: u32,
        id: Uuid,
    ) -> Result<Option<StandEvent>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<EventRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, stand_id, kind, note, happened_us, created_us, created_by,
                   created_by_user, changed_us, changed_by
                 FROM stand_event WHERE organisation_id = $1 AND stand_id = $2 AND id = $3",
            )
            .bind(organisation.0)
            .bind(i64::from(stand))
            .bind(id.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(StandEvent::from))
    }

    /// Writes an entry again; `false` when it is gone.
    pub async fn change_stand_event(
        &self,
        organisation: OrganisationId,
        id: Uuid,
        text: &StandEventText,
        by: &Author,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE stand_event SET kind = $1, note = $2, happened_us = $3, changed_us = $4,
                   changed_by = $5
                 WHERE organisation_id = $6 AND id = $7",
            )
            .bind(text.kind.as_str())
            .bind(&text.note)
            .bind(text.happened.0)
            .bind(by.at.0)
            .bind(&by.name)
            .bind(organisation.0)
            .bind(id.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Removes an entry with its files; `false` when it was gone.
    pub async fn remove_stand_event(
        &self,
        organisation: OrganisationId,
        id: Uuid,
    ) -> Result<bool, StoreError> {
        let id = id.as_bytes().to_vec();
        let mut transaction = self.begin().await?;
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM stand_event WHERE organisation_id = $1 AND id = $2")
                .bind(organisation.0)
                .bind(&id)
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        })?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM stand_event_file WHERE organisation_id = $1 AND event_id = $2")
                .bind(organisation.0)
                .bind(&id)
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await?;
        Ok(removed > 0)
    }
}
