//! Everything StandCloud keeps: raw reports, what is derived from them, accounts and keys.
//!
//! The only crate that names a database. Each statement is written once, in the SQL that SQLite and
//! PostgreSQL share, and the macro in [`db`] compiles the code around it for both; there is no
//! repository trait, because there would be one implementation of it. Every function here is
//! tested on both databases.
//!
//! Must never depend on HTTP, on configuration or on a clock: callers pass the time in.

mod accounts;
mod api_keys;
mod audit;
mod backup;
mod catalogue;
mod challenges;
mod db;
mod demo;
mod entry_names;
mod error;
mod expired;
mod facts;
mod failures;
mod filter_values;
mod identities;
mod ids;
mod ingest;
mod links;
mod members;
mod oauth;
mod oauth_clients;
mod organisation_settings;
mod organisations;
mod passkeys;
mod pictures;
mod quarantine;
mod rebuild;
mod recovery_codes;
mod reports;
mod runs;
mod sealing;
mod search;
mod series;
mod series_chunks;
mod sessions;
mod settings;
mod stand_event_files;
mod stand_events;
mod stands;
mod totp;
mod unit_attempts;
mod unit_parts;
mod units;
mod users;
mod voids;

pub use accounts::{Holdings, PasswordChange};
pub use api_keys::{ApiKey, NewApiKey};
pub use audit::{AuditEvent, AuditFilter, AuditResult};
pub use catalogue::{NamedId, TagScope};
pub use challenges::NewChallenge;
pub use db::{Durability, Engine, OpenOptions, Store};
pub use demo::{NewDemo, RunSpan};
pub use entry_names::{EntryKind, StepName};
pub use error::StoreError;
pub use expired::ExpiryLimits;
pub use facts::{FactsPage, LoadedFacts};
pub use failures::FailureCount;
pub use filter_values::{NameDictionary, StandName, TagName};
pub use identities::{NewIdentityUser, UserIdentity};
pub use ids::{OrganisationId, RunId, RunNumber, UnixMicros};
pub use ingest::{CommitReceipt, NewReport, OrganisationReceipt, Outcome, ReportWriter};
pub use links::{Invitee, Link, LinkPurpose, NewPerson, PasswordReset};
pub use members::{Member, MemberChange, Removal};
pub use oauth::{
    AccessToken, AuthorizationCode, AuthorizationRequest, CodeApproval, CodeRedemption,
    ConsumedDeviceCode, DeviceCode, DeviceCodeLimits, DeviceCodeOutcome, DeviceDecision,
    DeviceIssue, DeviceState, Grant, GrantKind, IssuedUnder, NewAuthorizationRequest,
    NewDeviceCode, NewGrant, NewTokens, RefreshIssue, RefreshOutcome, RefreshToken,
};
pub use oauth_clients::{NewOAuthClient, OAuthClient};
pub use organisation_settings::OrganisationSettings;
pub use organisations::{NewOrganisation, Organisation};
pub use passkeys::UserPasskey;
pub use pictures::{Picture, PictureSubject};
pub use quarantine::{QuarantineLimits, QuarantineOutcome, QuarantinedReport, RejectedReport};
pub use rebuild::{RebuildProgress, Rebuilt, UnreadableReport};
pub use reports::{StoredReport, compress_body};
pub use runs::RunSummary;
pub use sealing::{NewChunk, SealingNeed, SealingState, SealingTask, SealingTurn};
pub use search::{Dictionary, FoundName};
pub use series::{RunValuesRow, Series, SeriesKind};
pub use series_chunks::{ChunkRow, ChunkSummaryRow};
pub use sessions::{Session, SessionState};
pub use stand_event_files::{
    NewStandEventFile, StandEventFile, StandEventFileLimits, StandEventFileOutcome,
};
pub use stand_events::{
    Author, NewStandEvent, StandEvent, StandEventKind, StandEventPosition, StandEventText,
};
pub use stands::Stand;
pub use totp::UserTotp;
pub use unit_attempts::Attempts;
pub use unit_parts::{ParentUnit, SubUnitRow};
pub use units::{RunOrder, RunPlace, Unit, UnitPlan};
pub use users::{Membership, Role, User};
