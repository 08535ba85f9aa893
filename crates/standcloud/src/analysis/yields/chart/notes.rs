//! What a reader of the chart must know, in words.

use standcloud_stats::{Counted, NoChart, ShareChart, ShareChartKind};

use super::figures::{Found, sum};
use super::{YieldChartCounted, YieldChartNoteKind, YieldChartNoteView};
use crate::web_api::history::HistoryBucket;

/// Limits from fewer are provisional (NIST 6.3.2 asks for 20 to 25).
const FEW_PERIODS: usize = 20;

/// Why the limits are of this kind.
pub(super) fn why_this_kind(chart: &ShareChart, is_asked: bool) -> String {
    let factor = format!(
        "σz is {:.2}, and chance alone seldom makes it more than {:.2}",
        chart.sigma_z, chart.sigma_z_by_chance
    );
    let is_restless = chart.sigma_z > chart.sigma_z_by_chance;
    match (chart.kind, is_asked, is_restless) {
        (ShareChartKind::Binomial, false, true) => format!(
            "p chart, because so few periods do not tell whether they always differ this much: {factor}."
        ),
        (ShareChartKind::Binomial, false, false) => {
            format!(
                "p chart, because neighbouring periods differ no more than by chance: {factor}."
            )
        }
        (ShareChartKind::Laney, false, _) => format!(
            "Laney p′ chart, because neighbouring periods differ by more than chance: {factor}. Its \
             limits are {:.1} times as wide as those of a p chart, which would mark too much.",
            chart.sigma_z
        ),
        (ShareChartKind::Binomial, true, true) => format!(
            "p chart, as you chose. Neighbouring periods differ by more than chance: {factor}. So it \
             marks many points; the Laney p′ chart fits better."
        ),
        (ShareChartKind::Binomial, true, false) => {
            format!("p chart, as you chose. It fits: {factor}.")
        }
        (ShareChartKind::Laney, true, _) => format!(
            "Laney p′ chart, as you chose. Its limits are {:.2} times as wide as those of a p chart: \
             {factor}.",
            chart.sigma_z
        ),
    }
}

pub(super) fn notes_of(
    of: YieldChartCounted,
    bucket: HistoryBucket,
    samples: &[Counted],
    found: &Found,
) -> Vec<YieldChartNoteView> {
    match found {
        Ok(chart) => notes_of_a_chart(of, bucket, samples, chart),
        Err(reason) => vec![why_no_limits(of, bucket, samples, *reason)],
    }
}

fn notes_of_a_chart(
    of: YieldChartCounted,
    bucket: HistoryBucket,
    samples: &[Counted],
    chart: &ShareChart,
) -> Vec<YieldChartNoteView> {
    let judged = chart.points.iter().filter(|point| point.limits.is_some());
    let judged = judged.count();
    let skipped = counted_periods(samples).saturating_sub(judged);
    let mut notes = Vec::new();
    if judged < FEW_PERIODS {
        notes.push(note(
            YieldChartNoteKind::FewPeriods,
            format!(
                "The limits come from {judged} {} only. Take them as provisional: good limits need \
                 about {FEW_PERIODS}.",
                periods_name(bucket, judged)
            ),
        ));
    }
    if skipped > 0 {
        let (has, so) = match skipped {
            1 => ("has", "It is"),
            _ => ("have", "They are"),
        };
        notes.push(note(
            YieldChartNoteKind::NotJudged,
            format!(
                "{skipped} {} {has} so few {} that a single failure would be beyond the limits. {so} \
                 shown, but not judged.",
                periods_name(bucket, skipped),
                things(of),
            ),
        ));
    }
    notes
}

fn why_no_limits(
    of: YieldChartCounted,
    bucket: HistoryBucket,
    samples: &[Counted],
    reason: NoChart,
) -> YieldChartNoteView {
    let all = sum(samples);
    let one = periods_name(bucket, 1);
    if all.size == 0 {
        let text = match of {
            YieldChartCounted::Units => "No unit was tested for the first time here.",
            YieldChartCounted::Tests => "None of these runs is a test.",
        };
        return note(YieldChartNoteKind::NothingCounted, text.to_owned());
    }
    if counted_periods(samples) == 1 {
        let text = format!(
            "There is only one {one} with {}, and nothing to compare it with. Choose a longer time or \
             shorter periods.",
            things(of)
        );
        return note(YieldChartNoteKind::OnePeriod, text);
    }
    match reason {
        NoChart::NoSpread if all.count == 0 => {
            let text = "Nothing failed in this time, so there is nothing to compute limits from.";
            note(YieldChartNoteKind::NoneFailed, text.to_owned())
        }
        NoChart::NoSpread => {
            let text =
                "Everything failed in this time, so there is nothing to compute limits from.";
            note(YieldChartNoteKind::AllFailed, text.to_owned())
        }
        NoChart::TooFew { .. } => {
            let text = format!(
                "There are so few {} in each {one} that a single failure would be beyond the limits. \
                 Choose longer periods.",
                things(of)
            );
            note(YieldChartNoteKind::TooFewTests, text)
        }
        other => note(
            YieldChartNoteKind::NotComputed,
            format!("There are no limits: {other}."),
        ),
    }
}

fn note(kind: YieldChartNoteKind, text: String) -> YieldChartNoteView {
    YieldChartNoteView { kind, text }
}

fn counted_periods(samples: &[Counted]) -> usize {
    samples.iter().filter(|sample| sample.size > 0).count()
}

fn things(of: YieldChartCounted) -> &'static str {
    match of {
        YieldChartCounted::Units => "units",
        YieldChartCounted::Tests => "tests",
    }
}

fn periods_name(bucket: HistoryBucket, count: usize) -> &'static str {
    match (bucket, count == 1) {
        (HistoryBucket::Hour, true) => "hour",
        (HistoryBucket::Hour, false) => "hours",
        (HistoryBucket::Day, true) => "day",
        (HistoryBucket::Day, false) => "days",
        (HistoryBucket::Week, true) => "week",
        (HistoryBucket::Week, false) => "weeks",
        (HistoryBucket::Month, true) => "month",
        (HistoryBucket::Month, false) => "months",
    }
}

#[cfg(test)]
mod tests {
    use standcloud_stats::share_chart;

    use super::*;

    fn kinds(samples: &[(u64, u64)]) -> Vec<YieldChartNoteKind> {
        let samples = samples.iter();
        let samples: Vec<Counted> = samples
            .map(|&(count, size)| Counted { count, size })
            .collect();
        let found = share_chart(&samples, None);
        let of = YieldChartCounted::Units;
        let notes = notes_of(of, HistoryBucket::Day, &samples, &found);
        assert!(notes.iter().all(|note| !note.text.contains("NaN")));
        notes.into_iter().map(|note| note.kind).collect()
    }

    #[test]
    fn each_reason_is_told() {
        assert_eq!(kinds(&[]), [YieldChartNoteKind::NothingCounted]);
        assert_eq!(kinds(&[(0, 0)]), [YieldChartNoteKind::NothingCounted]);
        assert_eq!(kinds(&[(0, 9), (0, 0)]), [YieldChartNoteKind::OnePeriod]);
        assert_eq!(kinds(&[(0, 9), (0, 9)]), [YieldChartNoteKind::NoneFailed]);
        assert_eq!(kinds(&[(9, 9), (9, 9)]), [YieldChartNoteKind::AllFailed]);
        assert_eq!(
            kinds(&[(1, 400), (0, 1), (0, 1)]),
            [YieldChartNoteKind::TooFewTests]
        );
        let few = [
            YieldChartNoteKind::FewPeriods,
            YieldChartNoteKind::NotJudged,
        ];
        assert_eq!(kinds(&[(4, 400), (5, 400), (0, 1)]), few);
        assert_eq!(kinds(&[(4, 400); 20]), []);
    }

    #[test]
    fn the_kind_is_explained() {
        let calm: Vec<Counted> = (0..20)
            .map(|at| Counted {
                count: 20 + at % 2,
                size: 400,
            })
            .collect();
        let words = |samples: &[Counted], asked: Option<ShareChartKind>| {
            why_this_kind(&share_chart(samples, asked).unwrap(), asked.is_some())
        };
        assert!(words(&calm, None).starts_with("p chart, because neighbouring periods differ no"));
        let restless: Vec<Counted> = (0..20)
            .map(|at| Counted {
                count: 20 + 30 * (at % 2),
                size: 400,
            })
            .collect();
        assert!(words(&restless, None).starts_with("Laney p′ chart, because"));
        let p = words(&restless, Some(ShareChartKind::Binomial));
        assert!(p.ends_with("the Laney p′ chart fits better."), "{p}");
    }
}
