//! What a person must know before letting a program in; the same for a stand and for an application.

use maud::{Markup, html};
use standcloud_store::{Membership, Role};

use super::{PageError, SignedIn};
use crate::auth::Scope;
use crate::oauth::client::{Client, ClientOrigin};
use crate::oauth::{OauthScope, ScopeSet};

/// The program's name and how sure we are of it.
pub fn program(client: &Client) -> Markup {
    html! {
        strong { (client.name) } " "
        @match client.origin {
            ClientOrigin::BuiltIn => span class="badge quiet" { "command-line tool, not verified" },
            ClientOrigin::Registered(_) => span class="badge quiet" { "registered by an Admin" },
        }
    }
}

/// What it will be able to do, in plain words.
pub fn permissions(scopes: &ScopeSet) -> Markup {
    let rights = scopes.rights();
    html! {
        ul class="can" {
            @for right in &rights { li { (in_words(*right)) } }
            @if scopes.contains(OauthScope::OfflineAccess) {
                li { "stay signed in for as long as it is used" }
            }
        }
    }
}

fn in_words(right: Scope) -> &'static str {
    match right {
        Scope::ReportWrite => "upload test reports",
        Scope::ReportRead => "read test runs, units and reports",
    }
}

/// The organisations that a person may let a program into; those that ask for a second factor only
/// with one. When that leaves none, the person is led to set one up.
pub fn may_approve<'a>(
    client: &Client,
    signed_in: &'a SignedIn,
) -> Result<Vec<&'a Membership>, PageError> {
    let is_allowed = |membership: &&Membership| {
        let has_right = membership.role >= Role::Admin || membership.members_may_approve;
        let is_registered_here = match client.origin {
            ClientOrigin::BuiltIn => true,
            ClientOrigin::Registered(organisation) => organisation == membership.organisation.id,
        };
        has_right && is_registered_here
    };
    let memberships = signed_in.memberships.iter();
    let (proven, unproven): (Vec<_>, Vec<_>) = memberships
        .filter(is_allowed)
        .partition(|membership| is_proven(signed_in, membership));
    if proven.is_empty() && !unproven.is_empty() {
        return Err(PageError::SecondFactorNeeded);
    }
    Ok(proven)
}

/// Whether the sign-in was as strong as the organisation asks of its Admins.
pub fn is_proven(signed_in: &SignedIn, membership: &Membership) -> bool {
    let needs_more = membership.role >= Role::Admin && membership.admins_need_second_factor;
    !needs_more || signed_in.has_second_factor()
}

/// The field `organisation`: radio buttons, or a sentence when there is only one.
pub fn organisation_choice(choices: &[&Membership]) -> Markup {
    html! {
        @if let [only] = choices {
            input type="hidden" name="organisation" value=(only.organisation.slug);
            p { "Organisation: " strong { (only.organisation.name) } }
        } @else {
            fieldset {
                legend { "For which organisation?" }
                @for membership in choices {
                    label class="choice" {
                        input type="radio" name="organisation" required
                            value=(membership.organisation.slug);
                        span { (membership.organisation.name) }
                    }
                }
            }
        }
    }
}
