//! A change that somebody asks for, after the checks against forged requests.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, Limited};

use super::{Browser, PageError};
use crate::app::App;

const BODY_BYTES_MAX: usize = 64 << 10;
const FIELDS_MAX: usize = 200;
/// The field with the synchroniser token.
pub const CSRF_FIELD: &str = "csrf";

/// The fields of a form that this server made for this browser.
#[derive(Debug, Clone)]
pub struct PortalForm {
    pub browser: Browser,
    fields: Fields,
}

/// Never shown: a form may hold a password.
#[derive(Clone)]
struct Fields(Vec<(String, String)>);

impl std::fmt::Debug for Fields {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Fields")
    }
}

impl PortalForm {
    /// The first value of a field exactly as it was typed; empty when there is none.
    pub fn raw(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The first value of a field without spaces around it.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Whether a checkbox was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.fields
            .0
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }
}

impl FromRequest<App> for PortalForm {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let browser = Browser::from_request_parts(&mut parts, app).await?;
        if !comes_from_here(app, &parts.headers) {
            return Err(PageError::OutOfDate);
        }
        let content_type = parts.headers.get(header::CONTENT_TYPE);
        let is_form = content_type.is_some_and(|value| {
            value
                .as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        });
        if !is_form {
            return Err(PageError::BadRequest("This is not a form.".to_owned()));
        }
        let fields = Fields(read_fields(body).await?);
        let form = Self { browser, fields };
        if !form.browser.is_csrf(app, form.raw(CSRF_FIELD)) {
            return Err(PageError::OutOfDate);
        }
        Ok(form)
    }
}

async fn read_fields(body: Body) -> Result<Vec<(String, String)>, PageError> {
    let Ok(body) = Limited::new(body, BODY_BYTES_MAX).collect().await else {
        return Err(PageError::TooLarge);
    };
    let bytes = body.to_bytes();
    let fields: Vec<(String, String)> = form_urlencoded::parse(&bytes)
        .take(FIELDS_MAX + 1)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if fields.len() > FIELDS_MAX || fields.iter().any(|(_, value)| value.contains('\0')) {
        return Err(PageError::BadRequest("This is not a form.".to_owned()));
    }
    Ok(fields)
}

/// What a browser says about where a request comes from. Our pages send no referrer, so browsers write
/// `Origin: null` on their forms; then `Sec-Fetch-Site`, which no page can write, must vouch for them.
pub(crate) fn comes_from_here(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let is_same_site = text("sec-fetch-site").map(|site| site == "same-origin");
    match (text("origin"), is_same_site) {
        (_, Some(false)) => false,
        (Some("null"), vouched) => vouched == Some(true),
        (Some(origin), _) => app.origins.is_own(origin),
        // A client that says nothing is no browser of today; the token decides.
        (None, _) => true,
    }
}
