//! How the person signs in besides the password, in brief, with the way to each.

use maud::{Markup, html};

use crate::app::App;
use crate::portal::{PageError, SignedIn};

const FEW_CODES: u64 = 3;

pub(super) async fn panel(app: &App, signed_in: &SignedIn) -> Result<Markup, PageError> {
    let user = signed_in.user.id;
    let has_totp = app.store.has_totp(user).await?;
    let passkeys = app.store.list_passkeys(user).await?.len();
    let codes_left = app.store.count_recovery_codes(user).await?;
    let identities = app.store.list_identities(user).await?;
    let connected: Vec<&str> = app
        .sso
        .all()
        .iter()
        .filter(|provider| {
            let mut issuers = identities.iter().map(|known| &known.issuer);
            issuers.any(|issuer| *issuer == provider.issuer)
        })
        .map(|provider| provider.name.as_str())
        .collect();
    Ok(html! {
        div class="table" { table { tbody {
            (row("Second step", "A code from an app on your phone, after the password.",
                has_totp.then_some("on"), "/auth/account/second-factor"))
            @if has_totp && codes_left < FEW_CODES {
                tr { td colspan="3" { span class="badge warn" { (codes_left) " recovery codes left" } } }
            }
            (row("Passkeys", "Fingerprint, face or security key in the place of the password.",
                (passkeys > 0).then_some(passkeys.to_string().as_str()), "/auth/account/passkeys"))
            @if !app.sso.all().is_empty() {
                (row("Connected sign-ins", "An account that you have elsewhere, in the place of the password.",
                    (!connected.is_empty()).then_some(connected.join(", ").as_str()), "/auth/account/sso"))
            }
        } } }
    })
}

/// `state` is `None` for what is not used yet.
fn row(name: &str, what: &str, state: Option<&str>, address: &str) -> Markup {
    html! {
        tr {
            td { strong { (name) } small class="soft" { (what) } }
            td { @match state {
                Some(state) => span class="badge good" { (state) },
                None => span class="badge quiet" { "off" },
            } }
            td { div class="actions" {
                a class="button secondary small" href=(address) { @if state.is_some() { "Manage" } @else { "Set up" } }
            } }
        }
    }
}
