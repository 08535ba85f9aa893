//! Which accounts of providers a person has connected.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use standcloud_store::{User, UserIdentity};

use super::begin::address;
use crate::app::App;
use crate::audit;
use crate::portal::time_text::ago;
use crate::portal::{Browser, Page, PageError, PortalForm};

pub(super) const HERE: &str = "/auth/account/sso";

/// `GET /auth/account/sso`; the signed-in.
pub async fn show_connections(
    State(app): State<App>,
    browser: Browser,
) -> Result<Response, PageError> {
    let user = browser.signed_in()?.user.id;
    let identities = app.store.list_identities(user).await?;
    let page = Page::new(&app, &browser, "Connected sign-ins");
    let now = app.clock.now();
    let find = |issuer: &str| identities.iter().find(|known| known.issuer == issuer);
    let body = html! {
        p { "Connect an account, and you can sign in with it instead of your password." }
        @if app.sso.all().is_empty() {
            p class="soft" { "This server has no other sign-in. Whoever runs it can add one." }
        } @else {
            ul class="rows" {
                @for provider in app.sso.all() {
                    @let known = find(&provider.issuer);
                    li {
                        div {
                            strong { (provider.name) }
                            @match known {
                                None => small class="soft" { "not connected" },
                                Some(known) => small class="soft" {
                                    (known.email) " "
                                    @if let Some(at) = known.last_used { "used " (ago(at, now)) }
                                },
                            }
                        }
                        @if known.is_some() {
                            form method="post" action={ (HERE) "/disconnect" } {
                                (page.csrf_field())
                                input type="hidden" name="provider" value=(provider.id);
                                button type="submit" class="danger small" { "Disconnect" }
                            }
                        } @else {
                            form method="post" action=(address(provider)) {
                                (page.csrf_field())
                                input type="hidden" name="connect" value="1";
                                button type="submit" class="secondary small" { "Connect" }
                            }
                        }
                    }
                }
            }
        }
        hr;
        p { a href="/profile" { "Back to your profile" } }
    };
    Ok(page.show(&body))
}

/// `POST /auth/account/sso/disconnect`; the recently signed-in.
pub async fn disconnect(State(app): State<App>, form: PortalForm) -> Result<Response, PageError> {
    let signed_in = form.browser.signed_in_recently_or_to(&app, HERE)?;
    let provider = app.sso.find(form.text("provider"));
    let provider = provider.ok_or(PageError::NotFound)?;
    let user = &signed_in.user;
    let identities = app.store.list_identities(user.id).await?;
    if !has_another_way_in(&app, user, &identities, &provider.issuer).await? {
        return Err(PageError::BadRequest(
            "This is your only way to sign in. Set a password or add a passkey first.".to_owned(),
        ));
    }
    let issuer = &provider.issuer;
    if app.store.unlink_identities(user.id, issuer).await? {
        audit::note(&app, "sso.unlink", &signed_in.actor(), &form.browser.caller)
            .user(user.id)
            .subject(&provider.id)
            .write(&app)
            .await;
    }
    Ok(Redirect::to(HERE).into_response())
}

async fn has_another_way_in(
    app: &App,
    user: &User,
    identities: &[UserIdentity],
    issuer: &str,
) -> Result<bool, PageError> {
    let has_other_provider = app
        .sso
        .all()
        .iter()
        .filter(|provider| provider.issuer != issuer)
        .any(|provider| {
            identities
                .iter()
                .any(|known| known.issuer == provider.issuer)
        });
    Ok(user.password_hash.is_some()
        || has_other_provider
        || !app.store.list_passkeys(user.id).await?.is_empty())
}
