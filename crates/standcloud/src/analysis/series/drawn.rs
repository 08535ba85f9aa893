//! Which of the points a picture gets: few of all, and more of the part that somebody looks at.

use std::ops::Range;

use standcloud_stats::positions_to_draw;

/// How finely is drawn. Figures and lines never depend on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// At most so many points of all, and as many again of the part.
    pub limit: usize,
    /// Places on the chart, from 0.
    pub part: Option<Range<usize>>,
}

impl Drawn {
    /// Without a part that is drawn more finely.
    pub(super) fn evenly(&self) -> Self {
        Self {
            part: None,
            ..self.clone()
        }
    }

    /// Places of the points to draw, ascending. Beyond the part they are those that are drawn without one,
    /// so that the outline of all is always whole.
    pub(super) fn positions(&self, values: &[f64]) -> Vec<usize> {
        of_part(values, self.limit, self.part.as_ref())
    }

    /// The same of some points of a chart: which of the ascending `places` to draw.
    pub(super) fn positions_of_some(
        &self,
        places: &[usize],
        values: &[f64],
        limit: usize,
    ) -> Vec<usize> {
        let before = |end: usize| places.partition_point(|place| *place < end);
        let part = self.part.as_ref();
        let part = part.map(|part| before(part.start)..before(part.end));
        of_part(values, limit, part.as_ref())
    }
}

fn of_part(values: &[f64], limit: usize, part: Option<&Range<usize>>) -> Vec<usize> {
    let of_all = positions_to_draw(values, limit);
    let Some(part) = part else { return of_all };
    let part = part.start.min(values.len())..part.end.min(values.len());
    let Some(inside) = values.get(part.clone()) else {
        return of_all;
    };
    let inside = positions_to_draw(inside, limit).into_iter();
    let before = of_all.iter().copied().filter(|at| *at < part.start);
    let after = of_all.iter().copied().filter(|at| *at >= part.end);
    before
        .chain(inside.map(|at| part.start + at))
        .chain(after)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Vec<f64> {
        (0..10_000_u32)
            .map(|at| f64::from(at * 7919 % 1009))
            .collect()
    }

    fn drawn(part: Option<Range<usize>>) -> Drawn {
        Drawn { limit: 100, part }
    }

    #[test]
    fn a_part_is_drawn_whole_and_the_rest_as_before() {
        let all = drawn(None).positions(&values());
        let closer = drawn(Some(5_000..5_080)).positions(&values());
        let is_inside = |at: &&usize| (5_000..5_080).contains(*at);
        assert_eq!(closer.iter().filter(is_inside).count(), 80);
        assert!(
            closer
                .iter()
                .filter(|at| !is_inside(at))
                .eq(all.iter().filter(|at| !is_inside(at)))
        );
        assert!(closer.is_sorted());
    }

    #[test]
    fn odd_parts_change_nothing_or_draw_what_there_is() {
        let all = drawn(None).positions(&values());
        let reversed = Range {
            start: 9_999,
            end: 50,
        };
        for part in [20_000..30_000, 70..70, reversed] {
            assert_eq!(
                drawn(Some(part.clone())).positions(&values()),
                all,
                "{part:?}"
            );
        }
        let closer = drawn(Some(9_990..usize::MAX)).positions(&values());
        assert!((9_990..10_000).all(|at| closer.contains(&at)));
        assert_eq!(drawn(Some(0..5)).positions(&[]), Vec::<usize>::new());
    }

    #[test]
    fn some_points_of_a_chart_are_found_by_their_places() {
        let places: Vec<usize> = (0..1_000).map(|at| at * 10).collect();
        let some = drawn(Some(5_000..5_100)).positions_of_some(&places, &values()[..1_000], 20);
        assert!((500..510).all(|at| some.contains(&at)));
        assert!(some.len() <= 30);
    }
}
