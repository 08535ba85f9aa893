//! Every public function of the store, on both databases. The tree mirrors `src`.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests may fail as tests do"
)]

#[macro_use]
mod support;

mod api_keys;
mod backup;
mod catalogue;
mod challenges;
mod db;
mod facts;
mod identities;
mod ingest;
mod isolation;
mod oauth;
mod oauth_clients;
mod organisations;
mod passkeys;
mod quarantine;
mod rebuild;
mod reports;
mod runs;
mod totp;
mod voids;
