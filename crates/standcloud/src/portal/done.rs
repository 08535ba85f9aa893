//! What has just been done, told on the page that a change leads to.
//!
//! The page's address holds a word of this list and never the sentence, so nobody can make our pages
//! say something by a link.

use maud::{Markup, html};
use serde::Deserialize;

use super::components::{Tone, notice};

/// The end of such an address.
#[derive(Debug, Default, Deserialize)]
pub struct DoneQuery {
    #[serde(default)]
    done: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Invited,
    Withdrawn,
    RoleChanged,
    Removed,
    SignedOut,
    ResetMailed,
    Saved,
    PasswordChanged,
    SessionEnded,
}

impl Done {
    const ALL: [Self; 9] = [
        Self::Invited,
        Self::Withdrawn,
        Self::RoleChanged,
        Self::Removed,
        Self::SignedOut,
        Self::ResetMailed,
        Self::Saved,
        Self::PasswordChanged,
        Self::SessionEnded,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Withdrawn => "withdrawn",
            Self::RoleChanged => "role",
            Self::Removed => "removed",
            Self::SignedOut => "signed-out",
            Self::ResetMailed => "reset-mailed",
            Self::Saved => "saved",
            Self::PasswordChanged => "password",
            Self::SessionEnded => "session-ended",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Invited => "The invitation is on its way.",
            Self::Withdrawn => "The invitation is withdrawn; its link does not work any more.",
            Self::RoleChanged => "The role is changed. It counts from now on.",
            Self::Removed => "The person is no member any more.",
            Self::SignedOut => "All browsers of this person are signed out.",
            Self::ResetMailed => "A link for a new password is on its way to this person.",
            Self::Saved => "Saved.",
            Self::PasswordChanged => "Your password is changed. Other browsers are signed out.",
            Self::SessionEnded => "Signed out there.",
        }
    }

    /// The page with this said on it.
    pub fn at(self, page: &str) -> String {
        format!("{page}?done={}", self.word())
    }
}

/// Empty when nothing was done.
pub fn done_notice(query: &DoneQuery) -> Markup {
    let done = Done::ALL.into_iter().find(|done| done.word() == query.done);
    html! { @if let Some(done) = done { (notice(Tone::Good, done.sentence())) } }
}
