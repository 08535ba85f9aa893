//! Reports that real HardPy made, in every form in which one run can reach the server.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use standcloud_report::Report;

use crate::parse;

/// The run of a file `hardpy_<run>_<form>.json`, with its form.
fn forms_by_run() -> BTreeMap<String, Vec<(String, Report)>> {
    let mut runs: BTreeMap<String, Vec<(String, Report)>> = BTreeMap::new();
    for (name, body) in fixtures() {
        let Some((run, form)) = name
            .strip_prefix("hardpy_")
            .and_then(|name| name.rsplit_once('_'))
        else {
            continue;
        };
        let report = parse(body).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        let forms = runs.entry(run.to_owned()).or_default();
        forms.push((form.to_owned(), report));
    }
    runs
}

pub(crate) fn fixtures() -> Vec<(String, Vec<u8>)> {
    // Asked at run time: two checkouts may share a build folder, and this may be the other one's build.
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/fixtures");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_form_of_a_run_is_one_report_with_one_digest() {
    let runs = forms_by_run();
    assert!(runs.len() >= 10, "found only {:?}", runs.keys());
    for (run, forms) in &runs {
        assert!(forms.len() >= 2, "{run} has only {:?}", forms[0].0);
        for (form, report) in forms {
            assert_eq!(report, &forms[0].1, "{run}: {form} and {}", forms[0].0);
        }
    }
}

/// The older versions were given the document of another run to upload, see the fixtures' README.
#[test]
fn only_forms_of_one_run_share_a_digest() {
    let mut runs_by_digest: BTreeMap<[u8; 32], Vec<String>> = BTreeMap::new();
    for (run, forms) in forms_by_run() {
        runs_by_digest
            .entry(forms[0].1.digest)
            .or_default()
            .push(run);
    }
    let shared: Vec<_> = runs_by_digest
        .into_values()
        .filter(|runs| runs.len() > 1)
        .collect();
    let mut shared: Vec<_> = shared.iter().map(|runs| runs.join(" ")).collect();
    shared.sort();
    assert_eq!(shared, ["0.10.1 0.12.1 0.13.0", "0.16.0 0.18.0 0.20.0"]);
}

#[test]
fn a_real_report_is_read_whole() {
    let (_, forms) = forms_by_run().remove_entry("0.25.2").unwrap();
    insta::assert_snapshot!(outline(&forms[0].1));
}

/// The debug text with one line for each part, where the usual one has one for each bracket.
fn outline(report: &Report) -> String {
    let parts = ["stand: ", "dut: ", "process: ", "modules: ", "digest: "];
    let elements = [
        "Instrument {",
        "SubUnit {",
        "Module {",
        "Case {",
        "Measurement {",
    ];
    let mut text = format!("{report:?}");
    for part in parts {
        text = text.replace(part, &format!("\n{part}"));
    }
    for (depth, element) in elements.iter().enumerate() {
        text = text.replace(element, &format!("\n{}{element}", "  ".repeat(depth)));
    }
    text
}

#[test]
fn a_report_that_tells_nothing_is_unknown() {
    let (_, forms) = forms_by_run().remove_entry("0.25.2_anonymous").unwrap();
    let report = &forms[0].1;
    assert_eq!(report.stand.name, "unknown");
    assert_eq!(report.dut.part_number, "unknown");
    assert_eq!(report.dut.name.as_deref(), Some("unknown"));
    assert_eq!(report.dut.serial_number, None);
}
