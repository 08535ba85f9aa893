//! The table of polls.

use std::fmt::Write as _;

use super::polls::PollResult;

pub(super) struct Row {
    pub(super) result: PollResult,
    is_peer: bool,
}

impl Row {
    pub(super) fn ours(result: PollResult) -> Self {
        Self {
            result,
            is_peer: false,
        }
    }

    /// The others are compared with it.
    pub(super) fn peer(result: PollResult) -> Self {
        Self {
            result,
            is_peer: true,
        }
    }
}

pub(super) fn render(rows: &[Row]) -> String {
    let peer = rows.iter().find(|row| row.is_peer).map(|row| &row.result);
    let mut text = format!(
        "{:<36} {:>7} {:>7} {:>7} {:>9} {:>11} {:>11} {:>10} {:>11} {:>10}\n",
        "polls answered by",
        "p50 ms",
        "p99 ms",
        "max ms",
        "p99:peer",
        "cpu µs/poll",
        "cpu:peer",
        "sign-ins/s",
        "sign-in p50",
        "late p99"
    );
    for Row { result, .. } in rows {
        let is_quiet = result.sign_ins == 0;
        let latency = ratio(peer.map(|peer| peer.p99_ms), Some(result.p99_ms));
        // While people sign in the time goes to their passwords.
        let cpu = is_quiet.then_some(result.cpu_us_per_poll);
        let cpu_ratio = ratio(peer.map(|peer| peer.cpu_us_per_poll), cpu);
        let sign_ins = (!is_quiet).then_some(result.sign_ins_per_s);
        let _infallible = writeln!(
            text,
            "{:<36} {:>7.1} {:>7.1} {:>7.1} {latency:>9} {:>11} {cpu_ratio:>11} {:>10} {:>11} {:>10.1}",
            result.name,
            result.p50_ms,
            result.p99_ms,
            result.max_ms,
            or_dash(cpu, 0),
            or_dash(sign_ins, 1),
            or_dash(result.sign_in_p50_ms, 0),
            result.late_p99_ms,
        );
    }
    text
}

/// How many times as much the peer takes.
fn ratio(peer: Option<f64>, ours: Option<f64>) -> String {
    peer.zip(ours).filter(|(_, ours)| *ours > 0.0).map_or_else(
        || "–".to_owned(),
        |(peer, ours)| format!("{:.1} ×", peer / ours),
    )
}

fn or_dash(number: Option<f64>, decimals: usize) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.decimals$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(name: &str, p99_ms: f64, cpu_us_per_poll: f64, sign_ins: u64) -> PollResult {
        PollResult {
            name: name.into(),
            p50_ms: 1.0,
            p99_ms,
            max_ms: 90.0,
            late_p99_ms: 0.5,
            cpu_us_per_poll,
            sign_ins,
            sign_ins_per_s: 12.5,
            sign_in_p50_ms: (sign_ins > 0).then_some(640.0),
        }
    }

    #[test]
    fn the_peer_is_the_measure_and_busy_servers_tell_no_cost_of_a_poll() {
        let rows = [
            Row::ours(result("quiet", 2.0, 200.0, 0)),
            Row::ours(result("busy", 20.0, 9_000.0, 750)),
            Row::peer(result("peer", 5.0, 700.0, 0)),
        ];
        let text = render(&rows);
        let words = |name: &str| -> Vec<&str> {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap();
            line.split_whitespace()
                .filter(|word| *word != "×")
                .collect()
        };
        assert_eq!(
            words("quiet"),
            [
                "quiet", "1.0", "2.0", "90.0", "2.5", "200", "3.5", "–", "–", "0.5"
            ]
        );
        assert_eq!(
            words("busy"),
            [
                "busy", "1.0", "20.0", "90.0", "0.2", "–", "–", "12.5", "640", "0.5"
            ]
        );
        assert_eq!(ratio(None, Some(1.0)), "–");
        assert_eq!(ratio(Some(1.0), Some(0.0)), "–");
    }
}
