//! News of an organisation for an open page, as server-sent events.
//!
//! An event says no more than the change number: what is new is asked for with the filters of the page.
//! So it is never wrong, never large and the same for everybody.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;
use tokio::time::{Instant, sleep, timeout_at};
use utoipa::ToSchema;

use super::caller::InOrganisation;
use super::problem::{Problem, ProblemBody};
use crate::app::App;
use crate::live::{Listener, NotNow, Notice};

/// Between two events of one page.
const PAUSE: Duration = Duration::from_millis(500);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long somebody who was signed out goes on hearing that there is news.
const CHECK_INTERVAL: Duration = Duration::from_mins(1);

/// The data of an event `change`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// The number that the next change will take: it grows with every commit.
    pub next_change: i64,
}

/// Follow what changes
///
/// Server-sent events `change`: one at once, then one after each commit that added or changed test runs,
/// at most two a second. Members, and everybody who is signed in for the demo.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/live", tag = "Live",
    params(("slug" = String, Path)),
    responses(
        (status = 200, body = ChangeView, content_type = "text/event-stream"),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody),
        (status = 429, body = ProblemBody, description = "This session follows too often already"),
        (status = 503, body = ProblemBody),
    ),
)]
pub async fn follow_changes(
    State(app): State<App>,
    caller: InOrganisation,
) -> Result<Response, Problem> {
    let session = caller.person.signed_in.session_sha256;
    let mut listener = app.live.listen(caller.organisation(), session)?;
    let next_change = app.store.next_change(caller.organisation()).await?;
    listener.begin_at(next_change);
    let follower = Follower {
        app,
        caller,
        listener,
        check_at: Instant::now() + CHECK_INTERVAL,
        step: Step::Begin(next_change),
    };
    let events = stream::unfold(follower, |mut follower| async {
        let next_change = follower.next().await?;
        Some((Ok::<_, Infallible>(event(next_change)), follower))
    });
    let events = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // nginx would hold the events back.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    Ok(([(unbuffered, HeaderValue::from_static("no"))], events).into_response())
}

impl From<NotNow> for Problem {
    fn from(refusal: NotNow) -> Self {
        match refusal {
            NotNow::TooMany => Self::too_many(
                "Too many pages of this session are open. Close some to see news at once.",
                30,
            ),
            NotNow::Full => Self::unavailable("Nobody more can follow the news just now."),
        }
    }
}

/// One open page, as long as it may listen.
struct Follower {
    app: App,
    caller: InOrganisation,
    listener: Listener,
    /// When it is asked again whether the person may still listen.
    check_at: Instant,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// The number that a page begins with.
    Begin(i64),
    Rest,
    Wait,
}

impl Follower {
    /// The number to tell next; `None` ends the stream.
    async fn next(&mut self) -> Option<i64> {
        match self.step {
            Step::Begin(next_change) => {
                self.step = Step::Wait;
                return Some(next_change);
            }
            Step::Rest => sleep(PAUSE).await,
            Step::Wait => {}
        }
        self.step = Step::Rest;
        loop {
            match timeout_at(self.check_at, self.listener.notice()).await {
                Ok(Notice::Change(next_change)) => return Some(next_change),
                Ok(Notice::Stop) => return None,
                Err(_) if !self.may_go_on().await => return None,
                Err(_) => self.check_at = Instant::now() + CHECK_INTERVAL,
            }
        }
    }

    /// A database that is away ends nothing.
    async fn may_go_on(&self) -> bool {
        let outcome = self.caller.is_still_true(&self.app).await;
        outcome.unwrap_or(true)
    }
}

fn event(next_change: i64) -> Event {
    let view = ChangeView { next_change };
    let event = Event::default().event("change");
    // Numbers always fit; an event without data would be ignored by the browser.
    event.json_data(view).unwrap_or_default()
}
