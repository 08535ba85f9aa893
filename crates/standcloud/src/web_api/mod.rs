//! The API of the web app, one file per resource. Every handler begins with a caller (`caller.rs`):
//! a [`caller::Person`], [`caller::InOrganisation`] or [`caller::AsAdmin`]. Refusals are a
//! [`problem::Problem`].

pub mod body;
pub mod caller;
pub mod demo;
pub mod live;
pub mod openapi;
pub mod problem;
pub mod search;
pub mod session;
