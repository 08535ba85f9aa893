//! What the server does for itself now and then: forgetting what has ended.

use std::time::Duration;

use standcloud_store::{ExpiryLimits, StoreError, UnixMicros};

use crate::app::App;
use crate::oauth::client::HARDPY_CLIENT;

const INTERVAL: Duration = Duration::from_mins(10);
/// In one round; the next one goes on.
const PORTIONS_MAX: u32 = 50;
const MICROS_PER_HOUR: i64 = 3_600_000_000;
const MICROS_PER_DAY: i64 = 24 * MICROS_PER_HOUR;
/// How long people see in the list what has ended.
const ENDED_GRANT_DAYS: i64 = 90;

/// Goes on until it is dropped with the server; every server of a database may do it.
pub async fn keep_tidy(app: App) {
    loop {
        tokio::time::sleep(INTERVAL).await;
        if let Err(error) = tidy_up(&app).await {
            tracing::warn!(%error, "what has expired was not removed; it is tried again later");
        }
    }
}

/// One round. A clock that jumps ahead removes too early what is read by nobody, and revokes nothing
/// but logins that were never used.
pub async fn tidy_up(app: &App) -> Result<u64, StoreError> {
    let limits = limits(app);
    app.store
        .revoke_unused_logins(HARDPY_CLIENT, &limits)
        .await?;
    let mut removed = 0;
    for _ in 0..PORTIONS_MAX {
        let portion = app.store.remove_expired(&limits).await?;
        removed += portion;
        if portion == 0 {
            break;
        }
    }
    Ok(removed)
}

fn limits(app: &App) -> ExpiryLimits {
    let now = app.clock.now();
    let auth = &app.config.auth;
    let ago = |micros: i64| UnixMicros(now.0.saturating_sub(micros));
    ExpiryLimits {
        now,
        // HardPy is told for ten minutes how its login ended; an hour is plenty.
        codes: ago(MICROS_PER_HOUR),
        used_refresh_tokens: ago(i64::from(auth.stand_idle_days) * MICROS_PER_DAY),
        grants: ago(ENDED_GRANT_DAYS * MICROS_PER_DAY),
        idle_sessions: ago(i64::from(auth.session_idle_hours) * MICROS_PER_HOUR),
        old_sessions: ago(i64::from(auth.session_absolute_days) * MICROS_PER_DAY),
        failures: ago(MICROS_PER_DAY),
        unused_logins: ago(MICROS_PER_HOUR),
    }
}
