//! `standcloud setup`, which is also `standcloud org add`

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use standcloud_store::{NewOrganisation, StoreError};

use super::DataOptions;
use super::new_password::read_new_password;
use super::output::say;
use crate::audit;
use crate::clock::{Clock, Randomness};
use crate::organisation_names::{
    checked_email, checked_name, is_time_zone, own_time_zone, slug_of,
};

#[derive(Debug, Args)]
pub(super) struct SetupOptions {
    #[command(flatten)]
    data: DataOptions,
    /// Name of the organisation
    #[arg(long = "org", value_name = "NAME")]
    organisation: String,
    /// E-mail address of its Admin
    #[arg(long, value_name = "E")]
    email: String,
    /// Time zone in which days and shifts are counted, such as Europe/Berlin [default: this machine's]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

pub(super) async fn run(options: SetupOptions) -> anyhow::Result<ExitCode> {
    let name = checked_name(&options.organisation)
        .context("the name of the organisation must have 1 to 100 letters")?;
    let slug = slug_of(name).with_context(|| {
        format!(
            "the name {name:?} has no letter or digit of a-z, 0-9 for its web address\n\
             hint: write it in Latin letters"
        )
    })?;
    let email = parse_email(&options.email)?;
    let time_zone = parse_time_zone(options.time_zone)?;
    let is_known = is_known_person(&options.data, &email).await?;
    // A known person keeps their password; the store uses this one for nobody else.
    let password_hash = if is_known {
        String::new()
    } else {
        read_new_password("the Admin", &[name, &email]).await?
    };
    let store = options.data.open_or_create().await?;
    let now = Clock::System.now();
    let outcome = store
        .add_organisation(&NewOrganisation {
            slug: &slug,
            name,
            time_zone: &time_zone,
            admin_id: Randomness::from_system().uuid(now),
            admin_email: &email,
            admin_password_hash: &password_hash,
            now,
        })
        .await;
    let organisation = match outcome {
        Ok(organisation) => organisation,
        Err(StoreError::Exists(what)) => bail!(
            "{what} exists already; nothing was changed\n\
             hint: 'standcloud key add' makes keys for it; a second one needs another --org"
        ),
        Err(error) => return Err(error.into()),
    };
    audit::note_by_command_line("organisation.create")
        .organisation(organisation.id)
        .subject(name)
        .detail(&email)
        .write_to(&store)
        .await;
    store.close().await;
    let folder = options.data.data_folder.display();
    say(format!(
        "Organisation {name:?} ({slug}, {time_zone}) is ready; {email} is its Admin."
    ));
    if is_known {
        say(format!(
            "{email} had an account before and keeps its password."
        ));
    }
    say(format!(
        "Next: standcloud key add --data {folder} --org {slug} --name \"Stand 1\""
    ));
    Ok(ExitCode::SUCCESS)
}

/// In lower case.
pub(super) fn parse_email(text: &str) -> anyhow::Result<String> {
    checked_email(text).with_context(|| {
        format!(
            "{:?} is not an e-mail address\nhint: --email you@example.org",
            text.trim()
        )
    })
}

/// The given one, else that of this machine.
pub(super) fn parse_time_zone(given: Option<String>) -> anyhow::Result<String> {
    let Some(name) = given else {
        return Ok(own_time_zone());
    };
    if !is_time_zone(&name) {
        bail!("there is no time zone {name:?}\nhint: a name such as Europe/Berlin or UTC");
    }
    Ok(name)
}

/// Without making a database that is not there yet.
async fn is_known_person(data: &DataOptions, email: &str) -> anyhow::Result<bool> {
    if !data.has_database() {
        return Ok(false);
    }
    let store = data.open().await?;
    let user = store.find_user(email).await?;
    store.close().await;
    Ok(user.is_some())
}
