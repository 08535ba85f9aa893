//! Waiting until a person has approved the login in a browser (RFC 8628 §3.4 and §3.5).

use std::time::Duration;

use anyhow::{anyhow, bail};
use tokio::time::Instant;

use super::authorization_server::{AuthorizationServer, DeviceAuthorization, Poll};
use super::connection::Trouble;
use super::login::TokenAnswer;
use crate::cli::output::say;

/// Where the server names no interval (RFC 8628 §3.2).
const INTERVAL_DEFAULT: u64 = 5;
const INTERVAL_MAX: Duration = Duration::from_mins(1);
const SLOW_DOWN: Duration = Duration::from_secs(5);
const WAIT_MAX: Duration = Duration::from_hours(1);

/// The pause before the next poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pace {
    interval: Duration,
    /// Longer than the interval while the server is away, so that it is not knocked over again.
    pause: Duration,
}

impl Pace {
    fn new(interval: Option<u64>) -> Self {
        let seconds = interval.unwrap_or(INTERVAL_DEFAULT).max(1);
        let interval = Duration::from_secs(seconds).min(INTERVAL_MAX);
        Self {
            interval,
            pause: interval,
        }
    }

    fn keep(self) -> Self {
        Self {
            pause: self.interval,
            ..self
        }
    }

    /// For this poll and all later ones.
    fn slow_down(self) -> Self {
        let interval = (self.interval + SLOW_DOWN).min(INTERVAL_MAX);
        Self {
            interval,
            pause: interval,
        }
    }

    fn back_off(self) -> Self {
        Self {
            pause: (self.pause * 2).min(INTERVAL_MAX.min(self.interval * 6)),
            ..self
        }
    }
}

/// Polls until there is a decision, or the code has ended.
pub(crate) async fn wait_for_approval(
    server: &AuthorizationServer,
    device: &DeviceAuthorization,
) -> anyhow::Result<TokenAnswer> {
    let ends = Instant::now() + Duration::from_secs(device.expires_in).min(WAIT_MAX);
    let mut pace = Pace::new(device.interval);
    let mut is_away = false;
    loop {
        tokio::time::sleep(pace.pause).await;
        let polled_at = Instant::now();
        match server.poll(device).await {
            Ok(Poll::Approved(answer)) => return Ok(answer),
            Ok(Poll::Denied) => bail!(
                "the login was denied in the browser\n\
                 hint: if that was a mistake, begin again"
            ),
            Ok(Poll::Expired) => return Err(ended()),
            Ok(Poll::Pending) => pace = pace.keep(),
            Ok(Poll::SlowDown) => pace = pace.slow_down(),
            Err(Trouble::Away(_)) => {
                if !is_away {
                    say("The server does not answer at the moment; still trying.");
                }
                is_away = true;
                pace = pace.back_off();
            }
            Err(trouble) => return Err(trouble.into()),
        }
        // Decided by the time before the poll, so that a decision in the last second still counts.
        if polled_at >= ends {
            return Err(ended());
        }
    }
}

fn ended() -> anyhow::Error {
    anyhow!(
        "nobody approved the login in time, so its code has ended\n\
         hint: begin again, and open the link within a few minutes"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pauses(pace: Pace) -> (u64, u64) {
        (pace.interval.as_secs(), pace.pause.as_secs())
    }

    #[test]
    fn slow_down_adds_five_seconds_for_good() {
        let pace = Pace::new(Some(2)).slow_down();
        assert_eq!(pauses(pace), (7, 7));
        assert_eq!(pauses(pace.keep()), (7, 7));
        assert_eq!(pauses(pace.slow_down().keep()), (12, 12));
    }

    #[test]
    fn a_server_that_is_away_is_asked_less_often_until_it_is_back() {
        let away = Pace::new(Some(5)).back_off();
        assert_eq!(pauses(away), (5, 10));
        assert_eq!(pauses(away.back_off().back_off().back_off()), (5, 30));
        assert_eq!(pauses(away.keep()), (5, 5));
    }

    #[test]
    fn the_interval_has_a_default_and_limits() {
        assert_eq!(pauses(Pace::new(None)), (5, 5));
        assert_eq!(pauses(Pace::new(Some(0))), (1, 1));
        assert_eq!(pauses(Pace::new(Some(u64::MAX))), (60, 60));
    }
}
