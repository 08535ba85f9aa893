//! The certificate that the server shows.
//!
//! On first start one is made and kept in the data folder, so that stands can upload at once:
//! HardPy does not verify certificates, but everything else may pin this one. It names whatever a
//! client may type for this machine, as DNS names and as IP addresses, and it is also shown to
//! clients that name no host at all (an address typed as an IP has no SNI).

use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::Config;

/// A machine with containers may have very many.
const OWN_ADDRESSES_MAX: usize = 32;

/// Where certificate and key are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    pub certificate: PathBuf,
    pub private_key: PathBuf,
    /// Made by the server itself.
    pub is_own: bool,
}

impl CertificateFiles {
    /// The configured files, else those in the data folder.
    pub fn locate(data_folder: &Path, config: &Config) -> Self {
        match (&config.certificate_file, &config.private_key_file) {
            (Some(certificate), Some(private_key)) => Self {
                certificate: certificate.clone(),
                private_key: private_key.clone(),
                is_own: false,
            },
            _ => Self {
                certificate: data_folder.join("tls/certificate.pem"),
                private_key: data_folder.join("tls/key.pem"),
                is_own: true,
            },
        }
    }

    /// Makes the server's own certificate unless it is there.
    pub fn make_missing(&self, config: &Config) -> anyhow::Result<()> {
        if !self.is_own || (self.certificate.exists() && self.private_key.exists()) {
            return Ok(());
        }
        let folder = self
            .certificate
            .parent()
            .context("the certificate needs a folder")?;
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let key = rcgen::KeyPair::generate()?;
        let mut params = rcgen::CertificateParams::new(host_names(config))?;
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "StandCloud");
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2049, 12, 31);
        let certificate = params.self_signed(&key)?;
        write_private(&self.private_key, key.serialize_pem().as_bytes())?;
        std::fs::write(&self.certificate, certificate.pem())
            .with_context(|| format!("cannot write {}", self.certificate.display()))?;
        tracing::info!(
            certificate = %self.certificate.display(),
            "made a certificate; clients that verify need this file"
        );
        Ok(())
    }

    /// What the server needs to speak TLS 1.2 and 1.3.
    pub fn server_config(&self) -> anyhow::Result<Arc<rustls::ServerConfig>> {
        let chain = self.chain()?;
        let key = PrivateKeyDer::from_pem_file(&self.private_key)
            .with_context(|| format!("cannot read the key {}", self.private_key.display()))?;
        let mut server = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .context("certificate and key do not fit each other")?;
        server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(server))
    }

    /// The certificate chain, the server's own first.
    pub fn chain(&self) -> anyhow::Result<Vec<CertificateDer<'static>>> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(&self.certificate)
            .with_context(|| format!("cannot read {}", self.certificate.display()))?
            .collect();
        let chain =
            chain.with_context(|| format!("{} is not a PEM file", self.certificate.display()))?;
        anyhow::ensure!(
            !chain.is_empty(),
            "{} holds no certificate",
            self.certificate.display()
        );
        Ok(chain)
    }
}

/// All that a client may type to reach this machine.
pub fn host_names(config: &Config) -> Vec<String> {
    let mut names = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
    ];
    if !config.listen.ip().is_unspecified() {
        names.push(config.listen.ip().to_string());
    }
    names.extend(machine_name());
    names.extend(own_addresses().iter().map(ToString::to_string));
    names.extend(config.public_url.as_deref().and_then(url_host));
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// The host in `https://host:port/…`.
pub fn url_host(url: &str) -> Option<String> {
    let authority = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => authority
            .rsplit_once(':')
            .map_or(authority, |(host, _)| host),
    };
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

fn machine_name() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())?;
    let name = name.trim().to_ascii_lowercase();
    let is_dns_name = !name.is_empty()
        && name.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
    is_dns_name.then_some(name)
}

/// The addresses of this machine's networks.
fn own_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let addresses = interfaces.iter().map(if_addrs::Interface::ip);
    addresses
        .filter(|address| !address.is_loopback() && !is_link_local(*address))
        .take(OWN_ADDRESSES_MAX)
        .collect()
}

/// Nobody types these: they need the name of an interface.
fn is_link_local(address: IpAddr) -> bool {
    matches!(address, IpAddr::V6(address) if address.is_unicast_link_local())
}

/// Writes a file that only its owner may read, from its first byte on.
pub fn write_private(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(content)
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_found_in_an_address() {
        for (url, host) in [
            ("https://Stand.Example:8443/x", Some("stand.example")),
            ("https://stand.example", Some("stand.example")),
            ("https://[::1]:8443", Some("::1")),
            ("nonsense", None),
        ] {
            assert_eq!(url_host(url).as_deref(), host, "{url}");
        }
    }
}
