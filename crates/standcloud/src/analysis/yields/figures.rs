//! The yields of a group of runs, each with how many it is of and how sure it is.

use std::ops::AddAssign;

use serde::Serialize;
use standcloud_columns::Group;
use utoipa::ToSchema;

use crate::analysis::shares::ShareView;
use crate::analysis::table::{Cell, TableColumn};

/// Counts and yields of some runs. A unit is a part and a serial number in one test plan and process; it
/// counts where its *first* test lies, with all that happened to it later, wherever that was. So the
/// figures of periods, stands and batches add up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct YieldFiguresView {
    pub run_count: u64,
    pub passed: u64,
    /// Failed or ended by an error.
    pub not_passed: u64,
    /// Stopped, skipped or unfinished: shown, but counted in no yield.
    pub not_a_test: u64,
    /// Tests that name no serial number: in the test-report yield, in no yield of units.
    pub without_unit: u64,
    /// Units whose first test is among the runs.
    pub units: u64,
    /// FPY: units that passed their first test.
    pub first_pass: ShareView,
    /// SPY: passed by the second test.
    pub second_pass: ShareView,
    /// TPY: passed by the third test.
    pub third_pass: ShareView,
    /// Final yield: passed at some test so far.
    pub final_yield: ShareView,
    /// TRY: tests that passed.
    pub test_report: ShareView,
}

/// What yields are made of; sums of them are those of the runs together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YieldCounts {
    pub runs: u64,
    pub passed: u64,
    pub not_passed: u64,
    pub not_a_test: u64,
    pub without_unit: u64,
    pub units: u64,
    pub passed_by_first: u64,
    pub passed_by_second: u64,
    pub passed_by_third: u64,
    pub passed_ever: u64,
}

impl From<&Group> for YieldCounts {
    fn from(group: &Group) -> Self {
        Self {
            runs: group.runs,
            passed: group.passed,
            not_passed: group.not_passed,
            not_a_test: group.not_a_test,
            without_unit: group.without_unit,
            units: group.first_tests,
            passed_by_first: group.passed_by_first,
            passed_by_second: group.passed_by_second,
            passed_by_third: group.passed_by_third,
            passed_ever: group.passed_ever,
        }
    }
}

impl AddAssign for YieldCounts {
    fn add_assign(&mut self, more: Self) {
        self.runs += more.runs;
        self.passed += more.passed;
        self.not_passed += more.not_passed;
        self.not_a_test += more.not_a_test;
        self.without_unit += more.without_unit;
        self.units += more.units;
        self.passed_by_first += more.passed_by_first;
        self.passed_by_second += more.passed_by_second;
        self.passed_by_third += more.passed_by_third;
        self.passed_ever += more.passed_ever;
    }
}

impl YieldCounts {
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::default(), |mut sum, counts| {
            sum += counts;
            sum
        })
    }

    pub fn view(self) -> YieldFiguresView {
        let of_units = |part| ShareView::of(part, self.units);
        YieldFiguresView {
            run_count: self.runs,
            passed: self.passed,
            not_passed: self.not_passed,
            not_a_test: self.not_a_test,
            without_unit: self.without_unit,
            units: self.units,
            first_pass: of_units(self.passed_by_first),
            second_pass: of_units(self.passed_by_second),
            third_pass: of_units(self.passed_by_third),
            final_yield: of_units(self.passed_ever),
            test_report: ShareView::of(self.passed, self.passed + self.not_passed),
        }
    }
}

impl YieldFiguresView {
    /// The columns of [`Self::cells`].
    pub fn columns() -> Vec<TableColumn> {
        let column = TableColumn::new;
        vec![
            column("run_count", "Test runs"),
            column("passed", "Passed"),
            column("not_passed", "Failed"),
            column("not_a_test", "No test"),
            column("without_unit", "Without unit"),
            column("units", "Units"),
            column("first_pass", "First-pass yield"),
            column("first_pass_lower", "… from"),
            column("first_pass_upper", "… to"),
            column("second_pass", "Second-pass yield"),
            column("third_pass", "Third-pass yield"),
            column("final_yield", "Final yield"),
            column("test_report", "Test-report yield"),
            column("test_report_lower", "… from"),
            column("test_report_upper", "… to"),
        ]
    }

    pub fn cells(&self) -> Vec<Cell> {
        let counts = [
            self.run_count,
            self.passed,
            self.not_passed,
            self.not_a_test,
            self.without_unit,
            self.units,
        ];
        let later = [&self.second_pass, &self.third_pass, &self.final_yield];
        let mut cells: Vec<Cell> = counts.map(Cell::count).to_vec();
        cells.extend(self.first_pass.cells());
        cells.extend(later.map(|yields| Cell::share(yields.share)));
        cells.extend(self.test_report.cells());
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_is_no_number() {
        let none = ShareView::of(0, 0);
        assert_eq!((none.share, none.lower, none.upper), (None, None, None));
        let all = ShareView::of(10, 10);
        assert_eq!((all.share, all.upper), (Some(1.0), Some(1.0)));
        assert!(all.lower.is_some_and(|lower| (lower - 0.7225).abs() < 1e-4));
    }

    #[test]
    fn a_row_has_a_cell_for_each_column() {
        let cells = YieldCounts::default().view().cells();
        assert_eq!(cells.len(), YieldFiguresView::columns().len());
    }
}
