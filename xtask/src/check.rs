//! `cargo xtask check`: what to run before each commit; no database, no servers. The web app's
//! sources too, where its packages are installed.

use crate::postgres;
use crate::process::run_shown;
use crate::session::Session;
use crate::web::Web;

pub(crate) fn run(session: &Session) -> anyhow::Result<()> {
    run_shown(session.cargo().args(["fmt", "--all", "--check"]))?;
    run_shown(session.cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    if let Some(web) = Web::if_there(session) {
        run_shown(&mut web.script("check"))?;
    }
    let mut unit_tests = session.cargo();
    unit_tests.args(["test", "--workspace", "--lib", "--bins", "--quiet"]);
    run_shown(unit_tests.env_remove(postgres::URL_VARIABLE))
}
