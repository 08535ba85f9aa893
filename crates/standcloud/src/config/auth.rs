//! Settings of signing in: how long things live, who may begin a login, what a password costs.

use anyhow::bail;
use ipnet::IpNet;
use serde::Deserialize;

/// The `[auth]` section.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthConfig {
    /// Life of an access token.
    pub access_token_seconds: u64,
    /// Life of a device code; HardPy waits for 300 s.
    pub device_code_seconds: u64,
    /// A stand that is not used for so long must sign in again.
    pub stand_idle_days: u32,
    /// A stand must sign in again after so long, however much it is used.
    pub stand_absolute_days: u32,
    /// A browser that is not used for so long must sign in again.
    pub session_idle_hours: u32,
    /// A browser must sign in again after so long.
    pub session_absolute_days: u32,
    /// What destroys or lets in asks for the password again when the sign-in is older.
    pub recent_sign_in_minutes: u32,
    /// Memory and passes of one password check (argon2id).
    pub password_memory_kib: u32,
    pub password_passes: u32,
    /// Networks from which a device login may be begun; empty allows all.
    pub device_networks: Vec<IpNet>,
    /// Whether the link that a stand shows holds the code, so that nobody has to type it.
    pub code_in_link: bool,
    /// Web pages of other origins that may call token, device, PAR and revocation endpoints.
    pub cors_origins: Vec<String>,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            access_token_seconds: 3600,
            device_code_seconds: 330,
            stand_idle_days: 30,
            stand_absolute_days: 365,
            session_idle_hours: 8,
            session_absolute_days: 7,
            recent_sign_in_minutes: 15,
            password_memory_kib: 64 << 10,
            password_passes: 3,
            device_networks: Vec::new(),
            code_in_link: true,
            cors_origins: Vec::new(),
        }
    }
}

impl AuthConfig {
    pub(super) fn validate(&self) -> anyhow::Result<()> {
        if !(300..=86_400).contains(&self.access_token_seconds) {
            bail!(
                "auth.access_token_seconds must be 300 to 86400: HardPy refreshes 60 s before the end"
            );
        }
        if !(120..=1800).contains(&self.device_code_seconds) {
            bail!("auth.device_code_seconds must be 120 to 1800");
        }
        if self.password_memory_kib < 19 << 10 || self.password_passes < 2 {
            bail!(
                "auth.password_memory_kib must be at least 19456 and auth.password_passes at least 2"
            );
        }
        for (name, value) in [
            ("stand_idle_days", self.stand_idle_days),
            ("stand_absolute_days", self.stand_absolute_days),
            ("session_idle_hours", self.session_idle_hours),
            ("session_absolute_days", self.session_absolute_days),
            ("recent_sign_in_minutes", self.recent_sign_in_minutes),
        ] {
            if !(1..=3660).contains(&value) {
                bail!("auth.{name} must be 1 to 3660");
            }
        }
        Ok(())
    }
}
