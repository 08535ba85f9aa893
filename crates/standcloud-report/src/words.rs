//! The fixed words of a report.

use std::fmt;
use std::str::FromStr;

/// A word that is not one of the fixed ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected one of: {expected}")]
pub struct UnknownWord {
    pub expected: String,
}

/// What a run counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Pass,
    NotPassed,
    /// Shown, but not counted in yield.
    NotATest,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { expected: [$($word),+].join(", ") }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// How a run, a module or a case ended, or where it is.
    Status {
        Passed = "passed",
        Failed = "failed",
        Error = "error",
        Stopped = "stopped",
        Skipped = "skipped",
        Run = "run",
        Ready = "ready",
    }
}

words! {
    /// The part of the test plan that a step belongs to.
    Group {
        Setup = "setup",
        Main = "main",
        Teardown = "teardown",
    }
}

words! {
    /// How a value is compared with its limits: g is above and l below, e allows equality; of two
    /// parts the first is for the lower limit (inside ranges) or the two ends outside.
    Operation {
        Eq = "eq",
        Ne = "ne",
        Gt = "gt",
        Ge = "ge",
        Lt = "lt",
        Le = "le",
        Gtlt = "gtlt",
        Gele = "gele",
        Gelt = "gelt",
        Gtle = "gtle",
        Ltgt = "ltgt",
        Lege = "lege",
        Legt = "legt",
        Ltge = "ltge",
    }
}

words! {
    /// Which axes of a chart are logarithmic.
    ChartKind {
        Line = "line",
        LineLogX = "line_log_x",
        LineLogY = "line_log_y",
        LogXY = "log_x_y",
    }
}

impl Status {
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Passed => Verdict::Pass,
            Self::Failed | Self::Error => Verdict::NotPassed,
            Self::Stopped | Self::Skipped | Self::Run | Self::Ready => Verdict::NotATest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
        for operation in Operation::ALL {
            assert_eq!(operation.as_str().parse(), Ok(*operation));
        }
        assert!("Passed".parse::<Status>().is_err());
        let unknown = "middle".parse::<Group>().unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "expected one of: setup, main, teardown"
        );
    }

    #[test]
    fn verdicts_follow_the_definition() {
        let verdicts: Vec<_> = Status::ALL.iter().map(|status| status.verdict()).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Pass,
                Verdict::NotPassed,
                Verdict::NotPassed,
                Verdict::NotATest,
                Verdict::NotATest,
                Verdict::NotATest,
                Verdict::NotATest,
            ]
        );
    }
}
