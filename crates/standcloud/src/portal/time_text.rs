//! Instants in words, for pages without scripts.

use jiff::Timestamp;
use standcloud_store::UnixMicros;

/// `3 s ago`, `5 min ago`, `2 h ago`, `4 days ago`; the future is `now`.
pub fn ago(then: UnixMicros, now: UnixMicros) -> String {
    let seconds = (now.0 - then.0) / 1_000_000;
    match seconds {
        ..1 => "now".to_owned(),
        1..90 => format!("{seconds} s ago"),
        90..5_400 => format!("{} min ago", seconds / 60),
        5_400..172_800 => format!("{} h ago", seconds / 3600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

/// How long from now: `45 s`, `5 min`, `2 h`, `4 days`, at least one.
pub fn until(then: UnixMicros, now: UnixMicros) -> String {
    let seconds = ((then.0 - now.0) / 1_000_000).max(1);
    match seconds {
        ..90 => format!("{seconds} s"),
        90..5_400 => format!("{} min", seconds.div_euclid(60)),
        5_400..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// `2026-11-22 14:03 UTC`.
pub fn instant(at: UnixMicros) -> String {
    Timestamp::from_microsecond(at.0).map_or_else(
        |_| "–".to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_words() {
        let now = UnixMicros(1_795_348_800_000_000);
        for (seconds, expected) in [
            (-5, "now"),
            (3, "3 s ago"),
            (300, "5 min ago"),
            (7_200, "2 h ago"),
            (345_600, "4 days ago"),
        ] {
            assert_eq!(ago(UnixMicros(now.0 - seconds * 1_000_000), now), expected);
        }
        assert_eq!(until(UnixMicros(now.0 + 330_000_000), now), "5 min");
        assert_eq!(instant(now), "2026-11-22 12:00 UTC");
    }
}
