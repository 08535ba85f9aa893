//! Why nobody came in through a provider: what the person reads, and what is written down.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::admission::organisation_of;
use crate::app::App;
use crate::audit;
use crate::config::SsoProvider;
use crate::portal::components::{Tone, notice};
use crate::portal::{Browser, Page, PageError};

#[derive(Debug)]
pub(super) enum Failure {
    /// The state is unknown, used, too old or of another browser.
    OutOfDate,
    /// The provider said no, in its own words.
    Refused(String),
    /// The provider does not answer, or answers nonsense.
    Away(String),
    /// What it says about the person cannot be believed.
    Untrusted(String),
    /// The person is who they say, and may not come in; a sentence says why.
    NotAdmitted(String),
    /// Nothing to do with the provider.
    Page(Box<PageError>),
}

impl<E: Into<PageError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Page(Box::new(error.into()))
    }
}

impl Failure {
    /// Writes it down and says what to do.
    pub(super) async fn show(
        self,
        app: &App,
        browser: &Browser,
        provider: &SsoProvider,
    ) -> Result<Response, PageError> {
        let name = &provider.name;
        let (status, message, detail) = match self {
            Self::Page(error) => return Err(*error),
            Self::OutOfDate => (
                StatusCode::BAD_REQUEST,
                "This sign-in was begun in another window, was used already, or took longer than ten \
                 minutes. Begin again."
                    .to_owned(),
                "unknown state".to_owned(),
            ),
            Self::Refused(reason) => (
                StatusCode::FORBIDDEN,
                format!("{name} did not let you in. Try again, or ask whoever manages {name}."),
                format!("refused by the provider: {reason}"),
            ),
            Self::Away(reason) => (
                StatusCode::BAD_GATEWAY,
                format!(
                    "{name} does not answer as expected. Try again in a minute; if it goes on, tell \
                     whoever runs this server."
                ),
                format!("provider: {reason}"),
            ),
            Self::Untrusted(reason) => (
                StatusCode::FORBIDDEN,
                format!(
                    "The answer of {name} cannot be trusted, so nobody was signed in. Try again; if it \
                     goes on, tell whoever runs this server."
                ),
                format!("untrusted answer: {reason}"),
            ),
            Self::NotAdmitted(reason) => (
                StatusCode::FORBIDDEN,
                reason.clone(),
                format!("not admitted: {reason}"),
            ),
        };
        note(app, browser, provider, &detail).await?;
        let title = format!("Signing in with {name} did not work");
        let page = Page::new(app, browser, title).status(status);
        let body = html! {
            (notice(Tone::Bad, &message))
            p { a class="button full" href="/auth/sign-in" { "Back" } }
        };
        Ok(page.show(&body))
    }
}

async fn note(
    app: &App,
    browser: &Browser,
    provider: &SsoProvider,
    detail: &str,
) -> Result<(), PageError> {
    tracing::warn!(provider = provider.id, detail, "single sign-on failed");
    let actor = browser
        .session()
        .map_or_else(|| "unknown".to_owned(), crate::portal::SignedIn::actor);
    let mut event = audit::note(app, "sso.fail", &actor, &browser.caller)
        .refused()
        .subject(&provider.id)
        .detail(detail);
    // Its Admins are the ones whose people are kept out.
    if let Some(organisation) = organisation_of(app, provider).await? {
        event = event.organisation(organisation.id);
    }
    event.write(app).await;
    Ok(())
}
