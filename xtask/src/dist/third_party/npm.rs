//! The packages of which the web app's files are made.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Dependency;
use crate::process::run_for_output;
use crate::session::Session;
use crate::web::Web;

/// Each with its folder, which holds the text of its licence.
pub(super) fn packages(session: &Session) -> anyhow::Result<Vec<(Dependency, PathBuf)>> {
    let web = Web::with_packages(session)?;
    let folders = run_for_output(&mut web.list_packages(), "")?;
    // The first line is the web app itself.
    let folders = folders.lines().skip(1).map(PathBuf::from);
    let packages: anyhow::Result<Vec<_>> = folders
        .map(|folder| Ok((read_package(&folder)?, folder)))
        .collect();
    let packages = packages?;
    anyhow::ensure!(!packages.is_empty(), "npm lists no packages");
    Ok(packages)
}

fn read_package(folder: &Path) -> anyhow::Result<Dependency> {
    let file = folder.join("package.json");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    parse_package(&text).with_context(|| format!("{} names no licence", file.display()))
}

/// A package has each of these once at its top, on a line of its own; a JSON parser would be a
/// dependency for three words.
fn parse_package(text: &str) -> Option<Dependency> {
    let value_of = |key: &str| {
        let start = format!("\"{key}\":");
        let mut values = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix(&start));
        let value = values
            .next()?
            .trim()
            .trim_end_matches(',')
            .trim_matches('"');
        Some(value.to_owned())
    };
    Some(Dependency {
        name: value_of("name")?,
        version: value_of("version")?,
        licence: value_of("license")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_version_and_licence_are_read() {
        let text = r#"{
  "name": "@scope/package",
  "version": "1.2.3",
  "repository": { "name": "elsewhere" },
  "license": "MIT"
}"#;
        let found = parse_package(text).unwrap();
        assert_eq!(
            (
                found.name.as_str(),
                found.version.as_str(),
                found.licence.as_str()
            ),
            ("@scope/package", "1.2.3", "MIT")
        );
        assert!(parse_package("{}").is_none());
    }
}
