//! Names are found by any part of them, the best first.

use crate::Names;

fn names(all: &[&str]) -> Names {
    let mut names = Names::default();
    for (id, name) in (1..).zip(all) {
        names.push(id, name);
    }
    names
}

#[test]
fn the_whole_comes_before_the_beginning_and_that_before_the_rest() {
    let names = names(&["X-100", "100", "1000", "Y-100", "1001", "200"]);
    assert_eq!(names.find("100", 10), [2, 5, 3, 4, 1]);
    assert_eq!(names.find("100", 2), [2, 5]);
    assert_eq!(names.find("-", 10), [4, 1]);
    assert_eq!(names.find("nothing", 10), [0_u32; 0]);
    assert_eq!(names.find("", 10), [0_u32; 0]);
}

#[test]
fn letters_may_have_any_size_and_repeat() {
    let names = names(&["Ölprüfer", "aaaa", "AbaB"]);
    assert_eq!(names.find("ÖLPRÜ", 10), [1]);
    assert_eq!(
        names.find("aa", 10),
        [2],
        "once, though it is there three times"
    );
    assert_eq!(names.find("BAB", 10), [3]);
    assert_eq!(
        names.find("aaab", 10),
        [0_u32; 0],
        "no match crosses a border"
    );
}

/// With so many matches that not all are looked at, the best are found all the same.
#[test]
fn among_very_many_the_best_are_found() {
    let mut names = Names::default();
    for id in 1..=50_000_u32 {
        names.push(id, &format!("SN-{id:07}"));
    }
    assert_eq!(names.len(), 50_000);
    assert_eq!(names.find("sn-0000001", 3), [1]);
    assert_eq!(names.find("0", 2), [50_000, 49_999]);
    names.push(50_001, "0");
    for id in 50_002..=60_000 {
        names.push(id, &format!("SN-{id:07}"));
    }
    assert_eq!(names.find("0", 2), [50_001, 60_000]);
    assert_eq!(names.find("12345", 5), [12_345]);
    let snapshot = names.clone();
    names.push(60_001, "new");
    assert_eq!(
        (snapshot.find("new", 1).len(), names.find("new", 1)),
        (0, vec![60_001])
    );
}
