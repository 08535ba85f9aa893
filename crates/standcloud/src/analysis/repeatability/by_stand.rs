//! A gage study that nobody planned: units that were tested at least twice on each of several stands.
//!
//! The stands take the place of the appraisers. Such units are rare, so the largest complete design among
//! what happened is looked for: the stands with the most such units are tried together.

use std::collections::{BTreeMap, HashMap};

use standcloud_stats::{CrossedDesign, GageAnova, GageOptions, NoStudy, gage_anova};

use super::figures::{RepeatedValue, SeriesRepeats};

/// Trying more stands together than this finds no further design in practice.
const STANDS_MAX: usize = 12;
/// More units do not make the answer better, only slower.
const UNITS_MAX: usize = 2_000;

/// The design that was found, and what it says.
#[derive(Debug)]
pub struct StandStudy {
    pub stands: Vec<u32>,
    pub units: usize,
    pub trials: usize,
    pub anova: Result<GageAnova, NoStudy>,
}

/// What is missing for a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoStandStudy {
    /// With at least two values on one stand.
    pub units_with_repeats_on_a_stand: usize,
    /// With values on at least two stands.
    pub units_on_several_stands: usize,
}

type Cells = BTreeMap<u32, Vec<f64>>;

pub fn study_by_stand(
    repeats: &SeriesRepeats,
    tolerance: Option<f64>,
) -> Result<StandStudy, NoStandStudy> {
    let units: Vec<Cells> = repeats.units().map(cells_of).collect();
    let missing = NoStandStudy {
        units_with_repeats_on_a_stand: units.iter().filter(|cells| has_repeats(cells)).count(),
        units_on_several_stands: units.iter().filter(|cells| cells.len() > 1).count(),
    };
    let (stands, crossed) = largest_design(&units).ok_or(missing)?;
    let trials = crossed
        .iter()
        .flat_map(|cells| {
            stands
                .iter()
                .filter_map(|stand| Some(cells.get(stand)?.len()))
        })
        .min()
        .unwrap_or(0);
    let data: Vec<Vec<Vec<f64>>> = crossed
        .iter()
        .map(|cells| {
            let cells = stands.iter().filter_map(|stand| cells.get(stand));
            cells
                .map(|values| values.iter().take(trials).copied().collect())
                .collect()
        })
        .collect();
    let options = GageOptions {
        tolerance,
        ..GageOptions::default()
    };
    let anova = CrossedDesign::new(&data).and_then(|design| gage_anova(&design, &options));
    Ok(StandStudy {
        stands,
        units: data.len(),
        trials,
        anova,
    })
}

fn cells_of(of_unit: &[RepeatedValue]) -> Cells {
    let mut cells = Cells::new();
    for value in of_unit.iter().filter(|value| value.stand != 0) {
        cells.entry(value.stand).or_default().push(value.value);
    }
    cells
}

fn has_repeats(cells: &Cells) -> bool {
    cells.values().any(|values| values.len() > 1)
}

/// The stands and the units that have repeats on each of them; the most cells win.
fn largest_design(units: &[Cells]) -> Option<(Vec<u32>, Vec<&Cells>)> {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for cells in units {
        for (stand, _) in cells.iter().filter(|(_, values)| values.len() > 1) {
            *counts.entry(*stand).or_default() += 1;
        }
    }
    let mut stands: Vec<(u32, usize)> = counts.into_iter().collect();
    stands.sort_by_key(|(stand, count)| (std::cmp::Reverse(*count), *stand));
    stands.truncate(STANDS_MAX);
    let stands: Vec<u32> = stands.into_iter().map(|(stand, _)| stand).collect();
    let designs = (2..=stands.len()).filter_map(|count| {
        let chosen = stands.get(..count)?;
        let has_all = |cells: &&Cells| {
            let repeated = |stand| cells.get(stand).is_some_and(|values| values.len() > 1);
            chosen.iter().all(repeated)
        };
        let crossed: Vec<&Cells> = units.iter().filter(has_all).take(UNITS_MAX).collect();
        (crossed.len() > 1).then(|| (chosen.to_vec(), crossed))
    });
    designs.max_by_key(|(stands, units)| stands.len() * units.len())
}
