//! What was found while reading, and where.

use crate::problem::{Location, PROBLEMS_MAX, Problem, Problems};

/// Problems so far, and what may still be read.
pub(super) struct Findings {
    problems: Vec<Problem>,
    measurements_max: usize,
    measurements_left: usize,
}

/// A place in the body: a list that lives on the stack, so that it costs nothing when all is well.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Name(&'p str),
    Index(usize),
}

impl Findings {
    pub(super) fn new(measurements_max: usize) -> Self {
        Self {
            problems: Vec::new(),
            measurements_max,
            measurements_left: measurements_max,
        }
    }

    pub(super) fn add(&mut self, place: &Place<'_>, kind: &str, msg: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem {
                loc: place.path(),
                msg: msg.into(),
                kind: kind.to_owned(),
            });
        }
    }

    /// Whether so many more measurements are within the limit.
    pub(super) fn takes_measurements(&mut self, count: usize, place: &Place<'_>) -> bool {
        if let Some(left) = self.measurements_left.checked_sub(count) {
            self.measurements_left = left;
            return true;
        }
        self.measurements_left = 0;
        let max = self.measurements_max;
        self.add(
            place,
            "too_many",
            format!("more than {max} measurements in one report"),
        );
        false
    }

    pub(super) fn into_result(self) -> Result<(), Problems> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(Problems::all(self.problems))
        }
    }
}

impl<'p> Place<'p> {
    pub(super) fn body() -> Self {
        Self {
            parent: None,
            step: Step::Name("body"),
        }
    }

    pub(super) fn name(&'p self, name: &'p str) -> Self {
        Self {
            parent: Some(self),
            step: Step::Name(name),
        }
    }

    pub(super) fn index(&'p self, index: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    fn path(&self) -> Vec<Location> {
        let mut path = self.parent.map(Place::path).unwrap_or_default();
        path.push(match self.step {
            Step::Name(name) => Location::Name(crate::text::identifier_text(name)),
            Step::Index(index) => Location::Index(index),
        });
        path
    }
}
