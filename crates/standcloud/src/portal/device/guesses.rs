//! Guessing codes. A code has 34.6 bits and is typed by hand, so tries are few: five wrong ones
//! a person, twenty a network address, and when very many come from everywhere, typing is switched
//! off for a while and only the links that stands show work: those hold a proof that a guesser
//! cannot make.

use uuid::Uuid;

use super::super::browser::MICROS_PER_MINUTE;
use super::super::{Browser, PageError, SignedIn};
use crate::app::App;
use crate::audit;

const WINDOW_US: i64 = 15 * MICROS_PER_MINUTE;
const WRONG_BY_USER_MAX: u32 = 5;
const WRONG_BY_ADDRESS_MAX: u32 = 20;
const GLOBAL_WINDOW_US: i64 = 5 * MICROS_PER_MINUTE;
const WRONG_GLOBAL_MAX: u32 = 200;
const GLOBAL: &str = "user-code:all";

/// Refuses whoever has typed too many wrong codes; also the right one, or guessing would go on.
pub async fn require_may_try(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
    is_proven_link: bool,
) -> Result<(), PageError> {
    let now = app.clock.now();
    let by_user = app
        .store
        .failures(&user_subject(signed_in.user.id), WINDOW_US, now)
        .await?;
    let by_address = app
        .store
        .failures(&address_subject(browser), WINDOW_US, now)
        .await?;
    if by_user.failures >= WRONG_BY_USER_MAX || by_address.failures >= WRONG_BY_ADDRESS_MAX {
        return Err(PageError::TooMany {
            message:
                "There were too many wrong codes. Wait 15 minutes, then begin again on the stand \
                      to get a new code."
                    .to_owned(),
            seconds: 900,
        });
    }
    let everywhere = app.store.failures(GLOBAL, GLOBAL_WINDOW_US, now).await?;
    if everywhere.failures >= WRONG_GLOBAL_MAX && !is_proven_link {
        return Err(PageError::TooMany {
            message:
                "Typing codes is switched off for a few minutes, because very many wrong ones \
                      came in. Open the link that the stand shows instead; links still work."
                    .to_owned(),
            seconds: 300,
        });
    }
    Ok(())
}

/// Counts a wrong code.
pub async fn note_wrong_code(
    app: &App,
    browser: &Browser,
    signed_in: &SignedIn,
) -> Result<(), PageError> {
    let now = app.clock.now();
    let store = &app.store;
    store
        .count_failure(&user_subject(signed_in.user.id), WINDOW_US, now)
        .await?;
    store
        .count_failure(&address_subject(browser), WINDOW_US, now)
        .await?;
    let everywhere = store.count_failure(GLOBAL, GLOBAL_WINDOW_US, now).await?;
    if everywhere.failures == WRONG_GLOBAL_MAX {
        tracing::error!("very many wrong user codes: typing them is switched off for 5 minutes");
    }
    app.metrics.authorization("wrong_user_code");
    audit::note(
        app,
        "device.wrong_code",
        &signed_in.actor(),
        &browser.caller,
    )
    .refused()
    .user(signed_in.user.id)
    .write(app)
    .await;
    Ok(())
}

fn user_subject(user: Uuid) -> String {
    format!("user-code:user:{user}")
}

fn address_subject(browser: &Browser) -> String {
    format!("user-code:address:{}", browser.caller.ip)
}
