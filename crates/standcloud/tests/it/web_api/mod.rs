//! What the web app speaks.

mod api_keys;
mod applications;
mod demo;
mod export;
mod live;
mod members;
mod pages;
mod profile;
mod quarantine;
mod run;
mod runs;
mod search;
mod session;
mod settings;
mod stands;
mod tenants;
mod unit;
mod walls;
