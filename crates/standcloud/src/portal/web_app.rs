//! Where pages of signing in lead to: addresses of the web app.

use axum::extract::Path;
use axum::response::Redirect;

use super::PageError;

/// The organisation that the person saw last, or what to do without one.
pub const START: &str = "/";
/// The person's own page.
pub const PROFILE: &str = "/profile";

/// A part of an organisation's administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    General,
    Members,
    Keys,
    Stands,
    Applications,
    Audit,
}

impl Section {
    /// Its address.
    pub fn address(self, slug: &str) -> String {
        format!("{}/organisation/{}", organisation(slug), self.path())
    }

    fn path(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Members => "members",
            Self::Keys => "keys",
            Self::Stands => "stands",
            Self::Applications => "applications",
            Self::Audit => "audit",
        }
    }

    /// The section that had this name while the server rendered it.
    fn parse_old(name: &str) -> Option<Self> {
        match name {
            "settings" => Some(Self::General),
            "members" => Some(Self::Members),
            "keys" => Some(Self::Keys),
            "stands" => Some(Self::Stands),
            "applications" => Some(Self::Applications),
            "audit" => Some(Self::Audit),
            _ => None,
        }
    }
}

/// The first page of an organisation.
pub fn organisation(slug: &str) -> String {
    format!("/o/{slug}")
}

/// `GET /auth/o/{slug}/{section}`; anybody. Bookmarks and links in old mails lead to the web app.
pub async fn lead_on(Path((slug, section)): Path<(String, String)>) -> Result<Redirect, PageError> {
    let is_slug = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let section = Section::parse_old(&section).filter(|_| slug.bytes().all(is_slug));
    let section = section.ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&section.address(&slug)))
}
