//! Where a page of runs begins, as text that a reader hands back.
//!
//! A cursor names the run at the edge of the page and what it was sorted by, so that a page is found
//! again whatever was added meanwhile. It holds no secret and needs no signature: whoever changes it
//! gets another page of what they may read anyway.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use standcloud_columns::{PageStart, RunPosition, SortedRun};

use super::problem::Problem;
use super::run_order::RunOrder;

const BYTES: usize = 27;

const AFTER: u8 = 0;
const BEFORE: u8 = 1;

/// The page after this run.
pub fn cursor_after(order: RunOrder, run: SortedRun) -> String {
    write(order, AFTER, run)
}

/// The page before this run.
pub fn cursor_before(order: RunOrder, run: SortedRun) -> String {
    write(order, BEFORE, run)
}

/// A cursor of another order cannot be used.
pub fn read_cursor(order: RunOrder, text: &str) -> Result<PageStart, Problem> {
    let wrong = || {
        Problem::invalid(
            "cursor",
            "This page belongs to another list. Begin at the first page.",
        )
    };
    parse(order, text).ok_or_else(wrong)
}

fn write(order: RunOrder, side: u8, run: SortedRun) -> String {
    let (by, direction) = order.codes();
    let mut bytes = Vec::with_capacity(BYTES);
    bytes.extend([by, direction, side]);
    bytes.extend(run.stored.to_be_bytes());
    bytes.extend(run.position.time_us.to_be_bytes());
    bytes.extend(run.position.run_number.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn parse(order: RunOrder, text: &str) -> Option<PageStart> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (head, numbers) = bytes.split_first_chunk::<3>()?;
    let [by, direction, side] = *head;
    if (by, direction) != order.codes() {
        return None;
    }
    let (stored, numbers) = numbers.split_first_chunk::<8>()?;
    let (time_us, numbers) = numbers.split_first_chunk::<8>()?;
    let run_number: [u8; 8] = numbers.try_into().ok()?;
    let run = SortedRun {
        stored: u64::from_be_bytes(*stored),
        position: RunPosition {
            time_us: i64::from_be_bytes(*time_us),
            run_number: i64::from_be_bytes(run_number),
        },
    };
    match side {
        AFTER => Some(PageStart::After(run)),
        BEFORE => Some(PageStart::Before(run)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_api::run_order::{RunSort, SortDirection};

    #[test]
    fn a_cursor_is_read_back_in_its_own_order_only() {
        let order = RunOrder {
            sort: RunSort::Duration,
            direction: SortDirection::Desc,
        };
        let run = SortedRun {
            stored: 7,
            position: RunPosition {
                time_us: -5,
                run_number: 9,
            },
        };
        let after = cursor_after(order, run);
        assert_eq!(read_cursor(order, &after).unwrap(), PageStart::After(run));
        let before = cursor_before(order, run);
        assert_eq!(read_cursor(order, &before).unwrap(), PageStart::Before(run));
        let other = RunOrder {
            sort: RunSort::Start,
            ..order
        };
        assert!(read_cursor(other, &after).is_err());
        for text in ["", "x", &after[..8], &format!("{after}AAAA")] {
            assert!(read_cursor(order, text).is_err(), "{text}");
        }
    }
}
