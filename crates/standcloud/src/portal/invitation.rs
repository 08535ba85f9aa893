//! Accepting an invitation: a new person chooses a name and a password, a known one signs in.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{
    Invitee, Link, LinkPurpose, NewPerson, Organisation, Role, SessionState, StoreError,
};

use super::components::{Field, Tone, notice};
use super::new_password::{Chooser, new_password_fields, read_new_password};
use super::one_time::{TokenQuery, does_not_work, find_link, token_field};
use super::signing_in::{Proof, SignInMethod, begin_session, renew_session};
use super::{Browser, Page, PageError, PortalForm, ReturnTo, SignedIn, web_app};
use crate::app::App;
use crate::audit;
use crate::auth::secret_text::SecretText;
use crate::organisation_names::checked_name;

/// A link that works, with where it leads.
struct Invitation {
    secret: SecretText,
    link: Link,
    organisation: Organisation,
}

/// `GET /auth/invitation`; who holds the link.
pub async fn show_invitation(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<TokenQuery>,
) -> Result<Response, PageError> {
    let Some(invitation) = find_invitation(&app, &query.token).await? else {
        return Ok(refused(&app, &browser));
    };
    if browser.session().is_some() {
        return Ok(known_person_page(
            &app,
            &browser,
            &invitation,
            browser.signed_in()?,
        ));
    }
    if app.store.find_user(&invitation.link.email).await?.is_some() {
        return Ok(Redirect::to(&browser.here.sign_in_path()).into_response());
    }
    Ok(new_person_page(&app, &browser, &invitation, "", None))
}

/// `POST /auth/invitation`; who holds the link, once.
pub async fn accept_invitation(
    State(app): State<App>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let Some(invitation) = find_invitation(&app, form.raw("token")).await? else {
        return Ok(refused(&app, browser));
    };
    if browser.session().is_some() {
        return accept_as_known(&app, browser, &invitation, browser.signed_in()?).await;
    }
    accept_as_new(&app, &form, &invitation).await
}

async fn find_invitation(app: &App, token: &str) -> Result<Option<Invitation>, PageError> {
    let Some((secret, link)) = find_link(app, LinkPurpose::Invitation, token).await? else {
        return Ok(None);
    };
    let Some(organisation) = link.organisation else {
        return Ok(None);
    };
    let organisation = app.store.lookup_organisation(organisation).await?;
    Ok(organisation.map(|organisation| Invitation {
        secret,
        link,
        organisation,
    }))
}

async fn accept_as_known(
    app: &App,
    browser: &Browser,
    invitation: &Invitation,
    signed_in: &SignedIn,
) -> Result<Response, PageError> {
    if signed_in.user.email != invitation.link.email {
        return Ok(known_person_page(app, browser, invitation, signed_in));
    }
    let now = app.clock.now();
    let invitee = Invitee::Known(signed_in.user.id);
    let sha256 = invitation.secret.sha256();
    if app
        .store
        .accept_invitation(sha256, invitee, now)
        .await?
        .is_none()
    {
        return Ok(refused(app, browser));
    }
    note_accepted(app, browser, invitation, signed_in.user.id).await;
    renew_session(app, browser, signed_in, &home_of(invitation)).await
}

async fn accept_as_new(
    app: &App,
    form: &PortalForm,
    invitation: &Invitation,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let email = &invitation.link.email;
    let name = form.text("name");
    let again = |problem: &str| new_person_page(app, browser, invitation, name, Some(problem));
    if checked_name(name).is_none() {
        return Ok(again("Type your name."));
    }
    let chooser = Chooser {
        known: &[email, name, &invitation.organisation.name],
        has_second_factor: false,
    };
    let password_hash = match read_new_password(app, form, chooser).await? {
        Ok(password_hash) => password_hash,
        Err(problem) => return Ok(again(&problem)),
    };
    let now = app.clock.now();
    let person = NewPerson {
        id: app.randomness.uuid(now),
        name,
        password_hash: &password_hash,
    };
    let sha256 = invitation.secret.sha256();
    match app
        .store
        .accept_invitation(sha256, Invitee::New(person), now)
        .await
    {
        Ok(Some(_)) => {}
        Ok(None) => return Ok(refused(app, browser)),
        // Somebody with this address came in by another way meanwhile: they sign in and accept.
        Err(StoreError::Exists(_)) => {
            let here = format!("/auth/invitation?token={}", invitation.secret.reveal());
            return Err(PageError::SignIn(ReturnTo::parse(&here)));
        }
        Err(error) => return Err(error.into()),
    }
    note_accepted(app, browser, invitation, person.id).await;
    let Some(user) = app.store.lookup_user(person.id).await? else {
        return Err(PageError::Internal("the new person is missing".to_owned()));
    };
    let proof = Proof {
        methods: &[SignInMethod::Password],
        state: SessionState::Active,
    };
    begin_session(app, browser, &user, proof, &home_of(invitation)).await
}

fn home_of(invitation: &Invitation) -> ReturnTo {
    ReturnTo::parse(&web_app::organisation(&invitation.organisation.slug))
}

async fn note_accepted(app: &App, browser: &Browser, invitation: &Invitation, user: uuid::Uuid) {
    let actor = format!("user:{}", invitation.link.email);
    audit::note(app, "invitation.accept", &actor, &browser.caller)
        .organisation(invitation.organisation.id)
        .user(user)
        .subject(&invitation.link.email)
        .detail(invitation.link.role.as_str())
        .write(app)
        .await;
}

fn refused(app: &App, browser: &Browser) -> Response {
    let advice = html! {
        p { "If you have joined with it before, sign in. Else ask the person who invited you for a new one." }
        p { a class="button" href="/auth/sign-in" { "Sign in" } }
    };
    does_not_work(app, browser, &advice)
}

fn what_it_is(invitation: &Invitation) -> Markup {
    let may = match invitation.link.role {
        Role::Admin => {
            "As an Admin you can see everything there, connect stands and manage people."
        }
        Role::Member => "As a Member you can see the test results and the connected stands.",
    };
    html! {
        p { "You are invited to " strong { (invitation.organisation.name) } ". " (may) }
    }
}

fn new_person_page(
    app: &App,
    browser: &Browser,
    invitation: &Invitation,
    name: &str,
    problem: Option<&str>,
) -> Response {
    let status = if problem.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let title = format!("Join {}", invitation.organisation.name);
    let page = Page::new(app, browser, title).status(status);
    let name_field = Field {
        autocomplete: "name",
        length_max: 100,
        ..Field::text("Your name", "name")
    };
    let body = html! {
        (what_it_is(invitation))
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        form method="post" action="/auth/invitation" {
            (page.csrf_field())
            (token_field(&invitation.secret))
            label class="field" {
                span { "Your e-mail address" }
                input type="email" name="email" value=(invitation.link.email) autocomplete="username" readonly;
            }
            (name_field.value(name).autofocus().show())
            (new_password_fields(false))
            button type="submit" class="full" { "Join" }
        }
    };
    page.show(&body)
}

fn known_person_page(
    app: &App,
    browser: &Browser,
    invitation: &Invitation,
    signed_in: &SignedIn,
) -> Response {
    let is_meant = signed_in.user.email == invitation.link.email;
    let title = format!("Join {}", invitation.organisation.name);
    let status = if is_meant {
        StatusCode::OK
    } else {
        StatusCode::FORBIDDEN
    };
    let page = Page::new(app, browser, title).status(status);
    let body = html! {
        @if is_meant {
            (what_it_is(invitation))
            form method="post" action="/auth/invitation" {
                (page.csrf_field())
                (token_field(&invitation.secret))
                button type="submit" class="full" { "Join" }
            }
        } @else {
            p { "This invitation is for " strong { (invitation.link.email) } ", and you are signed in as "
                (signed_in.user.email) "." }
            p { "If both are you: sign out, then open the link again." }
            form method="post" action="/auth/sign-out" {
                (page.csrf_field())
                button type="submit" class="secondary full" { "Sign out" }
            }
        }
    };
    page.show(&body)
}
