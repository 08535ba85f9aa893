//! Documents that are written by hand and would otherwise drift away from the source.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn repository() -> PathBuf {
    // Asked at run time: two checkouts may share a build folder, and this may be the other one's build.
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap();
    Path::new(&folder).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

#[test]
fn every_configuration_key_is_documented_and_in_the_example() {
    let files = [
        "config.rs",
        "config/auth.rs",
        "config/mail.rs",
        "config/sso.rs",
    ];
    let source = files.map(|file| read(&format!("crates/standcloud/src/{file}")));
    let lines = source.iter().flat_map(|text| text.lines());
    let keys: Vec<&str> = lines.filter_map(field_name).collect();
    assert!(
        keys.contains(&"listen") && keys.contains(&"body_bytes"),
        "{keys:?}"
    );
    let guide = read("docs/operate/configuration.md");
    let example = read("packaging/standcloud.example.toml");
    for key in keys {
        let is_table = ["log", "limits", "auth", "mail", "sso"].contains(&key);
        let documented = [format!("| `{key}` |"), format!("| `log.{key}` |")];
        let is_documented = is_table || documented.iter().any(|cell| guide.contains(cell));
        assert!(
            is_documented,
            "{key} is missing in docs/operate/configuration.md"
        );
        let line = |line: &str| {
            let line = line.trim_start_matches("# ");
            line.starts_with(&format!("{key} = ")) || line.trim_matches(['[', ']']) == key
        };
        assert!(
            example.lines().any(line),
            "{key} is missing in packaging/standcloud.example.toml"
        );
    }
}

/// The name in a line such as `    pub listen: SocketAddr,`.
fn field_name(line: &str) -> Option<&str> {
    let (name, kind) = line.strip_prefix("    pub ")?.split_once(": ")?;
    (kind.ends_with(',') && !name.contains(' ')).then_some(name)
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut documents = Vec::new();
    collect_documents(&repository(), &mut documents);
    assert!(documents.len() >= 9, "{documents:?}");
    let mut broken = Vec::new();
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for target in link_targets(&text) {
            let path = document.parent().unwrap().join(target);
            if !path.exists() {
                broken.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

fn collect_documents(folder: &Path, documents: &mut Vec<PathBuf>) {
    let is_ours = |name: &str| {
        !name.starts_with('.') && !["target", "data", "dist", "node_modules"].contains(&name)
    };
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && entry.file_name().to_str().is_some_and(is_ours) {
            collect_documents(&path, documents);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            documents.push(path);
        }
    }
}

/// Targets inside the repository, without the part after `#`.
fn link_targets(text: &str) -> impl Iterator<Item = &str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let inside = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    inside.filter_map(|target| target.split('#').next())
}

#[test]
fn links_are_found_in_text() {
    let text = "see [a](b.md#c), ![picture](../d.svg), [web](https://example.com/) and [here](#e)";
    assert_eq!(link_targets(text).collect::<Vec<_>>(), ["b.md", "../d.svg"]);
}
