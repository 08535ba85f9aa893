//! The way back from the provider.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use standcloud_store::SessionState;

use super::admission::admit;
use super::begin::Begun;
use super::failure::Failure;
use super::id_token::{Returned, read_person};
use crate::app::App;
use crate::config::SsoProvider;
use crate::portal::challenge::{ChallengeKind, recall};
use crate::portal::signing_in::{Proof, SignInMethod, begin_session, require_calm_address};
use crate::portal::{Browser, PageError, ReturnTo};

/// RFC 6749 §4.1.2, RFC 9207.
#[derive(Deserialize)]
pub struct CallbackQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    iss: Option<String>,
    error: Option<String>,
}

/// `GET /auth/sso/{id}/callback`; the browser that began.
pub async fn finish(
    State(app): State<App>,
    Path(id): Path<String>,
    browser: Browser,
    query: Result<Query<CallbackQuery>, QueryRejection>,
) -> Result<Response, PageError> {
    let provider = app.sso.find(&id).ok_or(PageError::NotFound)?;
    require_calm_address(&app, &browser).await?;
    let finished = match query {
        Ok(Query(query)) => let_in(&app, &browser, provider, query).await,
        // A parameter that came twice.
        Err(_) => Err(Failure::OutOfDate),
    };
    match finished {
        Ok(response) => Ok(response),
        Err(failure) => failure.show(&app, &browser, provider).await,
    }
}

async fn let_in(
    app: &App,
    browser: &Browser,
    provider: &SsoProvider,
    query: CallbackQuery,
) -> Result<Response, Failure> {
    let begun: Option<Begun> = recall(app, browser, ChallengeKind::Sso, &query.state).await?;
    let begun = begun
        .filter(|begun| begun.provider == provider.id)
        .ok_or(Failure::OutOfDate)?;
    if query.iss.is_some_and(|issuer| issuer != provider.issuer) {
        return Err(Failure::Untrusted(
            "the answer comes from another provider (iss)".to_owned(),
        ));
    }
    if let Some(error) = query.error {
        return Err(Failure::Refused(error));
    }
    let returned = Returned {
        state: &query.state,
        code: query.code,
    };
    let person = read_person(app, provider, &begun, returned).await?;
    let user = admit(app, browser, provider, &person, begun.connect).await?;
    if begun.connect.is_some() {
        return Ok(Redirect::to(super::manage::HERE).into_response());
    }
    let proof = Proof {
        methods: &[SignInMethod::Sso],
        state: SessionState::Active,
    };
    let return_to = ReturnTo::parse(&begun.return_to);
    Ok(begin_session(app, browser, &user, proof, &return_to).await?)
}
