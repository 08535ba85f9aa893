//! One measurement in detail.

use standcloud_store::StoreError;

use super::by_stand::{NoStandStudy, StandStudy, study_by_stand};
use super::figures::{RepeatSummary, RepeatedValue, SeriesRepeats};
use crate::analysis::analyst::Analyst;
use crate::analysis::grouping::{GroupBy, GroupNames};
use crate::app::App;
use standcloud_store::{EntryKind, FoundName};

const UNITS_MAX: usize = 60;
/// Of one unit.
const VALUES_MAX: usize = 50;

#[derive(Debug)]
pub struct FoundStudy {
    pub summary: RepeatSummary,
    /// Those whose values differ most, in that order.
    pub units: Vec<UnitRepeats>,
    pub has_more_units: bool,
    pub by_stand: Result<StandStudy, NoStandStudy>,
}

#[derive(Debug)]
pub struct UnitRepeats {
    pub unit: u32,
    /// The newest ones.
    pub values: Vec<RepeatedValue>,
    /// Largest minus smallest, of all values.
    pub range: f64,
}

/// What units and stands are called.
#[derive(Debug)]
pub struct StudyNames {
    pub stands: GroupNames,
    pub units: Vec<FoundName>,
}

pub fn study_of(repeats: &SeriesRepeats, tolerance: Option<f64>) -> FoundStudy {
    let mut units: Vec<UnitRepeats> = repeats.units().map(UnitRepeats::of).collect();
    units.sort_by(|one, two| two.range.total_cmp(&one.range));
    let has_more_units = units.len() > UNITS_MAX;
    units.truncate(UNITS_MAX);
    FoundStudy {
        summary: repeats.summary(),
        units,
        has_more_units,
        by_stand: study_by_stand(repeats, tolerance),
    }
}

impl UnitRepeats {
    fn of(of_unit: &[RepeatedValue]) -> Self {
        let values = of_unit.iter().map(|value| value.value);
        let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
        let smallest = values.fold(f64::INFINITY, f64::min);
        let newest = of_unit.len().saturating_sub(VALUES_MAX);
        Self {
            unit: of_unit.first().map_or(0, |value| value.unit),
            values: of_unit.get(newest..).unwrap_or_default().to_vec(),
            range: largest - smallest,
        }
    }
}

impl FoundStudy {
    pub async fn names(&self, app: &App, analyst: &Analyst) -> Result<StudyNames, StoreError> {
        let of_units = self.units.iter().flat_map(|unit| &unit.values);
        let of_stands = self.by_stand.iter().flat_map(|study| &study.stands);
        let stands = of_units.map(|value| value.stand).chain(of_stands.copied());
        let keys = stands.map(|stand| (GroupBy::Stand, stand));
        let ids: Vec<u32> = self.units.iter().map(|unit| unit.unit).collect();
        let store = &app.store;
        let units = store.list_entry_names(analyst.organisation_id(), EntryKind::Unit, &ids);
        Ok(StudyNames {
            stands: GroupNames::find(app, analyst, keys).await?,
            units: units.await?,
        })
    }
}

impl StudyNames {
    /// Serial and part number.
    pub fn unit(&self, unit: u32) -> (String, String) {
        let mut units = self.units.iter();
        let found = units.find(|found| found.id == i64::from(unit));
        found.map_or_else(Default::default, |found| {
            (found.name.clone(), found.detail.clone())
        })
    }
}
