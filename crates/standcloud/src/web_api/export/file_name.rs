//! What an export is called on the disk of the person who made it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use standcloud_store::{Organisation, UnixMicros};

use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_range::RunRangeName;

const PART_LENGTH_MAX: usize = 40;

/// Organisation, content, range and day, as in `acme_test-runs_week_2026-11-22`, without the extension.
pub fn file_name(
    organisation: &Organisation,
    content: &str,
    wanted: &RunFilter,
    now: UnixMicros,
) -> String {
    let range = range_text(wanted);
    let zone = TimeZone::get(&organisation.time_zone).unwrap_or(TimeZone::UTC);
    let day = Timestamp::from_microsecond(now.0)
        .map(|now| zone.to_datetime(now).date().to_string())
        .unwrap_or_default();
    let parts = [&organisation.slug, content, &range, &day];
    let parts = parts.map(plain).into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("_")
}

fn range_text(wanted: &RunFilter) -> String {
    match (wanted.range, &wanted.from, &wanted.to) {
        (_, Some(from), Some(to)) => format!("{from}-to-{to}"),
        (_, Some(from), None) => format!("from-{from}"),
        (_, None, Some(to)) => format!("to-{to}"),
        (Some(RunRangeName::Today), ..) => "today".to_owned(),
        (Some(RunRangeName::Yesterday), ..) => "yesterday".to_owned(),
        (Some(RunRangeName::Week), ..) => "week".to_owned(),
        (Some(RunRangeName::Month), ..) => "month".to_owned(),
        (Some(RunRangeName::All) | None, ..) => "all".to_owned(),
    }
}

/// Letters, digits and hyphens, which every system takes.
fn plain(text: &str) -> String {
    let letters = text
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-');
    letters.take(PART_LENGTH_MAX).collect()
}
