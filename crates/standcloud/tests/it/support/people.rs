//! People of the tests.

use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud_store::{
    AuditEvent, AuditFilter, GrantKind, NewGrant, NewTokens, OrganisationId, OrganisationSettings,
    Role, UnixMicros,
};
use uuid::Uuid;

use super::TestApp;

/// Of everybody.
pub(crate) const PASSWORD: &str = "seven brass kettles whistle";
/// Admin of the organisation "demo".
pub(crate) const ANN: &str = "ann@demo.example";
/// Member of the organisation "demo".
pub(crate) const MAX: &str = "max@demo.example";

impl TestApp {
    /// Ann, an Admin, and Max, a Member.
    pub(crate) async fn with_people(self) -> Self {
        self.add_member(ANN, Role::Admin).await;
        self.add_member(MAX, Role::Member).await;
        self
    }

    /// A person who is member of nothing.
    pub(crate) async fn add_person(&self, email: &str) -> Uuid {
        let hash = self.app.passwords.hash(PASSWORD).await.unwrap();
        let now = self.app.clock.now();
        let id = self.app.randomness.uuid(now);
        let store = &self.app.store;
        store
            .add_user(id, email, "", Some(&hash), now)
            .await
            .unwrap();
        id
    }

    /// A person in the organisation of this app.
    pub(crate) async fn add_member(&self, email: &str, role: Role) -> Uuid {
        let id = self.add_person(email).await;
        self.join(self.organisation, id, role).await;
        id
    }

    pub(crate) async fn join(&self, organisation: OrganisationId, user: Uuid, role: Role) {
        let now = self.app.clock.now();
        let store = &self.app.store;
        store
            .add_member(organisation, user, role, now)
            .await
            .unwrap();
    }

    /// The person with this address.
    pub(crate) async fn person(&self, email: &str) -> standcloud_store::User {
        self.app.store.find_user(email).await.unwrap().unwrap()
    }

    ///
    pub(crate) async fn require_second_factor_of_admins(&self) {
        let store = &self.app.store;
        let settings = store.organisation_settings(self.organisation).await;
        let settings = OrganisationSettings {
            admins_need_second_factor: true,
            ..settings.unwrap().unwrap()
        };
        let updated = store.update_organisation(self.organisation, &settings);
        updated.await.unwrap();
    }

    /// The details of what was written down under this action, sorted: the clock stands still.
    pub(crate) async fn audited(&self, action: &str) -> Vec<String> {
        let events = self.audit_events(action).await;
        let mut details: Vec<String> = events.into_iter().map(|event| event.detail).collect();
        details.sort();
        details
    }

    /// A stand that this person has connected; returns its access token.
    pub(crate) async fn add_stand(&self, user: Uuid, name: &str) -> String {
        let now = self.app.clock.now();
        let secret = SecretText::generate(SecretKind::AccessToken, &self.app.randomness);
        let (scope, audiences) = ("report:write report:read".to_owned(), "hardpy".to_owned());
        let later = UnixMicros(now.0 + 3_600_000_000);
        let grant = NewGrant {
            id: self.app.randomness.uuid(now),
            organisation: self.organisation,
            user: Some(user),
            client_id: "hardpy-report-uploader".to_owned(),
            kind: GrantKind::Device,
            name: name.to_owned(),
            scope: scope.clone(),
            audiences: audiences.clone(),
            created: now,
            created_ip: String::new(),
            user_agent: String::new(),
            absolute_expiry: later,
            idle_expiry: later,
        };
        let tokens = NewTokens {
            access_sha256: secret.sha256(),
            access_expires: later,
            scope,
            audiences,
            refresh_sha256: None,
            created: now,
        };
        let store = &self.app.store;
        store.add_grant_with_tokens(&grant, &tokens).await.unwrap();
        secret.reveal().to_owned()
    }

    /// What was written down under this action, the newest first.
    pub(crate) async fn audit_events(&self, action: &str) -> Vec<AuditEvent> {
        let filter = AuditFilter {
            action: Some(action.to_owned()),
            ..AuditFilter::default()
        };
        let store = &self.app.store;
        let events = store.list_audit_events(self.organisation, &filter, 1000);
        events.await.unwrap()
    }
}
