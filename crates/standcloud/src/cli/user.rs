//! `standcloud user`

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use standcloud_store::{LinkPurpose, Membership, PasswordChange, Role, Store, User};

use super::new_password::read_new_password;
use super::output::{data, say, table};
use super::setup::parse_email;
use super::{DataOptions, OrganisationOptions};
use crate::api::text::rfc3339;
use crate::audit;
use crate::clock::{Clock, Randomness};
use crate::config::Config;
use crate::one_time_links::{LinkMaker, RESET_MINUTES, address};

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// List the people with their organisations
    List(ListOptions),
    /// Make somebody a member; the password of a new person is read from standard input
    Add(AddOptions),
    /// Give somebody a new password, read from standard input, or print a link to choose one
    ResetPassword(ResetOptions),
    /// Turn off the second step of somebody who has lost phone and recovery codes
    RemoveSecondFactor(PersonOptions),
    /// Keep somebody out, and sign out their browsers, stands and programs
    Disable(PersonOptions),
    /// Let somebody in again
    Enable(PersonOptions),
    /// Sign somebody out of all browsers
    SignOut(SignOutOptions),
}

#[derive(Debug, Args)]
pub(super) struct ListOptions {
    #[command(flatten)]
    data: DataOptions,
    /// One JSON object per person
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct AddOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// E-mail address of the person
    email: String,
    /// What the person is called
    #[arg(long, default_value = "")]
    name: String,
    /// As an Admin, who may also manage people, stands and keys
    #[arg(long)]
    admin: bool,
}

#[derive(Debug, Args)]
pub(super) struct PersonOptions {
    #[command(flatten)]
    data: DataOptions,
    /// E-mail address of the person
    email: String,
}

#[derive(Debug, Args)]
pub(super) struct ResetOptions {
    #[command(flatten)]
    person: PersonOptions,
    /// Print a link that works once, for 30 minutes, instead of reading a password
    #[arg(long)]
    link: bool,
    /// The address of the server, for the link [default: localhost, port 8443]
    #[arg(
        long,
        value_name = "URL",
        env = "STANDCLOUD_PUBLIC_URL",
        requires = "link"
    )]
    public_url: Option<String>,
    /// Also sign out the stands and programs that the person has connected
    #[arg(long, conflicts_with = "link")]
    sign_out_stands: bool,
}

#[derive(Debug, Args)]
pub(super) struct SignOutOptions {
    #[command(flatten)]
    person: PersonOptions,
    /// Also the stands and programs that the person has connected
    #[arg(long)]
    stands: bool,
}

impl PersonOptions {
    async fn open(&self) -> anyhow::Result<(Store, User)> {
        let email = parse_email(&self.email)?;
        let store = self.data.open().await?;
        let user = store.find_user(&email).await?.with_context(|| {
            format!("there is nobody with the address {email}\nhint: 'user list' shows everybody")
        })?;
        Ok((store, user))
    }
}

pub(super) async fn run(command: UserCommand) -> anyhow::Result<ExitCode> {
    match command {
        UserCommand::List(options) => list(options).await,
        UserCommand::Add(options) => add(options).await,
        UserCommand::ResetPassword(options) => reset_password(options).await,
        UserCommand::RemoveSecondFactor(options) => remove_second_factor(options).await,
        UserCommand::Disable(options) => disable(options).await,
        UserCommand::Enable(options) => enable(options).await,
        UserCommand::SignOut(options) => sign_out(options).await,
    }?;
    Ok(ExitCode::SUCCESS)
}

async fn list(options: ListOptions) -> anyhow::Result<()> {
    let store = options.data.open().await?;
    let mut rows = Vec::new();
    for user in store.list_users().await? {
        let memberships = store.list_memberships(user.id).await?;
        if options.json {
            data(json_of(&user, &memberships).to_string())?;
        } else {
            rows.push(row_of(&user, &memberships));
        }
    }
    if !options.json {
        table(
            &["E-MAIL", "NAME", "STATE", "LAST SIGN-IN", "ORGANISATIONS"],
            &rows,
        )?;
    }
    Ok(())
}

fn state_of(user: &User) -> &'static str {
    if user.disabled.is_some() {
        "disabled"
    } else {
        "active"
    }
}

fn row_of(user: &User, memberships: &[Membership]) -> Vec<String> {
    let organisations: Vec<String> = memberships
        .iter()
        .map(|membership| {
            let role = membership.role.as_str();
            format!("{} ({role})", membership.organisation.slug)
        })
        .collect();
    let last = user.last_sign_in.and_then(rfc3339);
    vec![
        user.email.clone(),
        user.name.clone(),
        state_of(user).to_owned(),
        last.unwrap_or_else(|| "never".to_owned()),
        organisations.join(", "),
    ]
}

fn json_of(user: &User, memberships: &[Membership]) -> serde_json::Value {
    let organisations: Vec<serde_json::Value> = memberships
        .iter()
        .map(|membership| {
            serde_json::json!({
                "slug": membership.organisation.slug, "role": membership.role.as_str(),
            })
        })
        .collect();
    serde_json::json!({
        "email": user.email,
        "name": user.name,
        "state": state_of(user),
        "created": rfc3339(user.created),
        "last_sign_in": user.last_sign_in.and_then(rfc3339),
        "has_password": user.password_hash.is_some(),
        "organisations": organisations,
    })
}

async fn add(options: AddOptions) -> anyhow::Result<()> {
    let email = parse_email(&options.email)?;
    let (store, organisation) = options.organisation.open().await?;
    let now = Clock::System.now();
    let known = store.find_user(&email).await?;
    let is_known = known.is_some();
    let id = if let Some(user) = known {
        user.id
    } else {
        let words = [
            email.as_str(),
            options.name.as_str(),
            organisation.name.as_str(),
        ];
        let hash = read_new_password(&email, &words).await?;
        let id = Randomness::from_system().uuid(now);
        store
            .add_user(id, &email, options.name.trim(), Some(&hash), now)
            .await?;
        id
    };
    let role = if options.admin {
        Role::Admin
    } else {
        Role::Member
    };
    if !store.add_member(organisation.id, id, role, now).await? {
        bail!(
            "{email} is a member of {} already\nhint: Admins change roles on the page 'Members'",
            organisation.slug
        );
    }
    audit::note_by_command_line("member.add")
        .organisation(organisation.id)
        .subject(&email)
        .detail(role.as_str())
        .write_to(&store)
        .await;
    say(format!(
        "{email} is {} of {}.",
        role.as_str(),
        organisation.slug
    ));
    if is_known {
        say(format!(
            "{email} had an account before and keeps its password."
        ));
    }
    Ok(())
}

async fn reset_password(options: ResetOptions) -> anyhow::Result<()> {
    let (store, user) = options.person.open().await?;
    let now = Clock::System.now();
    if options.link {
        let randomness = Randomness::from_system();
        let maker = LinkMaker {
            store: &store,
            randomness: &randomness,
            now,
        };
        let secret = maker.reset(&user, None).await?;
        note(&store, "password.link", &user, "").await;
        let config = Config {
            public_url: options.public_url,
            ..Config::default()
        };
        let origin = config.base_url();
        data(address(
            origin.trim_end_matches('/'),
            LinkPurpose::Reset,
            &secret,
        ))?;
        say(format!(
            "With this link {} chooses a new password. It works once, for {RESET_MINUTES} minutes.",
            user.email
        ));
        return Ok(());
    }
    let hash = read_new_password(&user.email, &[&user.email, &user.name]).await?;
    let change = PasswordChange {
        user: user.id,
        password_hash: &hash,
        kept_session: None,
        revoke_grants: options.sign_out_stands,
        now,
    };
    store.change_password(&change).await?;
    note(&store, "password.reset", &user, "").await;
    say(format!(
        "{} has a new password and is signed out of all browsers.",
        user.email
    ));
    Ok(())
}

async fn remove_second_factor(options: PersonOptions) -> anyhow::Result<()> {
    let (store, user) = options.open().await?;
    if !store.remove_totp(user.id).await? {
        bail!("{} has no second step", user.email);
    }
    store.end_sessions(user.id, None).await?;
    note(&store, "mfa.remove", &user, "").await;
    say(format!(
        "{} signs in with the password alone until a new second step is set up.",
        user.email
    ));
    Ok(())
}

async fn disable(options: PersonOptions) -> anyhow::Result<()> {
    let (store, user) = options.open().await?;
    if !store.disable_user(user.id, Clock::System.now()).await? {
        bail!("{} is disabled already", user.email);
    }
    note(&store, "user.disable", &user, "").await;
    say(format!(
        "{} is kept out; browsers, stands and programs of this person are signed out.",
        user.email
    ));
    for membership in store.list_memberships(user.id).await? {
        let organisation = &membership.organisation;
        let members = store.list_members(organisation.id).await?;
        let has_admin = members
            .iter()
            .any(|member| member.role == Role::Admin && member.user.disabled.is_none());
        if !has_admin {
            say(format!(
                "Nobody can administer {0} now: standcloud user add --org {0} --admin EMAIL",
                organisation.slug
            ));
        }
    }
    Ok(())
}

async fn enable(options: PersonOptions) -> anyhow::Result<()> {
    let (store, user) = options.open().await?;
    if !store.enable_user(user.id).await? {
        bail!("{} is not disabled", user.email);
    }
    note(&store, "user.enable", &user, "").await;
    say(format!(
        "{} may sign in again. Stands must be connected again.",
        user.email
    ));
    Ok(())
}

async fn sign_out(options: SignOutOptions) -> anyhow::Result<()> {
    let (store, user) = options.person.open().await?;
    let ended = store.end_sessions(user.id, None).await?;
    if options.stands {
        let now = Clock::System.now();
        store
            .revoke_grants_of_user(user.id, "signed out", now)
            .await?;
    }
    let detail = if options.stands {
        "browsers and stands"
    } else {
        "browsers"
    };
    note(&store, "session.end", &user, detail).await;
    say(format!("Signed {} out of {ended} browsers.", user.email));
    if options.stands {
        say("Stands and programs that this person has connected are signed out too.");
    }
    Ok(())
}

async fn note(store: &Store, action: &str, user: &User, detail: &str) {
    audit::note_by_command_line(action)
        .user(user.id)
        .subject(&user.email)
        .detail(detail)
        .write_to(store)
        .await;
}
