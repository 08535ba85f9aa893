//! `standcloud doctor`

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use standcloud_store::{Store, UnixMicros};

use super::DataOptions;
use super::output::data;
use crate::api::text::rfc3339;
use crate::auth::key_state::key_notice;
use crate::clock::{Clock, Randomness};
use crate::config::Config;
use crate::mail::check_server;
use crate::server_keys::{ServerKeys, server_key_file};
use crate::tls::{CertificateFiles, url_host};

/// Below this a busy stand fills the disk within days.
const DISK_FREE_WANTED: u64 = 5 << 30;
/// 2026-01-01: a clock before this program was made is wrong.
const CLOCK_EARLIEST: UnixMicros = UnixMicros(1_767_225_600_000_000);

#[derive(Debug, Args)]
pub(super) struct DoctorOptions {
    #[command(flatten)]
    data: DataOptions,
    /// The configuration that the server is started with
    #[arg(long, value_name = "FILE", env = "STANDCLOUD_CONFIG")]
    config: Option<std::path::PathBuf>,
    /// One JSON object per check
    #[arg(long)]
    json: bool,
    /// Go on with the present server key although the database knows another. Everybody who uses an
    /// authenticator app must set it up again
    #[arg(long)]
    accept_server_key: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Good,
    Look,
    Bad,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Look => "warning",
            Self::Bad => "problem",
        }
    }
}

struct Finding {
    verdict: Verdict,
    subject: &'static str,
    text: String,
}

fn finding(verdict: Verdict, subject: &'static str, text: impl Into<String>) -> Finding {
    Finding {
        verdict,
        subject,
        text: text.into(),
    }
}

pub(super) async fn run(options: DoctorOptions) -> anyhow::Result<ExitCode> {
    let mut findings = vec![finding(
        Verdict::Good,
        "version",
        format!("standcloud {}", env!("CARGO_PKG_VERSION")),
    )];
    let config = match &options.config {
        None => Config::default(),
        Some(path) => {
            match Config::from_file(path).and_then(|config| config.validate().map(|()| config)) {
                Ok(config) => {
                    findings.push(finding(
                        Verdict::Good,
                        "configuration",
                        path.display().to_string(),
                    ));
                    config
                }
                Err(error) => {
                    findings.push(finding(Verdict::Bad, "configuration", format!("{error:#}")));
                    Config::default()
                }
            }
        }
    };
    findings.push(check_clock());
    findings.push(check_permissions(&options.data.data_folder));
    findings.push(check_disk(&options.data.data_folder));
    findings.extend(check_certificate(&options.data.data_folder, &config));
    findings.extend(check_database(&options.data).await);
    findings.extend(check_mail(&config).await);
    findings.extend(check_server_key(&options, &config).await);
    print(&findings, options.json)?;
    let is_bad = findings
        .iter()
        .any(|finding| finding.verdict == Verdict::Bad);
    Ok(if is_bad {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn print(findings: &[Finding], as_json: bool) -> anyhow::Result<()> {
    for finding in findings {
        if as_json {
            let object = serde_json::json!({
                "verdict": finding.verdict.word(), "subject": finding.subject, "text": finding.text,
            });
            data(object.to_string())?;
        } else {
            data(format!(
                "{:<8} {:<14} {}",
                finding.verdict.word(),
                finding.subject,
                finding.text
            ))?;
        }
    }
    Ok(())
}

/// Nothing to say before the first start, which makes the key.
async fn check_server_key(options: &DoctorOptions, config: &Config) -> Option<Finding> {
    let path = server_key_file(&options.data.data_folder, config);
    if !path.exists() {
        return None;
    }
    let checked = async {
        let keys = ServerKeys::load_or_create(&path, &Randomness::from_system())?;
        let store = options.data.open().await?;
        if options.accept_server_key {
            keys.accept(&store).await?;
        }
        keys.require_known(&store).await
    };
    Some(match checked.await {
        Ok(()) => finding(
            Verdict::Good,
            "server key",
            format!("{}: keep a copy with each backup", path.display()),
        ),
        Err(error) => finding(Verdict::Bad, "server key", format!("{error:#}")),
    })
}

fn check_clock() -> Finding {
    let now = Clock::System.now();
    let text = rfc3339(now).unwrap_or_default();
    if now < CLOCK_EARLIEST {
        return finding(
            Verdict::Bad,
            "clock",
            format!(
                "{text} lies before this program was made: set the clock, or runs get wrong times"
            ),
        );
    }
    finding(Verdict::Good, "clock", text)
}

#[cfg(unix)]
fn check_permissions(folder: &Path) -> Finding {
    use std::os::unix::fs::PermissionsExt;
    let Ok(metadata) = std::fs::metadata(folder) else {
        return finding(
            Verdict::Bad,
            "data folder",
            format!(
                "{} is not there: name it with --data, or run 'standcloud setup'",
                folder.display()
            ),
        );
    };
    if metadata.permissions().mode() & 0o077 != 0 {
        return finding(
            Verdict::Look,
            "data folder",
            format!(
                "others on this machine may read it: chmod 700 {}",
                folder.display()
            ),
        );
    }
    finding(
        Verdict::Good,
        "data folder",
        format!("{} is private", folder.display()),
    )
}

#[cfg(not(unix))]
fn check_permissions(folder: &Path) -> Finding {
    let verdict = if folder.is_dir() {
        Verdict::Good
    } else {
        Verdict::Bad
    };
    finding(verdict, "data folder", folder.display().to_string())
}

fn check_disk(folder: &Path) -> Finding {
    match fs4::available_space(folder) {
        Err(error) => finding(
            Verdict::Look,
            "disk",
            format!("free space is not known: {error}"),
        ),
        Ok(free) if free < DISK_FREE_WANTED => finding(
            Verdict::Look,
            "disk",
            format!(
                "{} MiB are free: make room before uploads are refused",
                free >> 20
            ),
        ),
        Ok(free) => finding(
            Verdict::Good,
            "disk",
            format!("{} GiB are free", free >> 30),
        ),
    }
}

fn check_certificate(folder: &Path, config: &Config) -> Vec<Finding> {
    if config.plain_http {
        return vec![finding(
            Verdict::Good,
            "certificate",
            "plain HTTP is configured",
        )];
    }
    let files = CertificateFiles::locate(folder, config);
    if files.is_own && !files.certificate.exists() {
        return vec![finding(
            Verdict::Good,
            "certificate",
            "is made when the server first starts",
        )];
    }
    let mut findings = Vec::new();
    match files.server_config() {
        Err(error) => findings.push(finding(Verdict::Bad, "certificate", format!("{error:#}"))),
        Ok(_) => findings.extend(check_certificate_content(&files, config)),
    }
    findings
}

fn check_certificate_content(files: &CertificateFiles, config: &Config) -> Vec<Finding> {
    let Ok(chain) = files.chain() else {
        return Vec::new();
    };
    let Some(first) = chain.first() else {
        return Vec::new();
    };
    let Ok((_, certificate)) = x509_parser::parse_x509_certificate(first) else {
        return vec![finding(
            Verdict::Bad,
            "certificate",
            "cannot be read as X.509",
        )];
    };
    let name = files.certificate.display();
    let seconds_left =
        certificate.validity().not_after.timestamp() - Clock::System.now().0 / 1_000_000;
    let mut findings = vec![match seconds_left / 86_400 {
        days if days < 0 => finding(Verdict::Bad, "certificate", format!("{name} has expired")),
        days if days < 14 => finding(
            Verdict::Look,
            "certificate",
            format!("{name} expires in {days} days"),
        ),
        days => finding(
            Verdict::Good,
            "certificate",
            format!("{name}, {days} days left"),
        ),
    }];
    let host = config.public_url.as_deref().and_then(url_host);
    if let Some(host) = host.filter(|host| !names_host(&certificate, host)) {
        let text = if files.is_own {
            format!("does not name {host}: delete the tls folder and restart to make a new one")
        } else {
            format!("does not name {host}: clients that verify will refuse it")
        };
        findings.push(finding(Verdict::Look, "certificate", text));
    }
    findings
}

fn names_host(certificate: &x509_parser::certificate::X509Certificate<'_>, host: &str) -> bool {
    use x509_parser::extensions::GeneralName;
    let Ok(Some(names)) = certificate.subject_alternative_name() else {
        return false;
    };
    let address = host
        .parse::<std::net::IpAddr>()
        .ok()
        .map(|address| match address {
            std::net::IpAddr::V4(address) => address.octets().to_vec(),
            std::net::IpAddr::V6(address) => address.octets().to_vec(),
        });
    names.value.general_names.iter().any(|name| match name {
        GeneralName::DNSName(name) => match name.strip_prefix("*.") {
            Some(parent) => host
                .split_once('.')
                .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent)),
            None => name.eq_ignore_ascii_case(host),
        },
        GeneralName::IPAddress(bytes) => address.as_deref() == Some(*bytes),
        _ => false,
    })
}

/// Reaching the server is enough; a mail is not sent.
async fn check_mail(config: &Config) -> Option<Finding> {
    let mail = config.mail.as_ref()?;
    let place = format!("{}:{}", mail.server, mail.port());
    Some(match check_server(mail).await {
        Ok(()) => finding(Verdict::Good, "mail", format!("{place} takes mail")),
        Err(error) => finding(
            Verdict::Bad,
            "mail",
            format!(
                "{place} takes no mail, so invitations and new passwords do not arrive: {error:#}"
            ),
        ),
    })
}

async fn check_database(options: &DataOptions) -> Vec<Finding> {
    let store = match options.open().await {
        Ok(store) => store,
        Err(error) => return vec![finding(Verdict::Bad, "database", format!("{error:#}"))],
    };
    match describe_database(&store).await {
        Ok(findings) => findings,
        Err(error) => vec![finding(Verdict::Bad, "database", error.to_string())],
    }
}

async fn describe_database(store: &Store) -> anyhow::Result<Vec<Finding>> {
    let mut findings = vec![finding(Verdict::Good, "database", store.version().await?)];
    if let Some(problem) = store.integrity_problem().await? {
        findings.push(finding(
            Verdict::Bad,
            "database",
            format!("is damaged ({problem}): stop the server and restore a backup"),
        ));
    }
    for problem in store.unsafe_settings().await? {
        findings.push(finding(Verdict::Look, "database", problem));
    }
    for organisation in store.list_organisations().await? {
        let reports = store.count_reports(organisation.id).await?;
        let waiting = store
            .list_quarantine(organisation.id, false, 1000)
            .await?
            .len();
        let verdict = if waiting == 0 {
            Verdict::Good
        } else {
            Verdict::Look
        };
        let text = format!(
            "{}: {reports} reports, {waiting} in quarantine",
            organisation.slug
        );
        findings.push(finding(verdict, "organisation", text));
        if store.is_rebuilding(organisation.id).await? {
            let text = format!(
                "{slug}: a rebuild has begun and not ended. If 'standcloud rebuild' is not running, it \
                 was interrupted: run 'standcloud rebuild --org {slug}' again, until then values are \
                 not put into chunks",
                slug = organisation.slug
            );
            findings.push(finding(Verdict::Look, "organisation", text));
        }
        for key in store.list_api_keys(organisation.id).await? {
            if let Some(notice) = key_notice(&key, Clock::System.now()) {
                let text = format!("{}: {:?} {notice}", organisation.slug, key.name);
                findings.push(finding(Verdict::Look, "API key", text));
            }
        }
    }
    Ok(findings)
}
