//! What an organisation, a person and a time zone may be called; the same on pages and on the command
//! line.

use std::collections::BTreeSet;

pub const NAME_LENGTH_MAX: usize = 100;
const SLUG_LENGTH_MAX: usize = 60;
/// RFC 5321 §4.5.3.1.3, without the angle brackets.
const EMAIL_LENGTH_MAX: usize = 254;

/// Lower-case letters and digits with single dashes between; `None` when the name has none of them.
pub fn slug_of(name: &str) -> Option<String> {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.chars().take(SLUG_LENGTH_MAX).collect();
    let slug = slug.trim_end_matches('-').to_owned();
    (!slug.is_empty()).then_some(slug)
}

/// The name without spaces around it, if it can be one.
pub fn checked_name(name: &str) -> Option<&str> {
    let name = name.trim();
    let is_name = !name.is_empty()
        && name.chars().count() <= NAME_LENGTH_MAX
        && !name.chars().any(char::is_control);
    is_name.then_some(name)
}

/// The address in lower case, if it can be one that mail reaches.
pub fn checked_email(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let is_address = email.len() <= EMAIL_LENGTH_MAX && email.parse::<lettre::Address>().is_ok();
    is_address.then_some(email)
}

/// The names of places, for a list to choose from.
pub fn time_zones() -> Vec<String> {
    let names = jiff::tz::db().available();
    let mut places: BTreeSet<String> = names
        .map(|name| name.as_str().to_owned())
        .filter(|name| is_place(name))
        .collect();
    places.insert("UTC".to_owned());
    places.into_iter().collect()
}

pub fn is_time_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

/// That of this machine.
pub fn own_time_zone() -> String {
    let own = jiff::tz::TimeZone::system();
    let name = own.iana_name().filter(|name| is_place(name));
    name.unwrap_or("UTC").to_owned()
}

/// `Europe/Berlin`, not `Etc/GMT+3`, `posix/…` or `EST5EDT`.
fn is_place(name: &str) -> bool {
    name.split_once('/').is_some_and(|(area, _)| {
        area.starts_with(char::is_uppercase) && !["Etc", "SystemV", "US"].contains(&area)
    })
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
            assert_eq!(slug_of(name).as_deref(), Some(slug));
        }
        let cut = slug_of(&format!("{} b", "a".repeat(59)));
        assert_eq!(cut, Some("a".repeat(59)), "no dash at the end");
        assert_eq!(slug_of("測試"), None);
    }

    #[test]
    fn an_address_is_one_that_mail_reaches() {
        assert_eq!(
            checked_email(" Ann@Example.ORG ").as_deref(),
            Some("ann@example.org")
        );
        for wrong in [
            "",
            "ann",
            "ann@",
            "@example.org",
            "a b@example.org",
            "a@b\r\nBcc: c@d",
            "a@b, c@d",
        ] {
            assert_eq!(checked_email(wrong), None, "{wrong:?}");
        }
        assert_eq!(
            checked_email(&format!("{}@example.org", "a".repeat(250))),
            None
        );
    }

    #[test]
    fn places_are_offered_and_oddities_are_not() {
        let zones = time_zones();
        for name in [
            "Europe/Berlin",
            "Asia/Tokyo",
            "America/Argentina/Ushuaia",
            "UTC",
        ] {
            assert!(zones.iter().any(|zone| zone == name), "{name}");
            assert!(is_time_zone(name));
        }
        for name in ["Etc/GMT+3", "EST5EDT"] {
            assert!(!zones.iter().any(|zone| zone == name), "{name}");
        }
        assert!(!is_time_zone("Mars/Base"));
    }

    #[test]
    fn a_name_has_letters_and_no_line_breaks() {
        assert_eq!(checked_name("  Ann É "), Some("Ann É"));
        assert_eq!(checked_name("a\nb"), None);
        assert_eq!(checked_name("  "), None);
        assert_eq!(checked_name(&"é".repeat(101)), None);
    }
}
