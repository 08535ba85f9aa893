//! StandCloud: the HTTP server, its command line, and what holds them together.
//!
//! HTTP lives here and nowhere else; SQL lives in the store and nowhere else.

pub mod analysis;
pub mod api;
pub mod app;
pub mod audit;
pub mod auth;
pub mod body;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod error;
pub mod facts;
pub mod host;
pub mod ingest;
mod ingest_pace;
pub mod live;
pub mod mail;
pub mod maintenance;
pub mod metrics;
pub mod names;
pub mod notices;
pub mod oauth;
pub mod one_time_links;
pub mod organisation_names;
pub mod organisation_settings;
pub mod origins;
pub mod passwords;
pub mod portal;
pub mod reprocessing;
pub mod router;
pub mod sealing;
pub mod server;
pub mod server_keys;
pub mod submission;
pub mod tls;
pub mod values;
pub mod web_api;
pub mod web_pages;
