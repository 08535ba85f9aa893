//! Which test covers which requirement of the authorization server: `docs/dev/requirements.md`.
//!
//! A test names what it covers, as `r_23` in its name or `R-23` in a comment. This reads the tests and
//! writes the table, so the table cannot claim what no test does; `cargo xtask test` fails when a
//! requirement that must be met has no test.

mod scan;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::bail;

use scan::NamedTest;
use table::{Need, REQUIREMENTS};

const HEAD: &str = "# Requirements of signing in, and their tests

Made by `cargo xtask gen` from the tests, which name the requirement that they cover. *must*: no release
without it; *should*; *nice*.

| id | need | what | tests |
|---|---|---|---|
";

/// The text of the document.
pub(crate) fn render(root: &Path) -> anyhow::Result<String> {
    let tests = scan::find_tests(root)?;
    let mut text = HEAD.to_owned();
    let mut missing = Vec::new();
    for requirement in REQUIREMENTS {
        let covering: Vec<&NamedTest> = tests
            .iter()
            .filter(|test| test.covers.contains(&requirement.id))
            .collect();
        if covering.is_empty() && requirement.need == Need::Must {
            missing.push(format!("R-{:02}", requirement.id));
        }
        let _infallible = writeln!(
            text,
            "| R-{:02} | {} | {} | {} |",
            requirement.id,
            requirement.need.as_str(),
            requirement.what,
            cell(&covering)
        );
    }
    if !missing.is_empty() {
        bail!(
            "no test names {}: write it as `R-nn` in a comment of the test that covers it",
            missing.join(", ")
        );
    }
    Ok(text)
}

/// The tests by file.
fn cell(tests: &[&NamedTest]) -> String {
    if tests.is_empty() {
        return "–".to_owned();
    }
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for test in tests {
        files.entry(&test.file).or_default().push(&test.name);
    }
    let cells: Vec<String> = files
        .into_iter()
        .map(|(file, names)| format!("`{file}`: {}", names.join(", ")))
        .collect();
    cells.join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_order() {
        let ids: Vec<u8> = REQUIREMENTS
            .iter()
            .map(|requirement| requirement.id)
            .collect();
        assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
        assert_eq!(ids.len(), 79);
    }

    #[test]
    fn tests_of_one_file_stand_together() {
        let test = |file: &str, name: &str| NamedTest {
            file: file.into(),
            name: name.into(),
            covers: vec![1],
        };
        let (one, two, three) = (test("a.rs", "x"), test("b.rs", "y"), test("a.rs", "z"));
        assert_eq!(cell(&[&one, &two, &three]), "`a.rs`: x, z<br>`b.rs`: y");
        assert_eq!(cell(&[]), "–");
    }
}
