//! The two fields of a new password, and taking it.

use maud::{Markup, html};

use super::components::Field;
use super::{PageError, PortalForm};
use crate::app::App;
use crate::passwords::{LENGTH_MIN, LENGTH_MIN_WITH_SECOND_FACTOR, check_new_password};

/// Who chooses: what they must not use as a password, and whether a second factor helps.
#[derive(Debug, Clone, Copy)]
pub struct Chooser<'a> {
    /// Name, address, organisation.
    pub known: &'a [&'a str],
    pub has_second_factor: bool,
}

/// Both fields.
pub fn new_password_fields(has_second_factor: bool) -> Markup {
    let length_min = if has_second_factor {
        LENGTH_MIN_WITH_SECOND_FACTOR
    } else {
        LENGTH_MIN
    };
    let hint = format!("At least {length_min} characters. Four or five unrelated words are good.");
    html! {
        (Field::password("New password", "new_password", "new-password").hint(&hint).show())
        (Field::password("The same once more", "repeated", "new-password").show())
    }
}

/// The PHC string of the chosen password, or why it is not taken.
pub async fn read_new_password(
    app: &App,
    form: &PortalForm,
    chooser: Chooser<'_>,
) -> Result<Result<String, String>, PageError> {
    let password = form.raw("new_password");
    if let Err(problem) = check_new_password(password, chooser.known, chooser.has_second_factor) {
        return Ok(Err(problem.to_string()));
    }
    if password != form.raw("repeated") {
        return Ok(Err(
            "The two passwords are not the same. Type both again.".to_owned()
        ));
    }
    Ok(Ok(app.passwords.hash(password).await?))
}
