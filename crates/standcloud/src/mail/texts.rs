//! What the mails say. Addresses in them are the canonical one of this server, never what a request
//! claimed.

use super::Mail;

/// An invitation to an organisation.
#[derive(Debug, Clone, Copy)]
pub struct Invitation<'a> {
    pub to: &'a str,
    pub organisation: &'a str,
    /// Name or address of who invites.
    pub invited_by: &'a str,
    pub link: &'a str,
    pub days: i64,
}

pub fn invitation(invitation: &Invitation<'_>) -> Mail {
    let Invitation {
        to,
        organisation,
        invited_by,
        link,
        days,
    } = *invitation;
    Mail {
        kind: "invitation",
        to: to.to_owned(),
        subject: format!("Invitation to {organisation} on StandCloud"),
        text: format!(
            "{invited_by} invites you to {organisation} on StandCloud, where the results of the test \
             stands are kept.\n\n\
             Open this link to join. It works once, within {days} days:\n\n{link}\n\n\
             If you did not expect this, you need not do anything.\n"
        ),
    }
}

pub fn password_reset(to: &str, link: &str, minutes: i64) -> Mail {
    Mail {
        kind: "password reset",
        to: to.to_owned(),
        subject: "Choose a new password for StandCloud".to_owned(),
        text: format!(
            "Somebody, probably you, asked for a new password on StandCloud.\n\n\
             Open this link to choose one. It works once, within {minutes} minutes:\n\n{link}\n\n\
             If it was not you, you need not do anything: your password stays as it is.\n"
        ),
    }
}

pub fn password_changed(to: &str, when: &str, ip: &str, account_page: &str) -> Mail {
    let place = if ip.is_empty() {
        "by whoever runs the server".to_owned()
    } else {
        format!("from {ip}")
    };
    Mail {
        kind: "password changed",
        to: to.to_owned(),
        subject: "Your StandCloud password was changed".to_owned(),
        text: format!(
            "Your password was changed on {when}, {place}. All other browsers were signed out.\n\n\
             If it was not you, choose \"Forgot your password?\" on the sign-in page now and tell an \
             Admin:\n\n{account_page}\n"
        ),
    }
}

/// Something that happened to a connected stand.
#[derive(Debug, Clone, Copy)]
pub struct StandNotice<'a> {
    pub to: &'a str,
    pub stand: &'a str,
    pub organisation: &'a str,
    pub ip: &'a str,
    pub stands_page: &'a str,
}

///
pub fn stand_connected(notice: &StandNotice<'_>) -> Mail {
    let StandNotice {
        to,
        stand,
        organisation,
        ip,
        stands_page,
    } = *notice;
    Mail {
        kind: "stand connected",
        to: to.to_owned(),
        subject: format!("{stand} is connected to {organisation}"),
        text: format!(
            "You have connected {stand} (from {ip}) to {organisation} on StandCloud. It may now upload \
             and read test reports.\n\n\
             If it was not you, end the connection here and change your password:\n\n{stands_page}\n"
        ),
    }
}

/// a token that was used up came again.
pub fn token_reuse(notice: &StandNotice<'_>) -> Mail {
    let StandNotice {
        to,
        stand,
        organisation,
        ip,
        stands_page,
    } = *notice;
    Mail {
        kind: "token reuse",
        to: to.to_owned(),
        subject: format!("{stand} was signed out of {organisation}"),
        text: format!(
            "A sign-in of {stand} was used a second time after it had been replaced (from {ip}). A copy \
             of it may be in other hands, so StandCloud has ended it.\n\n\
             What to do: at the stand, sign out and in again (hardpy sc-logout, then hardpy sc-login). \
             If it happens again, look for a second machine with a copy of this stand's disk.\n\n\
             {stands_page}\n"
        ),
    }
}

/// keys by name, with the days that are left.
pub fn keys_expire(to: &str, organisation: &str, keys: &[(String, i64)], keys_page: &str) -> Mail {
    let lines: Vec<String> = keys
        .iter()
        .map(|(name, days)| format!("  {name}: {}", days_left(*days)))
        .collect();
    Mail {
        kind: "keys expire",
        to: to.to_owned(),
        subject: format!("API keys of {organisation} end soon"),
        text: format!(
            "These API keys of {organisation} on StandCloud end soon. What uses them can then no longer \
             upload or read:\n\n{}\n\n\
             Rotate them here; the old ones keep working for a while, so there is time to put the new \
             ones into the stands:\n\n{keys_page}\n",
            lines.join("\n")
        ),
    }
}

fn days_left(days: i64) -> String {
    match days {
        ..1 => "today".to_owned(),
        1 => "in 1 day".to_owned(),
        _ => format!("in {days} days"),
    }
}
