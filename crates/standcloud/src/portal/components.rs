//! Pieces that several pages are made of.

use maud::{Markup, html};

use crate::organisation_names::time_zones;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Warning,
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "notice",
            Self::Good => "notice good",
            Self::Warning => "notice warn",
            Self::Bad => "notice bad",
        }
    }
}

/// A sentence that must not be missed.
pub fn notice(tone: Tone, text: &str) -> Markup {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    html! { div class=(tone.class()) role=(role) { (text) } }
}

/// One input with its label. `autocomplete` as in HTML, `hint` may be empty.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub label: &'a str,
    pub name: &'a str,
    /// `text`, `email`, `password` …
    pub kind: &'a str,
    pub value: &'a str,
    pub autocomplete: &'a str,
    /// Which keyboard a phone shows: `text`, `numeric` …
    pub input_mode: &'a str,
    pub hint: &'a str,
    pub required: bool,
    pub autofocus: bool,
    pub length_max: usize,
}

impl<'a> Field<'a> {
    /// A required text.
    pub fn text(label: &'a str, name: &'a str) -> Self {
        Self {
            label,
            name,
            kind: "text",
            value: "",
            autocomplete: "off",
            input_mode: "text",
            hint: "",
            required: true,
            autofocus: false,
            length_max: 200,
        }
    }

    /// The six digits of an authenticator app.
    pub fn app_code(label: &'a str, name: &'a str) -> Self {
        Self {
            autocomplete: "one-time-code",
            input_mode: "numeric",
            length_max: 10,
            ..Self::text(label, name)
        }
    }

    pub fn email(label: &'a str, name: &'a str) -> Self {
        Self {
            kind: "email",
            autocomplete: "username",
            input_mode: "email",
            length_max: 254,
            ..Self::text(label, name)
        }
    }

    /// `autocomplete` is `current-password` or `new-password`.
    pub fn password(label: &'a str, name: &'a str, autocomplete: &'a str) -> Self {
        Self {
            kind: "password",
            autocomplete,
            length_max: 512,
            ..Self::text(label, name)
        }
    }

    #[must_use]
    pub fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    pub fn show(&self) -> Markup {
        html! {
            label class="field" {
                span { (self.label) }
                input type=(self.kind) name=(self.name) value=(self.value)
                    autocomplete=(self.autocomplete) inputmode=(self.input_mode)
                    required[self.required]
                    autofocus[self.autofocus] maxlength=(self.length_max);
                @if !self.hint.is_empty() { small { (self.hint) } }
            }
        }
    }
}

/// The time zone of an organisation.
pub fn time_zone_select(selected: &str) -> Markup {
    let mut names = time_zones();
    if !names.iter().any(|name| name == selected) {
        names.push(selected.to_owned());
    }
    html! {
        label class="field" {
            span { "Time zone" }
            select name="time_zone" {
                @for name in &names {
                    option value=(name) selected[name == selected] { (name.replace('_', " ")) }
                }
            }
            small { "Days and shifts are counted in it." }
        }
    }
}
