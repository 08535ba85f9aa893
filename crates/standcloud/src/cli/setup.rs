//! `standcloud setup`

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, bail};
use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use clap::Args;
use standcloud_store::{NewOrganisation, StoreError};

use super::DataOptions;
use super::output::say;
use crate::clock::{Clock, Randomness};

const PASSWORD_BYTES_MAX: u64 = 1024;
const PASSWORD_LENGTH_MIN: usize = 8;

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
    let name = options.organisation.trim();
    let slug = slug_of(name)?;
    let email = options.email.trim().to_lowercase();
    if !email.contains('@') || email.contains(char::is_whitespace) {
        bail!("{email:?} is not an e-mail address\nhint: --email you@example.org");
    }
    let time_zone = time_zone(options.time_zone)?;
    let randomness = Randomness::from_system();
    let password_hash = hash_password(&read_password()?, &randomness)?;
    let store = options.data.open_or_create().await?;
    let now = Clock::System.now();
    let outcome = store
        .add_organisation(&NewOrganisation {
            slug: &slug,
            name,
            time_zone: &time_zone,
            admin_id: randomness.uuid(now),
            admin_email: &email,
            admin_password_hash: &password_hash,
            now,
        })
        .await;
    match outcome {
        Ok(_) => {}
        Err(StoreError::Exists(what)) => bail!(
            "{what} exists already; nothing was changed\n\
             hint: 'standcloud key add' makes keys for it; a second one needs another --org"
        ),
        Err(error) => return Err(error.into()),
    }
    store.close().await;
    let folder = options.data.data_folder.display();
    say(format!(
        "Organisation {name:?} ({slug}, {time_zone}) is ready; {email} is its Admin."
    ));
    say(format!(
        "Next: standcloud key add --data {folder} --org {slug} --name \"Stand 1\""
    ));
    Ok(ExitCode::SUCCESS)
}

/// Lower-case letters and digits with single dashes between.
fn slug_of(name: &str) -> anyhow::Result<String> {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug
        .trim_end_matches('-')
        .chars()
        .take(60)
        .collect::<String>();
    if slug.is_empty() {
        bail!(
            "the name {name:?} has no letter or digit of a-z, 0-9 for its web address\n\
             hint: write it in Latin letters"
        );
    }
    Ok(slug)
}

fn time_zone(given: Option<String>) -> anyhow::Result<String> {
    match given {
        Some(name) => {
            jiff::tz::TimeZone::get(&name).ok().with_context(|| {
                format!("there is no time zone {name:?}\nhint: a name such as Europe/Berlin or UTC")
            })?;
            Ok(name)
        }
        None => Ok(jiff::tz::TimeZone::system()
            .iana_name()
            .unwrap_or("UTC")
            .to_owned()),
    }
}

/// The first line of standard input; a pipe keeps it out of the history of the shell.
fn read_password() -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        say("Password of the Admin (at least 8 characters; it is shown as you type):");
    }
    let mut line = String::new();
    std::io::Read::take(stdin.lock(), PASSWORD_BYTES_MAX).read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.chars().count() < PASSWORD_LENGTH_MIN {
        bail!(
            "the password on standard input needs at least {PASSWORD_LENGTH_MIN} characters\n\
             hint: printf '%s' \"$PASSWORD\" | standcloud setup …"
        );
    }
    Ok(password.to_owned())
}

/// Argon2id with 64 MiB and 3 passes (RFC 9106 §4, second recommendation), as a PHC string.
fn hash_password(password: &str, randomness: &Randomness) -> anyhow::Result<String> {
    let params = Params::new(64 * 1024, 3, 1, None).map_err(|error| anyhow::anyhow!("{error}"))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2
        .hash_password_with_salt(password.as_bytes(), &randomness.bytes::<16>())
        .map_err(|error| anyhow::anyhow!("the password cannot be hashed: {error}"))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_the_name() {
        for (name, slug) in [
            ("Demo", "demo"),
            ("  ACME  GmbH & Co. ", "acme-gmbh-co"),
            ("Werk 2", "werk-2"),
        ] {
            assert_eq!(slug_of(name).unwrap(), slug);
        }
        assert!(slug_of("測試").is_err());
    }

    #[test]
    fn a_password_is_hashed_as_argon2id() {
        let hash = hash_password("correct horse", &Randomness::from_seed(1)).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"),
            "{hash}"
        );
    }
}
