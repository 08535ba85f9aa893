//! Everything that the list and the page of a stand have in common, gathered for all stands at once.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use standcloud_columns::{
    Bucket, Calendar, Dimension, Facts, Filter, Group, GroupError, Grouping, IdSet, StandActivity,
    VoidedRuns, group_by, stand_activity,
};
use standcloud_store::{Organisation, PictureSubject, RunId, RunNumber, Stand, UnixMicros};

use super::details_cache::{LatestReport, latest_reports};
use super::health::{Health, TESTS_KEPT, health_of};
use crate::app::App;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::Problem;

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// One stand with all that is known of it.
#[derive(Debug)]
pub(super) struct Overview {
    pub(super) stand: Stand,
    pub(super) activity: Option<StandActivity>,
    pub(super) health: Health,
    pub(super) latest: Option<Arc<LatestReport>>,
    /// When its first report came.
    pub(super) created: Option<UnixMicros>,
    pub(super) today: Option<Group>,
    pub(super) last_24_hours: Option<Group>,
    pub(super) last_7_days: Option<Group>,
    pub(super) picture: Option<UnixMicros>,
}

/// Stands and what their lists need besides.
#[derive(Debug)]
pub(super) struct Overviews {
    pub(super) stands: Vec<Overview>,
    pub(super) silent_after_minutes: u32,
    /// Of the runs that make a stand failing.
    pub(super) run_ids: HashMap<i64, RunId>,
}

/// What one look at the facts gives.
struct Scan {
    activity: HashMap<u32, StandActivity>,
    today: HashMap<u32, Group>,
    last_24_hours: HashMap<u32, Group>,
    last_7_days: HashMap<u32, Group>,
}

pub(super) async fn gather(
    app: &App,
    caller: &InOrganisation,
    stands: Vec<Stand>,
) -> Result<Overviews, Problem> {
    let organisation = caller.organisation();
    let now = app.clock.now();
    let settings = app.store.organisation_settings(organisation).await?;
    let silent_after_minutes = settings.map_or(0, |settings| settings.silent_after_minutes);
    let ids: IdSet = stands.iter().map(|stand| stand.id).collect();
    let mut scan = scan(app, &caller.membership.organisation, ids, now).await?;
    let newest = scan.activity.values();
    let newest: Vec<(u32, RunNumber)> = newest
        .map(|activity| (activity.stand, RunNumber(activity.last.run_number)))
        .collect();
    let mut latest = latest_reports(app, organisation, &newest).await?;
    let first = scan.activity.values();
    let first: Vec<RunNumber> = first
        .map(|activity| RunNumber(activity.first_run_number))
        .collect();
    let received = app.store.list_received_times(organisation, &first).await?;
    let pictures = app.store.list_picture_times(organisation).await?;
    let overviews: Vec<Overview> = stands
        .into_iter()
        .map(|stand| {
            let id = stand.id;
            let activity = scan.activity.remove(&id);
            let first = activity.as_ref().map(|activity| activity.first_run_number);
            Overview {
                health: health_of(activity.as_ref(), now, silent_after_minutes),
                latest: latest.remove(&id),
                created: first.and_then(|first| received.get(&RunNumber(first)).copied()),
                today: scan.today.remove(&id),
                last_24_hours: scan.last_24_hours.remove(&id),
                last_7_days: scan.last_7_days.remove(&id),
                picture: pictures.get(&PictureSubject::Stand(id)).copied(),
                stand,
                activity,
            }
        })
        .collect();
    Ok(Overviews {
        run_ids: failed_run_ids(app, caller, &overviews).await?,
        stands: overviews,
        silent_after_minutes,
    })
}

async fn failed_run_ids(
    app: &App,
    caller: &InOrganisation,
    overviews: &[Overview],
) -> Result<HashMap<i64, RunId>, Problem> {
    let failing = overviews
        .iter()
        .filter_map(|overview| match &overview.health {
            Health::Failing(tests) => Some(&tests.last),
            _ => None,
        });
    let numbers: Vec<RunNumber> = failing
        .flatten()
        .map(|test| RunNumber(test.position.run_number))
        .collect();
    let runs = app.store.list_runs(caller.organisation(), &numbers).await?;
    Ok(runs
        .into_iter()
        .map(|run| (run.run_number.0, run.run_id))
        .collect())
}

async fn scan(
    app: &App,
    organisation: &Organisation,
    stands: IdSet,
    now: UnixMicros,
) -> Result<Scan, Problem> {
    let facts = app.facts.snapshot(organisation.id).await?;
    let calendar = calendar_of(organisation);
    let scanning = tokio::task::spawn_blocking(move || scan_facts(&facts, &calendar, &stands, now));
    let scanned = scanning
        .await
        .map_err(|_| Problem::unavailable("The question was interrupted. Try again."))?;
    scanned.map_err(|error| Problem::internal(&error.to_string()))
}

fn scan_facts(
    facts: &Facts,
    calendar: &Calendar,
    stands: &IdSet,
    now: UnixMicros,
) -> Result<Scan, GroupError> {
    let all = Filter {
        stands: Some(stands.clone()),
        // A voided run leaves the figures, but the stand was there.
        voided: VoidedRuns::Include,
        ..Filter::default()
    };
    let day = calendar.period_of(Bucket::Day, now.0);
    let figures_from = |from_us: i64| -> Result<HashMap<u32, Group>, GroupError> {
        let filter = Filter {
            from_us: Some(from_us),
            stands: Some(stands.clone()),
            ..Filter::default()
        };
        let grouping = Grouping::new(calendar.clone(), Bucket::None, Some(Dimension::Stand));
        let groups = group_by(facts, &filter, &grouping)?;
        Ok(groups
            .into_iter()
            .filter_map(|group| Some((group.key()?, group)))
            .collect())
    };
    let activity = stand_activity(facts, &all, TESTS_KEPT).into_iter();
    Ok(Scan {
        activity: activity
            .map(|activity| (activity.stand, activity))
            .collect(),
        today: figures_from(day.start_us)?,
        last_24_hours: figures_from(now.0 - MICROS_PER_DAY)?,
        last_7_days: figures_from(now.0 - 7 * MICROS_PER_DAY)?,
    })
}

/// What the settings hold was checked when it was set; days in UTC are better than none.
fn calendar_of(organisation: &Organisation) -> Calendar {
    let zone = TimeZone::get(&organisation.time_zone).unwrap_or(TimeZone::UTC);
    let minutes = u16::try_from(organisation.day_start_minutes).unwrap_or(0);
    Calendar::new(zone, minutes).unwrap_or_else(|_| Calendar::utc())
}
