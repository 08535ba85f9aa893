//! What the web app speaks.

mod demo;
mod live;
mod pages;
mod search;
mod session;
