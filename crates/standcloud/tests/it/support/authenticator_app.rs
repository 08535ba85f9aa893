//! A phone with an authenticator app, and setting it up on the pages.

use totp_rs::{Builder, Secret, Totp};

use super::{Answer, Browser, TestApp};

pub(crate) const SECOND_FACTOR: &str = "/auth/account/second-factor";
pub(crate) const SET_UP: &str = "/auth/account/second-factor/set-up";
const STEP_SECONDS: i64 = 30;

pub(crate) struct AuthenticatorApp<'a> {
    app: &'a TestApp,
    totp: Totp,
}

impl<'a> AuthenticatorApp<'a> {
    /// Reads the key from the page that shows it.
    pub(crate) fn scan(app: &'a TestApp, page: &Answer) -> Self {
        let text = page.text();
        let from = text.find("<code class=\"secret\">").unwrap() + 21;
        let key = text[from..].split('<').next().unwrap().replace(' ', "");
        assert_eq!(key.len(), 32, "160 bits");
        let secret = Secret::try_from_base32(key).unwrap();
        let totp = Builder::new()
            .with_secret(secret)
            .with_account_name("x")
            .build()
            .unwrap();
        Self { app, totp }
    }

    /// Sets up the second step of whoever is signed in there; returns the recovery codes too.
    pub(crate) async fn enrol(app: &'a TestApp, browser: &Browser<'_>) -> (Self, Vec<String>) {
        browser.open(SECOND_FACTOR).await;
        let begin = format!("{SECOND_FACTOR}/begin");
        let page = browser.submit_and_follow(&begin, &[]).await;
        let phone = Self::scan(app, &page);
        let code = phone.code(0);
        let done = browser.submit(SET_UP, &[("code", &code)]).await;
        assert_eq!(done.code(), 200, "{done}");
        (phone, recovery_codes(&done))
    }

    /// The code of so many steps from now.
    pub(crate) fn code(&self, steps: i64) -> String {
        let seconds = self.app.app.clock.now().0 / 1_000_000 + steps * STEP_SECONDS;
        self.totp.generate(seconds.try_into().unwrap()).to_string()
    }

    /// Six digits that are not right now, nor one step to either side.
    pub(crate) fn wrong_code(&self) -> String {
        let right: Vec<String> = (-1..=1).map(|step| self.code(step)).collect();
        let mut candidates = (0..10).map(|number| format!("00000{number}"));
        candidates.find(|code| !right.contains(code)).unwrap()
    }
}

/// The codes on a page that shows them.
pub(crate) fn recovery_codes(page: &Answer) -> Vec<String> {
    let list = page.text().split("<ul class=\"codes\">").nth(1).unwrap();
    let list = list.split("</ul>").next().unwrap();
    let codes = list.split("<li>").skip(1);
    codes
        .map(|code| code.split('<').next().unwrap().to_owned())
        .collect()
}
