//! People and what they hold, for tests of accounts.

use standcloud_store::{OrganisationId, Role, Session, SessionState, UnixMicros};
use uuid::Uuid;

use super::{Database, Raw};

impl Database {
    /// A person whose id and address follow from the number.
    pub(crate) async fn add_person(&self, number: u128) -> Uuid {
        let id = Uuid::from_u128(number);
        let email = format!("p{number}@example.org");
        let added = self
            .store
            .add_user(id, &email, "", Some("$hash"), UnixMicros(1));
        added.await.unwrap();
        id
    }

    pub(crate) async fn add_member(
        &self,
        organisation: OrganisationId,
        number: u128,
        role: Role,
    ) -> Uuid {
        let id = self.add_person(number).await;
        let added = self.store.add_member(organisation, id, role, UnixMicros(2));
        assert!(added.await.unwrap());
        id
    }

    /// A session whose secret and public id follow from the number.
    pub(crate) async fn add_session(&self, user: Uuid, number: u8) -> Session {
        let session = Session {
            public_id: Uuid::from_u128(u128::from(number)),
            user,
            state: SessionState::Active,
            methods: "password".to_owned(),
            created: UnixMicros(i64::from(number)),
            authenticated: UnixMicros(i64::from(number)),
            last_seen: UnixMicros(i64::from(number)),
            ip: "192.0.2.1".to_owned(),
            user_agent: "Test é".to_owned(),
        };
        let added = self.store.replace_session(None, [number; 32], &session);
        added.await.unwrap();
        session
    }
}

/// A connected stand that lives until 100.
pub(crate) async fn add_grant(raw: &mut Raw, organisation: OrganisationId, user: u8, name: &str) {
    let id = format!("{:02x}{:02x}{user:02x}", organisation.0, name.len());
    let user = format!("{user:032x}");
    let organisation = organisation.0;
    let (grant, person) = (raw.blob(&format!("{id:0>32}")), raw.blob(&user));
    raw.execute(&format!(
        "INSERT INTO oauth_grant (id, organisation_id, user_id, client_id, kind, name, scope, audiences,
           created_us, created_ip, user_agent, absolute_expiry_us, idle_expiry_us)
         VALUES ({grant}, {organisation}, {person}, 'c', 'device', '{name}', '', '', 1, '', '', 100, 100)"
    ))
    .await;
}
