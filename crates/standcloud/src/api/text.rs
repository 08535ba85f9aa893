//! How times, durations and statuses are written for readers of the HardPy contract.

use standcloud_columns::RunStatus;
use standcloud_store::UnixMicros;

/// RFC 3339 in UTC with as many decimals as needed; `None` beyond the years that it can write.
pub fn rfc3339(instant: UnixMicros) -> Option<String> {
    jiff::Timestamp::from_microsecond(instant.0)
        .ok()
        .map(|timestamp| timestamp.to_string())
}

/// `00:12:34`; hours go on beyond 24.
pub fn clock_duration(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// ISO 8601, as `PT50S` or `PT1H2M3S`.
pub fn iso_duration(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let parts = [
        (seconds / 3600, 'H'),
        (seconds / 60 % 60, 'M'),
        (seconds % 60, 'S'),
    ];
    let mut text = "PT".to_owned();
    for (amount, unit) in parts.into_iter().filter(|(amount, _)| *amount > 0) {
        text.push_str(&amount.to_string());
        text.push(unit);
    }
    if text == "PT" {
        "PT0S".to_owned()
    } else {
        text
    }
}

/// Seconds of either form above, or of a plain number.
pub fn parse_duration_seconds(text: &str) -> Option<u32> {
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let parts: Vec<&str> = text.split(':').collect();
    if let [hours, minutes, seconds] = parts.as_slice() {
        let parts = (
            hours.parse::<u32>(),
            minutes.parse::<u32>(),
            seconds.parse::<u32>(),
        );
        let (Ok(hours), Ok(minutes), Ok(seconds)) = parts else {
            return None;
        };
        return hours
            .checked_mul(3600)?
            .checked_add(minutes.checked_mul(60)?)?
            .checked_add(seconds);
    }
    let span: jiff::SignedDuration = text.parse().ok()?;
    u32::try_from(span.as_secs()).ok()
}

/// The word of the read API.
pub fn status_word(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Passed => "PASS",
        RunStatus::Failed => "FAIL",
        RunStatus::Error => "ERROR",
        RunStatus::Stopped => "STOPPED",
        RunStatus::Skipped => "SKIPPED",
        RunStatus::Run => "RUN",
        RunStatus::Ready => "READY",
    }
}

/// One character for people.
pub fn status_icon(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Passed => "✅",
        RunStatus::Failed | RunStatus::Error => "❌",
        RunStatus::Stopped => "⏹",
        RunStatus::Skipped => "⏭",
        RunStatus::Run => "▶",
        RunStatus::Ready => "⏳",
    }
}

/// Understands the words of the read API and of HardPy in any case.
pub fn parse_status(text: &str) -> Option<RunStatus> {
    RunStatus::ALL.into_iter().find(|status| {
        let word = status_word(*status);
        let hardpy_word = match status {
            RunStatus::Passed => "passed",
            RunStatus::Failed => "failed",
            _ => word,
        };
        text.eq_ignore_ascii_case(word) || text.eq_ignore_ascii_case(hardpy_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_and_read() {
        for (seconds, clock, iso) in [
            (0, "00:00:00", "PT0S"),
            (50, "00:00:50", "PT50S"),
            (754, "00:12:34", "PT12M34S"),
            (3600, "01:00:00", "PT1H"),
            (360_000, "100:00:00", "PT100H"),
        ] {
            assert_eq!(clock_duration(seconds * 1000), clock);
            assert_eq!(iso_duration(seconds * 1000), iso);
            for text in [clock, iso, &seconds.to_string()] {
                assert_eq!(
                    parse_duration_seconds(text).map(i64::from),
                    Some(seconds),
                    "{text}"
                );
            }
        }
        for text in ["", "abc", "1:2", "-5", "99999999:00:00"] {
            assert_eq!(parse_duration_seconds(text), None, "{text}");
        }
    }

    #[test]
    fn statuses_are_read_in_every_form() {
        for text in ["PASS", "pass", "Passed", "PASSED"] {
            assert_eq!(parse_status(text), Some(RunStatus::Passed));
        }
        assert_eq!(parse_status("stopped"), Some(RunStatus::Stopped));
        assert_eq!(parse_status("good"), None);
    }
}
