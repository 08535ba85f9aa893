//! A login in use: gives out an access token that is good for the next request.

use anyhow::anyhow;
use tokio::sync::Mutex;

use super::authorization_server::AuthorizationServer;
use super::connection::{Connection, Trouble};
use super::login::Hidden;
use super::{Login, LoginStore};
use crate::clock::Clock;

#[derive(Debug)]
pub(crate) struct SignedIn {
    connection: Connection,
    store: LoginStore,
    login: Mutex<Login>,
    clock: Clock,
}

impl SignedIn {
    /// `None` when nobody has signed in to this address.
    pub(crate) async fn find(
        connection: &Connection,
        store: &LoginStore,
        clock: Clock,
    ) -> anyhow::Result<Option<Self>> {
        let found = store.find().await?;
        Ok(found.map(|(login, _)| Self {
            connection: connection.clone(),
            store: store.clone(),
            login: Mutex::new(login),
            clock,
        }))
    }

    /// Renewed first when it lives shorter than a minute.
    pub(crate) async fn access_token(&self) -> Result<Hidden, Trouble> {
        let mut login = self.login.lock().await;
        if login.needs_renewal(self.clock.now()) {
            *login = self.renew(&login).await?;
        }
        Ok(login.access_token().clone())
    }

    pub(crate) async fn expires_at(&self) -> jiff::Timestamp {
        self.login.lock().await.expires_at()
    }

    /// One process at a time: a refresh token is good for one use, so the others wait and take what
    /// the first one has got.
    async fn renew(&self, known: &Login) -> Result<Login, Trouble> {
        let _lock = self.store.lock().await.map_err(Trouble::Final)?;
        let found = self.store.find().await.map_err(Trouble::Final)?;
        let Some((current, place)) = found else {
            return Err(Trouble::Ended(self.signed_out()));
        };
        if !current.needs_renewal(self.clock.now()) {
            return Ok(current);
        }
        match self.ask_for_new_tokens(&current).await {
            Ok(renewed) => {
                // Used without being kept, it would make the old one look stolen.
                let saved = self.store.save(&renewed, place).await;
                saved.map_err(Trouble::Final)?;
                Ok(renewed)
            }
            Err(Trouble::Away(_)) if !known.is_expired(self.clock.now()) => Ok(known.clone()),
            Err(trouble) => Err(trouble),
        }
    }

    async fn ask_for_new_tokens(&self, login: &Login) -> Result<Login, Trouble> {
        let server = AuthorizationServer::discover(&self.connection).await?;
        let answer = server.refresh(login.refresh_token()).await?;
        Ok(login.renewed(answer, self.clock.now()))
    }

    fn signed_out(&self) -> anyhow::Error {
        anyhow!(
            "you have signed out of {address}\nhint: 'standcloud login {address}' signs you in again",
            address = self.connection.address
        )
    }
}
