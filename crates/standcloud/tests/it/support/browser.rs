//! A browser without a screen: keeps cookies, finds forms and fills them in.
//!
//! ```ignore
//! let browser = Browser::new(&app);
//! browser.open("/auth/sign-in").await;
//! let answer = browser.submit("/auth/sign-in", &[("email", ANN), ("password", PASSWORD)]).await;
//! ```

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Method, Request};
use serde_json::Value;

use super::test_app::{empty, from_address};
use super::{Answer, TestApp, get, post};

pub(crate) const ORIGIN: &str = "https://localhost:8443";
const REDIRECTS_MAX: usize = 5;

/// One person's browser. What it shows is the page that was opened last.
pub(crate) struct Browser<'a> {
    app: &'a TestApp,
    address: String,
    cookies: RefCell<BTreeMap<String, String>>,
    page: RefCell<String>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        Self::at(app, "192.0.2.7")
    }

    /// On another machine.
    pub(crate) fn at(app: &'a TestApp, address: &str) -> Self {
        Self {
            app,
            address: address.to_owned(),
            cookies: RefCell::default(),
            page: RefCell::default(),
        }
    }

    /// A browser in which this person has just signed in.
    pub(crate) async fn signed_in(app: &'a TestApp, email: &str) -> Self {
        let browser = Self::new(app);
        browser.sign_in(email).await;
        browser
    }

    /// Signs in with the password that all people of the tests have.
    pub(crate) async fn sign_in(&self, email: &str) {
        let answer = self.try_password(email, super::people::PASSWORD).await;
        assert_eq!(answer.code(), 303, "{answer}");
    }

    /// Fills in the sign-in page.
    pub(crate) async fn try_password(&self, email: &str, password: &str) -> Answer {
        self.open("/auth/sign-in").await;
        let fields = [("email", email), ("password", password)];
        self.submit("/auth/sign-in", &fields).await
    }

    /// Shows a page, wherever the redirects lead.
    pub(crate) async fn open(&self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..REDIRECTS_MAX {
            if !answer.status.is_redirection() {
                break;
            }
            answer = self.get(answer.header("location")).await;
        }
        answer
    }

    /// One request; a redirect is not followed.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let answer = self.send(get(path), Body::empty()).await;
        if !answer.status.is_redirection() {
            self.show(&answer);
        }
        answer
    }

    /// Sends the form of the shown page that leads to `action`: its hidden fields as they are and
    /// these besides. A redirect is not followed.
    pub(crate) async fn submit(&self, action: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = self.hidden_fields(action);
        for (name, value) in fields {
            all.retain(|(found, _)| found != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let all: Vec<(&str, &str)> = all
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let request = form_post(action)
            .header("origin", ORIGIN)
            .header("sec-fetch-site", "same-origin");
        let answer = self.send(request, encoded(&all)).await;
        if !answer.status.is_redirection() {
            self.show(&answer);
        }
        answer
    }

    /// Sends a form and follows where it leads.
    pub(crate) async fn submit_and_follow(&self, action: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.submit(action, fields).await;
        assert_eq!(answer.code(), 303, "{answer}");
        let next = answer.header("location").to_owned();
        self.open(&next).await
    }

    /// Shows a page of the server under another of its names.
    pub(crate) async fn open_at(&self, host: &str, path: &str) -> Answer {
        self.send(get(path).header("host", host), Body::empty())
            .await
    }

    /// A question of the web app.
    pub(crate) async fn api_get(&self, path: &str) -> Answer {
        self.send(get(path), Body::empty()).await
    }

    /// A change by the web app: the session's token goes with it.
    pub(crate) async fn api_send(&self, method: Method, path: &str, body: &Value) -> Answer {
        let body = Body::from(body.to_string());
        self.api_send_bytes(method, path, "application/json", body)
            .await
    }

    /// The same with a body of any kind.
    pub(crate) async fn api_send_bytes(
        &self,
        method: Method,
        path: &str,
        media_type: &str,
        body: Body,
    ) -> Answer {
        let session = self.api_get("/api/v1/session").await;
        let csrf = session.json()["csrf"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let request = Request::builder().method(method).uri(path);
        let request = request
            .header("content-type", media_type)
            .header("origin", ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header("standcloud-csrf", csrf);
        self.send(request, body).await
    }

    /// Any request with this browser's cookies.
    pub(crate) async fn send(&self, request: Builder, body: Body) -> Answer {
        let request = self.request(request).body(body).unwrap();
        let answer = self.app.send(request).await;
        for value in answer.headers.get_all("set-cookie") {
            self.keep_cookie(value.to_str().unwrap());
        }
        answer
    }

    /// A request as this browser makes it, for who reads the answer piece by piece.
    pub(crate) fn request(&self, request: Builder) -> Builder {
        let has_host = request
            .headers_ref()
            .is_some_and(|headers| headers.contains_key("host"));
        let request = if has_host {
            request
        } else {
            request.header("host", "localhost:8443")
        };
        from_address(request, &self.address)
            .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Test")
            .header("cookie", self.cookie_header())
    }

    /// The synchroniser token of the shown page.
    pub(crate) fn csrf(&self) -> String {
        let page = self.page.borrow();
        let field = elements(&page, "input").find(|input| attribute(input, "name") == "csrf");
        attribute(
            field.unwrap_or_else(|| panic!("no csrf field: {page}")),
            "value",
        )
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.borrow_mut();
        cookies.insert(name.to_owned(), value.to_owned());
    }

    /// The address of the first link or button-less form whose address begins so.
    pub(crate) fn address_of(&self, begin: &str) -> String {
        let page = self.page.borrow();
        let links = elements(&page, "a").map(|link| attribute(link, "href"));
        let forms = elements(&page, "form").map(|form| attribute(form, "action"));
        let mut all = links.chain(forms);
        all.find(|address| address.starts_with(begin))
            .unwrap_or_else(|| panic!("no link to {begin}: {page}"))
    }

    fn show(&self, answer: &Answer) {
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        self.page.replace(text);
    }

    fn hidden_fields(&self, action: &str) -> Vec<(String, String)> {
        let page = self.page.borrow();
        let forms = page.split("<form ").skip(1);
        let form = forms
            .filter_map(|form| form.split("</form>").next())
            .find(|form| attribute(form, "action") == action)
            .unwrap_or_else(|| panic!("no form for {action}: {page}"));
        elements(form, "input")
            .filter(|input| attribute(input, "type") == "hidden")
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect()
    }

    fn cookie_header(&self) -> String {
        let cookies = self.cookies.borrow();
        let pairs = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep_cookie(&self, set_cookie: &str) {
        let (name, rest) = set_cookie.split_once('=').unwrap();
        let value = rest.split(';').next().unwrap();
        let mut cookies = self.cookies.borrow_mut();
        if rest.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// A POST as a form sends it, without a body yet.
pub(crate) fn form_post(path: &str) -> Builder {
    let mut request = post(path);
    request.headers_mut().unwrap().insert(
        "content-type",
        "application/x-www-form-urlencoded".parse().unwrap(),
    );
    request
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> Body {
    let text: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    Body::from(text)
}

/// What a person reads on a page: the text without tags, blanks as one.
pub(crate) fn words(answer: &Answer) -> String {
    let mut text = String::new();
    for piece in answer.text().split('<') {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    unescaped(&words.join(" "))
}

/// The attributes of each such element.
fn elements<'t>(html: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let begin = format!("<{name} ");
    let starts: Vec<usize> = html.match_indices(&begin).map(|(at, _)| at).collect();
    let length = begin.len();
    starts.into_iter().map(move |at| {
        let rest = &html[at + length..];
        &rest[..rest.find('>').unwrap_or(rest.len())]
    })
}

/// Empty when there is none.
fn attribute(element: &str, name: &str) -> String {
    let begin = format!("{name}=\"");
    let head = element.split('>').next().unwrap_or_default();
    let at = head
        .match_indices(&begin)
        .find(|(at, _)| *at == 0 || head.as_bytes()[at - 1] == b' ')
        .map(|(at, _)| at + begin.len());
    let value = at.and_then(|at| head[at..].split('"').next());
    unescaped(value.unwrap_or_default())
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The same request without anybody's cookies.
pub(crate) async fn without_cookies(app: &TestApp, path: &str) -> Answer {
    app.send(empty(get(path))).await
}
