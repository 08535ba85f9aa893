//! What is wrong with a body, in the shape that HardPy's users know from FastAPI.

use std::fmt;

use serde::Serialize;

/// More problems than this help nobody and would let a bad body inflate the answer.
pub const PROBLEMS_MAX: usize = 20;

/// All that was found wrong with one body; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{}", Lines(.0))]
pub struct Problems(Vec<Problem>);

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The path into the body; its first part is always `body`.
    pub loc: Vec<Location>,
    /// A sentence for a person.
    pub msg: String,
    /// A word for a program, such as `missing` or `string_type`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// One step of the path to a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Location {
    Name(String),
    Index(usize),
}

impl Problems {
    pub fn as_slice(&self) -> &[Problem] {
        &self.0
    }

    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }

    pub(crate) fn one(problem: Problem) -> Self {
        Self(vec![problem])
    }

    pub(crate) fn all(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}

impl Problem {
    /// A problem of the body as a whole.
    pub(crate) fn of_body(kind: &str, msg: String) -> Self {
        Self {
            loc: vec![Location::Name("body".to_owned())],
            msg,
            kind: kind.to_owned(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, location) in self.loc.iter().enumerate() {
            let dot = if index == 0 { "" } else { "." };
            write!(f, "{dot}{location}")?;
        }
        write!(f, ": {}", self.msg)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

struct Lines<'a>(&'a [Problem]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}
