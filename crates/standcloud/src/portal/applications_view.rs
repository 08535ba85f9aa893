//! What the page of third-party programs looks like.

use maud::{Markup, html};
use standcloud_store::{OAuthClient, UnixMicros};

use super::components::Field;
use super::time_text::ago;
use crate::auth::Scope;
use crate::auth::secret_text::SecretText;
use crate::oauth::registration::{Draft, ProgramGrant, ProgramKind};

/// What the program signs in with.
pub(super) struct Credentials {
    pub(super) name: String,
    pub(super) client_id: String,
    pub(super) secret: Option<SecretText>,
}

impl Credentials {
    pub(super) fn show(&self) -> Markup {
        html! {
            section class="panel" {
                h2 { (self.name) " signs in with" }
                p { "Client id (client_id)" }
                code class="secret" { (self.client_id) }
                @if let Some(secret) = &self.secret {
                    p { "Secret (client_secret). Copy it now: it is not shown again." }
                    code class="secret" { (secret.reveal()) }
                } @else {
                    p { "It is a public program and has no secret." }
                }
            }
        }
    }
}

pub(super) fn application_table(
    clients: &[OAuthClient],
    address: &str,
    csrf: &Markup,
    now: UnixMicros,
) -> Markup {
    if clients.is_empty() {
        return html! {
            div class="empty" {
                strong { "No applications yet" }
                "Register one below. Stands running HardPy need none: they are known already."
            }
        };
    }
    html! {
        div class="table" { table {
            thead { tr {
                th { "Application" } th { "Gets tokens by" } th { "May" } th { "Last used" } th {}
            } }
            tbody { @for client in clients { (row(client, address, csrf, now)) } }
        } }
    }
}

fn row(client: &OAuthClient, address: &str, csrf: &Markup, now: UnixMicros) -> Markup {
    let rights = client
        .scopes
        .split(' ')
        .filter_map(|name| name.parse::<Scope>().ok());
    html! {
        tr {
            td data-label="Application" {
                strong { (client.name) } " "
                @if client.disabled.is_some() { span class="badge bad" { "disabled" } }
                @if client.secret_sha256.is_none() { span class="badge quiet" { "public" } }
                small class="mono" { (client.client_id) }
                @for uri in client.redirect_uris.split(' ').filter(|uri| !uri.is_empty()) {
                    small class="mono" { (uri) }
                }
            }
            td data-label="Gets tokens by" {
                @for grant in ProgramGrant::parse_stored(&client.grant_types) {
                    div { (grant_text(grant)) }
                }
            }
            td data-label="May" { @for right in rights { div { (right_text(right)) } } }
            td class="time" data-label="Last used" {
                @match client.last_used {
                    Some(at) => (ago(at, now)),
                    None => "never",
                }
            }
            td { (actions(client, address, csrf)) }
        }
    }
}

fn actions(client: &OAuthClient, address: &str, csrf: &Markup) -> Markup {
    let is_disabled = client.disabled.is_some();
    let has_secret = client.secret_sha256.is_some();
    html! {
        details {
            summary { "Change" }
            form class="stack" method="post" action={ (address) "/" (client.client_id) } {
                (csrf)
                @if has_secret {
                    small { "A new secret ends the old one at once." }
                    button class="secondary small" name="action" value="secret" { "New secret" }
                }
                @if is_disabled {
                    button class="secondary small" name="action" value="enable" { "Enable" }
                    small { "Removing it cannot be undone." }
                    button class="danger small" name="action" value="remove" { "Remove" }
                } @else {
                    small { "Disabling also ends what people have allowed it." }
                    button class="danger small" name="action" value="disable" { "Disable" }
                }
            }
        }
    }
}

pub(super) fn registration_form(draft: &Draft, address: &str, csrf: &Markup) -> Markup {
    let redirect_uris = draft.redirect_uris.join("\n");
    html! {
        section class="panel" {
            h2 { "Register an application" }
            form method="post" action=(address) {
                (csrf)
                (Field::text("Name", "name").value(&draft.name)
                    .hint("People read it when they are asked whether it may.").show())
                fieldset {
                    legend { "How does it get its tokens?" }
                    @for grant in ProgramGrant::ALL {
                        label class="choice" {
                            input type="checkbox" name="grant" value=(grant)
                                checked[draft.grants.contains(&grant)];
                            span { strong { (grant_text(grant)) } br; small { (grant_hint(grant)) } }
                        }
                    }
                }
                fieldset {
                    legend { "What may it do?" }
                    @for right in [Scope::ReportRead, Scope::ReportWrite] {
                        label class="choice plain" {
                            input type="checkbox" name="scope" value=(right)
                                checked[draft.scopes.contains(&right)];
                            span { (right_text(right)) " " small class="mono" { (right) } }
                        }
                    }
                }
                fieldset {
                    legend { "Where does it run?" }
                    (kind_choice(draft, ProgramKind::Confidential, "confidential", "On a server. It gets a secret."))
                    (kind_choice(draft, ProgramKind::Public, "public", "On people's machines. It cannot keep a secret and gets none."))
                }
                label class="field" {
                    span { "Redirect addresses" }
                    textarea name="redirect_uris" rows="2" maxlength="4000" { (redirect_uris) }
                    small { "Only for a browser that comes back: one per line, https://… or http://127.0.0.1/… (any port)." }
                }
                button type="submit" { "Register" }
            }
        }
    }
}

fn kind_choice(draft: &Draft, kind: ProgramKind, value: &str, text: &str) -> Markup {
    html! {
        label class="choice plain" {
            input type="radio" name="kind" value=(value) checked[draft.kind == kind];
            span { (text) }
        }
    }
}

fn grant_text(grant: ProgramGrant) -> &'static str {
    match grant {
        ProgramGrant::Device => "A code on its screen",
        ProgramGrant::Code => "A browser that comes back",
        ProgramGrant::ClientCredentials => "Its own secret",
    }
}

fn grant_hint(grant: ProgramGrant) -> &'static str {
    match grant {
        ProgramGrant::Device => {
            "For programs without a browser: a person approves it elsewhere (device grant)."
        }
        ProgramGrant::Code => {
            "For web and desktop applications: a person signs in here (authorization code)."
        }
        ProgramGrant::ClientCredentials => {
            "For scripts and servers that act for themselves (client credentials)."
        }
    }
}

fn right_text(right: Scope) -> &'static str {
    match right {
        Scope::ReportRead => "Read runs, units and reports",
        Scope::ReportWrite => "Upload reports",
    }
}
