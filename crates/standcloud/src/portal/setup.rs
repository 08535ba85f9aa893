//! The first organisation and its Admin. Whoever holds the link that the server printed may make
//! them; whoever merely comes first may not.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use standcloud_store::{LinkPurpose, NewOrganisation, SessionState};

use super::components::{Field, Tone, notice, time_zone_select};
use super::new_password::{Chooser, new_password_fields, read_new_password};
use super::one_time::{TokenQuery, does_not_work, find_link, token_field};
use super::signing_in::{Proof, SignInMethod, begin_session};
use super::{Browser, Page, PageError, PortalForm, ReturnTo, web_app};
use crate::app::App;
use crate::audit;
use crate::auth::secret_text::SecretText;
use crate::organisation_names::{
    checked_email, checked_name, is_time_zone, own_time_zone, slug_of,
};

/// Where a name has no Latin letter.
const SLUG_OTHERWISE: &str = "main";

/// What was typed, to be shown again when something is wrong.
struct Typed<'a> {
    organisation: &'a str,
    time_zone: &'a str,
    name: &'a str,
    email: &'a str,
}

/// `GET /auth/setup`; who holds the link.
pub async fn show_setup(
    State(app): State<App>,
    browser: Browser,
    Query(query): Query<TokenQuery>,
) -> Result<Response, PageError> {
    let Some((secret, _)) = find_link(&app, LinkPurpose::Setup, &query.token).await? else {
        return refused(&app, &browser).await;
    };
    let time_zone = own_time_zone();
    let typed = Typed {
        organisation: "",
        time_zone: &time_zone,
        name: "",
        email: "",
    };
    Ok(setup_page(&app, &browser, &secret, &typed, None))
}

/// `POST /auth/setup`; who holds the link, once.
pub async fn set_up(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let browser = &form.browser;
    let Some((secret, _)) = find_link(&app, LinkPurpose::Setup, form.raw("token")).await? else {
        return refused(&app, browser).await;
    };
    let typed = Typed {
        organisation: form.text("organisation"),
        time_zone: form.text("time_zone"),
        name: form.text("name"),
        email: form.text("email"),
    };
    let email = match check(&typed) {
        Ok(email) => email,
        Err(problem) => return Ok(setup_page(&app, browser, &secret, &typed, Some(problem))),
    };
    let chooser = Chooser {
        known: &[typed.organisation, typed.name, &email],
        has_second_factor: false,
    };
    let password_hash = match read_new_password(&app, &form, chooser).await? {
        Ok(password_hash) => password_hash,
        Err(problem) => return Ok(setup_page(&app, browser, &secret, &typed, Some(&problem))),
    };
    let now = app.clock.now();
    let slug = slug_of(typed.organisation).unwrap_or_else(|| SLUG_OTHERWISE.to_owned());
    let new = NewOrganisation {
        slug: &slug,
        name: typed.organisation,
        time_zone: typed.time_zone,
        admin_id: app.randomness.uuid(now),
        admin_email: &email,
        admin_password_hash: &password_hash,
        now,
    };
    let made = app.store.set_up(secret.sha256(), typed.name, &new).await?;
    let Some((organisation, admin)) = made else {
        return refused(&app, browser).await;
    };
    let actor = format!("user:{email}");
    audit::note(&app, "organisation.create", &actor, &browser.caller)
        .organisation(organisation.id)
        .user(admin)
        .subject(&organisation.name)
        .write(&app)
        .await;
    let Some(user) = app.store.lookup_user(admin).await? else {
        return Err(PageError::Internal("the first Admin is missing".to_owned()));
    };
    let proof = Proof {
        methods: &[SignInMethod::Password],
        state: SessionState::Active,
    };
    let next = ReturnTo::parse(&web_app::organisation(&slug));
    begin_session(&app, browser, &user, proof, &next).await
}

/// The address in lower case, or what is wrong.
fn check(typed: &Typed<'_>) -> Result<String, &'static str> {
    if checked_name(typed.organisation).is_none() {
        return Err("Give the organisation a name of at most 100 letters.");
    }
    if !is_time_zone(typed.time_zone) {
        return Err("Choose a time zone of the list.");
    }
    if checked_name(typed.name).is_none() {
        return Err("Type your name.");
    }
    checked_email(typed.email).ok_or("This is no e-mail address. It looks like you@example.org.")
}

async fn refused(app: &App, browser: &Browser) -> Result<Response, PageError> {
    let organisations = app.store.list_organisations().await?;
    let is_set_up = organisations.iter().any(|found| !found.is_demo);
    let advice = html! {
        @if is_set_up {
            p { "This server is set up already. Sign in, or ask an Admin for an invitation." }
            p { a class="button" href="/auth/sign-in" { "Sign in" } }
        } @else {
            p { "The server prints a new link whenever it starts. Whoever runs it can restart it and pass \
                the link on. It works for 24 hours." }
        }
    };
    Ok(does_not_work(app, browser, &advice))
}

fn setup_page(
    app: &App,
    browser: &Browser,
    secret: &SecretText,
    typed: &Typed<'_>,
    problem: Option<&str>,
) -> Response {
    let status = if problem.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let page = Page::new(app, browser, "Welcome to StandCloud").status(status);
    let body = html! {
        p { "Two things, and you can begin: your organisation, and you as its first Admin." }
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        form method="post" action="/auth/setup" {
            (page.csrf_field())
            (token_field(secret))
            (organisation_fields(typed))
            hr;
            (Field { autocomplete: "name", ..Field::text("Your name", "name") }.value(typed.name).show())
            (Field::email("Your e-mail address", "email").value(typed.email)
                .hint("You sign in with it.").show())
            (new_password_fields(false))
            button type="submit" class="full" { "Begin" }
        }
    };
    page.show(&body)
}

fn organisation_fields(typed: &Typed<'_>) -> Markup {
    let organisation = Field {
        autocomplete: "organization",
        length_max: 100,
        ..Field::text("Name of the organisation", "organisation")
    };
    html! {
        (organisation.value(typed.organisation).hint("Your company or plant.").autofocus().show())
        (time_zone_select(typed.time_zone))
    }
}
