//! Whether bytes are a picture that a browser may show from our own address.
//!
//! Only kinds that hold pixels and nothing else count: an SVG can hold scripts. What a client calls
//! its bytes is not believed.

/// A picture of a kind that is safe to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    Png,
    Jpeg,
    WebP,
}

impl ImageKind {
    /// What the first bytes say (RFC 2083 §3.1, ISO/IEC 10918-1 B.1.1.3, RFC 9649 §2.4).
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            return Some(Self::Jpeg);
        }
        let is_web_p = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        is_web_p.then_some(Self::WebP)
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// Whether a stored media type is one of these.
    pub fn is_named(media_type: &str) -> bool {
        let mut all = [Self::Png, Self::Jpeg, Self::WebP].into_iter();
        all.any(|kind| kind.media_type() == media_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bytes_are_believed() {
        for (bytes, expected) in [
            (b"\x89PNG\r\n\x1a\nrest".as_slice(), Some(ImageKind::Png)),
            (b"\xff\xd8\xff\xe0rest", Some(ImageKind::Jpeg)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(ImageKind::WebP)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
            (b"GIF89a", None),
            (b"RIFF", None),
            (b"", None),
        ] {
            assert_eq!(ImageKind::of(bytes), expected, "{bytes:?}");
        }
        assert!(ImageKind::is_named("image/webp") && !ImageKind::is_named("image/svg+xml"));
    }
}
