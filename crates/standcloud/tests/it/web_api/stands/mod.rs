//! Stands: their list, pages, pictures and logs.

mod events;
mod list;
mod pictures;

use crate::support::people::ANN;
use crate::support::{Browser, TestApp, run_of};

pub(super) const STANDS: &str = "/api/v1/org/demo/stands";

/// One stand with one run; with Ann and Max.
pub(super) async fn app_with_stand() -> TestApp {
    let app = TestApp::sqlite().await.with_people().await;
    app.stored(run_of("1")).await;
    app
}

/// Those who may not, for any address below the stands.
pub(super) async fn assert_walled(app: &TestApp, path: &str) {
    let nobody = Browser::new(app).api_get(path).await;
    assert_eq!(nobody.code(), 401, "{nobody}");
    app.add_organisation("foreign").await;
    let browser = Browser::signed_in(app, ANN).await;
    let foreign = browser.api_get(&path.replace("/demo/", "/foreign/")).await;
    assert_eq!(foreign.code(), 404, "{foreign}");
}
