//! Telling people by mail that something of theirs has changed. Without a mail server nothing happens.

use std::time::Duration;

use standcloud_store::{Organisation, OrganisationId, Role, StoreError, User};
use uuid::Uuid;

use crate::app::App;
use crate::auth::key_making::MICROS_PER_DAY;
use crate::mail::texts::{self, StandNotice};
use crate::portal::time_text::instant;
use crate::portal::web_app::{self, Section};

/// Days before its end at which a key's Admins are told, the last first.
const KEY_NOTICE_DAYS: [i64; 2] = [3, 14];

const KEY_INTERVAL: Duration = Duration::from_hours(1);

/// A stand or program, as its notices name it.
#[derive(Debug, Clone, Copy)]
pub struct Stand<'a> {
    pub name: &'a str,
    pub organisation: OrganisationId,
    /// Who has let it in.
    pub user: Uuid,
    /// Where the request came from.
    pub ip: &'a str,
}

/// To the person; `ip` is empty for the command line.
pub fn password_changed(app: &App, user: &User, ip: &str) {
    let when = instant(app.clock.now());
    let page = format!("{}{}", app.origins.canonical(), web_app::PROFILE);
    app.mail
        .send(texts::password_changed(&user.email, &when, ip, &page));
}

/// to who has let the stand in.
pub async fn stand_connected(app: &App, stand: &Stand<'_>) {
    send_about_stand(app, stand, texts::stand_connected).await;
}

/// to who has let the stand in.
pub async fn token_reuse(app: &App, stand: &Stand<'_>) {
    send_about_stand(app, stand, texts::token_reuse).await;
}

async fn send_about_stand(
    app: &App,
    stand: &Stand<'_>,
    text: impl Fn(&StandNotice<'_>) -> crate::mail::Mail,
) {
    if !app.mail.is_on() {
        return;
    }
    match find_both(app, stand).await {
        Ok(Some((user, organisation))) => app.mail.send(text(&StandNotice {
            to: &user.email,
            stand: stand.name,
            organisation: &organisation.name,
            ip: stand.ip,
            stands_page: &page_of(app, &organisation, Section::Stands),
        })),
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "nobody was told about a stand"),
    }
}

async fn find_both(
    app: &App,
    stand: &Stand<'_>,
) -> Result<Option<(User, Organisation)>, StoreError> {
    let user = app.store.lookup_user(stand.user).await?;
    let organisation = app.store.lookup_organisation(stand.organisation).await?;
    Ok(user
        .filter(|user| user.disabled.is_none())
        .zip(organisation))
}

/// the same for a grant of which only the id is known; afterwards, so that nobody waits for it.
pub fn grant_reuse_later(app: &App, grant: Uuid, ip: &str) {
    if !app.mail.is_on() {
        return;
    }
    let (app, ip) = (app.clone(), ip.to_owned());
    tokio::spawn(async move {
        match app.store.lookup_grant(grant).await {
            Ok(Some(grant)) => {
                let Some(user) = grant.user else { return };
                let stand = Stand {
                    name: &grant.name,
                    organisation: grant.organisation,
                    user,
                    ip: &ip,
                };
                token_reuse(&app, &stand).await;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "nobody was told about a stand"),
        }
    });
}

/// Goes on until it is dropped with the server.
pub async fn keep_telling(app: App) {
    loop {
        if let Err(error) = keys_expire(&app).await {
            tracing::warn!(%error, "nobody was told which keys end soon; it is tried again later");
        }
        tokio::time::sleep(KEY_INTERVAL).await;
    }
}

/// Tells the Admins which keys end within 14 and within 3 days. To be called often; each notice is
/// claimed in the database, so of all servers one sends it, once.
pub async fn keys_expire(app: &App) -> Result<(), StoreError> {
    if !app.mail.is_on() {
        return Ok(());
    }
    for organisation in app.store.list_organisations().await? {
        let keys = claim_key_notices(app, organisation.id).await?;
        if keys.is_empty() {
            continue;
        }
        let page = page_of(app, &organisation, Section::Keys);
        for member in app.store.list_members(organisation.id).await? {
            if member.role == Role::Admin && member.user.disabled.is_none() {
                let to = &member.user.email;
                app.mail
                    .send(texts::keys_expire(to, &organisation.name, &keys, &page));
            }
        }
    }
    Ok(())
}

/// The keys of which the Admins are to be told now, with the days that are left.
async fn claim_key_notices(
    app: &App,
    organisation: OrganisationId,
) -> Result<Vec<(String, i64)>, StoreError> {
    let now = app.clock.now();
    let mut claimed = Vec::new();
    for key in app.store.list_api_keys(organisation).await? {
        let Some(expires) = key.expires.filter(|expires| *expires > now) else {
            continue;
        };
        // A rotated key has a successor, so nothing stops when it ends.
        if key.revoked.is_some() || key.successor_id.is_some() {
            continue;
        }
        let left_us = expires.0 - now.0;
        let due = KEY_NOTICE_DAYS
            .iter()
            .find(|days| left_us <= **days * MICROS_PER_DAY);
        if let Some(days) = due {
            let name = format!("notice key {} {days}", key.public_id);
            if app.store.claim(&name, now).await? {
                claimed.push((key.name, left_us / MICROS_PER_DAY));
            }
        }
    }
    Ok(claimed)
}

fn page_of(app: &App, organisation: &Organisation, section: Section) -> String {
    let origin = app.origins.canonical();
    format!("{origin}{}", section.address(&organisation.slug))
}
