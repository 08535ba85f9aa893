//! The table that the benchmark prints.

use std::fmt::Write as _;
use std::time::Duration;

use super::load::LoadResult;

pub(super) struct Row {
    result: LoadResult,
    is_peer: bool,
}

pub(super) struct Figures {
    pub(super) bytes_per_run: u64,
    pub(super) idle_kib: u64,
    pub(super) starts: Vec<Duration>,
}

impl Row {
    pub(super) fn ours(result: LoadResult) -> Self {
        Self {
            result,
            is_peer: false,
        }
    }

    /// The others are compared with the best of these.
    pub(super) fn peer(result: LoadResult) -> Self {
        Self {
            result,
            is_peer: true,
        }
    }

    /// Neither ours nor what we compare with, but worth knowing.
    pub(super) fn other(result: LoadResult) -> Self {
        Self {
            result,
            is_peer: false,
        }
    }
}

pub(super) fn render_rows(rows: &[Row]) -> String {
    let peers = rows.iter().filter(|row| row.is_peer);
    let best_peer = peers
        .map(|row| row.result.accepted_per_s)
        .max_by(f64::total_cmp);
    let mut text = format!(
        "{:<43} {:>11} {:>10} {:>8} {:>8} {:>14} {:>10}\n",
        "server", "connections", "reports/s", "p50 ms", "p99 ms", "to best peer", "generator"
    );
    for Row { result, .. } in rows {
        let ratio = best_peer.map_or_else(
            || "–".to_owned(),
            |best| format!("{:.1} ×", result.accepted_per_s / best),
        );
        let _infallible = writeln!(
            text,
            "{:<43} {:>11} {:>10.0} {:>8.1} {:>8.1} {ratio:>14} {:>8.0} %",
            result.name,
            result.connections,
            result.accepted_per_s,
            result.p50_ms,
            result.p99_ms,
            result.generator_share * 100.0,
        );
    }
    text
}

#[expect(
    clippy::cast_precision_loss,
    reason = "memory and reports are far below 2^53"
)]
pub(super) fn render_figures(figures: &Figures) -> String {
    let mut starts = figures.starts.clone();
    starts.sort_unstable();
    let median = starts.get(starts.len() / 2).copied().unwrap_or_default();
    format!(
        "bytes on disk for each run, all included   {:>10}\n\
         resident memory, idle, MiB                 {:>10.1}\n\
         start to ready on an empty folder, ms      {:>10.0}\n",
        figures.bytes_per_run,
        figures.idle_kib as f64 / 1024.0,
        median.as_secs_f64() * 1_000.0,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(name: &str, accepted_per_s: f64) -> LoadResult {
        LoadResult {
            name: name.into(),
            connections: 16,
            accepted_per_s,
            p50_ms: 1.0,
            p99_ms: 2.0,
            accepted_in_all: 1,
            generator_share: 0.1,
        }
    }

    #[test]
    fn ratios_are_to_the_best_peer() {
        let rows = [
            Row::ours(result("ours", 3_000.0)),
            Row::peer(result("one", 100.0)),
            Row::peer(result("two", 150.0)),
            Row::other(result("raw", 600.0)),
        ];
        let text = render_rows(&rows);
        let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(line("ours").contains("20.0 ×"), "{text}");
        assert!(line("raw").contains("4.0 ×"), "{text}");
        assert!(render_rows(&rows[..1]).contains('–'));
    }

    #[test]
    fn the_start_is_the_median() {
        let starts = [90, 10, 50, 40, 60].map(Duration::from_millis).to_vec();
        let text = render_figures(&Figures {
            bytes_per_run: 2_000,
            idle_kib: 51_200,
            starts,
        });
        let figures: Vec<&str> = text
            .lines()
            .filter_map(|line| line.split_whitespace().next_back())
            .collect();
        assert_eq!(figures, ["2000", "50.0", "50"], "{text}");
    }
}
