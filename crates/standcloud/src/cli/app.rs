//! `standcloud app`

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use standcloud_store::{OAuthClient, Organisation, Store, UnixMicros};

use super::OrganisationOptions;
use super::output::{data, say, table};
use crate::api::text::rfc3339;
use crate::audit::note_by_command_line;
use crate::auth::Scope;
use crate::auth::secret_text::{SecretKind, SecretText};
use crate::clock::{Clock, Randomness};
use crate::oauth::registration::{Draft, ProgramGrant, ProgramKind, Registration};

const ADD_HELP: &str = r#"Register a program; prints its id and its secret, the secret never again

How does the program get its tokens?

  client-credentials   It speaks for itself: a script, a dashboard, an ERP connector.
  device               A person approves it elsewhere: a program without a browser.
  code                 A person's browser comes back to it: a web or desktop application.

Examples:

  standcloud app add --name "Power BI" --grant client-credentials --scope report:read
  standcloud app add --name Dashboard --grant code --redirect https://dash.example/back
  standcloud app add --name Station --grant device --scope report:write --public"#;

const REDIRECT_HELP: &str = "Where the browser comes back to, for the code flow: https://…, or \
    http://127.0.0.1/… for a program on people's machines (with any port); may be given several times";

#[derive(Debug, Subcommand)]
pub(super) enum AppCommand {
    /// Register a program; prints its id and its secret, the secret never again
    #[command(long_about = ADD_HELP)]
    Add(AddOptions),
    /// List the programs with what they may do
    List(ListOptions),
    /// Let a program do nothing any more; what people allowed it ends at once
    Disable(NameOptions),
    /// Let a disabled program ask again
    Enable(NameOptions),
    /// Replace the secret of a program; prints the new one, the old one ends at once
    Secret(NameOptions),
    /// Forget a program; what people allowed it ends at once
    Remove(NameOptions),
}

#[derive(Debug, Args)]
pub(super) struct AddOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// What people call it; they read it when they are asked whether it may
    #[arg(long)]
    name: String,
    /// How it gets its tokens: device, code or client-credentials
    #[arg(long, value_delimiter = ',', value_name = "GRANTS", required = true)]
    grant: Vec<ProgramGrant>,
    /// What it may do: report:read, report:write
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "SCOPES",
        default_value = "report:read"
    )]
    scope: Vec<Scope>,
    #[arg(long, value_name = "URL", help = REDIRECT_HELP)]
    redirect: Vec<String>,
    /// The program runs on people's machines and cannot keep a secret
    #[arg(long)]
    public: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ListOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Print one JSON object per line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct NameOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Name or id of the program
    #[arg(long)]
    name: String,
}

pub(super) async fn run(command: AppCommand) -> anyhow::Result<ExitCode> {
    match command {
        AppCommand::Add(options) => add(options).await,
        AppCommand::List(options) => list(options).await,
        AppCommand::Disable(options) => disable(options).await,
        AppCommand::Enable(options) => enable(options).await,
        AppCommand::Secret(options) => secret(options).await,
        AppCommand::Remove(options) => remove(options).await,
    }
}

async fn add(options: AddOptions) -> anyhow::Result<ExitCode> {
    let registration = Registration::check(&Draft {
        name: options.name,
        kind: if options.public {
            ProgramKind::Public
        } else {
            ProgramKind::Confidential
        },
        grants: options.grant,
        scopes: options.scope,
        redirect_uris: options.redirect,
    })?;
    let (store, organisation) = options.organisation.open().await?;
    let existing = store.list_oauth_clients(organisation.id).await?;
    if existing
        .iter()
        .any(|client| client.name == registration.name())
    {
        bail!(
            "there is a program {:?} already\n\
             hint: 'app secret' makes a new secret for it, 'app remove' forgets it, or choose \
             another name",
            registration.name()
        );
    }
    let randomness = Randomness::from_system();
    let now = Clock::System.now();
    let (new, secret) = registration.issue(organisation.id, None, now, &randomness);
    store.add_oauth_client(&new).await?;
    write_note(
        &store,
        &organisation,
        "client.add",
        (&new.client_id, &new.name),
    )
    .await;
    print_credentials(&new.client_id, secret.as_ref(), options.json)?;
    say(format!(
        "{:?} is registered in {} and may {}.{}",
        new.name,
        organisation.slug,
        new.scopes
            .replace("offline_access ", "")
            .replace(' ', " and "),
        if secret.is_some() {
            " Its secret is not shown again."
        } else {
            " It is a public program and has no secret."
        }
    ));
    Ok(ExitCode::SUCCESS)
}

fn print_credentials(
    client_id: &str,
    secret: Option<&SecretText>,
    as_json: bool,
) -> anyhow::Result<()> {
    let secret = secret.map(SecretText::reveal);
    if as_json {
        let object = serde_json::json!({"client_id": client_id, "client_secret": secret});
        return data(object.to_string());
    }
    data(format!("client_id={client_id}"))?;
    match secret {
        Some(secret) => data(format!("client_secret={secret}")),
        None => Ok(()),
    }
}

async fn list(options: ListOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let clients = store.list_oauth_clients(organisation.id).await?;
    if options.json {
        for client in &clients {
            data(json_of(client).to_string())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if clients.is_empty() {
        say("There are no programs yet: 'standcloud app add --help' shows how to register one.");
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<_> = clients.iter().map(row_of).collect();
    table(
        &[
            "NAME",
            "ID",
            "STATE",
            "KIND",
            "GRANTS",
            "SCOPES",
            "LAST USED",
        ],
        &rows,
    )?;
    Ok(ExitCode::SUCCESS)
}

fn row_of(client: &OAuthClient) -> Vec<String> {
    vec![
        client.name.clone(),
        client.client_id.clone(),
        state_of(client).to_owned(),
        kind_of(client).to_owned(),
        grants_of(client).join(" "),
        rights_of(client).join(" "),
        client
            .last_used
            .and_then(rfc3339)
            .unwrap_or_else(|| "-".to_owned()),
    ]
}

fn json_of(client: &OAuthClient) -> serde_json::Value {
    let redirect_uris = client
        .redirect_uris
        .split(' ')
        .filter(|uri| !uri.is_empty());
    serde_json::json!({
        "name": client.name,
        "client_id": client.client_id,
        "state": state_of(client),
        "kind": kind_of(client),
        "grants": grants_of(client),
        "scopes": rights_of(client),
        "redirect_uris": redirect_uris.collect::<Vec<_>>(),
        "created": rfc3339(client.created),
        "disabled": client.disabled.and_then(rfc3339),
        "last_used": client.last_used.and_then(rfc3339),
    })
}

fn state_of(client: &OAuthClient) -> &'static str {
    if client.disabled.is_some() {
        "disabled"
    } else {
        "active"
    }
}

fn kind_of(client: &OAuthClient) -> &'static str {
    if client.secret_sha256.is_some() {
        "confidential"
    } else {
        "public"
    }
}

fn grants_of(client: &OAuthClient) -> Vec<&'static str> {
    let grants = ProgramGrant::parse_stored(&client.grant_types);
    grants.into_iter().map(ProgramGrant::as_str).collect()
}

/// Without `offline_access`, which follows from the grants.
fn rights_of(client: &OAuthClient) -> Vec<&str> {
    let scopes = client.scopes.split(' ');
    scopes.filter(|scope| *scope != "offline_access").collect()
}

async fn disable(options: NameOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let client = find(&store, &organisation, &options.name).await?;
    let id = &client.client_id;
    if !store
        .disable_oauth_client(organisation.id, id, now())
        .await?
    {
        bail!("{:?} is disabled already", client.name);
    }
    write_note(&store, &organisation, "client.disable", (id, &client.name)).await;
    say(format!(
        "{:?} is disabled. A running server refuses it and its tokens within 5 seconds.",
        client.name
    ));
    Ok(ExitCode::SUCCESS)
}

async fn enable(options: NameOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let client = find(&store, &organisation, &options.name).await?;
    let id = &client.client_id;
    if !store.enable_oauth_client(organisation.id, id).await? {
        bail!("{:?} is not disabled", client.name);
    }
    write_note(&store, &organisation, "client.enable", (id, &client.name)).await;
    say(format!(
        "{:?} may ask again. What people had allowed it before stays ended.",
        client.name
    ));
    Ok(ExitCode::SUCCESS)
}

async fn secret(options: NameOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let client = find(&store, &organisation, &options.name).await?;
    let id = &client.client_id;
    let secret = SecretText::generate(SecretKind::ClientSecret, &Randomness::from_system());
    if !store
        .replace_oauth_client_secret(organisation.id, id, secret.sha256())
        .await?
    {
        bail!(
            "{:?} is a public program: it has no secret\n\
             hint: register it again without --public if it runs on a server",
            client.name
        );
    }
    write_note(&store, &organisation, "client.secret", (id, &client.name)).await;
    print_credentials(id, Some(&secret), false)?;
    say("The old secret is refused from now on. The new one is not shown again.");
    Ok(ExitCode::SUCCESS)
}

async fn remove(options: NameOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let client = find(&store, &organisation, &options.name).await?;
    let id = &client.client_id;
    store
        .remove_oauth_client(organisation.id, id, now())
        .await?;
    write_note(&store, &organisation, "client.remove", (id, &client.name)).await;
    say(format!(
        "{:?} is forgotten. A running server refuses it and its tokens within 5 seconds.",
        client.name
    ));
    Ok(ExitCode::SUCCESS)
}

async fn find(
    store: &Store,
    organisation: &Organisation,
    name: &str,
) -> anyhow::Result<OAuthClient> {
    let clients = store.list_oauth_clients(organisation.id).await?;
    let is_meant = |client: &OAuthClient| client.client_id == name || client.name == name;
    clients
        .into_iter()
        .find(is_meant)
        .with_context(|| format!("there is no program {name:?}\nhint: 'app list' shows them"))
}

fn now() -> UnixMicros {
    Clock::System.now()
}

async fn write_note(
    store: &Store,
    organisation: &Organisation,
    action: &str,
    (client_id, name): (&str, &str),
) {
    note_by_command_line(action)
        .organisation(organisation.id)
        .client(client_id)
        .subject(name)
        .write_to(store)
        .await;
}
