//! The settings of an organisation in words; the same for the web app and the command line.

use standcloud_store::OrganisationSettings;

/// Minutes after midnight of `06:30` (browsers may add seconds).
pub fn parse_time(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let minutes = minutes.split(':').next()?;
    let number = |text: &str, limit: u32| {
        let is_short =
            (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>()
            .ok()
            .filter(|number| is_short && *number < limit)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

/// `06:30`
pub fn time_text(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// What differs, in words, for the audit.
pub fn changes(old: &OrganisationSettings, new: &OrganisationSettings) -> String {
    let mut changes = Vec::new();
    let mut compare = |what: &str, old: String, new: String| {
        if old != new {
            changes.push(format!("{what}: {old} to {new}"));
        }
    };
    compare("name", old.name.clone(), new.name.clone());
    compare("time zone", old.time_zone.clone(), new.time_zone.clone());
    compare(
        "day start",
        time_text(old.day_start_minutes),
        time_text(new.day_start_minutes),
    );
    let yes_no = |value: bool| if value { "yes" } else { "no" }.to_owned();
    compare(
        "members may connect stands",
        yes_no(old.members_may_approve),
        yes_no(new.members_may_approve),
    );
    compare(
        "Admins need a second factor",
        yes_no(old.admins_need_second_factor),
        yes_no(new.admins_need_second_factor),
    );
    let minutes = |minutes: u32| format!("{minutes} min");
    compare(
        "stands are silent after",
        minutes(old.silent_after_minutes),
        minutes(new.silent_after_minutes),
    );
    changes.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_of_the_day_is_read() {
        for (text, minutes) in [
            ("00:00", 0),
            ("06:30", 390),
            ("23:59", 1439),
            ("6:05:00", 365),
        ] {
            assert_eq!(parse_time(text), Some(minutes), "{text}");
        }
        for text in ["", "6", "24:00", "06:60", "-1:00", "+6:00", "06:000"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }
}
