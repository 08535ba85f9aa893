//! Every public function of the store, on both databases. The tree mirrors `src`.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests may fail as tests do"
)]

#[macro_use]
mod support;

mod accounts;
mod api_keys;
mod audit;
mod backup;
mod catalogue;
mod challenges;
mod db;
mod demo;
mod entry_names;
mod expired;
mod facts;
mod failures;
mod filter_values;
mod identities;
mod ingest;
mod isolation;
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
mod reports;
mod runs;
mod sealing;
mod search;
mod sessions;
mod settings;
mod stand_events;
mod stands;
mod totp;
mod unit_attempts;
mod unit_parts;
mod units;
mod users;
mod voids;
