//! What the web app speaks.

mod pages;
mod session;
