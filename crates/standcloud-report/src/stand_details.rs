//! What a report says of its stand, for pages about stands: all of it, and nothing of the run.

use std::borrow::Cow;

use crate::tree::{self, ParseLimits};
use crate::{InfoEntry, Problems, Stand, read, surrogates, syntax};

/// The stand as the report of one run describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct StandDetails {
    pub stand: Stand,
    /// What HardPy before its instruments had for the equipment.
    pub drivers: Vec<InfoEntry>,
}

/// Reads the stand of a stored report.
pub fn stand_details(body: &[u8], limits: &ParseLimits) -> Result<StandDetails, Problems> {
    let text = std::str::from_utf8(body).map_err(|error| syntax::not_utf8(&error))?;
    let repaired = surrogates::replace_lone(text).map_or(Cow::Borrowed(text), Cow::Owned);
    let tree = tree::parse(&repaired, limits).map_err(|error| syntax::problems(text, &error))?;
    read::stand_details(&tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stand_is_read_without_the_run() {
        let body =
            br#"{"test_stand": {"hw_id": "pc", "name": "ICT", "number": 2, "timezone": "Etc/UTC",
            "drivers": {"dmm": "1.2", "load": null}, "info": {"slots": 4},
            "instruments": [{"name": "Scope", "serial_number": "S1"}]}}"#;
        let found = stand_details(body, &ParseLimits::default()).unwrap();
        assert_eq!(found.stand.hardware_id, "pc");
        assert_eq!(found.stand.timezone.as_deref(), Some("Etc/UTC"));
        assert_eq!(
            found.stand.instruments[0].serial_number.as_deref(),
            Some("S1")
        );
        let drivers: Vec<(&str, &str)> = found
            .drivers
            .iter()
            .map(|entry| (entry.key.as_str(), entry.value.as_str()))
            .collect();
        assert_eq!(drivers, [("dmm", "1.2")]);
        assert!(stand_details(b"{", &ParseLimits::default()).is_err());
    }
}
