//! The frame of every page, and the headers that all of them need.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::assets;
use super::browser::{Browser, SignedIn};
use super::form::CSRF_FIELD;
use super::web_app;
use crate::app::App;

/// A page being made: a narrow card, as for signing in, or a part of the person's account.
#[derive(Debug)]
pub struct Page<'a> {
    app: &'a App,
    browser: &'a Browser,
    title: String,
    status: StatusCode,
    is_account: bool,
    form_target: Option<String>,
}

impl<'a> Page<'a> {
    pub fn new(app: &'a App, browser: &'a Browser, title: impl Into<String>) -> Self {
        Self {
            app,
            browser,
            title: title.into(),
            status: StatusCode::OK,
            is_account: false,
            form_target: None,
        }
    }

    /// How the person signs in, with the way back to the web app.
    pub fn of_account(app: &'a App, browser: &'a Browser) -> Self {
        let mut page = Self::new(app, browser, "Signing in safely");
        page.is_account = true;
        page
    }

    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A further origin to which the form on this page may lead by a redirect.
    #[must_use]
    pub fn form_target(mut self, origin: impl Into<String>) -> Self {
        self.form_target = Some(origin.into());
        self
    }

    /// The hidden field without which no form of this page is taken.
    pub fn csrf_field(&self) -> Markup {
        csrf_field(self.app, self.browser)
    }

    /// The finished page. `body` is the content below the title.
    pub fn show(self, body: &Markup) -> Response {
        let content = html! {
            @if self.is_account {
                @if let Some(signed_in) = self.browser.session() { (self.menu(signed_in)) }
                main class="wide" { h1 { (self.title) } (body) }
            } @else {
                (brand_bar())
                main class="card" { h1 { (self.title) } (body) }
                @if let Some(signed_in) = self.browser.session() {
                    footer class="who" { "Signed in as " (signed_in.user.email) }
                }
            }
        };
        let mut response = document(self.status, &self.title, &content);
        let headers = response.headers_mut();
        if let Some(cookie) = self.browser.form_cookie() {
            headers.append(header::SET_COOKIE, cookie);
        }
        if let Some(policy) = self.form_target.as_deref().map(content_security_policy) {
            set(headers, header::CONTENT_SECURITY_POLICY, &policy);
        }
        response
    }

    fn menu(&self, signed_in: &SignedIn) -> Markup {
        html! {
            header class="bar" {
                (brand())
                span class="space" {}
                a class="person" href=(web_app::PROFILE) { (signed_in.display_name()) }
                form method="post" action="/auth/sign-out" {
                    (self.csrf_field())
                    button class="link" type="submit" { "Sign out" }
                }
            }
        }
    }
}

/// The hidden field without which no form is taken.
pub fn csrf_field(app: &App, browser: &Browser) -> Markup {
    html! { input type="hidden" name=(CSRF_FIELD) value=(browser.csrf(app)); }
}

/// A page without a person and without forms, as for errors.
pub fn bare_page(status: StatusCode, title: &str, body: &Markup) -> Response {
    let content = html! { (brand_bar()) main class="card" { (body) } };
    document(status, title, &content)
}

fn brand() -> Markup {
    html! { a class="brand" href=(web_app::START) {
        svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true" {
            rect x="2" y="13" width="4" height="8" rx="1" {}
            rect x="8" y="8" width="4" height="13" rx="1" {}
            rect x="14" y="3" width="4" height="18" rx="1" {}
            circle cx="20.5" cy="19" r="2" {}
        }
        "StandCloud"
    } }
}

fn brand_bar() -> Markup {
    html! { header class="lone" { (brand()) } }
}

fn document(status: StatusCode, title: &str, content: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) " · StandCloud" }
                link rel="stylesheet" href=(assets::STYLE_PATH);
                link rel="icon" href=(assets::ICON_PATH) type="image/svg+xml";
            }
            body { (content) }
        }
    };
    (status, Html(page.into_string())).into_response()
}

/// Sets what is not set yet on an answer below `/auth`.
pub fn set_security_headers(app: &App, headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::PRAGMA, "no-cache"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry("cross-origin-opener-policy")
        .or_insert(HeaderValue::from_static("same-origin"));
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let policy = content_security_policy("");
        set(headers, header::CONTENT_SECURITY_POLICY, &policy);
    }
    if has_public_certificate(app) {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000"));
    }
}

/// A browser that was once told to insist on a good certificate never comes back to a self-signed one.
fn has_public_certificate(app: &App) -> bool {
    let is_ours = app.config.certificate_file.is_none() && !app.config.behind_proxy;
    let url = url::Url::parse(app.origins.canonical()).ok();
    let has_name = url
        .as_ref()
        .and_then(url::Url::domain)
        .is_some_and(|name| name != "localhost");
    !is_ours && has_name && app.origins.canonical().starts_with("https://")
}

/// The loopback address is where the command line of HardPy waits for its redirect; Chromium applies
/// `form-action` to redirects as well. An IPv6 address cannot be written in such a policy.
fn content_security_policy(form_target: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         form-action 'self' http://127.0.0.1:* {form_target}; \
         frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    )
    .replace(" ;", ";")
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
