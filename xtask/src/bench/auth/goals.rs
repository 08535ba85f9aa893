//! What was measured beside what is required.

use std::fmt::Write as _;

#[derive(Debug, PartialEq)]
pub(super) struct Goal {
    pub(super) name: String,
    pub(super) unit: &'static str,
    pub(super) measured: f64,
    /// Nothing is required without it.
    pub(super) limit: Option<f64>,
}

impl Goal {
    fn verdict(&self) -> &'static str {
        match self.limit {
            None => "",
            Some(limit) if self.measured < limit => "met",
            Some(_) => "MISSED",
        }
    }
}

pub(super) fn render(goals: &[Goal]) -> String {
    let mut text = format!(
        "{:<62} {:>10} {:>5} {:>9}\n",
        "goal", "measured", "", "below"
    );
    for goal in goals {
        let limit = goal
            .limit
            .map_or_else(String::new, |limit| format!("{limit:.0}"));
        let _infallible = writeln!(
            text,
            "{:<62} {:>10.1} {:>5} {limit:>9} {}",
            goal.name,
            goal.measured,
            goal.unit,
            goal.verdict()
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_below_its_limit() {
        let goal = |measured, limit| Goal {
            name: "x".into(),
            unit: "ms",
            measured,
            limit,
        };
        for (measured, limit, verdict) in [
            (99.9, Some(100.0), "met"),
            (100.0, Some(100.0), "MISSED"),
            (500.0, None, ""),
        ] {
            let goal = goal(measured, limit);
            assert_eq!(goal.verdict(), verdict, "{goal:?}");
            assert!(render(&[goal]).trim_end().ends_with(verdict));
        }
    }
}
