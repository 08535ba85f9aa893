//! Questions over a snapshot of facts. Each is one pass over the segments that its filter cannot
//! rule out.

mod buckets;
mod calendar;
mod dimension;
mod distinct;
mod ends;
mod group;
mod group_index;
mod grouper;
mod keys;
mod last_runs;
mod newer;
mod newest;
mod outlines;
mod parts;
mod sorted;
mod spans;
mod stands;
mod tally;
mod top;
mod trends;
mod units;
mod value_groups;

pub use calendar::{Bucket, Calendar, DayStartError, Period};
pub use dimension::Dimension;
pub use distinct::count_distinct;
pub use ends::end_of_times;
pub use group::{Group, GroupError, Grouping, group_by};
pub use newer::next_newer;
pub use newest::{newest_first, newest_first_after};
pub use outlines::{RunOutline, TooManyRuns, run_outlines};
pub use sorted::{Direction, NameField, PageStart, SortBy, SortedRun, largest_id, sorted_page};
pub use spans::{Span, spans_by};
pub use stands::{LatestTest, StandActivity, stand_activity};
pub use top::{TopBy, TopGroups, top_groups};
pub use trends::{Trends, count_trends};
pub use units::{count_per_unit, last_run_per_unit};

use crate::facts::Facts;
use crate::filter::{Filter, Selector};

/// How many runs pass.
pub fn count(facts: &Facts, filter: &Filter) -> usize {
    let mut selector = Selector::new(filter);
    facts
        .segments()
        .iter()
        .map(|segment| selector.count(segment))
        .sum()
}
