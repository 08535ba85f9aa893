//! The third-party programs of an organisation: registering them, new secrets, ending them.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use standcloud_store::{Membership, NewOAuthClient};

use super::applications_view::{Credentials, application_table, registration_form};
use super::browser::SignedIn;
use super::components::{Tone, notice};
use super::page::{Page, Section};
use super::{Browser, PageError, PortalForm};
use crate::app::App;
use crate::audit;
use crate::auth::secret_text::{SecretKind, SecretText};
use crate::oauth::registration::{Draft, ProgramKind, Registration};

/// `GET /auth/o/{slug}/applications`; Admins.
pub async fn list_applications(
    State(app): State<App>,
    Path(slug): Path<String>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    show(&app, &browser, membership, Shown::List).await
}

/// `POST /auth/o/{slug}/applications`; Admins who signed in recently.
pub async fn add_application(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_recently(&app)?;
    let membership = signed_in.admin_of(&slug)?;
    let draft = read_draft(&form);
    let registration = match Registration::check(&draft) {
        Ok(registration) => registration,
        Err(problem) => {
            let problem = problem.to_string();
            return show(
                &app,
                &form.browser,
                membership,
                Shown::Refused(&draft, &problem),
            )
            .await;
        }
    };
    let organisation = membership.organisation.id;
    let existing = app.store.list_oauth_clients(organisation).await?;
    if existing
        .iter()
        .any(|client| client.name == registration.name())
    {
        let problem = "There is an application of this name already. Choose another one.";
        return show(
            &app,
            &form.browser,
            membership,
            Shown::Refused(&draft, problem),
        )
        .await;
    }
    let author = Some(signed_in.user.id);
    let now = app.clock.now();
    let (new, secret) = registration.issue(organisation, author, now, &app.randomness);
    app.store.add_oauth_client(&new).await?;
    note_change(
        &app,
        &form,
        signed_in,
        membership,
        ("client.add", &new.client_id, &new.name),
    )
    .await;
    let credentials = added_credentials(&new, secret.as_ref());
    show(
        &app,
        &form.browser,
        membership,
        Shown::Credentials(credentials),
    )
    .await
}

/// `POST /auth/o/{slug}/applications/{client_id}`; Admins who signed in recently.
pub async fn change_application(
    State(app): State<App>,
    Path((slug, client_id)): Path<(String, String)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_recently(&app)?;
    let membership = signed_in.admin_of(&slug)?;
    let organisation = membership.organisation.id;
    let client = app.store.lookup_oauth_client(&client_id).await?;
    let client = client
        .filter(|client| client.organisation == organisation)
        .ok_or(PageError::NotFound)?;
    let now = app.clock.now();
    let mut credentials = None;
    let (is_changed, action) = match form.text("action") {
        "secret" => {
            let secret = SecretText::generate(SecretKind::ClientSecret, &app.randomness);
            let sha256 = secret.sha256();
            let store = &app.store;
            let replaced = store.replace_oauth_client_secret(organisation, &client_id, sha256);
            credentials = Some(secret);
            (replaced.await?, "client.secret")
        }
        "disable" => {
            let disabled = app
                .store
                .disable_oauth_client(organisation, &client_id, now);
            (disabled.await?, "client.disable")
        }
        "enable" => {
            let enabled = app.store.enable_oauth_client(organisation, &client_id);
            (enabled.await?, "client.enable")
        }
        "remove" => {
            let removed = app.store.remove_oauth_client(organisation, &client_id, now);
            (removed.await?, "client.remove")
        }
        _ => return Err(PageError::BadRequest("Nothing was changed.".to_owned())),
    };
    if is_changed {
        note_change(
            &app,
            &form,
            signed_in,
            membership,
            (action, &client_id, &client.name),
        )
        .await;
    }
    match credentials.filter(|_| is_changed) {
        Some(secret) => {
            let credentials = Credentials {
                name: client.name,
                client_id,
                secret: Some(secret),
            };
            show(
                &app,
                &form.browser,
                membership,
                Shown::Credentials(credentials),
            )
            .await
        }
        None => Ok(Redirect::to(&Section::Applications.address(membership)).into_response()),
    }
}

/// What is above the list.
enum Shown<'a> {
    List,
    /// What was typed, and why it cannot be so.
    Refused(&'a Draft, &'a str),
    /// The only time that the secret is seen.
    Credentials(Credentials),
}

async fn show(
    app: &App,
    browser: &Browser,
    membership: &Membership,
    shown: Shown<'_>,
) -> Result<Response, PageError> {
    let clients = app
        .store
        .list_oauth_clients(membership.organisation.id)
        .await?;
    let page = Page::of_section(app, browser, membership, Section::Applications);
    let csrf = page.csrf_field();
    let address = Section::Applications.address(membership);
    let draft = match &shown {
        Shown::Refused(draft, _) => (*draft).clone(),
        Shown::List | Shown::Credentials(_) => empty_draft(),
    };
    let body = html! {
        p { "Programs of your own or of other makers that get tokens from this server. What they \
            do is bound to this organisation." }
        @match &shown {
            Shown::List => {}
            Shown::Refused(_, problem) => (notice(Tone::Bad, problem)),
            Shown::Credentials(credentials) => (credentials.show()),
        }
        (application_table(&clients, &address, &csrf, app.clock.now()))
        (registration_form(&draft, &address, &csrf))
    };
    let status = match shown {
        Shown::Refused(..) => StatusCode::BAD_REQUEST,
        Shown::List | Shown::Credentials(_) => StatusCode::OK,
    };
    Ok(page.status(status).show(&body))
}

fn read_draft(form: &PortalForm) -> Draft {
    Draft {
        name: form.text("name").to_owned(),
        kind: match form.text("kind") {
            "public" => ProgramKind::Public,
            _ => ProgramKind::Confidential,
        },
        grants: form
            .all("grant")
            .filter_map(|name| name.parse().ok())
            .collect(),
        scopes: form
            .all("scope")
            .filter_map(|name| name.parse().ok())
            .collect(),
        redirect_uris: form
            .text("redirect_uris")
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    }
}

fn empty_draft() -> Draft {
    Draft {
        name: String::new(),
        kind: ProgramKind::Confidential,
        grants: Vec::new(),
        scopes: vec![crate::auth::Scope::ReportRead],
        redirect_uris: Vec::new(),
    }
}

fn added_credentials(new: &NewOAuthClient, secret: Option<&SecretText>) -> Credentials {
    Credentials {
        name: new.name.clone(),
        client_id: new.client_id.clone(),
        secret: secret.cloned(),
    }
}

async fn note_change(
    app: &App,
    form: &PortalForm,
    signed_in: &SignedIn,
    membership: &Membership,
    (action, client_id, name): (&str, &str, &str),
) {
    audit::note(app, action, &signed_in.actor(), &form.browser.caller)
        .organisation(membership.organisation.id)
        .user(signed_in.user.id)
        .client(client_id)
        .subject(name)
        .write(app)
        .await;
}
