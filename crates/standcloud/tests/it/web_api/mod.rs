//! What the web app speaks.

mod demo;
mod live;
mod pages;
mod runs;
mod search;
mod session;
