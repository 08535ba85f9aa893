//! API keys of an organisation: list, add, rotate, revoke (R-51 … R-54). For Admins.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{ApiKey, Membership, UnixMicros};

use super::components::{Field, Tone, notice};
use super::page::{Page, Section};
use super::time_text::{ago, instant};
use super::{Browser, PageError, PortalForm, SignedIn};
use crate::app::App;
use crate::audit;
use crate::auth::Scope;
use crate::auth::key_format::ApiKeyText;
use crate::auth::key_making::{
    MICROS_PER_DAY, NAME_LENGTH_MAX, OVERLAP_DAYS, WantedKey, parse_networks, successor_of,
};
use crate::auth::key_state::{KeyState, key_notice};

/// What the form offers; the first is what a new key gets unless somebody chooses.
const LIVES: [(&str, Option<i64>); 4] = [
    ("1 year", Some(365)),
    ("90 days", Some(90)),
    ("30 days", Some(30)),
    ("never", None),
];

/// `GET /auth/o/{slug}/keys`; Admins.
pub async fn show_keys(
    State(app): State<App>,
    Path(slug): Path<String>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    keys_page(&app, &browser, membership, None).await
}

async fn keys_page(
    app: &App,
    browser: &Browser,
    membership: &Membership,
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let now = app.clock.now();
    let keys = app.store.list_api_keys(membership.organisation.id).await?;
    let page = Page::of_section(app, browser, membership, Section::Keys);
    let body = html! {
        p class="soft" { "A key lets one stand or program in without anybody signing in. Give each its own, so \
            that one can be revoked without the others." }
        @if let Some(problem) = problem { (notice(Tone::Bad, problem)) }
        @if keys.is_empty() {
            div class="empty" { strong { "There are no keys yet" } "Make one below and put it into hardpy.toml of the stand." }
        } @else {
            (keys_table(&page, membership, &keys, now))
        }
        (add_form(&page, membership))
    };
    Ok(page.show(&body))
}

fn keys_table(
    page: &Page<'_>,
    membership: &Membership,
    keys: &[ApiKey],
    now: UnixMicros,
) -> Markup {
    html! {
        div class="table" { table {
            thead { tr { th { "Name" } th { "May" } th { "Last used" } th { "Ends" } th { "State" } th {} } }
            tbody {
                @for key in keys {
                    @let state = KeyState::of(key, now);
                    tr {
                        td { strong { (key.name) } small class="mono soft" { "sck_" (key.public_id) "…" } }
                        td data-label="May" {
                            (rights(&key.scopes))
                            @if !key.allowed_networks.is_empty() { small class="soft" { "from " (key.allowed_networks) } }
                        }
                        td data-label="Last used" class="time" { (last_use(key, now)) }
                        td data-label="Ends" class="time" {
                            @match key.expires { Some(at) => (instant(at)), None => "never" }
                        }
                        td data-label="State" {
                            span class=(badge(state)) { (state.as_str()) }
                            @if let Some(text) = key_notice(key, now) { small class="soft" { (text) } }
                        }
                        td { (actions(page, membership, key, state)) }
                    }
                }
            }
        } }
    }
}

fn rights(scopes: &str) -> String {
    let words: Vec<&str> = scopes
        .split(' ')
        .map(|scope| match scope {
            "report:write" => "upload",
            "report:read" => "read",
            other => other,
        })
        .collect();
    words.join(", ")
}

fn last_use(key: &ApiKey, now: UnixMicros) -> Markup {
    html! {
        @match key.last_used {
            Some(at) => {
                (ago(at, now))
                @if let Some(ip) = &key.last_used_ip { small class="soft" { "from " (ip) } }
            }
            None => "never"
        }
    }
}

fn badge(state: KeyState) -> &'static str {
    match state {
        KeyState::Active => "badge good",
        KeyState::Rotated => "badge warn",
        KeyState::Expired | KeyState::Revoked => "badge quiet",
    }
}

fn actions(page: &Page<'_>, membership: &Membership, key: &ApiKey, state: KeyState) -> Markup {
    let address = Section::Keys.address(membership);
    html! {
        @if matches!(state, KeyState::Active | KeyState::Rotated) {
            div class="actions" {
                @if state == KeyState::Active {
                    form method="post" action={ (address) "/rotate" } {
                        (page.csrf_field())
                        input type="hidden" name="key" value=(key.public_id);
                        button class="secondary small" type="submit" { "Rotate" }
                    }
                }
                form method="get" action={ (address) "/" (key.public_id) "/revoke" } {
                    button class="danger small" type="submit" { "Revoke" }
                }
            }
        }
    }
}

fn add_form(page: &Page<'_>, membership: &Membership) -> Markup {
    html! {
        section class="panel" {
            h2 { "Add a key" }
            form method="post" action=(Section::Keys.address(membership)) {
                (page.csrf_field())
                div class="columns" {
                    div {
                        (Field { length_max: NAME_LENGTH_MAX, ..Field::text("Name", "name") }
                            .hint("What it is for, such as the name of the stand.").show())
                        (Field { length_max: 1000, ..Field::text("Only from these networks", "networks") }
                            .optional().hint("Such as 10.1.0.0/16. Empty: from everywhere.").show())
                    }
                    div {
                        fieldset {
                            legend { "It may" }
                            label class="choice plain" {
                                input type="checkbox" name="scope" value="report:write" checked;
                                span { "upload test reports" }
                            }
                            label class="choice plain" {
                                input type="checkbox" name="scope" value="report:read";
                                span { "read test runs, units and reports" }
                            }
                        }
                        label class="field" {
                            span { "It ends after" }
                            select name="life" {
                                @for (name, _) in LIVES { option value=(name) { (name) } }
                            }
                        }
                    }
                }
                button type="submit" { "Add the key" }
            }
        }
    }
}

/// `POST /auth/o/{slug}/keys`; Admins, recently signed in.
pub async fn add_key(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let (signed_in, membership) = admin(&app, &form.browser, &slug)?;
    let now = app.clock.now();
    let wanted = match read_wanted(&form, signed_in, membership, now) {
        Ok(wanted) => wanted,
        Err(problem) => {
            return keys_page(&app, &form.browser, membership, Some(&problem)).await;
        }
    };
    let text = ApiKeyText::generate(&app.randomness);
    let new = wanted.as_wanted().to_store(&text, now);
    app.store.add_api_key(&new).await?;
    note(
        &app,
        &form.browser,
        signed_in,
        membership,
        "key.create",
        &new.name,
        &new.public_id,
    )
    .await;
    Ok(shown_once(
        &app,
        &form.browser,
        membership,
        &new.name,
        &text,
        None,
    ))
}

/// Owns what [`WantedKey`] borrows.
struct ReadKey {
    name: String,
    owner: uuid::Uuid,
    organisation: standcloud_store::OrganisationId,
    scopes: Vec<Scope>,
    networks: Vec<ipnet::IpNet>,
    expires: Option<UnixMicros>,
}

impl ReadKey {
    fn as_wanted(&self) -> WantedKey<'_> {
        WantedKey {
            organisation: self.organisation,
            name: &self.name,
            owner: Some(self.owner),
            scopes: &self.scopes,
            networks: &self.networks,
            expires: self.expires,
        }
    }
}

fn read_wanted(
    form: &PortalForm,
    signed_in: &SignedIn,
    membership: &Membership,
    now: UnixMicros,
) -> Result<ReadKey, String> {
    let name = form.text("name");
    if name.is_empty() || name.len() > NAME_LENGTH_MAX || name.chars().any(char::is_control) {
        return Err("Give the key a name, such as that of its stand.".to_owned());
    }
    let scopes: Vec<Scope> = form
        .all("scope")
        .filter_map(|text| text.parse().ok())
        .collect();
    if scopes.is_empty() {
        return Err("Tick what the key may do.".to_owned());
    }
    let networks = parse_networks(form.text("networks")).map_err(|word| {
        format!("{word:?} is no network. Write it like 10.1.0.0/16 or 192.168.1.7.")
    })?;
    let life = LIVES.iter().find(|(name, _)| *name == form.text("life"));
    let (_, days) = life.ok_or("Choose when the key ends.")?;
    Ok(ReadKey {
        name: name.to_owned(),
        owner: signed_in.user.id,
        organisation: membership.organisation.id,
        scopes,
        networks,
        expires: days.map(|days| UnixMicros(now.0 + days * MICROS_PER_DAY)),
    })
}

/// `POST /auth/o/{slug}/keys/rotate`; Admins, recently signed in.
pub async fn rotate_key(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let (signed_in, membership) = admin(&app, &form.browser, &slug)?;
    let now = app.clock.now();
    let old = find_key(&app, membership, form.text("key")).await?;
    let text = ApiKeyText::generate(&app.randomness);
    // The new one lives as long as the old one was made for.
    let expires = old
        .expires
        .map(|expires| UnixMicros(now.0 + (expires.0 - old.created.0).max(MICROS_PER_DAY)));
    let new = successor_of(&old, &text, now, expires);
    let old_expires = UnixMicros(now.0 + OVERLAP_DAYS * MICROS_PER_DAY);
    if !app
        .store
        .rotate_api_key(&old.public_id, old_expires, &new)
        .await?
    {
        return Err(PageError::Conflict(
            "The key has just ended or was rotated by somebody else.".to_owned(),
        ));
    }
    note(
        &app,
        &form.browser,
        signed_in,
        membership,
        "key.rotate",
        &old.name,
        &old.public_id,
    )
    .await;
    let until = old
        .expires
        .map_or(old_expires, |expires| expires.min(old_expires));
    Ok(shown_once(
        &app,
        &form.browser,
        membership,
        &old.name,
        &text,
        Some(until),
    ))
}

/// `GET /auth/o/{slug}/keys/{key}/revoke`; Admins. Asks, because it cannot be undone.
pub async fn confirm_revoke(
    State(app): State<App>,
    Path((slug, key)): Path<(String, String)>,
    browser: Browser,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    let key = find_key(&app, membership, &key).await?;
    let now = app.clock.now();
    let page = Page::new(&app, &browser, "Revoke this key?");
    let address = Section::Keys.address(membership);
    let body = html! {
        p { strong { (key.name) } " " span class="mono soft" { "sck_" (key.public_id) "…" } }
        p { "Whatever uses it is refused within five seconds. It cannot be undone." }
        p { "Last used: " (last_use(&key, now)) }
        form method="post" action={ (address) "/revoke" } {
            (page.csrf_field())
            input type="hidden" name="key" value=(key.public_id);
            div class="pair" {
                a class="button secondary" href=(address) { "Keep it" }
                button class="danger" type="submit" { "Revoke" }
            }
        }
    };
    Ok(page.show(&body))
}

/// `POST /auth/o/{slug}/keys/revoke`; Admins, recently signed in.
pub async fn revoke_key(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let (signed_in, membership) = admin(&app, &form.browser, &slug)?;
    let key = find_key(&app, membership, form.text("key")).await?;
    let now = app.clock.now();
    app.store
        .revoke_api_keys(membership.organisation.id, &key.public_id, now)
        .await?;
    note(
        &app,
        &form.browser,
        signed_in,
        membership,
        "key.revoke",
        &key.name,
        &key.public_id,
    )
    .await;
    Ok(Redirect::to(&Section::Keys.address(membership)).into_response())
}

fn admin<'a>(
    app: &App,
    browser: &'a Browser,
    slug: &str,
) -> Result<(&'a SignedIn, &'a Membership), PageError> {
    // Back to the list, because this address takes forms only.
    let signed_in = browser.signed_in_recently_or_to(app, &format!("/auth/o/{slug}/keys"))?;
    Ok((signed_in, signed_in.admin_of(slug)?))
}

/// A key of this organisation; any other does not exist.
async fn find_key(
    app: &App,
    membership: &Membership,
    public_id: &str,
) -> Result<ApiKey, PageError> {
    let key = app.store.lookup_api_key(public_id).await?;
    key.filter(|key| key.organisation == membership.organisation.id)
        .ok_or(PageError::NotFound)
}

async fn note(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
    membership: &Membership,
    action: &str,
    name: &str,
    public_id: &str,
) {
    audit::note(app, action, &signed_in.actor(), &browser.caller)
        .organisation(membership.organisation.id)
        .user(signed_in.user.id)
        .subject(name)
        .detail(public_id)
        .write(app)
        .await;
}

/// The one page that shows a key.
fn shown_once(
    app: &App,
    browser: &Browser,
    membership: &Membership,
    name: &str,
    text: &ApiKeyText,
    old_until: Option<UnixMicros>,
) -> Response {
    let host = browser
        .origin
        .split_once("://")
        .map_or(browser.origin.as_str(), |(_, host)| host);
    let body = html! {
        p { "The key of " strong { (name) } ". Copy it now: it is not shown again." }
        code class="secret" { (text.reveal()) }
        p { "In hardpy.toml of the stand (HardPy 0.18 and later):" }
        pre { "[stand_cloud]\naddress = \"" (host) "\"\napi_key = \"" (text.reveal()) "\"\nautosync = true" }
        @if let Some(until) = old_until {
            (notice(Tone::Plain, &format!("The old key works until {}.", instant(until))))
        }
        a class="button" href=(Section::Keys.address(membership)) { "I have copied it" }
    };
    Page::new(app, browser, "Your new key").show(&body)
}
