//! What the web app speaks.

mod demo;
mod pages;
mod session;
