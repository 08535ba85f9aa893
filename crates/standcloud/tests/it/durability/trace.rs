//! Reading what `strace -f -y` writes: system calls in the order in which they happened.
//!
//! A call that another thread interrupts is written in two lines; it counts where it began for a
//! write to a socket, and where it ended for everything that must have happened before.

use std::collections::HashMap;

/// What matters here of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// Bytes went into the write-ahead log.
    LogWritten,
    /// The write-ahead log was flushed, and the kernel said that it worked.
    LogFlushed,
    /// The first bytes of a 201 are about to leave.
    CreatedAnswered,
}

/// The events of a trace.
pub(super) fn events_of(trace: &str) -> Vec<Event> {
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut events = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(char::is_whitespace) else {
            continue;
        };
        let call = call.trim_start();
        if let Some(start) = call.strip_suffix("<unfinished ...>") {
            events.extend(begun(start));
            unfinished.insert(thread, start);
        } else if call.starts_with("<... ") {
            let start = unfinished.remove(thread).unwrap_or_default();
            events.extend(ended(start, call));
        } else {
            events.extend(begun(call));
            events.extend(ended(call, call));
        }
    }
    events
}

/// Whether the report behind the last 201 was flushed after it was written, and before the 201.
pub(super) fn is_flushed_before_last_answer(events: &[Event]) -> bool {
    let Some(answered) = events
        .iter()
        .rposition(|event| *event == Event::CreatedAnswered)
    else {
        return false;
    };
    let before = &events[..answered];
    let written = before.iter().rposition(|event| *event == Event::LogWritten);
    let flushed = before.iter().rposition(|event| *event == Event::LogFlushed);
    matches!((written, flushed), (Some(written), Some(flushed)) if written < flushed)
}

fn begun(call: &str) -> Option<Event> {
    let is_answer = call.contains("HTTP/1.1 201");
    (is_answer && !is_log(call)).then_some(Event::CreatedAnswered)
}

fn ended(start: &str, end: &str) -> Option<Event> {
    if !is_log(start) {
        return None;
    }
    let result = end.rsplit_once(" = ").map(|(_, result)| result.trim());
    let result: i64 = result?.split_whitespace().next()?.parse().ok()?;
    let is_flush = start.starts_with("fsync(") || start.starts_with("fdatasync(");
    if is_flush {
        return (result == 0).then_some(Event::LogFlushed);
    }
    (result > 0).then_some(Event::LogWritten)
}

/// The first argument is a descriptor with its path, as in `fsync(9</data/standcloud.db-wal>)`.
fn is_log(call: &str) -> bool {
    let descriptor = call.split_once('(').map(|(_, arguments)| arguments);
    let path = descriptor.and_then(|descriptor| descriptor.split_once('>'));
    path.is_some_and(|(path, _)| path.ends_with("-wal"))
}

mod tests {
    use super::{Event, events_of, is_flushed_before_last_answer};

    const WRITE: &str = r#"7 pwrite64(9</d/s.db-wal>, "7\177"..., 4096, 0) = 4096"#;
    const FLUSH: &str = "7 fdatasync(9</d/s.db-wal>) = 0";
    const ANSWER: &str =
        r#"8 writev(12<socket:[1]>, [{iov_base="HTTP/1.1 201 Created\r\n"...}], 1) = 9"#;

    #[test]
    fn only_a_flush_between_write_and_answer_counts() {
        let other_file = "7 fdatasync(9</d/s.db>) = 0";
        let failed = "7 fdatasync(9</d/s.db-wal>) = -1 EIO (Input/output error)";
        for (lines, expected) in [
            (vec![WRITE, FLUSH, ANSWER], true),
            (vec![WRITE, ANSWER], false),
            (vec![WRITE, ANSWER, FLUSH], false),
            (vec![FLUSH, WRITE, ANSWER], false),
            (vec![WRITE, FLUSH, WRITE, ANSWER], false),
            (vec![WRITE, other_file, ANSWER], false),
            (vec![WRITE, failed, ANSWER], false),
            (vec![FLUSH, ANSWER], false),
            (vec![WRITE, FLUSH], false),
        ] {
            let events = events_of(&lines.join("\n"));
            assert_eq!(
                is_flushed_before_last_answer(&events),
                expected,
                "{lines:?}"
            );
        }
    }

    #[test]
    fn an_interrupted_call_counts_at_the_right_end() {
        let begun = "7 fdatasync(9</d/s.db-wal> <unfinished ...>";
        let resumed = "7 <... fdatasync resumed>) = 0";
        let late = [WRITE, begun, ANSWER, resumed].join("\n");
        assert!(!is_flushed_before_last_answer(&events_of(&late)));
        let in_time = [WRITE, begun, resumed, ANSWER].join("\n");
        let expected = [Event::LogWritten, Event::LogFlushed, Event::CreatedAnswered];
        assert_eq!(events_of(&in_time), expected);
        let answer_begun = r#"8 sendto(12<socket:[1]>, "HTTP/1.1 201 Cr"..., 9 <unfinished ...>"#;
        let answer_resumed = "8 <... sendto resumed>) = 9";
        let early = [WRITE, answer_begun, FLUSH, answer_resumed].join("\n");
        assert!(!is_flushed_before_last_answer(&events_of(&early)));
    }
}
