//! `cargo xtask gen`: files in the repository that are made from the source.
//!
//! They are committed, so that a reviewer sees a change of the API and readers need no build;
//! `cargo xtask test` fails when they are out of date.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::process::{run_for_output, run_shown};
use crate::requirements;
use crate::session::Session;
use crate::web::Web;

pub(crate) fn run(session: &Session) -> anyhow::Result<()> {
    run_shown(
        session
            .cargo()
            .args(["build", "--workspace", "--all-targets"]),
    )?;
    for (path, text) in render_all(session, &session.server("debug"))? {
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Each generated file with the text that it should have.
pub(crate) fn render_all(
    session: &Session,
    server: &Path,
) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let openapi = run_for_output(Command::new(server).arg("openapi"), "")?;
    let mut web = Command::new(server);
    let web_openapi = run_for_output(web.args(["openapi", "--web"]), "")?;
    let web_client = run_for_output(
        &mut Web::with_packages(session)?.program("openapi-typescript"),
        &web_openapi,
    )?;
    let requirements = requirements::render(&session.root)?;
    Ok(vec![
        (session.root.join("docs/openapi.json"), openapi),
        (session.root.join("web/openapi.json"), web_openapi),
        (session.root.join("web/src/api/schema.d.ts"), web_client),
        (session.root.join("docs/dev/requirements.md"), requirements),
    ])
}
