//! A new password from standard input.

use std::io::{BufRead, IsTerminal, Read};

use anyhow::bail;

use super::output::say;
use crate::clock::Randomness;
use crate::config::AuthConfig;
use crate::passwords::{LENGTH_MIN, Passwords, check_new_password};

const PASSWORD_BYTES_MAX: u64 = 1024;

/// The first line of standard input (a pipe keeps it out of the history of the shell), if it is good
/// enough, as a PHC string. `known` are words that an attacker tries first.
pub(super) async fn read_new_password(whose: &str, known: &[&str]) -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        say(format!(
            "Password of {whose} (at least {LENGTH_MIN} characters; it is shown as you type):"
        ));
    }
    let mut line = String::new();
    stdin.lock().take(PASSWORD_BYTES_MAX).read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!(
            "there is no password on standard input\n\
             hint: printf '%s' \"$PASSWORD\" | standcloud …"
        );
    }
    if let Err(problem) = check_new_password(password, known, false) {
        bail!("{problem}\nhint: four or five unrelated words are good");
    }
    let passwords = Passwords::new(&AuthConfig::default(), Randomness::from_system());
    Ok(passwords.hash(password).await?)
}
