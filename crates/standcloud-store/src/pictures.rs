//! Pictures of an organisation and of its stands, at most one each.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use crate::db::{ROWS_PER_STATEMENT, on_both};
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureSubject {
    Organisation,
    Stand(u32),
}

impl PictureSubject {
    fn key(self) -> (&'static str, i64) {
        match self {
            Self::Organisation => ("organisation", 0),
            Self::Stand(id) => ("stand", i64::from(id)),
        }
    }
}

/// A picture as it was sent. The caller has checked what it is, and that it is not too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub media_type: String,
    pub body: Vec<u8>,
    pub changed: UnixMicros,
    /// What the person is called.
    pub changed_by: String,
}

#[derive(sqlx::FromRow)]
struct PictureRow {
    media_type: String,
    body: Vec<u8>,
    changed_us: i64,
    changed_by: String,
}

impl Store {
    /// Takes the place of the picture before it.
    pub async fn put_picture(
        &self,
        organisation: OrganisationId,
        subject: PictureSubject,
        picture: &Picture,
    ) -> Result<(), StoreError> {
        let (kind, id) = subject.key();
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO picture
                   (organisation_id, subject, subject_id, media_type, body, changed_us, changed_by)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (organisation_id, subject, subject_id) DO UPDATE SET
                   media_type = excluded.media_type, body = excluded.body,
                   changed_us = excluded.changed_us, changed_by = excluded.changed_by",
            )
            .bind(organisation.0)
            .bind(kind)
            .bind(id)
            .bind(&picture.media_type)
            .bind(&picture.body)
            .bind(picture.changed.0)
            .bind(&picture.changed_by)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    pub async fn lookup_picture(
        &self,
        organisation: OrganisationId,
        subject: PictureSubject,
    ) -> Result<Option<Picture>, StoreError> {
        let (kind, id) = subject.key();
        let mut reader = self.reader().await?;
        let row: Option<PictureRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT media_type, body, changed_us, changed_by FROM picture
                 WHERE organisation_id = $1 AND subject = $2 AND subject_id = $3",
            )
            .bind(organisation.0)
            .bind(kind)
            .bind(id)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(|row| Picture {
            media_type: row.media_type,
            body: row.body,
            changed: UnixMicros(row.changed_us),
            changed_by: row.changed_by,
        }))
    }

    /// `false` when there was none.
    pub async fn remove_picture(
        &self,
        organisation: OrganisationId,
        subject: PictureSubject,
    ) -> Result<bool, StoreError> {
        let (kind, id) = subject.key();
        let mut transaction = self.begin().await?;
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "DELETE FROM picture
                 WHERE organisation_id = $1 AND subject = $2 AND subject_id = $3",
            )
            .bind(organisation.0)
            .bind(kind)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(removed > 0)
    }

    /// When the pictures of these organisations themselves were last changed.
    pub async fn list_organisation_pictures(
        &self,
        organisations: &[OrganisationId],
    ) -> Result<HashMap<OrganisationId, UnixMicros>, StoreError> {
        let mut reader = self.reader().await?;
        let mut times = HashMap::new();
        for chunk in organisations.chunks(ROWS_PER_STATEMENT) {
            let rows: Vec<(i64, i64)> = on_both!(&mut reader.conn(), c => {
                let mut select = QueryBuilder::new(
                    "SELECT organisation_id, changed_us FROM picture
                     WHERE subject = 'organisation' AND organisation_id IN (",
                );
                let mut list = select.separated(", ");
                for organisation in chunk {
                    list.push_bind(organisation.0);
                }
                select.push(")");
                select.build_query_as().fetch_all(c).await
            })?;
            let rows = rows.into_iter();
            times.extend(rows.map(|(id, at)| (OrganisationId(id), UnixMicros(at))));
        }
        Ok(times)
    }

    /// When each picture was last changed, which tells its versions apart.
    pub async fn list_picture_times(
        &self,
        organisation: OrganisationId,
    ) -> Result<HashMap<PictureSubject, UnixMicros>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<(String, i64, i64)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT subject, subject_id, changed_us FROM picture WHERE organisation_id = $1",
            )
            .bind(organisation.0)
            .fetch_all(c)
            .await
        })?;
        let times = rows.into_iter().filter_map(|(subject, id, changed_us)| {
            let subject = match subject.as_str() {
                "organisation" => PictureSubject::Organisation,
                _ => PictureSubject::Stand(u32::try_from(id).ok()?),
            };
            Some((subject, UnixMicros(changed_us)))
        });
        Ok(times.collect())
    }
}
