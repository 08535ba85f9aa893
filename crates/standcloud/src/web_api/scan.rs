//! Asking the facts of an organisation without holding up other requests.

use standcloud_columns::Facts;

use super::caller::InOrganisation;
use super::problem::Problem;
use crate::app::App;

/// Runs a question over a snapshot that holds everything committed before this call.
pub async fn scan<T: Send + 'static>(
    app: &App,
    caller: &InOrganisation,
    question: impl FnOnce(&Facts) -> T + Send + 'static,
) -> Result<T, Problem> {
    let facts = app.facts.snapshot(caller.organisation()).await?;
    // A scan of millions of runs must not hold up the requests of a whole thread.
    tokio::task::spawn_blocking(move || question(&facts))
        .await
        .map_err(|_| Problem::unavailable("The question was interrupted. Try again."))
}
