//! The cookies of the pages.
//!
//! All of them have the `__Host-` prefix: a browser takes such a cookie only over HTTPS, for this host
//! alone and for every path (RFC 6265bis §4.1.3.2). Lax, because the link that a stand shows is
//! opened from elsewhere.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};

/// The session.
pub const SESSION: &str = "__Host-sc_session";
/// Binds a form to the browser that asked for it, before anybody is signed in.
pub const FORM: &str = "__Host-sc_form";
/// Somebody has signed in here before, so failures from elsewhere do not slow them down.
pub const DEVICE: &str = "__Host-sc_device";

/// The cookie's value, if the browser sent it once.
pub fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value);
    let value = values.next()?;
    // Two of them means that somebody has planted one.
    values.next().is_none().then_some(value)
}

/// A `Set-Cookie` value; without `seconds` it ends with the browser.
pub fn set(name: &str, value: &str, seconds: Option<i64>) -> Option<HeaderValue> {
    let mut cookie = Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax);
    if let Some(seconds) = seconds {
        cookie = cookie.max_age(cookie::time::Duration::seconds(seconds));
    }
    HeaderValue::from_str(&cookie.build().to_string()).ok()
}

/// Forgets a cookie.
pub fn remove(name: &str) -> Option<HeaderValue> {
    set(name, "", Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn the_flags_are_exact() {
        let value = set(SESSION, "scse_x", Some(60)).unwrap();
        assert_eq!(
            value.to_str().unwrap(),
            "__Host-sc_session=scse_x; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60"
        );
    }

    #[test]
    fn a_cookie_that_comes_twice_is_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; __Host-sc_session=x".parse().unwrap());
        assert_eq!(find(&headers, SESSION), Some("x"));
        headers.append(header::COOKIE, "__Host-sc_session=y".parse().unwrap());
        assert_eq!(find(&headers, SESSION), None);
    }
}
