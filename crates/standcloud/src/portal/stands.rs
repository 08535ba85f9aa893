//! Connected stands and programs: every grant of an organisation, with its last use; renaming and
//! revoking. Members see them, Admins change them.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{Grant, GrantKind, Membership, Role, UnixMicros};
use uuid::Uuid;

use super::components::{Field, Tone, notice};
use super::page::{Page, Section};
use super::time_text::{ago, instant, until};
use super::{Browser, PageError, PortalForm};
use crate::app::App;
use crate::audit;

const LISTED_MAX: u32 = 2000;
const NAME_LENGTH_MAX: usize = 100;

/// `GET /auth/o/{slug}/stands`; members.
pub async fn show_stands(
    State(app): State<App>,
    Path(slug): Path<String>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.member_of(&slug)?;
    let now = app.clock.now();
    let organisation = membership.organisation.id;
    let grants = app.store.list_grants(organisation, LISTED_MAX).await?;
    let (alive, ended): (Vec<Grant>, Vec<Grant>) =
        grants.into_iter().partition(|grant| grant.is_alive(now));
    let page = Page::of_section(&app, &browser, membership, Section::Stands);
    let body = html! {
        p class="soft" { "Stands and programs that somebody has let in with a sign-in. What is not used for "
            (app.config.auth.stand_idle_days) " days must sign in again." }
        @if alive.is_empty() {
            (nothing_connected(&browser))
        } @else {
            (grants_table(membership, &alive, now))
        }
        @if !ended.is_empty() {
            details { summary { "Ended (" (ended.len()) ")" } (grants_table(membership, &ended, now)) }
        }
    };
    Ok(page.show(&body))
}

fn nothing_connected(browser: &Browser) -> Markup {
    let host = browser
        .origin
        .split_once("://")
        .map_or(browser.origin.as_str(), |(_, host)| host);
    html! {
        div class="empty" {
            strong { "No stand is connected yet" }
            p { "Run this on the stand and open the link that it shows:" }
            pre { "hardpy sc-login " (host) }
        }
    }
}

fn grants_table(membership: &Membership, grants: &[Grant], now: UnixMicros) -> Markup {
    html! {
        div class="table" { table {
            thead { tr { th { "Name" } th { "Program" } th { "Last used" } th { "Let in by" } th { "Ends" } th {} } }
            tbody {
                @for grant in grants {
                    tr {
                        td { strong { (grant.name) } small class="soft agent" title=(grant.user_agent) { (grant.user_agent) } }
                        td data-label="Program" { (grant.client_id) small class="soft" { (way(grant.kind)) } }
                        td data-label="Last used" class="time" {
                            @match grant.last_used { Some(at) => (ago(at, now)), None => "never" }
                            @if let Some(ip) = &grant.last_used_ip { small class="soft" { "from " (ip) } }
                        }
                        td data-label="Let in by" {
                            (grant.user_email.as_deref().unwrap_or("itself"))
                            small class="soft" { (instant(grant.created)) " from " (grant.created_ip) }
                        }
                        td data-label="Ends" class="time" { (end_of(grant, now)) }
                        td {
                            @if membership.role >= Role::Admin && grant.is_alive(now) {
                                div class="actions" {
                                    a class="button secondary small" href={ (Section::Stands.address(membership)) "/" (grant.id) } { "Change" }
                                }
                            }
                        }
                    }
                }
            }
        } }
    }
}

fn way(kind: GrantKind) -> &'static str {
    match kind {
        GrantKind::Device => "by a code",
        GrantKind::Code => "in the browser",
        GrantKind::ClientCredentials => "by its own secret",
    }
}

fn end_of(grant: &Grant, now: UnixMicros) -> Markup {
    html! {
        @if let Some(at) = grant.revoked {
            span class="badge quiet" { "revoked" }
            small class="soft" { (instant(at)) }
        } @else if grant.is_alive(now) {
            "in " (until(grant.idle_expiry.min(grant.absolute_expiry), now))
            @if grant.idle_expiry < grant.absolute_expiry { small class="soft" { "unless used" } }
        } @else {
            span class="badge quiet" { "expired" }
        }
    }
}

/// `GET /auth/o/{slug}/stands/{grant}`; Admins.
pub async fn show_stand(
    State(app): State<App>,
    Path((slug, grant)): Path<(String, Uuid)>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    let grant = find_grant(&app, membership, grant).await?;
    let now = app.clock.now();
    let page = Page::of_section(&app, &browser, membership, Section::Stands);
    let address = format!("{}/{}", Section::Stands.address(membership), grant.id);
    let body = html! {
        div class="columns" {
            section class="panel" {
                h2 { (grant.name) }
                dl {
                    dt { "Program" } dd { (grant.client_id) ", " (way(grant.kind)) }
                    dt { "User agent" } dd { (grant.user_agent) }
                    dt { "Let in by" } dd { (grant.user_email.as_deref().unwrap_or("itself")) }
                    dt { "Let in" } dd { (instant(grant.created)) " from " (grant.created_ip) }
                    dt { "Last used" } dd { @match grant.last_used { Some(at) => (ago(at, now)), None => "never" } }
                    dt { "May" } dd { (grant.scope) }
                    dt { "Ends at the latest" } dd { (instant(grant.absolute_expiry)) }
                }
                form method="post" action={ (address) "/rename" } class="line-form" {
                    (page.csrf_field())
                    (Field { length_max: NAME_LENGTH_MAX, ..Field::text("Name", "name") }.value(&grant.name).show())
                    button type="submit" class="secondary" { "Rename" }
                }
            }
            @if grant.is_alive(now) {
                section class="panel" {
                    h2 { "Revoke" }
                    p { "It is refused within five seconds, and everything it was given ends. It cannot be undone." }
                    (notice(Tone::Plain, "HardPy does not notice by itself. On the stand run sc-logout and then sc-login to connect it again."))
                    form method="post" action={ (address) "/revoke" } {
                        (page.csrf_field())
                        button type="submit" class="danger" { "Revoke " (grant.name) }
                    }
                }
            }
        }
        p { a href=(Section::Stands.address(membership)) { "All connected stands" } }
    };
    Ok(page.show(&body))
}

/// A grant of this organisation; any other does not exist.
async fn find_grant(app: &App, membership: &Membership, id: Uuid) -> Result<Grant, PageError> {
    let grant = app.store.lookup_grant(id).await?;
    grant
        .filter(|grant| grant.organisation == membership.organisation.id)
        .ok_or(PageError::NotFound)
}

/// `POST /auth/o/{slug}/stands/{grant}/rename`; Admins.
pub async fn rename_stand(
    State(app): State<App>,
    Path((slug, grant)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in()?;
    let membership = signed_in.admin_of(&slug)?;
    let grant = find_grant(&app, membership, grant).await?;
    let name: String = form.text("name").chars().take(NAME_LENGTH_MAX).collect();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(PageError::BadRequest(
            "Nothing was changed: a stand needs a name. Go back to give it one.".to_owned(),
        ));
    }
    let organisation = membership.organisation.id;
    app.store
        .rename_grant(organisation, grant.id, &name)
        .await?;
    audit::note(
        &app,
        "grant.rename",
        &signed_in.actor(),
        &form.browser.caller,
    )
    .organisation(organisation)
    .user(signed_in.user.id)
    .client(&grant.client_id)
    .grant(grant.id)
    .subject(&name)
    .detail(&format!("was {}", grant.name))
    .write(&app)
    .await;
    let next = format!("{}/{}", Section::Stands.address(membership), grant.id);
    Ok(Redirect::to(&next).into_response())
}

/// `POST /auth/o/{slug}/stands/{grant}/revoke`; Admins. Ends the grant with all its tokens.
pub async fn revoke_stand(
    State(app): State<App>,
    Path((slug, grant)): Path<(String, Uuid)>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in()?;
    let membership = signed_in.admin_of(&slug)?;
    let grant = find_grant(&app, membership, grant).await?;
    let organisation = membership.organisation.id;
    let now = app.clock.now();
    let reason = format!("revoked by {}", signed_in.user.email);
    let is_ended = app
        .store
        .revoke_grant(organisation, grant.id, &reason, now)
        .await?;
    if is_ended {
        audit::note(
            &app,
            "grant.revoke",
            &signed_in.actor(),
            &form.browser.caller,
        )
        .organisation(organisation)
        .user(signed_in.user.id)
        .client(&grant.client_id)
        .grant(grant.id)
        .subject(&grant.name)
        .write(&app)
        .await;
    }
    Ok(Redirect::to(&Section::Stands.address(membership)).into_response())
}
