//! The runs of an export, page by page, from one snapshot.

use std::sync::Arc;

use standcloud_columns::{Facts, Filter, RunPosition, count, newest_first_after};
use standcloud_store::{OrganisationId, RunNumber, RunSummary};

use crate::app::App;
use crate::web_api::problem::Problem;

const PAGE_ROWS: usize = 4_096;

/// What is still to be written.
#[derive(Debug)]
pub(super) struct ExportRows {
    app: App,
    organisation: OrganisationId,
    question: Arc<(Facts, Filter)>,
    after: Option<RunPosition>,
    has_ended: bool,
    pub(super) total: usize,
}

impl ExportRows {
    pub(super) async fn begin(
        app: &App,
        organisation: OrganisationId,
        filter: Filter,
    ) -> Result<Self, Problem> {
        let facts = app.facts.snapshot(organisation).await?;
        let question = Arc::new((facts, filter));
        let counted = Arc::clone(&question);
        let total = scan(move || count(&counted.0, &counted.1)).await?;
        Ok(Self {
            app: app.clone(),
            organisation,
            question,
            after: None,
            has_ended: false,
            total,
        })
    }

    /// The next runs, newest first; empty when all were read.
    pub(super) async fn next_page(&mut self) -> Result<Vec<RunSummary>, Problem> {
        if self.has_ended {
            return Ok(Vec::new());
        }
        let (question, after) = (Arc::clone(&self.question), self.after);
        let positions =
            scan(move || newest_first_after(&question.0, &question.1, after, PAGE_ROWS)).await?;
        self.after = positions.last().copied().or(self.after);
        self.has_ended = positions.len() < PAGE_ROWS;
        let numbers = positions.iter().map(|run| RunNumber(run.run_number));
        let numbers: Vec<RunNumber> = numbers.collect();
        Ok(self
            .app
            .store
            .list_runs(self.organisation, &numbers)
            .await?)
    }
}

async fn scan<T: Send + 'static>(
    question: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    // A scan of millions of runs must not hold up the requests of a whole thread.
    tokio::task::spawn_blocking(question)
        .await
        .map_err(|_| Problem::unavailable("The export was interrupted. Try again."))
}
