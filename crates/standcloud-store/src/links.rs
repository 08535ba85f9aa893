//! Links that work once: to set up the first organisation, to join one, to choose a new password.
//!
//! Only the SHA-256 of a link's secret is here. What a link lets somebody do happens in the transaction
//! that uses it up, so a link is neither lost by a failure nor used by two who click at once.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::demo::refuse_demo;
use crate::ids::uuid_of;
use crate::members::{delete_sessions, insert_member};
use crate::organisations::insert_organisation_and_admin;
use crate::users::{insert_user, update_name, update_password};
use crate::{NewOrganisation, Organisation, OrganisationId, Role, Store, StoreError, UnixMicros};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Makes the first organisation and its Admin.
    Setup,
    Invitation,
    /// A new password.
    Reset,
}

impl LinkPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// A link as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// May be shown, and names it to withdraw it.
    pub public_id: Uuid,
    pub purpose: LinkPurpose,
    /// Of an invitation.
    pub organisation: Option<OrganisationId>,
    /// Whose password it changes.
    pub user: Option<Uuid>,
    /// Lower case; whom it was made for.
    pub email: String,
    /// Of an invitation.
    pub role: Role,
    pub created_by: Option<Uuid>,
    pub created: UnixMicros,
    pub expires: UnixMicros,
}

/// Somebody who accepts an invitation and has no account yet.
#[derive(Debug, Clone, Copy)]
pub struct NewPerson<'a> {
    pub id: Uuid,
    pub name: &'a str,
    pub password_hash: &'a str,
}

/// Who accepts an invitation.
#[derive(Debug, Clone, Copy)]
pub enum Invitee<'a> {
    New(NewPerson<'a>),
    Known(Uuid),
}

/// A new password for who followed a reset link.
#[derive(Debug, Clone, Copy)]
pub struct PasswordReset<'a> {
    pub password_hash: &'a str,
    /// Whether the stands and programs that the person has let in are signed out too.
    pub revoke_grants: bool,
    pub now: UnixMicros,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    public_id: Vec<u8>,
    organisation_id: i64,
    user_id: Option<Vec<u8>>,
    email: String,
    role: String,
    created_by: Option<Vec<u8>>,
    created_us: i64,
    expires_us: i64,
}

impl LinkRow {
    fn into_link(self, purpose: LinkPurpose) -> Link {
        Link {
            public_id: uuid_of(&self.public_id),
            purpose,
            organisation: (self.organisation_id != 0)
                .then_some(OrganisationId(self.organisation_id)),
            user: self.user_id.as_deref().map(uuid_of),
            email: self.email,
            role: Role::parse(&self.role),
            created_by: self.created_by.as_deref().map(uuid_of),
            created: UnixMicros(self.created_us),
            expires: UnixMicros(self.expires_us),
        }
    }
}

impl Store {
    /// Keeps a new link in the place of an unused one for the same purpose, organisation and address,
    /// so that only the newest works.
    pub async fn replace_link(&self, sha256: [u8; 32], link: &Link) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        if let Some(organisation) = link.organisation {
            refuse_demo(&mut transaction, organisation).await?;
        }
        let organisation = link.organisation.map_or(0, |organisation| organisation.0);
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "DELETE FROM one_time_link WHERE purpose = $1 AND organisation_id = $2 AND email = $3
                   AND used_us IS NULL",
            )
            .bind(link.purpose.as_str())
            .bind(organisation)
            .bind(&link.email)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO one_time_link (link_sha256, public_id, purpose, organisation_id, user_id,
                   email, role, created_by, created_us, expires_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(sha256.to_vec())
            .bind(link.public_id.as_bytes().to_vec())
            .bind(link.purpose.as_str())
            .bind(organisation)
            .bind(link.user.map(|id| id.as_bytes().to_vec()))
            .bind(&link.email)
            .bind(link.role.as_str())
            .bind(link.created_by.map(|id| id.as_bytes().to_vec()))
            .bind(link.created.0)
            .bind(link.expires.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// A link that still works, without using it.
    pub async fn find_link(
        &self,
        sha256: [u8; 32],
        purpose: LinkPurpose,
        now: UnixMicros,
    ) -> Result<Option<Link>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<LinkRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT public_id, organisation_id, user_id, email, role, created_by, created_us,
                   expires_us
                 FROM one_time_link
                 WHERE link_sha256 = $1 AND purpose = $2 AND used_us IS NULL AND expires_us > $3",
            )
            .bind(sha256.to_vec())
            .bind(purpose.as_str())
            .bind(now.0)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(|row| row.into_link(purpose)))
    }

    /// The invitations that nobody has accepted, also expired ones, by address.
    pub async fn list_invitations(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Link>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<LinkRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT public_id, organisation_id, user_id, email, role, created_by, created_us,
                   expires_us
                 FROM one_time_link
                 WHERE organisation_id = $1 AND purpose = 'invitation' AND used_us IS NULL
                 ORDER BY email",
            )
            .bind(organisation.0)
            .fetch_all(c)
            .await
        })?;
        let links = rows.into_iter();
        Ok(links
            .map(|row| row.into_link(LinkPurpose::Invitation))
            .collect())
    }

    /// Takes an invitation back; `None` when there is none or somebody has accepted it.
    pub async fn withdraw_invitation(
        &self,
        organisation: OrganisationId,
        public_id: Uuid,
    ) -> Result<Option<Link>, StoreError> {
        let mut transaction = self.begin().await?;
        let row: Option<LinkRow> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "DELETE FROM one_time_link
                 WHERE organisation_id = $1 AND public_id = $2 AND purpose = 'invitation'
                   AND used_us IS NULL
                 RETURNING public_id, organisation_id, user_id, email, role, created_by, created_us,
                   expires_us",
            )
            .bind(organisation.0)
            .bind(public_id.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(row.map(|row| row.into_link(LinkPurpose::Invitation)))
    }

    /// Makes the first organisation with the link for that. `None` when the link does not work
    /// or there is an organisation already.
    pub async fn set_up(
        &self,
        sha256: [u8; 32],
        admin_name: &str,
        new: &NewOrganisation<'_>,
    ) -> Result<Option<(Organisation, Uuid)>, StoreError> {
        let mut transaction = self.begin().await?;
        let link = use_link(&mut transaction, sha256, LinkPurpose::Setup, new.now).await?;
        if link.is_none() || has_organisations(&mut transaction).await? {
            return Ok(None);
        }
        let (organisation, admin) = insert_organisation_and_admin(&mut transaction, new).await?;
        update_name(&mut transaction, admin, admin_name).await?;
        update_password(&mut transaction, admin, new.admin_password_hash).await?;
        transaction.commit().await?;
        Ok(Some((organisation, admin)))
    }

    /// Makes the invited a member. `None` when the invitation does not work any more. A known
    /// person must have the invited address; the caller sees to that.
    ///
    /// Errors: `Exists` when somebody has meanwhile made an account with the address.
    pub async fn accept_invitation(
        &self,
        sha256: [u8; 32],
        invitee: Invitee<'_>,
        now: UnixMicros,
    ) -> Result<Option<Link>, StoreError> {
        let mut transaction = self.begin().await?;
        let spent = use_link(&mut transaction, sha256, LinkPurpose::Invitation, now).await?;
        let Some((link, organisation)) = spent.and_then(|link| {
            let organisation = link.organisation?;
            Some((link, organisation))
        }) else {
            return Ok(None);
        };
        let user = match invitee {
            Invitee::Known(user) => user,
            Invitee::New(person) => {
                let hash = Some(person.password_hash);
                insert_user(
                    &mut transaction,
                    person.id,
                    &link.email,
                    person.name,
                    hash,
                    now,
                )
                .await?;
                person.id
            }
        };
        insert_member(&mut transaction, organisation, user, link.role, now).await?;
        transaction.commit().await?;
        Ok(Some(link))
    }

    /// Sets the new password and ends all sessions. `None` when the link does not work.
    pub async fn reset_password(
        &self,
        sha256: [u8; 32],
        reset: &PasswordReset<'_>,
    ) -> Result<Option<Uuid>, StoreError> {
        let mut transaction = self.begin().await?;
        let spent = use_link(&mut transaction, sha256, LinkPurpose::Reset, reset.now).await?;
        let Some(user) = spent.and_then(|link| link.user) else {
            return Ok(None);
        };
        update_password(&mut transaction, user, reset.password_hash).await?;
        delete_sessions(&mut transaction, user).await?;
        if reset.revoke_grants {
            revoke_all_grants(&mut transaction, user, "password reset", reset.now).await?;
        }
        transaction.commit().await?;
        Ok(Some(user))
    }
}

/// The one step that may happen once.
async fn use_link(
    transaction: &mut Transaction,
    sha256: [u8; 32],
    purpose: LinkPurpose,
    now: UnixMicros,
) -> Result<Option<Link>, StoreError> {
    let row: Option<LinkRow> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_as(
            "UPDATE one_time_link SET used_us = $1
             WHERE link_sha256 = $2 AND purpose = $3 AND used_us IS NULL AND expires_us > $1
             RETURNING public_id, organisation_id, user_id, email, role, created_by, created_us,
               expires_us",
        )
        .bind(now.0)
        .bind(sha256.to_vec())
        .bind(purpose.as_str())
        .fetch_optional(c)
        .await
    })?;
    Ok(row.map(|row| row.into_link(purpose)))
}

async fn has_organisations(transaction: &mut Transaction) -> Result<bool, StoreError> {
    let count: i64 = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar("SELECT COUNT(*) FROM organisation WHERE is_demo = 0").fetch_one(c).await
    })?;
    Ok(count > 0)
}

/// ends what stands and programs hold in the name of a person, everywhere.
pub(crate) async fn revoke_all_grants(
    transaction: &mut Transaction,
    user: Uuid,
    reason: &str,
    now: UnixMicros,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_grant SET revoked_us = $1, revoked_reason = $2
             WHERE user_id = $3 AND revoked_us IS NULL",
        )
        .bind(now.0)
        .bind(reason)
        .bind(user.as_bytes().to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
