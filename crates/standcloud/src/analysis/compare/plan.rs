//! Whose measurements are compared.

use std::collections::BTreeMap;

use standcloud_columns::{
    Bucket, Calendar, Dimension, Facts, Filter, GroupError, Grouping, group_by,
};

/// The plan with the most runs on the side that has fewer of it; `None` when no plan has runs on both.
pub(super) fn common_plan(
    facts: &Facts,
    a: &Filter,
    b: &Filter,
) -> Result<Option<u32>, GroupError> {
    let by_plan = Grouping::new(Calendar::utc(), Bucket::None, [Dimension::Plan]);
    let of = |filter| -> Result<BTreeMap<u32, u64>, GroupError> {
        let groups = group_by(facts, filter, &by_plan)?.into_iter();
        Ok(groups
            .filter_map(|group| Some((group.key()?, group.runs)))
            .collect())
    };
    let (a, b) = (of(a)?, of(b)?);
    let both = a
        .iter()
        .filter_map(|(plan, runs)| Some((*plan, (*runs).min(*b.get(plan)?))));
    Ok(both.max_by_key(|(_, runs)| *runs).map(|(plan, _)| plan))
}
