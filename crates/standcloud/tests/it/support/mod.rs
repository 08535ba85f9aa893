//! What the tests share, so that each reads as a story.
//!
//! [`TestApp`] is the application without a socket, with a clock that stands still, on a database of
//! its own; [`Browser`] visits its pages. [`program`] runs the built binary in a folder of its own.

pub(crate) mod answer;
pub(crate) mod authenticator_app;
pub(crate) mod browser;
pub(crate) mod database;
pub(crate) mod fake_server;
pub(crate) mod mail_sink;
pub(crate) mod openid_provider;
pub(crate) mod people;
pub(crate) mod program;
pub(crate) mod report;
pub(crate) mod security_key;
pub(crate) mod test_app;

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;
pub(crate) use report::run_of;
pub(crate) use test_app::{TestApp, get, post};

/// Compares an answer with a snapshot; the same one for each database.
macro_rules! assert_answer {
    ($answer:expr, @$snapshot:literal) => {
        let answer = $answer.to_string();
        insta::allow_duplicates! {
            insta::assert_snapshot!(answer, @$snapshot);
        }
    };
}
pub(crate) use assert_answer;
