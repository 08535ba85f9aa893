//! Questions to the analysis engine, as people and as programs ask them.

mod bad_input;
mod capability;
mod compare;
mod correlation;
mod failures;
mod repeatability;
mod reports;
mod series;
mod step_durations;
mod time_use;
mod yield_chart;
mod yields;

use crate::support::people::ANN;
use crate::support::{Browser, TestApp};

/// Those who may not ask: nobody at all, and people of other organisations.
pub(super) async fn assert_walled(app: &TestApp, path: &str) {
    let nobody = Browser::new(app).api_get(path).await;
    assert_eq!(nobody.code(), 401, "{nobody}");
    app.add_organisation("foreign").await;
    let browser = Browser::signed_in(app, ANN).await;
    let foreign = browser.api_get(&path.replace("/demo/", "/foreign/")).await;
    assert_eq!(foreign.code(), 404, "{foreign}");
}
