//! `standcloud logout`

use std::process::ExitCode;

use clap::Args;

use super::client::{AuthorizationServer, Connection, Login, Trouble};
use super::login::ServerOptions;
use super::output::say;

/// Sign out of a server
///
/// The server ends the login and this computer forgets it, also when the server is away.
///
/// Example:
///
///   standcloud logout standcloud.example:8443
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct LogoutOptions {
    #[command(flatten)]
    server: ServerOptions,
}

pub(super) async fn run(options: LogoutOptions) -> anyhow::Result<ExitCode> {
    let (connection, store) = options.server.open()?;
    let removed = {
        let _lock = store.lock().await?;
        store.remove().await?
    };
    let address = &connection.address;
    if removed.is_empty() {
        say(format!(
            "You were not signed in to {address}.{}",
            store.keyring_hint().await
        ));
        return Ok(ExitCode::SUCCESS);
    }
    match revoke(&connection, &removed).await {
        Ok(()) => say(format!("Signed out of {address}.")),
        Err(trouble) => {
            let error = anyhow::Error::from(trouble);
            let reason = error.to_string();
            let reason = reason.lines().next().unwrap_or_default();
            say(format!(
                "The login is forgotten here, but the server could not be told: {reason}\n\
                 It ends there when it is not used for some weeks. To end it now, revoke it in the \
                 list of connected stands."
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn revoke(connection: &Connection, logins: &[Login]) -> Result<(), Trouble> {
    let server = AuthorizationServer::discover(connection).await?;
    for login in logins {
        server.revoke(login.refresh_token()).await?;
    }
    Ok(())
}
