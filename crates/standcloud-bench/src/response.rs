//! The little of HTTP/1.1 answers that the measurement needs: status, length, whether it stays open.

use anyhow::Context as _;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Head {
    pub status: u16,
    /// Bytes of head and body together.
    pub answer_bytes: usize,
    pub stays_open: bool,
}

/// `None` while the head is not complete.
pub(crate) fn parse_head(bytes: &[u8]) -> anyhow::Result<Option<Head>> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let Some((end, head)) = end.and_then(|end| Some((end, bytes.get(..end)?))) else {
        return Ok(None);
    };
    let head = std::str::from_utf8(head).context("the head of the answer is not text")?;
    let mut lines = head.split("\r\n");
    let status = status_of(lines.next().unwrap_or_default())?;
    let mut body_bytes = None;
    let mut stays_open = true;
    for line in lines {
        let (name, value) = line.split_once(':').context("a header line has no colon")?;
        if name.eq_ignore_ascii_case("content-length") {
            body_bytes = Some(
                value
                    .trim()
                    .parse::<usize>()
                    .context("reading content-length")?,
            );
        } else if name.eq_ignore_ascii_case("connection") {
            stays_open = !value.trim().eq_ignore_ascii_case("close");
        }
    }
    let body_bytes = body_bytes.context("the answer has no content-length")?;
    Ok(Some(Head {
        status,
        answer_bytes: end + 4 + body_bytes,
        stays_open,
    }))
}

fn status_of(line: &str) -> anyhow::Result<u16> {
    let rest = line
        .strip_prefix("HTTP/1.1 ")
        .context("the answer is not HTTP/1.1")?;
    let digits = rest.get(..3).context("the answer has no status")?;
    digits.parse().context("the status is not a number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read() {
        let open = b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\n{\"a\"}";
        let expected = Head {
            status: 201,
            answer_bytes: open.len(),
            stays_open: true,
        };
        assert_eq!(parse_head(open).unwrap(), Some(expected));
        let closed = b"HTTP/1.1 503 X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let head = parse_head(closed).unwrap().unwrap();
        assert_eq!((head.status, head.stays_open), (503, false));
    }

    #[test]
    fn unfinished_and_foreign_answers_are_told_apart() {
        assert_eq!(
            parse_head(b"HTTP/1.1 201 Created\r\nContent-Le").unwrap(),
            None
        );
        for wrong in [
            "HTTP/2 201\r\n\r\n",
            "HTTP/1.1 201\r\n\r\n",
            "HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n",
        ] {
            assert!(parse_head(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
