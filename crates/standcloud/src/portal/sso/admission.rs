//! Which person of ours somebody is, and whether they may come in.

use standcloud_store::{NewIdentityUser, Organisation, StoreError, User, UserIdentity};
use uuid::Uuid;

use super::failure::Failure;
use super::id_token::Person;
use crate::app::App;
use crate::audit;
use crate::config::SsoProvider;
use crate::portal::Browser;

/// The person of ours; makes or connects one where the operator allows it.
pub(super) async fn admit(
    app: &App,
    browser: &Browser,
    provider: &SsoProvider,
    person: &Person,
    connect: Option<Uuid>,
) -> Result<User, Failure> {
    require_allowed_domain(provider, person)?;
    let known = app
        .store
        .find_identity(&provider.issuer, &person.subject)
        .await?;
    let user = match (known, connect) {
        (Some(identity), Some(wanted)) if identity.user != wanted => {
            return Err(Failure::NotAdmitted(format!(
                "This account of {} is connected with somebody else here. Sign out there, and sign in \
                 with your own.",
                provider.name
            )));
        }
        (Some(identity), _) => identity.user,
        (None, Some(wanted)) => {
            link(app, browser, provider, person, wanted, "by the person").await?;
            wanted
        }
        (None, None) => first_time(app, browser, provider, person).await?,
    };
    let found = app.store.lookup_user(user).await?;
    let Some(user) = found.filter(|user| user.disabled.is_none()) else {
        return Err(Failure::NotAdmitted(
            "Your account here is turned off. Ask an Admin of your organisation.".to_owned(),
        ));
    };
    let email = person.verified_email.as_deref().unwrap_or_default();
    app.store
        .note_identity_use(&provider.issuer, &person.subject, email, app.clock.now())
        .await?;
    Ok(user)
}

/// Also of people who are known: whoever left the company has lost the address.
fn require_allowed_domain(provider: &SsoProvider, person: &Person) -> Result<(), Failure> {
    let allowed = &provider.allowed_domains;
    let domain = person
        .verified_email
        .as_deref()
        .and_then(|email| email.rsplit_once('@'));
    let is_allowed = allowed.is_empty()
        || domain.is_some_and(|(_, domain)| {
            allowed
                .iter()
                .any(|allowed| allowed.eq_ignore_ascii_case(domain))
        });
    if is_allowed {
        return Ok(());
    }
    Err(Failure::NotAdmitted(format!(
        "Only people with a verified address at {} may sign in with {}.",
        allowed.join(" or "),
        provider.name
    )))
}

/// An unverified address is nobody's: it neither connects nor makes a person.
async fn first_time(
    app: &App,
    browser: &Browser,
    provider: &SsoProvider,
    person: &Person,
) -> Result<Uuid, Failure> {
    let Some(email) = &person.verified_email else {
        return Err(unknown(provider));
    };
    if let Some(user) = app.store.find_user(email).await? {
        // Disabling wins over connecting.
        if !provider.link_by_email || user.disabled.is_some() {
            return Err(unknown(provider));
        }
        link(app, browser, provider, person, user.id, "by e-mail").await?;
        return Ok(user.id);
    }
    add_member(app, browser, provider, person, email).await
}

async fn add_member(
    app: &App,
    browser: &Browser,
    provider: &SsoProvider,
    person: &Person,
    email: &str,
) -> Result<Uuid, Failure> {
    let Some(organisation) = organisation_of(app, provider).await? else {
        return Err(unknown(provider));
    };
    let now = app.clock.now();
    let identity = UserIdentity {
        issuer: provider.issuer.clone(),
        subject: person.subject.clone(),
        user: app.randomness.uuid(now),
        email: email.to_owned(),
        created: now,
        last_used: None,
    };
    let new = NewIdentityUser {
        identity: &identity,
        name: &person.name,
        organisation: organisation.id,
    };
    match app.store.add_user_with_identity(&new).await {
        Ok(()) => {}
        Err(StoreError::Exists(_)) => return Err(Failure::OutOfDate),
        Err(error) => return Err(error.into()),
    }
    audit::note(app, "sso.link", &format!("user:{email}"), &browser.caller)
        .user(identity.user)
        .organisation(organisation.id)
        .subject(&provider.id)
        .detail("new Member")
        .write(app)
        .await;
    Ok(identity.user)
}

/// The one whose Members unknown people become. By its slug alone: names can be chosen by others.
pub(super) async fn organisation_of(
    app: &App,
    provider: &SsoProvider,
) -> Result<Option<Organisation>, StoreError> {
    let Some(slug) = &provider.organisation else {
        return Ok(None);
    };
    let found = app.store.find_organisation(slug).await?;
    let found = found.filter(|organisation| organisation.slug == *slug);
    if found.is_none() {
        tracing::error!(
            slug,
            "sso.organisation names an organisation that is not there"
        );
    }
    Ok(found)
}

async fn link(
    app: &App,
    browser: &Browser,
    provider: &SsoProvider,
    person: &Person,
    user: Uuid,
    how: &str,
) -> Result<(), Failure> {
    let identity = UserIdentity {
        issuer: provider.issuer.clone(),
        subject: person.subject.clone(),
        user,
        email: person.verified_email.clone().unwrap_or_default(),
        created: app.clock.now(),
        last_used: None,
    };
    if !app.store.link_identity(&identity).await? {
        return Err(Failure::OutOfDate);
    }
    let actor = browser.session().map_or_else(
        || format!("user:{}", identity.email),
        crate::portal::SignedIn::actor,
    );
    audit::note(app, "sso.link", &actor, &browser.caller)
        .user(user)
        .subject(&provider.id)
        .detail(how)
        .write(app)
        .await;
    Ok(())
}

/// The same whether somebody has the address here or not.
fn unknown(provider: &SsoProvider) -> Failure {
    Failure::NotAdmitted(format!(
        "You are not known here through {0} yet. If you have an account, sign in with your password \
         and connect {0} on your own page. If not, ask an Admin of your organisation to invite you.",
        provider.name
    ))
}
