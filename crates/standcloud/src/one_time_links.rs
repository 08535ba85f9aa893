//! Making links that work once, for pages and for the command line.

use standcloud_store::{
    Link, LinkPurpose, OrganisationId, Role, Store, StoreError, UnixMicros, User,
};
use uuid::Uuid;

use crate::auth::secret_text::{SecretKind, SecretText};
use crate::clock::Randomness;

pub const SETUP_HOURS: i64 = 24;
pub const INVITATION_DAYS: i64 = 7;
pub const RESET_MINUTES: i64 = 30;

const MICROS_PER_MINUTE: i64 = 60_000_000;
const MICROS_PER_HOUR: i64 = 60 * MICROS_PER_MINUTE;

/// Where links are kept, and when and of what they are made.
#[derive(Debug, Clone, Copy)]
pub struct LinkMaker<'a> {
    pub store: &'a Store,
    pub randomness: &'a Randomness,
    pub now: UnixMicros,
}

/// Whom to invite, to what and as what.
#[derive(Debug, Clone, Copy)]
pub struct Invited<'a> {
    pub organisation: OrganisationId,
    /// Lower case.
    pub email: &'a str,
    pub role: Role,
    pub by: Option<Uuid>,
}

impl LinkMaker<'_> {
    /// For the first organisation and its Admin; the one made before stops working.
    pub async fn setup(&self) -> Result<SecretText, StoreError> {
        let link = self.link(LinkPurpose::Setup, SETUP_HOURS * MICROS_PER_HOUR);
        self.keep(&link).await
    }

    /// In the place of one that the same person may have for the same organisation.
    pub async fn invitation(&self, invited: &Invited<'_>) -> Result<SecretText, StoreError> {
        let life_us = INVITATION_DAYS * 24 * MICROS_PER_HOUR;
        let link = Link {
            organisation: Some(invited.organisation),
            email: invited.email.to_owned(),
            role: invited.role,
            created_by: invited.by,
            ..self.link(LinkPurpose::Invitation, life_us)
        };
        self.keep(&link).await
    }

    /// In the place of one that the person may have.
    pub async fn reset(&self, user: &User, by: Option<Uuid>) -> Result<SecretText, StoreError> {
        let link = Link {
            user: Some(user.id),
            email: user.email.clone(),
            created_by: by,
            ..self.link(LinkPurpose::Reset, RESET_MINUTES * MICROS_PER_MINUTE)
        };
        self.keep(&link).await
    }

    fn link(&self, purpose: LinkPurpose, life_us: i64) -> Link {
        Link {
            public_id: self.randomness.uuid(self.now),
            purpose,
            organisation: None,
            user: None,
            email: String::new(),
            role: Role::Member,
            created_by: None,
            created: self.now,
            expires: UnixMicros(self.now.0 + life_us),
        }
    }

    async fn keep(&self, link: &Link) -> Result<SecretText, StoreError> {
        let secret = SecretText::generate(SecretKind::Link, self.randomness);
        self.store.replace_link(secret.sha256(), link).await?;
        Ok(secret)
    }
}

/// What a person opens. `origin` is `https://host:port`.
pub fn address(origin: &str, purpose: LinkPurpose, secret: &SecretText) -> String {
    format!("{origin}{}?token={}", path(purpose), secret.reveal())
}

/// The page that takes such links.
pub fn path(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::Setup => "/auth/setup",
        LinkPurpose::Invitation => "/auth/invitation",
        LinkPurpose::Reset => "/auth/reset",
    }
}
