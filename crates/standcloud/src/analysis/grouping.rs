//! What figures are told apart by, in the words of the API: the names of groups, and the way from a group
//! to its runs.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use standcloud_columns::Dimension;
use standcloud_store::{EntryKind, FoundName, StoreError};
use utoipa::ToSchema;

use super::analyst::Analyst;
use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::run_filter::RunFilter;

/// What runs are told apart by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    Plan,
    Part,
    Revision,
    Stand,
    Batch,
    Process,
    Operator,
}

/// One value of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupNameView {
    /// What the filter is asked with: a name, or the number of a stand. Empty for runs without one.
    pub value: String,
    /// What people read; empty for runs without one.
    pub label: String,
    /// The part of a revision, which alone may be that of several parts.
    pub part: Option<String>,
}

/// The names of the groups of an answer.
#[derive(Debug, Clone, Default)]
pub struct GroupNames(HashMap<(GroupBy, u32), FoundName>);

impl GroupBy {
    pub const ALL: [Self; 7] = [
        Self::Plan,
        Self::Part,
        Self::Revision,
        Self::Stand,
        Self::Batch,
        Self::Process,
        Self::Operator,
    ];

    /// As the filter names it too.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Part => "part",
            Self::Revision => "revision",
            Self::Stand => "stand",
            Self::Batch => "batch",
            Self::Process => "process",
            Self::Operator => "operator",
        }
    }

    pub fn parse(name: &str) -> Result<Self, Problem> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.as_str() == name).ok_or_else(|| {
            let words = "Groups are by plan, part, revision, stand, batch, process or operator.";
            Problem::invalid("by", words)
        })
    }

    pub fn dimension(self) -> Dimension {
        match self {
            Self::Plan => Dimension::Plan,
            Self::Part => Dimension::Part,
            Self::Revision => Dimension::Revision,
            Self::Stand => Dimension::Stand,
            Self::Batch => Dimension::Batch,
            Self::Process => Dimension::Process,
            Self::Operator => Dimension::Operator,
        }
    }

    /// For people, as the title of a column.
    pub fn title(self) -> &'static str {
        match self {
            Self::Plan => "Test plan",
            Self::Part => "Part number",
            Self::Revision => "Revision",
            Self::Stand => "Stand",
            Self::Batch => "Batch",
            Self::Process => "Process",
            Self::Operator => "Operator",
        }
    }

    fn entries(self) -> EntryKind {
        match self {
            Self::Plan => EntryKind::Plan,
            Self::Part => EntryKind::Part,
            Self::Revision => EntryKind::Revision,
            Self::Stand => EntryKind::Stand,
            Self::Batch => EntryKind::Batch,
            Self::Process => EntryKind::Process,
            Self::Operator => EntryKind::Operator,
        }
    }

    /// Only the runs of that group: `key` is what the facts call it, `None` for runs without one.
    pub fn narrow(self, filter: &mut RunFilter, key: Option<u32>, name: &GroupNameView) {
        let value = || vec![name.value.clone()];
        match self {
            Self::Plan => filter.plan = value(),
            Self::Part => filter.part = value(),
            Self::Revision => {
                filter.revision = value();
                if let Some(part) = &name.part {
                    filter.part = vec![part.clone()];
                }
            }
            Self::Stand => filter.stand = vec![key.unwrap_or(0)],
            Self::Batch => filter.batch = value(),
            Self::Process => filter.process = value(),
            Self::Operator => filter.operator = value(),
        }
    }
}

impl GroupNames {
    /// Looks up the names behind the keys of groups; the caller bounds how many groups there are.
    pub async fn find(
        app: &App,
        analyst: &Analyst,
        keys: impl IntoIterator<Item = (GroupBy, u32)>,
    ) -> Result<Self, StoreError> {
        let mut ids: HashMap<GroupBy, Vec<u32>> = HashMap::new();
        for (by, key) in keys {
            ids.entry(by).or_default().push(key);
        }
        let mut names = HashMap::new();
        for (by, mut ids) in ids {
            ids.sort_unstable();
            ids.dedup();
            let organisation = analyst.organisation_id();
            let found = app.store.list_entry_names(organisation, by.entries(), &ids);
            names.extend(found.await?.into_iter().filter_map(|entry| {
                let id = u32::try_from(entry.id).ok()?;
                Some(((by, id), entry))
            }));
        }
        Ok(Self(names))
    }

    /// What people and the filter call a group.
    pub fn view(&self, by: GroupBy, key: Option<u32>) -> GroupNameView {
        let entry = key.and_then(|key| self.0.get(&(by, key)));
        let name = entry.map(|entry| entry.name.clone()).unwrap_or_default();
        let detail = entry.map(|entry| entry.detail.as_str()).unwrap_or_default();
        match by {
            GroupBy::Stand => GroupNameView {
                value: key.map(|key| key.to_string()).unwrap_or_default(),
                label: match detail {
                    "" => name,
                    number => format!("{name} #{number}"),
                },
                part: None,
            },
            GroupBy::Revision => GroupNameView {
                value: name.clone(),
                label: name,
                part: entry.map(|entry| entry.detail.clone()),
            },
            _ => GroupNameView {
                value: name.clone(),
                label: name,
                part: None,
            },
        }
    }
}
