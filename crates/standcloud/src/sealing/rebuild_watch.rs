//! Saying that a rebuild has not ended.
//!
//! Nothing is sealed while a rebuild goes on, and a server cannot know whether one still does or was
//! interrupted. So it says what to do in either case, when it sees one and then once an hour.

use std::collections::HashMap;
use std::time::Duration;

use standcloud_store::{OrganisationId, Store, StoreError};
use tokio::time::Instant;

const LOOK_INTERVAL: Duration = Duration::from_mins(1);
const SAY_INTERVAL: Duration = Duration::from_hours(1);

#[derive(Debug, Default)]
pub(super) struct RebuildWatch {
    looked: Option<Instant>,
    said: HashMap<OrganisationId, Instant>,
}

impl RebuildWatch {
    pub(super) async fn look(&mut self, store: &Store) -> Result<(), StoreError> {
        let now = Instant::now();
        if self
            .looked
            .is_some_and(|looked| now - looked < LOOK_INTERVAL)
        {
            return Ok(());
        }
        self.looked = Some(now);
        let rebuilding = store.list_rebuilding().await?;
        for slug in self.due(now, &rebuilding) {
            tracing::warn!(
                organisation = slug,
                "a rebuild has begun and not ended; values are not sealed meanwhile. If \
                 'standcloud rebuild' is not running, it was interrupted: run \
                 'standcloud rebuild --org {slug}' again, this server may go on"
            );
        }
        Ok(())
    }

    fn due<'a>(
        &mut self,
        now: Instant,
        rebuilding: &'a [(OrganisationId, String)],
    ) -> Vec<&'a str> {
        self.said.retain(|id, said| {
            now - *said < SAY_INTERVAL && rebuilding.iter().any(|(other, _)| other == id)
        });
        let mut slugs = Vec::new();
        for (id, slug) in rebuilding {
            self.said.entry(*id).or_insert_with(|| {
                slugs.push(slug.as_str());
                now
            });
        }
        slugs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_rebuild_is_told_once_an_hour_and_again_when_it_is_another() {
        let mut watch = RebuildWatch::default();
        let begin = Instant::now();
        let mut said = |minutes: u64, slugs: &[&str]| {
            let rebuilding: Vec<_> = slugs
                .iter()
                .map(|slug| {
                    (
                        OrganisationId(i64::try_from(slug.len()).unwrap()),
                        (*slug).to_owned(),
                    )
                })
                .collect();
            watch
                .due(begin + Duration::from_mins(minutes), &rebuilding)
                .join(" ")
        };
        assert_eq!(said(0, &["a"]), "a");
        assert_eq!(said(1, &["a", "bb"]), "bb");
        assert_eq!(said(59, &["a", "bb"]), "");
        assert_eq!(said(60, &["a", "bb"]), "a");
        assert_eq!(said(61, &["a"]), "");
        assert_eq!(said(62, &["a", "bb"]), "bb", "another one");
    }
}
