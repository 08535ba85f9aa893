//! Files that people attach to the entries of a maintenance log.

use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::db::{ROWS_PER_STATEMENT, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// A file that is about to be kept. The caller bounds its size.
#[derive(Debug, Clone)]
pub struct NewStandEventFile {
    pub id: Uuid,
    pub organisation: OrganisationId,
    pub event: Uuid,
    pub name: String,
    pub media_type: String,
    pub body: Vec<u8>,
    pub now: UnixMicros,
}

/// A kept file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandEventFile {
    pub id: Uuid,
    pub event: Uuid,
    pub name: String,
    pub media_type: String,
    pub size_bytes: u64,
}

/// What protects the disk.
#[derive(Debug, Clone, Copy)]
pub struct StandEventFileLimits {
    pub files_of_event_max: u32,
    pub bytes_of_organisation_max: u64,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandEventFileOutcome {
    Kept,
    EventIsGone,
    TooManyFiles,
    OrganisationIsFull,
}

#[derive(sqlx::FromRow)]
struct FileRow {
    id: Vec<u8>,
    event_id: Vec<u8>,
    name: String,
    media_type: String,
    size_bytes: i64,
}

impl From<FileRow> for StandEventFile {
    fn from(row: FileRow) -> Self {
        Self {
            id: uuid_of(&row.id),
            event: uuid_of(&row.event_id),
            name: row.name,
            media_type: row.media_type,
            size_bytes: row.size_bytes.unsigned_abs(),
        }
    }
}

impl Store {
    /// Keeps a file, if its entry is there and the limits leave room.
    pub async fn add_stand_event_file(
        &self,
        new: &NewStandEventFile,
        limits: StandEventFileLimits,
    ) -> Result<StandEventFileOutcome, StoreError> {
        let mut transaction = self.begin().await?;
        // Touching the entry makes two files that come at once wait for each other.
        let is_there = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE stand_event SET stand_id = stand_id WHERE organisation_id = $1 AND id = $2",
            )
            .bind(new.organisation.0)
            .bind(new.event.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected() > 0)
        })?;
        if !is_there {
            return Ok(StandEventFileOutcome::EventIsGone);
        }
        let (files, bytes): (i64, i64) = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "SELECT COUNT(*) FILTER (WHERE event_id = $2),
                   CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT)
                 FROM stand_event_file WHERE organisation_id = $1",
            )
            .bind(new.organisation.0)
            .bind(new.event.as_bytes().to_vec())
            .fetch_one(c)
            .await
        })?;
        if files >= i64::from(limits.files_of_event_max) {
            return Ok(StandEventFileOutcome::TooManyFiles);
        }
        let after = bytes.unsigned_abs().saturating_add(new.body.len() as u64);
        if after > limits.bytes_of_organisation_max {
            return Ok(StandEventFileOutcome::OrganisationIsFull);
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO stand_event_file (organisation_id, id, event_id, name, media_type,
                   size_bytes, body, created_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(new.organisation.0)
            .bind(new.id.as_bytes().to_vec())
            .bind(new.event.as_bytes().to_vec())
            .bind(&new.name)
            .bind(&new.media_type)
            .bind(i64::try_from(new.body.len()).unwrap_or(i64::MAX))
            .bind(&new.body)
            .bind(new.now.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await?;
        Ok(StandEventFileOutcome::Kept)
    }

    /// The files of these entries, in the order in which they came.
    pub async fn list_stand_event_files(
        &self,
        organisation: OrganisationId,
        events: &[Uuid],
    ) -> Result<Vec<StandEventFile>, StoreError> {
        let mut reader = self.reader().await?;
        let mut files = Vec::new();
        for chunk in events.chunks(ROWS_PER_STATEMENT) {
            let rows: Vec<FileRow> = on_both!(&mut reader.conn(), c => {
                let mut select = QueryBuilder::new(
                    "SELECT id, event_id, name, media_type, size_bytes FROM stand_event_file
                     WHERE organisation_id = ",
                );
                select.push_bind(organisation.0).push(" AND event_id IN (");
                let mut list = select.separated(", ");
                for event in chunk {
                    list.push_bind(event.as_bytes().to_vec());
                }
                select.push(") ORDER BY id");
                select.build_query_as().fetch_all(c).await
            })?;
            files.extend(rows.into_iter().map(StandEventFile::from));
        }
        Ok(files)
    }

    /// One file of an entry with its bytes.
    pub async fn lookup_stand_event_file(
        &self,
        organisation: OrganisationId,
        event: Uuid,
        id: Uuid,
    ) -> Result<Option<(StandEventFile, Vec<u8>)>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<(String, String, i64, Vec<u8>)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT name, media_type, size_bytes, body FROM stand_event_file
                 WHERE organisation_id = $1 AND event_id = $2 AND id = $3",
            )
            .bind(organisation.0)
            .bind(event.as_bytes().to_vec())
            .bind(id.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(|(name, media_type, size_bytes, body)| {
            let file = StandEventFile {
                id,
                event,
                name,
                media_type,
                size_bytes: size_bytes.unsigned_abs(),
            };
            (file, body)
        }))
    }

    /// `false` when it was gone.
    pub async fn remove_stand_event_file(
        &self,
        organisation: OrganisationId,
        event: Uuid,
        id: Uuid,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "DELETE FROM stand_event_file
                 WHERE organisation_id = $1 AND event_id = $2 AND id = $3",
            )
            .bind(organisation.0)
            .bind(event.as_bytes().to_vec())
            .bind(id.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(removed > 0)
    }
}
