//! What stands say of themselves in their newest reports.
//!
//! Problem: revision, place and time zone of a stand are in raw reports alone, which may be large, and
//! the list of stands is asked for all the time. Choice: the newest report of each stand is read once
//! and what it says of the stand is kept, with the run's number. Consequence: a list reads only the
//! reports of stands that have tested since.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use standcloud_report::{ParseLimits, StandDetails, stand_details};
use standcloud_store::{OrganisationId, RunNumber, StoredReport};

use crate::app::App;
use crate::web_api::problem::Problem;

/// Some kilobytes each. More stands than this are read again and again.
const KEPT_MAX: usize = 5_000;
/// A report may have many megabytes.
const READ_AT_ONCE: usize = 8;

/// What the newest report of a stand tells.
#[derive(Debug)]
pub struct LatestReport {
    run_number: RunNumber,
    /// Who uploaded it, as `key:…` or `grant:…`.
    pub principal: String,
    /// `None` when the report cannot be read any more.
    pub details: Option<StandDetails>,
}

type Key = (OrganisationId, u32);

/// Of the stands that were asked for.
#[derive(Debug, Default)]
pub struct StandDetailsCache(Mutex<HashMap<Key, Arc<LatestReport>>>);

impl StandDetailsCache {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<LatestReport>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: Key, report: Arc<LatestReport>) {
        let mut kept = self.lock();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, report);
    }
}

/// What each stand says in the run that is named with it.
pub async fn latest_reports(
    app: &App,
    organisation: OrganisationId,
    wanted: &[(u32, RunNumber)],
) -> Result<HashMap<u32, Arc<LatestReport>>, Problem> {
    let mut found = HashMap::with_capacity(wanted.len());
    let mut missing = Vec::new();
    {
        let kept = app.stand_details.lock();
        for (stand, number) in wanted {
            match kept.get(&(organisation, *stand)) {
                Some(report) if report.run_number == *number => {
                    found.insert(*stand, Arc::clone(report));
                }
                _ => missing.push((*stand, *number)),
            }
        }
    }
    for chunk in missing.chunks(READ_AT_ONCE) {
        for (stand, report) in read(app, organisation, chunk).await? {
            app.stand_details
                .keep((organisation, stand), Arc::clone(&report));
            found.insert(stand, report);
        }
    }
    Ok(found)
}

async fn read(
    app: &App,
    organisation: OrganisationId,
    wanted: &[(u32, RunNumber)],
) -> Result<Vec<(u32, Arc<LatestReport>)>, Problem> {
    let numbers: Vec<RunNumber> = wanted.iter().map(|(_, number)| *number).collect();
    let mut reports = app.store.list_reports(organisation, &numbers).await?;
    let limits = app.config.limits.parse();
    let wanted = wanted.to_vec();
    let parsing = tokio::task::spawn_blocking(move || {
        let with_report = wanted
            .into_iter()
            .filter_map(|(stand, number)| Some((stand, reports.remove(&number)?)));
        with_report
            .map(|(stand, report)| (stand, Arc::new(parse(report, &limits))))
            .collect()
    });
    parsing
        .await
        .map_err(|_| Problem::unavailable("The question was interrupted. Try again."))
}

fn parse(report: StoredReport, limits: &ParseLimits) -> LatestReport {
    LatestReport {
        run_number: report.run_number,
        details: stand_details(&report.body, limits).ok(),
        principal: report.principal,
    }
}
