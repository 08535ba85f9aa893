//! What a reader of a yield must know, in words.

use serde::Serialize;
use utoipa::ToSchema;

use super::figures::YieldCounts;

/// With fewer units a yield says little.
pub const FEW_UNITS: u64 = 30;

/// Why a yield says less than it seems to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YieldNoteKind {
    /// No run passes the filter.
    NoRuns,
    /// There are runs, but none is a test.
    NoTests,
    /// There are tests, but no unit was tested for the first time in them.
    NoUnits,
    /// So few units that the interval is wide.
    FewUnits,
    /// Some tests name no serial number.
    WithoutUnit,
    /// Units of several processes or plans are mixed.
    SeveralProcesses,
    /// Units come here because they have failed.
    RepairProcess,
}

/// A remark about the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct YieldNoteView {
    pub kind: YieldNoteKind,
    /// For people.
    pub text: String,
}

/// `processes` are the names of the processes in which the runs were; `plans` is how many test plans.
pub fn notes_of(counts: &YieldCounts, processes: &[String], plans: usize) -> Vec<YieldNoteView> {
    let tests = counts.passed + counts.not_passed;
    let repair = processes.iter().find(|name| is_repair(name));
    let mut notes = Vec::new();
    let mut note = |kind, text: String| notes.push(YieldNoteView { kind, text });
    if counts.runs == 0 {
        note(YieldNoteKind::NoRuns, "No run fits.".to_owned());
    } else if tests == 0 {
        let text = "None of these runs is a test: they were stopped, skipped or are unfinished.";
        note(YieldNoteKind::NoTests, text.to_owned());
    } else if counts.units == 0 {
        let text = "No unit was tested for the first time here, so there is no yield of units. \
                    A unit counts where its first test was.";
        note(YieldNoteKind::NoUnits, text.to_owned());
    } else if counts.units < FEW_UNITS {
        let text = format!(
            "Only {} units: the true yield may lie anywhere in the interval.",
            counts.units
        );
        note(YieldNoteKind::FewUnits, text);
    }
    if counts.without_unit > 0 {
        let text = format!(
            "{} tests name no serial number. They count in the test-report yield only.",
            counts.without_unit
        );
        note(YieldNoteKind::WithoutUnit, text);
    }
    if let Some(name) = repair {
        let text = format!(
            "Units come to the process “{name}” because they have failed, so a first-pass yield \
             means little there. Look at the test-report yield."
        );
        note(YieldNoteKind::RepairProcess, text);
    }
    if counts.units > 0 && (processes.len() > 1 || plans > 1) {
        let text = "Several processes or test plans are mixed: each unit counts once in each of \
                    them. Choose one, or look at the rolled yield.";
        note(YieldNoteKind::SeveralProcesses, text.to_owned());
    }
    notes
}

/// By its name, as people call such stations.
pub fn is_repair(process: &str) -> bool {
    let name = process.to_lowercase();
    let words = [
        "repair",
        "rework",
        "retest",
        "reparatur",
        "nacharbeit",
        "debug",
    ];
    words.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(counts: &YieldCounts, processes: &[&str]) -> Vec<YieldNoteKind> {
        let processes: Vec<String> = processes.iter().map(|&name| name.to_owned()).collect();
        let notes = notes_of(counts, &processes, 1);
        notes.into_iter().map(|note| note.kind).collect()
    }

    #[test]
    fn each_reason_is_told() {
        let mut counts = YieldCounts::default();
        assert_eq!(kinds(&counts, &[]), [YieldNoteKind::NoRuns]);
        counts.runs = 5;
        assert_eq!(kinds(&counts, &["Final"]), [YieldNoteKind::NoTests]);
        counts.passed = 5;
        assert_eq!(kinds(&counts, &["Final"]), [YieldNoteKind::NoUnits]);
        counts.units = 5;
        counts.without_unit = 1;
        let few = [YieldNoteKind::FewUnits, YieldNoteKind::WithoutUnit];
        assert_eq!(kinds(&counts, &["Final"]), few);
        counts.units = 500;
        counts.without_unit = 0;
        assert_eq!(kinds(&counts, &["Final"]), []);
        let mixed = [
            YieldNoteKind::RepairProcess,
            YieldNoteKind::SeveralProcesses,
        ];
        assert_eq!(kinds(&counts, &["Final", "Rework 2"]), mixed);
    }
}
