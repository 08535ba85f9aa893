//! Every address of the server, as a client sees it.

mod bad_input;
mod busy;
mod credential;
mod documentation;
mod encoding;
mod filters;
mod healthcheck;
mod http_versions;
mod odd_input;
mod operations;
mod properties;
mod quarantine;
mod report;
mod test_run;
mod tested_dut;
mod upload;
