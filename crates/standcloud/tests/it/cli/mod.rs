//! The command line as a person uses it: exit code, stdout and stderr of the built program.
//!
//! Whoever changes a message reads it here as it will be read: does it say what to do?

#![cfg(unix)]

mod app;
mod backup;
mod certificate;
mod doctor;
mod key;
mod login;
mod org;
mod other;
mod postgres;
mod quarantine;
mod rebuild;
mod run;
mod runs;
mod serve;
mod setup;
mod upload;
mod user;
