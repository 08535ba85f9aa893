//! What follows from a person's yes or no to a program.

use axum::response::Response;
use standcloud_store::{CodeApproval, GrantKind, Membership, NewGrant};

use super::authorization_consent::{Question, already_decided};
use super::browser::SignedIn;
use super::{PageError, PortalForm};
use crate::app::App;
use crate::audit;
use crate::auth::secret_text::{SecretKind, SecretText};
use crate::oauth::authorization_request::seconds_after;
use crate::oauth::authorization_response::ResponseTarget;
use crate::oauth::client::ClientOrigin;
use crate::oauth::{OauthError, OauthErrorCode};

/// A program fetches its tokens at once.
const CODE_SECONDS: i64 = 60;
const NAME_LENGTH_MAX: usize = 200;
const SECONDS_PER_DAY: i64 = 86_400;

pub(super) async fn accept(
    app: &App,
    form: &PortalForm,
    signed_in: &SignedIn,
    question: &Question,
    membership: &Membership,
) -> Result<Response, PageError> {
    let code = SecretText::generate(SecretKind::AuthorizationCode, &app.randomness);
    let approval = approval(app, form, signed_in, question, membership, &code);
    let session = signed_in.session.public_id;
    let now = app.clock.now();
    let approved = app
        .store
        .approve_authorization_request(question.request_sha256, session, &approval, now)
        .await?;
    if !approved {
        return Err(already_decided());
    }
    audit::note(
        app,
        "code.approve",
        &signed_in.actor(),
        &form.browser.caller,
    )
    .organisation(membership.organisation.id)
    .user(signed_in.user.id)
    .client(&question.client.id)
    .grant(approval.grant.id)
    .subject(&approval.grant.name)
    .detail(&question.request.scope)
    .write(app)
    .await;
    Ok(target(form, question).code(code.reveal()))
}

pub(super) async fn deny(
    app: &App,
    form: &PortalForm,
    signed_in: &SignedIn,
    question: &Question,
) -> Result<Response, PageError> {
    let session = signed_in.session.public_id;
    let denied = app
        .store
        .deny_authorization_request(question.request_sha256, session, app.clock.now())
        .await?;
    if denied.is_none() {
        return Err(already_decided());
    }
    let mut note = audit::note(app, "code.deny", &signed_in.actor(), &form.browser.caller)
        .user(signed_in.user.id)
        .client(&question.client.id)
        .subject(&question.client.name);
    if let ClientOrigin::Registered(organisation) = question.client.origin {
        note = note.organisation(organisation);
    }
    note.write(app).await;
    let error = OauthError::new(
        OauthErrorCode::AccessDenied,
        "The person has denied it in the browser.",
    );
    Ok(target(form, question).error(&error))
}

fn target<'a>(form: &'a PortalForm, question: &'a Question) -> ResponseTarget<'a> {
    ResponseTarget {
        redirect_uri: &question.request.redirect_uri,
        state: &question.request.state,
        scope: &question.request.scope,
        origin: &form.browser.origin,
    }
}

/// The grant lives as long as its code until the program has fetched its tokens.
fn approval(
    app: &App,
    form: &PortalForm,
    signed_in: &SignedIn,
    question: &Question,
    membership: &Membership,
    code: &SecretText,
) -> CodeApproval {
    let now = app.clock.now();
    let code_expires = seconds_after(now, CODE_SECONDS);
    let absolute_seconds = i64::from(app.config.auth.stand_absolute_days) * SECONDS_PER_DAY;
    let grant = NewGrant {
        id: app.randomness.uuid(now),
        organisation: membership.organisation.id,
        user: Some(signed_in.user.id),
        client_id: question.client.id.clone(),
        kind: GrantKind::Code,
        name: grant_name(form, question),
        scope: question.request.scope.clone(),
        audiences: question.request.audiences.clone(),
        created: now,
        created_ip: form.browser.caller.ip.clone(),
        user_agent: form.browser.caller.user_agent.clone(),
        absolute_expiry: seconds_after(now, absolute_seconds),
        idle_expiry: code_expires,
    };
    CodeApproval {
        grant,
        code_sha256: code.sha256(),
        code_expires,
    }
}

/// A stand is named by its person, a registered program by its Admin.
fn grant_name(form: &PortalForm, question: &Question) -> String {
    let typed: String = form
        .text("name")
        .chars()
        .filter(|letter| !letter.is_control())
        .take(NAME_LENGTH_MAX)
        .collect();
    match question.client.origin {
        ClientOrigin::BuiltIn if !typed.is_empty() => typed,
        ClientOrigin::BuiltIn | ClientOrigin::Registered(_) => question.client.name.clone(),
    }
}
