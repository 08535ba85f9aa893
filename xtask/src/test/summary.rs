//! The table at the end of `cargo xtask test`, and its last line, which a machine can read.

use std::fmt::Write as _;
use std::time::Duration;

use crate::tally::Tally;

/// How a step ended. A step without tests of its own counts as one test in the last line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Passed {
        tests: Option<Tally>,
        remark: Option<String>,
    },
    Failed {
        tests: Option<Tally>,
        reason: String,
    },
    Skipped {
        hint: String,
    },
}

pub(crate) struct StepResult {
    pub(crate) title: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) duration: Duration,
}

impl Outcome {
    pub(crate) fn passed() -> Self {
        Self::Passed {
            tests: None,
            remark: None,
        }
    }

    pub(crate) fn failed(reason: impl Into<String>) -> Self {
        Self::Failed {
            tests: None,
            reason: reason.into(),
        }
    }

    /// The outcome of a program that ran tests.
    pub(crate) fn of_tests(success: bool, tests: Option<Tally>) -> Self {
        let failed = tests.map_or(0, |tests| tests.failed);
        match (success, tests) {
            (true, None) => Self::failed("no test was counted"),
            (true, Some(_)) if failed == 0 => Self::Passed {
                tests,
                remark: None,
            },
            (true | false, _) => Self::Failed {
                tests,
                reason: "see above".into(),
            },
        }
    }

    fn tally(&self) -> Tally {
        match self {
            Self::Passed { tests, .. } => tests.unwrap_or(Tally {
                passed: 1,
                ..Tally::default()
            }),
            Self::Failed { tests, .. } => {
                let tests = tests.unwrap_or_default();
                Tally {
                    failed: tests.failed.max(1),
                    ..tests
                }
            }
            Self::Skipped { .. } => Tally::default(),
        }
    }
}

impl StepResult {
    /// In the strict form, what was not done has failed.
    pub(crate) fn refuse_skipped(&mut self) {
        let left_out = match &self.outcome {
            Outcome::Skipped { hint } => Some((None, hint.clone())),
            Outcome::Passed {
                tests,
                remark: Some(remark),
            } => Some((*tests, remark.clone())),
            Outcome::Passed {
                tests: Some(tests), ..
            } if tests.skipped > 0 => Some((Some(*tests), "nothing may be skipped".into())),
            Outcome::Passed { .. } | Outcome::Failed { .. } => None,
        };
        if let Some((tests, reason)) = left_out {
            self.outcome = Outcome::Failed { tests, reason };
        }
    }
}

/// The table, and a last line such as `42 passed, 0 failed`.
pub(crate) fn render(results: &[StepResult]) -> String {
    let mut text = String::from("\n");
    let mut total = Tally::default();
    for result in results {
        let tally = result.outcome.tally();
        total = total + tally;
        let seconds = result.duration.as_secs_f64();
        let (word, note) = describe(&result.outcome);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{:<17}{word:<9}{seconds:>7.1} s  {note}",
            result.title
        );
    }
    let _ = writeln!(text, "\n{} passed, {} failed", total.passed, total.failed);
    text
}

fn describe(outcome: &Outcome) -> (&'static str, String) {
    let counts = |tests: &Option<Tally>| tests.map(describe_counts).unwrap_or_default();
    match outcome {
        Outcome::Passed {
            tests,
            remark: None,
        } => ("ok", counts(tests)),
        Outcome::Passed {
            tests,
            remark: Some(remark),
        } => ("PARTLY", format!("{} -- {remark}", counts(tests))),
        Outcome::Failed {
            tests: Some(tests),
            reason,
        } => ("FAILED", format!("{} -- {reason}", counts(&Some(*tests)))),
        Outcome::Failed {
            tests: None,
            reason,
        } => ("FAILED", reason.clone()),
        Outcome::Skipped { hint } => ("SKIPPED", hint.clone()),
    }
}

fn describe_counts(tests: Tally) -> String {
    let mut text = format!("{} passed", tests.passed);
    for (number, word) in [(tests.failed, "failed"), (tests.skipped, "skipped")] {
        if number > 0 {
            // Writing to a String cannot fail.
            let _ = write!(text, ", {number} {word}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(title: &'static str, outcome: Outcome) -> StepResult {
        StepResult {
            title,
            outcome,
            duration: Duration::from_millis(1_240),
        }
    }

    fn tests(passed: u64, failed: u64) -> Tally {
        Tally {
            passed,
            failed,
            skipped: 0,
        }
    }

    #[test]
    fn table_and_last_line() {
        let results = [
            result("format", Outcome::passed()),
            result("Rust tests", Outcome::of_tests(false, Some(tests(40, 2)))),
            result(
                "real HardPy",
                Outcome::Skipped {
                    hint: "install python3".into(),
                },
            ),
        ];
        let expected = "
format           ok           1.2 s  
Rust tests       FAILED       1.2 s  40 passed, 2 failed -- see above
real HardPy      SKIPPED      1.2 s  install python3

41 passed, 2 failed
";
        assert_eq!(render(&results), expected);
    }

    #[test]
    fn a_run_without_counted_tests_is_no_success() {
        for (success, counted) in [
            (true, None),
            (false, None),
            (false, Some(tests(3, 0))),
            (true, Some(tests(3, 1))),
        ] {
            let outcome = Outcome::of_tests(success, counted);
            assert!(
                matches!(outcome, Outcome::Failed { .. }),
                "{success} {counted:?}"
            );
            assert!(outcome.tally().failed >= 1);
        }
        assert_eq!(Outcome::of_tests(true, Some(tests(3, 0))).tally().passed, 3);
    }

    #[test]
    fn the_strict_form_fails_on_what_was_left_out() {
        let hint = String::from("install PostgreSQL");
        let partly = Outcome::Passed {
            tests: Some(tests(3, 0)),
            remark: Some(hint.clone()),
        };
        let one_skipped = Tally {
            passed: 3,
            failed: 0,
            skipped: 1,
        };
        let ignored = Outcome::Passed {
            tests: Some(one_skipped),
            remark: None,
        };
        for outcome in [Outcome::Skipped { hint }, partly, ignored] {
            let mut result = result("step", outcome);
            result.refuse_skipped();
            assert!(matches!(result.outcome, Outcome::Failed { .. }));
        }
        let mut fine = result("step", Outcome::passed());
        fine.refuse_skipped();
        assert_eq!(fine.outcome, Outcome::passed());
    }
}
