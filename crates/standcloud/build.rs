//! Tells where the built web app is, and that a release must be built again when it changed.

use std::env;
use std::path::Path;

fn main() {
    let manifest = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    // Two checkouts may share a build folder, and each has its own pages. Cargo does not look at the variable
    // above for this; `.cargo/config.toml` sets one that it looks at.
    println!("cargo::rerun-if-changed={manifest}/build.rs");
    println!("cargo::rerun-if-env-changed=STANDCLOUD_CHECKOUT");
    // Without "..", because files are looked up by their full path while the server runs.
    let root = Path::new(&manifest).ancestors().nth(2);
    let folder = root.unwrap_or(Path::new(&manifest)).join("web/dist");
    println!(
        "cargo::rustc-env=STANDCLOUD_WEB_FOLDER={}",
        folder.display()
    );
    // A debug build reads the files when it needs them. Cargo would run this each time for a folder that
    // does not exist.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release")
        && (folder.is_dir() || std::fs::create_dir_all(&folder).is_ok())
    {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
}
