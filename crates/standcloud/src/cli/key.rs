//! `standcloud key`

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use ipnet::IpNet;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use standcloud_store::{ApiKey, OrganisationId, Store, UnixMicros};

use super::OrganisationOptions;
use super::output::{data, say, table};
use crate::api::text::rfc3339;
use crate::audit;
use crate::auth::Scope;
use crate::auth::key_format::ApiKeyText;
use crate::auth::key_making::{MICROS_PER_DAY, NAME_LENGTH_MAX, WantedKey, successor_of};
use crate::auth::key_state::{KeyState, key_notice};
use crate::clock::{Clock, Randomness};

#[derive(Debug, Subcommand)]
pub(super) enum KeyCommand {
    /// Make a key; prints it alone on stdout, and never again
    Add(AddOptions),
    /// List the keys with their last use
    List(ListOptions),
    /// Replace a key by a new one, which is printed; the old one stays valid for a while
    Rotate(RotateOptions),
    /// End a key at once
    Revoke(RevokeOptions),
}

#[derive(Debug, Args)]
pub(super) struct AddOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// What the key is for, such as the stand's name
    #[arg(long)]
    name: String,
    /// What the key may do
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "SCOPES",
        default_value = "report:write"
    )]
    scope: Vec<Scope>,
    /// When it ends: a number of days (90d), a date (2027-01-31) or 'never'
    #[arg(long, value_name = "WHEN", default_value = "365d")]
    expires: String,
    /// Addresses it may be used from, such as 10.0.0.0/8 [default: all]
    #[arg(long, value_delimiter = ',', value_name = "NETWORKS")]
    networks: Vec<IpNet>,
}

#[derive(Debug, Args)]
pub(super) struct ListOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// One JSON object per key
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RotateOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Name or id of the key
    #[arg(long)]
    name: String,
    /// How many days the old key stays valid
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    overlap_days: u16,
    /// When the new key ends
    #[arg(long, value_name = "WHEN", default_value = "365d")]
    expires: String,
}

#[derive(Debug, Args)]
pub(super) struct RevokeOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Name or id of the key
    #[arg(long)]
    name: String,
}

pub(super) async fn run(command: KeyCommand) -> anyhow::Result<ExitCode> {
    match command {
        KeyCommand::Add(options) => add(options).await,
        KeyCommand::List(options) => list(options).await,
        KeyCommand::Rotate(options) => rotate(options).await,
        KeyCommand::Revoke(options) => revoke(options).await,
    }
}

async fn add(options: AddOptions) -> anyhow::Result<ExitCode> {
    let now = Clock::System.now();
    let expires = parse_expiry(&options.expires, now)?;
    let (store, organisation) = options.organisation.open().await?;
    let name = options.name.trim();
    if name.is_empty() || name.len() > NAME_LENGTH_MAX {
        bail!("the name must have 1 to 200 characters");
    }
    let is_active = |key: &ApiKey| key.name == name && KeyState::of(key, now) == KeyState::Active;
    if store
        .list_api_keys(organisation.id)
        .await?
        .iter()
        .any(is_active)
    {
        bail!(
            "there is an active key {name:?} already\n\
             hint: 'key rotate' replaces it, 'key revoke' ends it, or choose another name"
        );
    }
    let text = ApiKeyText::generate(&Randomness::from_system());
    let wanted = WantedKey {
        organisation: organisation.id,
        name,
        owner: None,
        scopes: &options.scope,
        networks: &options.networks,
        expires,
    };
    let new = wanted.to_store(&text, now);
    store.add_api_key(&new).await?;
    note(&store, "key.create", organisation.id, name, &new.public_id).await;
    data(text.reveal())?;
    say(format!(
        "Key {name:?} for {} may {}; it {}. It is not shown again.",
        organisation.slug,
        new.scopes.replace(' ', " and "),
        expires
            .and_then(rfc3339)
            .map_or("never ends".to_owned(), |at| format!("ends on {at}"))
    ));
    Ok(ExitCode::SUCCESS)
}

async fn list(options: ListOptions) -> anyhow::Result<ExitCode> {
    let now = Clock::System.now();
    let (store, organisation) = options.organisation.open().await?;
    let keys = store.list_api_keys(organisation.id).await?;
    if options.json {
        for key in &keys {
            data(json_of(key, now).to_string())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if keys.is_empty() {
        say("There are no keys yet: 'standcloud key add --name NAME' makes one.");
        return Ok(ExitCode::SUCCESS);
    }
    let instant = |at: Option<UnixMicros>| at.and_then(rfc3339).unwrap_or_else(|| "-".to_owned());
    let rows: Vec<_> = keys
        .iter()
        .map(|key| {
            vec![
                key.name.clone(),
                key.public_id.clone(),
                KeyState::of(key, now).as_str().to_owned(),
                key.scopes.clone(),
                instant(key.expires),
                instant(key.last_used),
                key.last_used_ip.clone().unwrap_or_else(|| "-".to_owned()),
                key_notice(key, now).map_or_else(String::new, |notice| notice.to_string()),
            ]
        })
        .collect();
    table(
        &[
            "NAME",
            "ID",
            "STATE",
            "SCOPES",
            "EXPIRES",
            "LAST USED",
            "FROM",
        ],
        &rows,
    )?;
    Ok(ExitCode::SUCCESS)
}

fn json_of(key: &ApiKey, now: UnixMicros) -> serde_json::Value {
    serde_json::json!({
        "name": key.name,
        "id": key.public_id,
        "state": KeyState::of(key, now).as_str(),
        "notice": key_notice(key, now).map(|notice| notice.to_string()),
        "scopes": key.scopes.split(' ').collect::<Vec<_>>(),
        "networks": key.allowed_networks.split(' ').filter(|text| !text.is_empty()).collect::<Vec<_>>(),
        "created": rfc3339(key.created),
        "expires": key.expires.and_then(rfc3339),
        "successor_id": key.successor_id,
        "last_used": key.last_used.and_then(rfc3339),
        "last_used_ip": key.last_used_ip,
    })
}

async fn rotate(options: RotateOptions) -> anyhow::Result<ExitCode> {
    let now = Clock::System.now();
    let expires = parse_expiry(&options.expires, now)?;
    let (store, organisation) = options.organisation.open().await?;
    let keys = store.list_api_keys(organisation.id).await?;
    let is_meant = |key: &&ApiKey| {
        (key.name == options.name || key.public_id == options.name)
            && KeyState::of(key, now) == KeyState::Active
    };
    let old = keys.iter().find(is_meant).with_context(|| {
        format!(
            "there is no active key {:?}\nhint: 'key list' shows them",
            options.name
        )
    })?;
    let text = ApiKeyText::generate(&Randomness::from_system());
    let new = successor_of(old, &text, now, expires);
    let old_expires = UnixMicros(now.0 + i64::from(options.overlap_days) * MICROS_PER_DAY);
    if !store
        .rotate_api_key(&old.public_id, old_expires, &new)
        .await?
    {
        bail!(
            "the key {:?} has just ended or been rotated by somebody else",
            old.name
        );
    }
    note(
        &store,
        "key.rotate",
        organisation.id,
        &old.name,
        &old.public_id,
    )
    .await;
    data(text.reveal())?;
    say(format!(
        "The old key {} stays valid for {} days. The new one is not shown again.",
        old.public_id, options.overlap_days
    ));
    Ok(ExitCode::SUCCESS)
}

async fn revoke(options: RevokeOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let now = Clock::System.now();
    let revoked = store
        .revoke_api_keys(organisation.id, &options.name, now)
        .await?;
    if revoked.is_empty() {
        bail!(
            "there is no key {:?} to revoke\nhint: 'key list' shows them",
            options.name
        );
    }
    let ids = revoked.join(", ");
    note(&store, "key.revoke", organisation.id, &options.name, &ids).await;
    say(format!(
        "Revoked {ids}. A running server refuses it within 5 seconds."
    ));
    Ok(ExitCode::SUCCESS)
}

async fn note(
    store: &Store,
    action: &str,
    organisation: OrganisationId,
    name: &str,
    public_id: &str,
) {
    audit::note_by_command_line(action)
        .organisation(organisation)
        .subject(name)
        .detail(public_id)
        .write_to(store)
        .await;
}

/// `90d`, a date (its first instant in UTC), or `never`.
fn parse_expiry(text: &str, now: UnixMicros) -> anyhow::Result<Option<UnixMicros>> {
    if text == "never" {
        return Ok(None);
    }
    let expires = if let Some(days) = text.strip_suffix('d') {
        let days: i32 = days
            .parse()
            .with_context(|| format!("{text:?} is not a number of days"))?;
        let start = Timestamp::from_microsecond(now.0)?.to_zoned(TimeZone::UTC);
        start.checked_add(Span::new().try_days(days)?)?.timestamp()
    } else {
        let date: Date = text.parse().with_context(|| {
            format!("{text:?} is neither like 90d nor like 2027-01-31 nor 'never'")
        })?;
        date.to_zoned(TimeZone::UTC)?.timestamp()
    };
    let expires = UnixMicros(expires.as_microsecond());
    if expires <= now {
        bail!("{text:?} is in the past");
    }
    Ok(Some(expires))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_key_is_read() {
        let now = UnixMicros(1_700_000_000_000_000);
        assert_eq!(parse_expiry("never", now).unwrap(), None);
        assert_eq!(
            parse_expiry("2d", now).unwrap(),
            Some(UnixMicros(now.0 + 2 * MICROS_PER_DAY))
        );
        let date = parse_expiry("2023-11-16", now).unwrap();
        assert_eq!(date, Some(UnixMicros(1_700_092_800_000_000)));
        for text in ["", "0d", "-1d", "x", "2020-01-01", "99999999d"] {
            assert!(parse_expiry(text, now).is_err(), "{text}");
        }
    }
}
