//! The secret that an authenticator app shares with the server, and the codes made of it.

use maud::{Markup, PreEscaped};
use qrcode::QrCode;
use qrcode::render::svg;
use standcloud_store::{UnixMicros, User, UserTotp};
use totp_rs::{Algorithm, Builder, Totp};
use uuid::Uuid;

use crate::app::App;
use crate::portal::PageError;

const SECRET_BYTES: usize = 20;
const DIGITS: u8 = 6;
const STEP_SECONDS: u64 = 30;
/// Clocks differ: one step earlier or later is taken as well.
const SKEW_STEPS: u16 = 1;
const ISSUER: &str = "StandCloud";

/// A new secret, sealed for the database and for this person alone.
pub(super) fn new_sealed_secret(app: &App, user: Uuid) -> Result<Vec<u8>, PageError> {
    let secret: [u8; SECRET_BYTES] = app.randomness.bytes();
    app.server_keys
        .seal(&purpose(user), &secret, &app.randomness)
        .ok_or_else(|| PageError::Internal("a secret was not sealed".to_owned()))
}

/// What app and server compute codes with.
pub(super) struct AppSecret(Totp);

impl AppSecret {
    pub(super) fn open(app: &App, user: &User, stored: &UserTotp) -> Result<Self, PageError> {
        let secret = app.server_keys.open(&purpose(user.id), &stored.secret);
        let secret = secret.ok_or_else(|| {
            PageError::Internal("a second factor was sealed with another server key".to_owned())
        })?;
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(SKEW_STEPS)
            .with_step_duration(STEP_SECONDS)
            .with_secret(secret)
            .with_issuer(Some(ISSUER))
            // A colon would end the name (Key URI format).
            .with_account_name(user.email.replace(':', "_"))
            .build()
            .map_err(|error| PageError::Internal(error.to_string()))?;
        Ok(Self(totp))
    }

    /// The time step that this code is for; `None` when it is wrong.
    pub(super) fn step_of(&self, typed: &str, now: UnixMicros) -> Option<i64> {
        let digits: String = typed.chars().filter(|letter| *letter != ' ').collect();
        let is_code = digits.len() == usize::from(DIGITS)
            && digits.bytes().all(|digit| digit.is_ascii_digit());
        let seconds = u64::try_from(now.0 / 1_000_000).ok()?;
        let step = is_code.then(|| self.0.check(&digits, seconds)).flatten()?;
        i64::try_from(step).ok()
    }

    /// For typing into the app: groups of four letters.
    pub(super) fn text(&self) -> String {
        let text = self.0.secret().to_base32();
        let letters: Vec<char> = text.chars().collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join(" ")
    }

    /// For the app's camera.
    pub(super) fn picture(&self) -> Result<Markup, PageError> {
        let wrong = |error: String| PageError::Internal(error);
        let link = self.0.to_url().map_err(|error| wrong(error.to_string()))?;
        let code = QrCode::new(link.as_bytes()).map_err(|error| wrong(error.to_string()))?;
        let image = code.render::<svg::Color>().build();
        // The prologue of an XML file has no place in a page.
        let from = image.find("<svg").unwrap_or(0);
        Ok(PreEscaped(image.get(from..).unwrap_or_default().to_owned()))
    }
}

fn purpose(user: Uuid) -> String {
    format!("totp {user}")
}
