//! Requests as bytes. The load is the same bytes for every server.

use crate::address::Address;

/// Without a body.
pub(crate) fn get(address: &Address, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = begin("GET", address, path, headers);
    head.push_str("\r\n");
    head.into_bytes()
}

/// A form, as a browser or a stand sends it.
pub(crate) fn post_form(
    address: &Address,
    path: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Vec<u8> {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let head = begin("POST", address, path, headers);
    let length = body.len();
    format!(
        "{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn begin(method: &str, address: &Address, path: &str, headers: &[(&str, &str)]) -> String {
    let Address { host, port } = address;
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}:{port}\r\n");
    for (name, value) in headers {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_encoded_and_measured() {
        let address: Address = "https://127.0.0.1:8443".parse().unwrap();
        let fields = [("grant_type", "urn:x"), ("name", "a b&c")];
        let request = post_form(&address, "/auth/x", &[("Cookie", "a=1")], &fields);
        assert_eq!(
            String::from_utf8(request).unwrap(),
            "POST /auth/x HTTP/1.1\r\nHost: 127.0.0.1:8443\r\nCookie: a=1\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 31\r\n\r\n\
             grant_type=urn%3Ax&name=a+b%26c"
        );
    }

    #[test]
    fn a_question_has_no_body() {
        let address: Address = "https://localhost:1".parse().unwrap();
        assert_eq!(
            get(&address, "/readyz", &[]),
            b"GET /readyz HTTP/1.1\r\nHost: localhost:1\r\n\r\n"
        );
    }
}
