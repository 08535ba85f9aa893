//! The settings of a test plan that tell where its server is.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::ServerAddress;

const FILE_NAME: &str = "hardpy.toml";

/// Only what concerns us; the rest of the file is HardPy's.
#[derive(Default)]
pub(crate) struct HardpySettings {
    pub(crate) address: Option<String>,
    pub(crate) api_key: Option<String>,
}

impl HardpySettings {
    /// Of the file that was named, else of the nearest `hardpy.toml` in this folder or above it.
    pub(crate) fn read(named: Option<&Path>) -> anyhow::Result<Self> {
        match named.map(Path::to_path_buf).or_else(find_nearest) {
            Some(path) => read_file(&path),
            None => Ok(Self::default()),
        }
    }

    /// The address that was typed goes before the one of the file.
    pub(crate) fn address_or(&self, typed: Option<&str>) -> anyhow::Result<Option<ServerAddress>> {
        typed
            .or(self.address.as_deref())
            .map(ServerAddress::parse)
            .transpose()
    }
}

fn find_nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|path| path.is_file())
}

fn read_file(path: &Path) -> anyhow::Result<HardpySettings> {
    let name = shown(path);
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", name.display()))?;
    let table: toml::Table = text
        .parse()
        .with_context(|| format!("{} is not a TOML file", name.display()))?;
    let get = |name: &str| {
        let value = table.get("stand_cloud")?.get(name)?.as_str()?;
        (!value.is_empty()).then(|| value.to_owned())
    };
    Ok(HardpySettings {
        address: get("address"),
        api_key: get("api_key"),
    })
}

/// A file of this folder is named without its folder.
fn shown(path: &Path) -> &Path {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok())
        .unwrap_or(path)
}
