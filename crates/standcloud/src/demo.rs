//! The organisation with sample data: who fills it, how far that is, and when it is renewed.
//!
//! Problem: several servers share a database, any of them may be stopped in the middle, and sample
//! data gets old. Choice: one setting holds the state; whoever exchanges it for a new one has the
//! work and signs it with a sign of life every few seconds. Work without one is taken over.
//! Consequence: reports are known by their digest and the factory makes the same ones again, so doing
//! a part twice changes nothing.

mod fill;
mod state;
mod work;

use std::time::Duration;

use standcloud_demo::Factory;
use standcloud_store::{NewDemo, Organisation, StoreError, UnixMicros};

use crate::app::App;
use crate::config::DemoMode;
pub use fill::{FillError, store_reports};
use state::State;
pub use state::{DEMO_RUNS, DEMO_SEED, WantedDemo};
pub use work::DemoWork;

const NAME: &str = "Sample factory";
const SETTING: &str = "demo";
/// Together with uploads of stands, which come first.
const REPORTS_IN_FLIGHT: usize = 24;
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// What there is of sample data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemoStatus {
    /// This server does not offer it.
    Off,
    None,
    /// Somebody makes it.
    Filling {
        organisation: Option<Organisation>,
        done: u64,
        total: u64,
    },
    Ready {
        organisation: Organisation,
        runs: u64,
        first: Option<UnixMicros>,
        last: Option<UnixMicros>,
        seed: u64,
    },
}

/// How far it is.
pub async fn status(app: &App) -> Result<DemoStatus, StoreError> {
    if app.config.demo == DemoMode::Off {
        return Ok(DemoStatus::Off);
    }
    let Some(state) = read_state(app).await? else {
        return Ok(DemoStatus::None);
    };
    let organisation = app.store.find_demo_organisation().await?;
    let Some(shown) = &organisation else {
        return Ok(DemoStatus::Filling {
            organisation,
            done: 0,
            total: state.runs,
        });
    };
    let span = app.store.run_span(shown.id).await?;
    if state.is_filling() {
        return Ok(DemoStatus::Filling {
            done: span.runs.min(state.runs),
            total: state.runs,
            organisation,
        });
    }
    Ok(DemoStatus::Ready {
        organisation: shown.clone(),
        runs: span.runs,
        first: span.first,
        last: span.last,
        seed: state.seed,
    })
}

/// Sees to it that there is sample data of today; what is to be done happens in the background.
pub async fn switch_on(app: &App) -> Result<DemoStatus, StoreError> {
    let old = read_state(app).await?;
    let now = app.clock.now();
    if old.as_ref().is_none_or(|state| state.wants_renewal(now)) {
        let wanted = WantedDemo::at(now);
        if let Some(state) = take(app, old.as_ref(), wanted).await? {
            show(app, &state).await?;
            fill_later(app, state);
        }
    }
    status(app).await
}

/// Makes sample data of this size at once and waits for it; `progress` is told how many are stored.
pub async fn fill_now(
    app: &App,
    wanted: WantedDemo,
    in_flight: usize,
    progress: impl FnMut(u64),
) -> Result<Organisation, FillError> {
    let old = read_state(app).await?;
    let Some(state) = take(app, old.as_ref(), wanted).await? else {
        return Err(FillError::TakenOver);
    };
    let organisation = show(app, &state).await?;
    fill(app, state, in_flight, progress).await?;
    Ok(organisation)
}

/// Goes on until it is dropped with the server: finishes what another has begun and not finished.
pub async fn keep_filled(app: App) {
    if app.config.demo == DemoMode::Off {
        return;
    }
    if app.config.demo == DemoMode::First
        && let Err(error) = switch_on(&app).await
    {
        tracing::warn!(%error, "the sample data was not made; it is tried when somebody asks for it");
    }
    loop {
        if let Err(error) = take_over(&app).await {
            tracing::warn!(%error, "the sample data was not looked after; it is tried again later");
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Finishes work whose worker has gone silent. `true` when there was some.
pub async fn take_over(app: &App) -> Result<bool, FillError> {
    let Some(old) = read_state(app).await? else {
        return Ok(false);
    };
    if !old.is_abandoned(app.clock.now()) {
        return Ok(false);
    }
    let Some(state) = exchange(
        app,
        Some(&old),
        old.signed(new_worker(app), app.clock.now()),
    )
    .await?
    else {
        return Ok(false);
    };
    tracing::info!("going on with sample data that another server has begun");
    show(app, &state).await?;
    fill(app, state, REPORTS_IN_FLIGHT, |_| ()).await?;
    Ok(true)
}

fn fill_later(app: &App, state: State) {
    let work = fill_in_background(app.clone(), state);
    app.demo_work.begin(work);
}

async fn fill_in_background(app: App, state: State) {
    if let Err(error) = fill(&app, state, REPORTS_IN_FLIGHT, |_| ()).await {
        tracing::warn!(%error, "the sample data is not complete; it is gone on with later");
    }
}

/// Stores what is missing, removes what is retired, and says that it is done.
async fn fill(
    app: &App,
    state: State,
    in_flight: usize,
    mut progress: impl FnMut(u64),
) -> Result<(), FillError> {
    let organisation = state.organisation();
    let runs = usize::try_from(state.runs).unwrap_or(usize::MAX);
    let reports = Factory::new(state.seed, state.end_us, runs).reports();
    let mut sign = SignOfLife { app, state };
    let mut stored = 0;
    let mut reports = reports.peekable();
    while reports.peek().is_some() {
        let portion: Vec<Vec<u8>> = reports.by_ref().take(REPORTS_PER_SIGN).collect();
        let before = stored;
        stored += portion.len() as u64;
        let told = |done: u64| progress(before + done);
        store_reports(app, organisation, portion.into_iter(), in_flight, told).await?;
        sign.give().await?;
    }
    for retired in app.store.list_retired_demos().await? {
        while app.store.remove_retired_demo(retired).await? {
            sign.give().await?;
        }
    }
    sign.finish().await
}

/// Between two looks at whether a sign of life is due.
const REPORTS_PER_SIGN: usize = 500;

struct SignOfLife<'a> {
    app: &'a App,
    state: State,
}

impl SignOfLife<'_> {
    /// Errors: `TakenOver` when another goes on with this work.
    async fn give(&mut self) -> Result<(), FillError> {
        let now = self.app.clock.now();
        if !self.state.needs_sign(now) {
            return Ok(());
        }
        let signed = self.state.signed(self.state.worker.clone(), now);
        let exchanged = exchange(self.app, Some(&self.state), signed).await?;
        self.state = exchanged.ok_or(FillError::TakenOver)?;
        Ok(())
    }

    async fn finish(self) -> Result<(), FillError> {
        let ready = self.state.ready();
        let exchanged = exchange(self.app, Some(&self.state), ready).await?;
        exchanged.map(drop).ok_or(FillError::TakenOver)
    }
}

/// The next generation, for this server to make. `None` when somebody was quicker.
async fn take(
    app: &App,
    old: Option<&State>,
    wanted: WantedDemo,
) -> Result<Option<State>, StoreError> {
    let state = State::next(old, wanted, new_worker(app), app.clock.now());
    exchange(app, old, state).await
}

async fn show(app: &App, state: &State) -> Result<Organisation, StoreError> {
    let new = NewDemo {
        generation: state.generation,
        name: NAME,
        now: app.clock.now(),
    };
    app.store.show_demo_organisation(&new).await
}

async fn exchange(app: &App, old: Option<&State>, new: State) -> Result<Option<State>, StoreError> {
    let seen = old.map(State::to_text);
    let text = new.to_text();
    let is_ours = app
        .store
        .exchange_setting(SETTING, seen.as_deref(), &text)
        .await?;
    Ok(is_ours.then_some(new))
}

async fn read_state(app: &App) -> Result<Option<State>, StoreError> {
    let text = app.store.lookup_setting(SETTING).await?;
    Ok(text.as_deref().and_then(State::parse))
}

fn new_worker(app: &App) -> String {
    app.randomness.uuid(app.clock.now()).to_string()
}
