//! The little of HTML pages and cookies that signing in needs.

/// The names and values of the hidden fields of a page.
pub(crate) fn hidden_fields(html: &str) -> Vec<(String, String)> {
    html.split("<input ")
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .filter(|input| attribute(input, "type") == Some("hidden"))
        .filter_map(|input| {
            let name = attribute(input, "name")?;
            let value = attribute(input, "value").unwrap_or_default();
            Some((unescaped(name), unescaped(value)))
        })
        .collect()
}

fn attribute<'t>(element: &'t str, name: &str) -> Option<&'t str> {
    let begin = format!("{name}=\"");
    let (at, _) = element.match_indices(&begin).find(|(at, _)| {
        let before = element.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with(' ')
    })?;
    element.get(at + begin.len()..)?.split('"').next()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The cookies that an answer sets, as the next request sends them back.
pub(crate) fn cookies_set(head: &str) -> String {
    let values = head.split("\r\n").filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_cookie = name.eq_ignore_ascii_case("set-cookie");
        let pair = value.trim().split(';').next()?;
        // A cookie that is taken back has no value.
        (is_cookie && !pair.ends_with('=')).then_some(pair)
    });
    values.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_are_found_and_others_are_not() {
        let html = r#"<form><input type="hidden" name="csrf" value="a1"><input name="email">
            <input type="hidden" name="return_to" value="/x?a=1&amp;b=2" data-name="no"></form>"#;
        let expected = [("csrf", "a1"), ("return_to", "/x?a=1&b=2")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(hidden_fields(html), expected);
    }

    #[test]
    fn cookies_are_sent_back_unless_they_are_taken_back() {
        let head = "HTTP/1.1 303 See Other\r\nset-cookie: __Host-a=1; Path=/; Secure\r\n\
                    Set-Cookie: b=; Max-Age=0\r\nset-cookie: c=2\r\nlocation: /\r\n";
        assert_eq!(cookies_set(head), "__Host-a=1; c=2");
        assert_eq!(cookies_set("HTTP/1.1 200 OK\r\n"), "");
    }
}
