//! Processor time, where the system tells it.

use std::fs::read_to_string;
use std::time::Duration;

/// Linux counts the time of a process in hundredths of a second, whatever its own clock does.
const TICK: Duration = Duration::from_millis(10);

/// Of this thread.
pub(crate) fn of_this_thread() -> Option<Duration> {
    let text = read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// Of all threads of another process.
pub(crate) fn of_process(process: u32) -> Option<Duration> {
    time_in(&read_to_string(format!("/proc/{process}/stat")).ok()?)
}

/// The fields `utime` and `stime` of proc(5). The program's name comes before them in brackets and
/// may hold blanks and brackets itself.
fn time_in(stat: &str) -> Option<Duration> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(TICK * (user + system))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_found_after_any_name() {
        let stat = "7 (a (b) 9) S 1 7 7 0 -1 4194560 900 0 0 0 150 25 0 0 20 0 4 0 1\n";
        assert_eq!(time_in(stat), Some(Duration::from_millis(1_750)));
        assert_eq!(time_in("7 (a) S 1 7"), None);
    }
}
