//! `standcloud org`

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use standcloud_store::{Organisation, OrganisationSettings, Store};

use super::output::{data, say, table};
use super::setup::{self, SetupOptions, parse_time_zone};
use super::{DataOptions, OrganisationOptions};
use crate::audit;
use crate::organisation_names::checked_name;
use crate::organisation_settings::{changes, parse_time, time_text};

#[derive(Debug, Subcommand)]
pub(super) enum OrgCommand {
    /// List the organisations
    List(ListOptions),
    /// Make another organisation; the password of a new Admin is read from standard input
    Add(SetupOptions),
    /// Give an organisation another name; its web address stays
    Rename(RenameOptions),
    /// Show the settings of an organisation, or change some
    Settings(SettingsOptions),
}

#[derive(Debug, Args)]
pub(super) struct ListOptions {
    #[command(flatten)]
    data: DataOptions,
    /// One JSON object per organisation
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RenameOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// The new name
    #[arg(long)]
    name: String,
}

#[derive(Debug, Args)]
pub(super) struct SettingsOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Time zone in which days and shifts are counted, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// When the day begins, such as 06:00
    #[arg(long, value_name = "TIME")]
    day_start: Option<String>,
    /// Whether Members may connect stands
    #[arg(long, value_name = "yes|no", value_parser = parse_yes_no)]
    members_may_approve: Option<bool>,
    /// Whether Admins must have a second factor
    #[arg(long, value_name = "yes|no", value_parser = parse_yes_no)]
    admins_need_second_factor: Option<bool>,
}

fn parse_yes_no(text: &str) -> Result<bool, &'static str> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("say yes or no"),
    }
}

pub(super) async fn run(command: OrgCommand) -> anyhow::Result<ExitCode> {
    match command {
        OrgCommand::Add(options) => return setup::run(options).await,
        OrgCommand::List(options) => list(options).await,
        OrgCommand::Rename(options) => rename(options).await,
        OrgCommand::Settings(options) => settings(options).await,
    }?;
    Ok(ExitCode::SUCCESS)
}

async fn list(options: ListOptions) -> anyhow::Result<()> {
    let store = options.data.open().await?;
    let mut rows = Vec::new();
    for organisation in store.list_organisations().await? {
        let members = store.list_members(organisation.id).await?.len();
        if options.json {
            let object = serde_json::json!({
                "slug": organisation.slug, "name": organisation.name,
                "time_zone": organisation.time_zone, "members": members,
                "is_demo": organisation.is_demo,
            });
            data(object.to_string())?;
        }
        rows.push(vec![
            organisation.slug.clone(),
            name_of(&organisation),
            organisation.time_zone,
            members.to_string(),
        ]);
    }
    if !options.json {
        table(&["SLUG", "NAME", "TIME ZONE", "MEMBERS"], &rows)?;
    }
    Ok(())
}

/// Sample data is told from what people rely on.
fn name_of(organisation: &Organisation) -> String {
    if organisation.is_demo {
        format!("{} (sample data)", organisation.name)
    } else {
        organisation.name.clone()
    }
}

async fn rename(options: RenameOptions) -> anyhow::Result<()> {
    let (store, organisation) = options.organisation.open().await?;
    let name = checked_name(&options.name).context("the name must have 1 to 100 letters")?;
    let old = read(&store, &organisation).await?;
    let new = OrganisationSettings {
        name: name.to_owned(),
        ..old.clone()
    };
    write(&store, &organisation, &old, &new).await?;
    say(format!("{} is now called {name:?}.", organisation.slug));
    Ok(())
}

async fn settings(options: SettingsOptions) -> anyhow::Result<()> {
    let (store, organisation) = options.organisation.open().await?;
    let old = read(&store, &organisation).await?;
    let mut new = old.clone();
    if options.time_zone.is_some() {
        new.time_zone = parse_time_zone(options.time_zone)?;
    }
    if let Some(text) = &options.day_start {
        let minutes = parse_time(text);
        new.day_start_minutes = minutes
            .with_context(|| format!("{text:?} is no time of day\nhint: --day-start 06:00"))?;
    }
    if let Some(value) = options.members_may_approve {
        new.members_may_approve = value;
    }
    if let Some(value) = options.admins_need_second_factor {
        new.admins_need_second_factor = value;
    }
    if new != old {
        write(&store, &organisation, &old, &new).await?;
        say(format!("Changed: {}.", changes(&old, &new)));
    }
    show(&new)
}

fn show(settings: &OrganisationSettings) -> anyhow::Result<()> {
    let yes_no = |value: bool| if value { "yes" } else { "no" };
    for (name, value) in [
        ("name", settings.name.as_str()),
        ("time-zone", settings.time_zone.as_str()),
        ("day-start", &time_text(settings.day_start_minutes)),
        ("members-may-approve", yes_no(settings.members_may_approve)),
        (
            "admins-need-second-factor",
            yes_no(settings.admins_need_second_factor),
        ),
    ] {
        data(format!("{name:<26} {value}"))?;
    }
    Ok(())
}

async fn read(store: &Store, organisation: &Organisation) -> anyhow::Result<OrganisationSettings> {
    let Some(settings) = store.organisation_settings(organisation.id).await? else {
        bail!("the organisation {} has just gone", organisation.slug);
    };
    Ok(settings)
}

async fn write(
    store: &Store,
    organisation: &Organisation,
    old: &OrganisationSettings,
    new: &OrganisationSettings,
) -> anyhow::Result<()> {
    store.update_organisation(organisation.id, new).await?;
    audit::note_by_command_line("organisation.settings")
        .organisation(organisation.id)
        .subject(&new.name)
        .detail(&changes(old, new))
        .write_to(store)
        .await;
    Ok(())
}
