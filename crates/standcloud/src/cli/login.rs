//! `standcloud login`

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use reqwest::{Response, StatusCode};
use serde_json::Value;

use super::client::{
    AuthorizationServer, Connection, DeviceAuthorization, HardpySettings, Login, LoginStore,
    LoginStoreOptions, ServerAddress, SignedIn, Trouble, TrustOptions, printable, qr_code_lines,
    wait_for_approval,
};
use super::output::{data, say};
use super::remote::refusal;
use crate::clock::Clock;

/// What a shell expects of a program that was stopped by Ctrl-C.
const STOPPED: u8 = 130;

/// Sign in to a server
///
/// Prints a link, its code and a QR code. Open the link on any computer or phone, compare the code and
/// accept; the command ends by itself. 'standcloud upload' and 'standcloud runs' then work without an
/// API key, until 'standcloud logout'.
///
/// Examples:
///
///   standcloud login standcloud.example:8443
///   standcloud login --check                    (the address comes from hardpy.toml)
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct LoginOptions {
    #[command(flatten)]
    server: ServerOptions,
    /// Only tell whether the login works; exit code 1 if not
    #[arg(long)]
    check: bool,
    /// Do not draw the QR code
    #[arg(long)]
    no_qr: bool,
}

/// Which server, and where its login is kept.
#[derive(Debug, Args)]
pub(super) struct ServerOptions {
    /// Address of the server, such as standcloud.example:8443
    /// [default: the `address` of the hardpy.toml in this folder or above it]
    #[arg(value_name = "ADDR", env = "STANDCLOUD_ADDRESS")]
    address: Option<String>,
    #[command(flatten)]
    trust: TrustOptions,
    #[command(flatten)]
    store: LoginStoreOptions,
}

impl ServerOptions {
    pub(super) fn open(&self) -> anyhow::Result<(Connection, LoginStore)> {
        let typed = self.address.as_deref();
        let address = match typed {
            Some(typed) => ServerAddress::parse(typed)?,
            None => HardpySettings::read(None)?.address_or(None)?.context(
                "which server?\nhint: 'standcloud login ADDR', or run this where hardpy.toml has \
                 [stand_cloud] address",
            )?,
        };
        let store = LoginStore::new(&address, &self.store)?;
        Ok((Connection::new(address, &self.trust)?, store))
    }
}

pub(super) async fn run(options: LoginOptions) -> anyhow::Result<ExitCode> {
    let (connection, store) = options.server.open()?;
    let address = &connection.address;
    if !address.is_protected() {
        bail!(
            "{address} is not encrypted, so anybody on the way could take your login\n\
             hint: leave http:// out; a StandCloud server speaks https"
        );
    }
    let signed_in = SignedIn::find(&connection, &store, Clock::System).await?;
    if options.check {
        let Some(signed_in) = signed_in else {
            bail!(
                "you are not signed in to {address}\n\
                 hint: 'standcloud login {address}' signs you in{}",
                store.keyring_hint().await
            );
        };
        check(&connection, &signed_in).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(signed_in) = signed_in else {
        return sign_in(&connection, &store, !options.no_qr).await;
    };
    match check(&connection, &signed_in).await {
        Ok(()) => {
            say(format!(
                "To sign in as somebody else: 'standcloud logout {address}' first."
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(Trouble::Ended(_)) => sign_in(&connection, &store, !options.no_qr).await,
        Err(trouble) => Err(trouble.into()),
    }
}

/// Asks the server with the login, as an upload does, and tells what it says.
async fn check(connection: &Connection, signed_in: &SignedIn) -> Result<(), Trouble> {
    let token = signed_in.access_token().await?;
    let response = connection.check_health(token.reveal()).await?;
    let address = &connection.address;
    if response.status() == StatusCode::UNAUTHORIZED {
        return Err(Trouble::Ended(anyhow!(
            "your login to {address} has ended, or was revoked\n\
             hint: 'standcloud login {address}' signs you in again"
        )));
    }
    if !response.status().is_success() {
        return Err(Trouble::Away(anyhow!(refusal(response).await)));
    }
    let mut lines = vec![format!("Signed in to {address}.")];
    lines.extend(who(connection, token.reveal()).await);
    let expires_at = signed_in.expires_at().await;
    lines.push(format!("valid until: {expires_at}, then renewed by itself"));
    let mut lines = lines.into_iter();
    lines.try_for_each(data).map_err(Trouble::Final)
}

/// What the server says about the login; a server that does not say it is not in the way.
async fn who(connection: &Connection, token: &str) -> Vec<String> {
    let url = connection.url("/integration/api/v1/credential");
    let sent = connection.client.get(url).bearer_auth(token).send().await;
    let Ok(response) = sent.and_then(Response::error_for_status) else {
        return Vec::new();
    };
    let said: Value = response.json().await.unwrap_or_default();
    let line = |label: &str, member: &str| {
        let text = said.get(member)?.as_str()?;
        Some(format!("{label}: {}", printable(text)))
    };
    let lines = [
        line("as", "principal"),
        line("organisation", "organisation_name"),
    ];
    lines.into_iter().flatten().collect()
}

async fn sign_in(
    connection: &Connection,
    store: &LoginStore,
    draws_qr_code: bool,
) -> anyhow::Result<ExitCode> {
    store.check_file()?;
    let server = AuthorizationServer::discover(connection).await?;
    let device = server.begin_device_login().await?;
    show(&connection.address, &device, draws_qr_code)?;
    let answer = tokio::select! {
        answer = wait_for_approval(&server, &device) => answer?,
        _ = tokio::signal::ctrl_c() => return Ok(ExitCode::from(STOPPED)),
    };
    let login = Login::new(&connection.address, answer, Clock::System.now()).context(
        "the server gave no refresh token, so the login would end within the hour\n\
         hint: its administrator may have switched that off for this program",
    )?;
    keep(&server, store, &login).await?;
    say(format!("Signed in to {}.", connection.address));
    Ok(ExitCode::SUCCESS)
}

/// The link and its code on stdout, one a line, for a program that passes them on.
fn show(
    address: &ServerAddress,
    device: &DeviceAuthorization,
    draws_qr_code: bool,
) -> anyhow::Result<()> {
    let link = device.verification_uri_complete.as_ref();
    let link = printable(link.unwrap_or(&device.verification_uri));
    say(format!(
        "To sign in to {address}, open this page on any computer or phone:"
    ));
    data(&link)?;
    if draws_qr_code {
        draw(&link)?;
    }
    say("Compare its code with this one, and accept:");
    data(printable(&device.user_code))?;
    let minutes = device.expires_in.div_ceil(60);
    say(format!("Waiting for at most {minutes} min; Ctrl-C stops."));
    Ok(())
}

/// Where it cannot be read it is left out.
fn draw(link: &str) -> anyhow::Result<()> {
    if !std::io::stdout().is_terminal() || std::env::var_os("TERM").is_some_and(|t| t == "dumb") {
        return Ok(());
    }
    let Some((width, _)) = terminal_size::terminal_size_of(std::io::stdout()) else {
        return Ok(());
    };
    let lines = qr_code_lines(link, usize::from(width.0)).unwrap_or_default();
    lines.into_iter().try_for_each(data)
}

/// A login that cannot be kept would stay open at the server with nobody to end it.
async fn keep(
    server: &AuthorizationServer,
    store: &LoginStore,
    login: &Login,
) -> anyhow::Result<()> {
    let added = async {
        let _lock = store.lock().await?;
        store.add(login).await
    };
    match added.await {
        Ok(place) => {
            say(format!("The login is kept in {}.", store.describe(place)));
            Ok(())
        }
        Err(error) => {
            // What went wrong first is what the person has to know.
            let _ = server.revoke(login.refresh_token()).await;
            Err(error)
        }
    }
}
