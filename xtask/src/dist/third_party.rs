//! The licences of what is compiled into the server and its web app, as they ask to be passed on with
//! it.
//!
//! Their texts lie beside the sources that cargo and npm have downloaded, so nothing else is needed to
//! collect them.

mod npm;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::process::run_for_output;
use crate::session::Session;

/// One crate or package that the server is made of.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Dependency {
    name: String,
    version: String,
    licence: String,
}

/// A text that names every one with its licence, and has each licence text once.
pub(crate) fn render(session: &Session) -> anyhow::Result<String> {
    let mut tree = session.cargo();
    tree.args([
        "tree",
        "--package",
        "standcloud",
        "--edges",
        "normal",
        "--prefix",
        "none",
    ]);
    let tree = run_for_output(tree.args(["--format", "{p}|{l}"]), "")?;
    let crates: BTreeSet<Dependency> = tree.lines().filter_map(parse_line).collect();
    anyhow::ensure!(!crates.is_empty(), "cargo tree names no dependencies");
    let sources = source_folders()?;
    let crates = crates.into_iter().map(|dependency| {
        let texts = licence_texts(source_folder(&sources, &dependency).as_deref());
        (dependency, texts)
    });
    let packages = npm::packages(session)?;
    let packages = packages.into_iter().map(|(dependency, folder)| {
        let texts = licence_texts(Some(&folder));
        (dependency, texts)
    });
    let texts_by_dependency: BTreeMap<Dependency, Vec<String>> = crates.chain(packages).collect();
    let mut users_by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (dependency, texts) in &texts_by_dependency {
        for text in texts {
            let user = format!("{} {}", dependency.name, dependency.version);
            users_by_text.entry(text.clone()).or_default().push(user);
        }
    }
    let dependencies: Vec<Dependency> = texts_by_dependency.into_keys().collect();
    Ok(render_text(&dependencies, &users_by_text))
}

fn render_text(
    dependencies: &[Dependency],
    users_by_text: &BTreeMap<String, Vec<String>>,
) -> String {
    let mut text = String::from("StandCloud is made with these, under their licences:\n\n");
    for Dependency {
        name,
        version,
        licence,
    } in dependencies
    {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name} {version}: {licence}");
    }
    for (licence, users) in users_by_text {
        let line = "=".repeat(80);
        let _ = write!(
            text,
            "\n{line}\n{}\n{line}\n\n{}\n",
            users.join(", "),
            licence.trim_end()
        );
    }
    text
}

/// Reads `name v1.2.3|MIT OR Apache-2.0`. Our own crates have their folder behind the version.
fn parse_line(line: &str) -> Option<Dependency> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let is_ours = words.next().is_some_and(|word| word.starts_with("(/"));
    let licence = licence.trim_end_matches(" (*)");
    (!is_ours).then(|| Dependency {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.to_owned(),
    })
}

/// The folders into which cargo unpacks sources, one for each registry.
fn source_folders() -> anyhow::Result<Vec<PathBuf>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let folder = home
        .context("there is no home folder")?
        .join("registry/src");
    let entries = fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

fn source_folder(sources: &[PathBuf], dependency: &Dependency) -> Option<PathBuf> {
    let name = format!("{}-{}", dependency.name, dependency.version);
    let mut folders = sources.iter().map(|folder| folder.join(&name));
    folders.find(|folder| folder.is_dir())
}

fn licence_texts(folder: Option<&Path>) -> Vec<String> {
    let entries = folder.and_then(|folder| fs::read_dir(folder).ok());
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_licence(path))
        .collect();
    files.sort();
    files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect()
}

fn is_licence(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_uppercase();
    let prefixes = [
        "LICENSE",
        "LICENCE",
        "COPYING",
        "COPYRIGHT",
        "NOTICE",
        "UNLICENSE",
    ];
    path.is_file() && prefixes.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo_tree_are_read() {
        let cases = [
            (
                "anyhow v1.0.104|MIT OR Apache-2.0",
                Some(("anyhow", "1.0.104", "MIT OR Apache-2.0")),
            ),
            (
                "ring v0.17.14|Apache-2.0 AND ISC (*)",
                Some(("ring", "0.17.14", "Apache-2.0 AND ISC")),
            ),
            (
                "serde_derive v1.0.0 (proc-macro)|MIT",
                Some(("serde_derive", "1.0.0", "MIT")),
            ),
            (
                "standcloud v0.1.0 (/home/anna/standcloud/crates/standcloud)|MIT",
                None,
            ),
            ("", None),
        ];
        for (line, expected) in cases {
            let found = parse_line(line);
            let found = found.as_ref().map(|found| {
                (
                    found.name.as_str(),
                    found.version.as_str(),
                    found.licence.as_str(),
                )
            });
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_text_that_several_share_is_there_once() {
        let users = [(
            "MIT text\n".to_owned(),
            vec!["a 1".to_owned(), "b 2".to_owned()],
        )];
        let text = render_text(&[], &users.into());
        assert_eq!(text.matches("MIT text").count(), 1);
        assert!(text.contains("\na 1, b 2\n"), "{text}");
    }
}
