//! Who calls the web app's API, and in which organisation. The one place where its tenants are kept
//! apart and where a change is checked against forged requests.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use standcloud_store::{Membership, OrganisationId, Role, StoreError};

use super::problem::{Problem, ProblemCode};
use crate::app::App;
use crate::audit::{self, AuditNote};
use crate::config::DemoMode;
use crate::portal::form::comes_from_here;
use crate::portal::{Browser, SignedIn};

/// Carries the session's synchroniser token on every change.
pub const CSRF_HEADER: &str = "standcloud-csrf";

/// Somebody who is signed in. A request that changes something has passed the checks.
#[derive(Debug, Clone)]
pub struct Person {
    pub browser: Browser,
    pub signed_in: SignedIn,
}

/// Somebody in the organisation that `{slug}` of the path names. For the demo organisation that is
/// everybody who is signed in, but nothing can be changed there.
#[derive(Debug, Clone)]
pub struct InOrganisation {
    pub person: Person,
    pub membership: Membership,
}

/// The same for an Admin.
#[derive(Debug, Clone)]
pub struct AsAdmin(pub InOrganisation);

impl Person {
    /// For weighty things: the sign-in must be recent.
    pub fn require_recent_sign_in(&self, app: &App) -> Result<(), Problem> {
        self.browser.signed_in_recently(app)?;
        Ok(())
    }

    /// Begins an event of the audit about the person's own account.
    pub fn note(&self, app: &App, action: &str) -> AuditNote {
        audit::note(app, action, &self.signed_in.actor(), &self.browser.caller)
            .user(self.signed_in.user.id)
    }
}

impl InOrganisation {
    pub fn organisation(&self) -> OrganisationId {
        self.membership.organisation.id
    }

    pub fn is_admin(&self) -> bool {
        self.membership.role >= Role::Admin
    }

    /// For the audit.
    pub fn actor(&self) -> String {
        self.person.signed_in.actor()
    }

    /// For answers that take long: whether the person would be let in again.
    pub async fn is_still_true(&self, app: &App) -> Result<bool, StoreError> {
        let session = self.person.signed_in.session_sha256;
        let found = SignedIn::lookup(app, session).await?;
        Ok(found.is_some_and(|signed_in| {
            let slug = &self.membership.organisation.slug;
            self.membership.organisation.is_demo || signed_in.member_of(slug).is_ok()
        }))
    }

    /// Begins an event of the audit: who, and in which organisation.
    pub fn note(&self, app: &App, action: &str) -> AuditNote {
        self.person
            .note(app, action)
            .organisation(self.organisation())
    }

    /// For what the demo has nothing of, such as members.
    pub fn require_no_demo(&self) -> Result<(), Problem> {
        if self.membership.organisation.is_demo {
            return Err(Problem::not_found());
        }
        Ok(())
    }
}

impl std::ops::Deref for AsAdmin {
    type Target = InOrganisation;

    fn deref(&self) -> &InOrganisation {
        &self.0
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let browser = Browser::from_request_parts(parts, app).await?;
        let signed_in = browser.signed_in()?.clone();
        if changes_something(&parts.method) {
            let token = parts.headers.get(CSRF_HEADER);
            let token = token.and_then(|value| value.to_str().ok());
            let is_ours = comes_from_here(app, &parts.headers)
                && token.is_some_and(|token| browser.is_csrf(app, token));
            if !is_ours {
                return Err(crate::portal::PageError::OutOfDate.into());
            }
        }
        Ok(Self { browser, signed_in })
    }
}

impl FromRequestParts<App> for InOrganisation {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let slug = slug_of_path(parts, app).await?;
        let person = Person::from_request_parts(parts, app).await?;
        let membership = match person.signed_in.member_of(&slug) {
            Ok(membership) => membership.clone(),
            Err(_) => demo_membership(app, &slug).await?,
        };
        if membership.organisation.is_demo && changes_something(&parts.method) {
            return Err(Problem::new(
                axum::http::StatusCode::FORBIDDEN,
                ProblemCode::Forbidden,
                "The demo can only be looked at. Switch it off to work with your own data.",
            ));
        }
        Ok(Self { person, membership })
    }
}

impl FromRequestParts<App> for AsAdmin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let caller = InOrganisation::from_request_parts(parts, app).await?;
        if caller.membership.organisation.is_demo {
            return Err(Problem::not_found());
        }
        let slug = &caller.membership.organisation.slug;
        caller.person.signed_in.admin_of(slug)?;
        Ok(Self(caller))
    }
}

async fn slug_of_path(parts: &mut Parts, app: &App) -> Result<String, Problem> {
    let Ok(params) = RawPathParams::from_request_parts(parts, app).await else {
        return Err(Problem::not_found());
    };
    let slug = params.iter().find(|(name, _)| *name == "slug");
    slug.map(|(_, value)| value.to_owned())
        .ok_or_else(|| Problem::internal("a route of an organisation has no {slug}"))
}

async fn demo_membership(app: &App, slug: &str) -> Result<Membership, Problem> {
    if app.config.demo == DemoMode::Off {
        return Err(Problem::not_found());
    }
    let found = app.store.find_demo_organisation().await?;
    let organisation = found.filter(|organisation| organisation.slug == slug);
    Ok(Membership {
        organisation: organisation.ok_or_else(Problem::not_found)?,
        role: Role::Member,
        members_may_approve: false,
        admins_need_second_factor: false,
    })
}

fn changes_something(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}
