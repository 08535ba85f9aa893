//! The key of this installation: it seals second-factor secrets, makes user codes useless to whoever
//! reads the database, and signs what a browser hands back.
//!
//! One file, a line per version (`1 <64 hexadecimal digits>`): the last is used, the others are still
//! accepted, so a key is replaced by adding a line. All servers of one database need the same file;
//! the database remembers a fingerprint, because two keys would fail in ways that nobody explains.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use standcloud_store::Store;

use crate::clock::Randomness;
use crate::config::Config;
use crate::tls::write_private;

const FINGERPRINT_SETTING: &str = "server_key_fingerprint";
const NONCE_LENGTH: usize = 12;

/// The configured file, else the one in the data folder.
pub fn server_key_file(data_folder: &Path, config: &Config) -> PathBuf {
    config
        .server_key_file
        .clone()
        .unwrap_or_else(|| data_folder.join("server.key"))
}

#[derive(Clone)]
struct Version {
    number: u8,
    key: [u8; 32],
}

/// All versions of the key, the newest last; never empty.
#[derive(Clone)]
pub struct ServerKeys {
    newest: Version,
    older: Vec<Version>,
}

impl std::fmt::Debug for ServerKeys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ServerKeys")
    }
}

impl ServerKeys {
    /// A single key, for tests and for what needs no file.
    pub fn generate(randomness: &Randomness) -> Self {
        Self {
            newest: Version {
                number: 1,
                key: randomness.bytes(),
            },
            older: Vec::new(),
        }
    }

    /// Reads the file; makes it, readable by its owner alone, when it is missing.
    pub fn load_or_create(path: &Path, randomness: &Randomness) -> anyhow::Result<Self> {
        if !path.exists() {
            make_file(path, &Self::generate(randomness))?;
        }
        require_private(path)?;
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the server key {}", path.display()))?;
        let mut versions = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let version = parse_version(line).with_context(|| {
                format!(
                    "{} is not a server key: restore it from the backup",
                    path.display()
                )
            })?;
            versions.push(version);
        }
        let newest = versions
            .pop()
            .with_context(|| format!("{} is empty: restore it from the backup", path.display()))?;
        Ok(Self {
            newest,
            older: versions,
        })
    }

    /// Refuses a key that is not the one of this database.
    pub async fn require_known(&self, store: &Store) -> anyhow::Result<()> {
        let newest = fingerprint(&self.newest);
        let known = store
            .setting_or_insert(FINGERPRINT_SETTING, &newest)
            .await?;
        if known == newest {
            return Ok(());
        }
        if self
            .older
            .iter()
            .any(|version| fingerprint(version) == known)
        {
            store.replace_setting(FINGERPRINT_SETTING, &newest).await?;
            return Ok(());
        }
        bail!(
            "the server key does not belong to this database: sign-ins and second factors made \
             with the other key would fail\n\
             hint: copy server.key from the data folder of the first server, or restore it from \
             the backup; if it is lost, 'standcloud doctor --accept-server-key' goes on without"
        );
    }

    /// Goes on with this key although the database knows another: second factors must be set up again.
    pub async fn accept(&self, store: &Store) -> anyhow::Result<()> {
        let newest = fingerprint(&self.newest);
        Ok(store.replace_setting(FINGERPRINT_SETTING, &newest).await?)
    }

    /// HMAC-SHA256 of the data for one purpose, under the newest key.
    pub fn mac(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        mac(&self.newest, purpose, data)
    }

    /// The same under every key, the newest first: what an older one made is still found.
    pub fn macs(&self, purpose: &str, data: &[u8]) -> Vec<[u8; 32]> {
        std::iter::once(&self.newest)
            .chain(self.older.iter().rev())
            .map(|version| mac(version, purpose, data))
            .collect()
    }

    /// [`Self::mac`] as a field of a form holds it.
    pub fn mac_text(&self, purpose: &str, data: &[u8]) -> String {
        hex(&self.mac(purpose, data))
    }

    /// Whether a key of this installation made this text; compares in constant time.
    pub fn is_mac_text(&self, purpose: &str, data: &[u8], found: &str) -> bool {
        use subtle::ConstantTimeEq;
        self.macs(purpose, data)
            .iter()
            .any(|right| bool::from(hex(right).as_bytes().ct_eq(found.as_bytes())))
    }

    /// Encrypts and authenticates (ChaCha20-Poly1305, RFC 8439), bound to `purpose`.
    pub fn seal(&self, purpose: &str, plain: &[u8], randomness: &Randomness) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE_LENGTH] = randomness.bytes();
        let sealed = cipher(&self.newest)
            .encrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: purpose.as_bytes(),
                },
            )
            .ok()?;
        let mut whole = vec![self.newest.number];
        whole.extend(nonce);
        whole.extend(sealed);
        Some(whole)
    }

    /// What [`Self::seal`] was given; `None` when it was changed or no key fits.
    pub fn open(&self, purpose: &str, whole: &[u8]) -> Option<Vec<u8>> {
        let (number, rest) = whole.split_first()?;
        let (nonce, sealed) = rest.split_at_checked(NONCE_LENGTH)?;
        let version = std::iter::once(&self.newest)
            .chain(&self.older)
            .find(|version| version.number == *number)?;
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().ok()?;
        cipher(version)
            .decrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: sealed,
                    aad: purpose.as_bytes(),
                },
            )
            .ok()
    }
}

/// Two servers that start at once make one file: a link is made once and with its whole content.
fn make_file(path: &Path, keys: &ServerKeys) -> anyhow::Result<()> {
    let draft = path.with_extension(format!("key.{}", std::process::id()));
    let line = format!("{} {}\n", keys.newest.number, hex(&keys.newest.key));
    write_private(&draft, line.as_bytes())?;
    let linked = std::fs::hard_link(&draft, path);
    if linked.is_err() && !path.exists() {
        // A file system without links; nobody else is likely to be there.
        return std::fs::rename(&draft, path)
            .with_context(|| format!("cannot write {}", path.display()));
    }
    std::fs::remove_file(&draft).with_context(|| format!("cannot remove {}", draft.display()))
}

fn mac(version: &Version, purpose: &str, data: &[u8]) -> [u8; 32] {
    let mut code = Hmac::<Sha256>::new_from_slice(&version.key)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length (RFC 2104 §2)"));
    code.update(purpose.as_bytes());
    code.update(&[0]);
    code.update(data);
    code.finalize().into_bytes().into()
}

/// A key of its own for encryption, so that no key serves two algorithms.
fn cipher(version: &Version) -> ChaCha20Poly1305 {
    let key = mac(version, "encryption key", &[]);
    ChaCha20Poly1305::new(&key.into())
}

fn fingerprint(version: &Version) -> String {
    let code = mac(version, "fingerprint", &[]);
    hex(code.get(..8).unwrap_or_default())
}

fn parse_version(line: &str) -> anyhow::Result<Version> {
    let (number, key) = line.trim().split_once(' ').context("a number and a key")?;
    let digits = key.trim().as_bytes();
    anyhow::ensure!(digits.len() == 64, "a key has 64 hexadecimal digits");
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair)?, 16)?;
    }
    Ok(Version {
        number: number.parse()?,
        key: bytes,
    })
}

/// Lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Others on the machine must not read it.
#[cfg(unix)]
fn require_private(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path)
        .with_context(|| format!("cannot read the server key {}", path.display()))?
        .permissions()
        .mode();
    if mode & 0o077 != 0 {
        bail!(
            "others can read the server key {}\nhint: chmod 600 {}",
            path.display(),
            path.display()
        );
    }
    Ok(())
}

#[cfg(not(unix))]
fn require_private(_: &Path) -> anyhow::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn the_file_is_made_once_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.key");
        let randomness = Randomness::from_seed(1);
        let made = ServerKeys::load_or_create(&path, &randomness).unwrap();
        let read = ServerKeys::load_or_create(&path, &randomness).unwrap();
        assert_eq!(made.mac("a", b"b"), read.mac("a", b"b"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let rights = std::fs::metadata(&path).unwrap().permissions();
            assert_eq!(rights.mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            let error = ServerKeys::load_or_create(&path, &randomness).unwrap_err();
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }

    ///
    #[test]
    fn a_key_is_replaced_by_adding_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.key");
        let randomness = Randomness::from_seed(2);
        let old = ServerKeys::load_or_create(&path, &randomness).unwrap();
        let sealed = old.seal("totp", b"secret", &randomness).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        write_private(&path, format!("{text}2 {}\n", "ab".repeat(32)).as_bytes()).unwrap();
        let new = ServerKeys::load_or_create(&path, &randomness).unwrap();
        assert_eq!(new.open("totp", &sealed).as_deref(), Some(&b"secret"[..]));
        assert!(new.is_mac_text("p", b"d", &old.mac_text("p", b"d")));
        assert_ne!(new.mac("p", b"d"), old.mac("p", b"d"));
    }

    #[test]
    fn what_was_changed_or_made_for_something_else_does_not_open() {
        let randomness = Randomness::from_seed(3);
        let keys = ServerKeys::generate(&randomness);
        let sealed = keys.seal("totp", b"secret", &randomness).unwrap();
        assert_eq!(keys.open("other", &sealed), None);
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert_eq!(keys.open("totp", &changed), None, "{position}");
        }
        assert_eq!(keys.open("totp", &[]), None);
        assert!(!keys.is_mac_text("p", b"d", &keys.mac_text("q", b"d")));
        assert!(keys.is_mac_text("p", b"d", &keys.mac_text("p", b"d")));
        assert!(!keys.is_mac_text("p", b"d", &keys.mac_text("p", b"e")));
        assert!(!keys.is_mac_text("p", b"d", ""));
    }
}
