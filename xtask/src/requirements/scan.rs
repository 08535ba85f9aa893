//! Finding tests and the requirements that they name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// A test that names requirements.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NamedTest {
    /// Below the repository, with slashes.
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) covers: Vec<u8>,
}

/// The tests of the workspace and of `e2e`, in the order of their files.
pub(crate) fn find_tests(root: &Path) -> anyhow::Result<Vec<NamedTest>> {
    let mut files = Vec::new();
    for folder in ["crates", "e2e"] {
        collect_files(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut tests = Vec::new();
    for file in files {
        let text =
            fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(&file);
        let name = name.to_string_lossy().replace('\\', "/");
        tests.extend(tests_of(&name, &text));
    }
    Ok(tests)
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            let is_others = name.starts_with('.') || name == "node_modules" || name == "target";
            if !is_others {
                collect_files(&path, files)?;
            }
        } else if path
            .extension()
            .is_some_and(|end| end == "rs" || end == "py")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Comments before a test and within it count for it.
fn tests_of(file: &str, text: &str) -> Vec<NamedTest> {
    let mut tests: Vec<NamedTest> = Vec::new();
    let mut before: Vec<u8> = Vec::new();
    let mut is_marked = false;
    // A module of tests begins, or a test has ended with its function.
    let mut is_inside = false;
    for line in text.lines() {
        let code = line.trim_start();
        let is_comment = code.starts_with("//") || code.starts_with('#') && is_python(file);
        is_marked |= code.starts_with("#[test]") || code.starts_with("#[tokio::test");
        if let Some(name) = function_name(code) {
            is_inside = is_marked || is_test(file, name, code);
            if is_inside {
                let mut covers = std::mem::take(&mut before);
                covers.extend(ids_in(name));
                tests.push(NamedTest {
                    file: file.to_owned(),
                    name: name.to_owned(),
                    covers,
                });
            }
            before.clear();
            is_marked = false;
        } else if is_comment && (line == code || is_top_of(line)) {
            before.extend(ids_in(code));
        } else if let Some(test) = tests.last_mut().filter(|_| is_inside) {
            test.covers.extend(ids_in(code));
        }
    }
    for test in &mut tests {
        test.covers.sort_unstable();
        test.covers.dedup();
    }
    tests.retain(|test| !test.covers.is_empty());
    tests
}

/// Doc comments belong to what follows them, wherever they are.
fn is_top_of(line: &str) -> bool {
    line.trim_start().starts_with("///")
}

fn function_name(code: &str) -> Option<&str> {
    let rest = ["async fn ", "fn ", "async def ", "def "]
        .iter()
        .find_map(|keyword| code.strip_prefix(keyword))?;
    rest.split(['(', '<']).next()
}

/// Tests without an attribute: pytest's, and those that a macro runs on each database.
fn is_test(file: &str, name: &str, code: &str) -> bool {
    if is_python(file) {
        return name.starts_with("test_");
    }
    file.contains("standcloud-store/tests/") && code.contains("database: &Database")
}

fn is_python(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|end| end == "py")
}

/// Every `R-23` and `r_23`.
fn ids_in(text: &str) -> Vec<u8> {
    let lower = text.to_ascii_lowercase();
    let mut ids = Vec::new();
    for separator in ["r-", "r_"] {
        for (at, _) in lower.match_indices(separator) {
            let is_word_start = !lower
                .get(..at)
                .and_then(|head| head.chars().next_back())
                .is_some_and(char::is_alphanumeric);
            let rest = lower.get(at + 2..).unwrap_or_default();
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if is_word_start && digits.len() == 2 {
                ids.extend(digits.parse::<u8>());
            }
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str) -> Vec<(String, Vec<u8>)> {
        let tests = tests_of(file, text).into_iter();
        tests.map(|test| (test.name, test.covers)).collect()
    }

    #[test]
    fn a_test_covers_what_its_name_and_comments_say() {
        let text = "/// R-12: the host\n#[tokio::test]\nasync fn r_23_codes() {\n    // R-24\n}\n\n\
                    /// R-50\nfn helper() {}\n\n#[test]\nfn nothing() {\n    for x in 1..25 {}\n}\n";
        assert_eq!(
            found("crates/a/tests/it/x.rs", text),
            [("r_23_codes".to_owned(), vec![12, 23, 24])]
        );
    }

    #[test]
    fn tests_of_pytest_and_of_each_database_are_found() {
        let python = "def test_login():\n    \"\"\"R-36.\"\"\"\n    # R-37\ndef other():\n    # R-38\n    pass\n";
        assert_eq!(
            found("e2e/x.py", python),
            [("test_login".to_owned(), vec![36, 37])]
        );
        let rust = "/// R-20\nasync fn once(database: &Database) {\n}\n";
        assert_eq!(
            found("crates/standcloud-store/tests/it/x.rs", rust),
            [("once".to_owned(), vec![20])]
        );
        assert_eq!(found("crates/other/src/x.rs", rust), []);
    }

    #[test]
    fn only_whole_ids_count() {
        assert_eq!(ids_in("R-23, (R-24) r_25_x"), [23, 24, 25]);
        assert_eq!(ids_in("for-23 R-2 R-234 xr_25"), Vec::<u8>::new());
    }
}
