//! What a third-party program is registered with, checked in one place for the command line and the
//! page.
//!
//! Whoever registers a program says how it gets its tokens and what for. What follows from that is
//! decided here: a program that acts for people gets refresh tokens, one that cannot keep a secret
//! gets none and may not speak for itself.

use std::fmt;
use std::str::FromStr;

use standcloud_store::{NewOAuthClient, OrganisationId, UnixMicros};
use uuid::Uuid;

use super::redirect_uri::{RedirectProblem, RedirectUri};
use super::{GrantType, OauthScope, ScopeSet};
use crate::auth::Scope;
use crate::auth::secret_text::{SecretKind, SecretText, random_text};
use crate::clock::Randomness;

const NAME_LENGTH_MAX: usize = 100;
const REDIRECT_URIS_MAX: usize = 20;
const CLIENT_ID_LENGTH: usize = 16;

/// A way to a token, as people choose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProgramGrant {
    /// A program without a browser shows a code, which a person approves elsewhere.
    Device,
    /// A person's browser comes back to the program.
    Code,
    /// The program speaks for itself; no person is asked.
    ClientCredentials,
}

impl ProgramGrant {
    pub const ALL: [Self; 3] = [Self::Device, Self::Code, Self::ClientCredentials];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Code => "code",
            Self::ClientCredentials => "client-credentials",
        }
    }

    pub fn grant_type(self) -> GrantType {
        match self {
            Self::Device => GrantType::DeviceCode,
            Self::Code => GrantType::AuthorizationCode,
            Self::ClientCredentials => GrantType::ClientCredentials,
        }
    }

    /// The ways in a stored list of grant types.
    pub fn parse_stored(grant_types: &str) -> Vec<Self> {
        let is_stored = |grant: &Self| {
            let name = grant.grant_type().as_str();
            grant_types.split(' ').any(|stored| stored == name)
        };
        Self::ALL.into_iter().filter(is_stored).collect()
    }
}

impl fmt::Display for ProgramGrant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for ProgramGrant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|grant| grant.as_str() == text);
        found.ok_or_else(|| {
            format!("unknown grant {text:?}: use device, code or client-credentials")
        })
    }
}

/// Whether a program can keep a secret (RFC 6749 §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramKind {
    /// It runs on people's machines, where anybody can read what it holds.
    Public,
    /// It runs on a server.
    Confidential,
}

/// What somebody typed.
#[derive(Debug, Clone)]
pub struct Draft {
    pub name: String,
    pub kind: ProgramKind,
    pub grants: Vec<ProgramGrant>,
    pub scopes: Vec<Scope>,
    pub redirect_uris: Vec<String>,
}

/// Why a program cannot be registered so, in words for whoever registers it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationProblem {
    #[error("The name must have 1 to {NAME_LENGTH_MAX} characters.")]
    Name,
    #[error("Choose how it gets its tokens: device, code or client-credentials.")]
    NoGrant,
    #[error("Choose what it may do: report:read or report:write.")]
    NoScope,
    #[error("A program without a secret cannot use client credentials: they are the secret.")]
    PublicWithClientCredentials,
    #[error("The code flow needs an address to come back to (a redirect address).")]
    RedirectMissing,
    #[error("A redirect address is used by the code flow only: choose that too, or leave it out.")]
    RedirectUnused,
    #[error("At most {REDIRECT_URIS_MAX} redirect addresses.")]
    TooManyRedirects,
    #[error("The redirect address {uri:?} cannot be used: {problem}.")]
    Redirect {
        uri: String,
        problem: RedirectProblem,
    },
}

/// A program as it may be registered.
#[derive(Debug, Clone)]
pub struct Registration {
    name: String,
    kind: ProgramKind,
    grant_types: Vec<GrantType>,
    scopes: ScopeSet,
    redirect_uris: Vec<RedirectUri>,
}

impl Registration {
    pub fn check(draft: &Draft) -> Result<Self, RegistrationProblem> {
        let name = draft.name.trim();
        let is_short = (1..=NAME_LENGTH_MAX).contains(&name.chars().count());
        if !is_short || name.contains(char::is_control) {
            return Err(RegistrationProblem::Name);
        }
        if draft.grants.is_empty() {
            return Err(RegistrationProblem::NoGrant);
        }
        if draft.scopes.is_empty() {
            return Err(RegistrationProblem::NoScope);
        }
        let speaks_for_itself = draft.grants.contains(&ProgramGrant::ClientCredentials);
        if speaks_for_itself && draft.kind == ProgramKind::Public {
            return Err(RegistrationProblem::PublicWithClientCredentials);
        }
        Ok(Self {
            name: name.to_owned(),
            kind: draft.kind,
            grant_types: grant_types(&draft.grants),
            scopes: scopes(draft),
            redirect_uris: redirect_uris(draft)?,
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is stored, and the secret to show once.
    pub fn issue(
        &self,
        organisation: OrganisationId,
        created_by: Option<Uuid>,
        created: UnixMicros,
        randomness: &Randomness,
    ) -> (NewOAuthClient, Option<SecretText>) {
        let secret = match self.kind {
            ProgramKind::Public => None,
            ProgramKind::Confidential => {
                Some(SecretText::generate(SecretKind::ClientSecret, randomness))
            }
        };
        let redirect_uris: Vec<&str> = self.redirect_uris.iter().map(RedirectUri::as_str).collect();
        let grant_types: Vec<&str> = self
            .grant_types
            .iter()
            .map(|grant| grant.as_str())
            .collect();
        let new = NewOAuthClient {
            client_id: format!("app_{}", random_text(randomness, CLIENT_ID_LENGTH)),
            organisation,
            name: self.name.clone(),
            secret_sha256: secret.as_ref().map(SecretText::sha256),
            grant_types: grant_types.join(" "),
            scopes: self.scopes.to_string(),
            redirect_uris: redirect_uris.join(" "),
            created_by,
            created,
        };
        (new, secret)
    }
}

fn acts_for_people(grants: &[ProgramGrant]) -> bool {
    grants
        .iter()
        .any(|grant| *grant != ProgramGrant::ClientCredentials)
}

fn grant_types(grants: &[ProgramGrant]) -> Vec<GrantType> {
    let mut types: Vec<GrantType> = grants.iter().map(|grant| grant.grant_type()).collect();
    if acts_for_people(grants) {
        types.push(GrantType::RefreshToken);
    }
    types.sort();
    types.dedup();
    types
}

fn scopes(draft: &Draft) -> ScopeSet {
    let rights = draft.scopes.iter().map(|scope| match scope {
        Scope::ReportWrite => OauthScope::ReportWrite,
        Scope::ReportRead => OauthScope::ReportRead,
    });
    let refresh = acts_for_people(&draft.grants).then_some(OauthScope::OfflineAccess);
    ScopeSet::new(rights.chain(refresh))
}

fn redirect_uris(draft: &Draft) -> Result<Vec<RedirectUri>, RegistrationProblem> {
    let needs_one = draft.grants.contains(&ProgramGrant::Code);
    match draft.redirect_uris.len() {
        0 if needs_one => return Err(RegistrationProblem::RedirectMissing),
        1.. if !needs_one => return Err(RegistrationProblem::RedirectUnused),
        count if count > REDIRECT_URIS_MAX => {
            return Err(RegistrationProblem::TooManyRedirects);
        }
        _ => {}
    }
    let parse = |uri: &String| {
        RedirectUri::parse(uri).map_err(|problem| RegistrationProblem::Redirect {
            uri: uri.clone(),
            problem,
        })
    };
    draft.redirect_uris.iter().map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(grants: &[ProgramGrant]) -> Draft {
        let needs_redirect = grants.contains(&ProgramGrant::Code);
        Draft {
            name: " Power BI ".to_owned(),
            kind: ProgramKind::Confidential,
            grants: grants.to_vec(),
            scopes: vec![Scope::ReportRead],
            redirect_uris: needs_redirect
                .then(|| "https://a.example/back".to_owned())
                .into_iter()
                .collect(),
        }
    }

    fn issue(draft: &Draft) -> (NewOAuthClient, Option<SecretText>) {
        let registration = Registration::check(draft).unwrap();
        let randomness = Randomness::from_seed(1);
        registration.issue(OrganisationId(1), None, UnixMicros(5), &randomness)
    }

    ///
    #[test]
    fn a_program_that_acts_for_people_gets_refresh_tokens() {
        for (grants, grant_types, scopes) in [
            (
                vec![ProgramGrant::Code],
                "authorization_code refresh_token",
                "offline_access report:read",
            ),
            (
                vec![ProgramGrant::Device, ProgramGrant::Device],
                "urn:ietf:params:oauth:grant-type:device_code refresh_token",
                "offline_access report:read",
            ),
            (
                vec![ProgramGrant::ClientCredentials],
                "client_credentials",
                "report:read",
            ),
        ] {
            let (new, secret) = issue(&draft(&grants));
            assert_eq!(
                (new.grant_types.as_str(), new.scopes.as_str()),
                (grant_types, scopes)
            );
            assert_eq!(new.name, "Power BI");
            assert_eq!(new.secret_sha256, secret.map(|secret| secret.sha256()));
            assert!(new.secret_sha256.is_some());
            assert!(new.client_id.starts_with("app_") && new.client_id.len() == 20);
        }
    }

    ///
    #[test]
    fn a_public_program_has_no_secret() {
        let public = Draft {
            kind: ProgramKind::Public,
            ..draft(&[ProgramGrant::Code, ProgramGrant::Device])
        };
        let (new, secret) = issue(&public);
        assert!(new.secret_sha256.is_none() && secret.is_none());
        assert_eq!(
            ProgramGrant::parse_stored(&new.grant_types),
            [ProgramGrant::Device, ProgramGrant::Code]
        );
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let change = |change: &dyn Fn(&mut Draft)| {
            let mut draft = draft(&[ProgramGrant::Code]);
            change(&mut draft);
            Registration::check(&draft).unwrap_err()
        };
        assert_eq!(
            change(&|draft| draft.name = "  ".to_owned()),
            RegistrationProblem::Name
        );
        assert_eq!(
            change(&|draft| draft.name = "a\u{7}".to_owned()),
            RegistrationProblem::Name
        );
        assert_eq!(
            change(&|draft| draft.name = "é".repeat(101)),
            RegistrationProblem::Name
        );
        assert_eq!(
            change(&|draft| draft.grants.clear()),
            RegistrationProblem::NoGrant
        );
        assert_eq!(
            change(&|draft| draft.scopes.clear()),
            RegistrationProblem::NoScope
        );
        assert_eq!(
            change(&|draft| draft.redirect_uris.clear()),
            RegistrationProblem::RedirectMissing
        );
        assert_eq!(
            change(&|draft| draft.grants = vec![ProgramGrant::Device]),
            RegistrationProblem::RedirectUnused
        );
        let many = vec!["https://a.example/back".to_owned(); REDIRECT_URIS_MAX + 1];
        assert_eq!(
            change(&|draft| draft.redirect_uris.clone_from(&many)),
            RegistrationProblem::TooManyRedirects
        );
        let wrong = change(&|draft| draft.redirect_uris = vec!["http://a.example/".to_owned()]);
        assert!(
            matches!(wrong, RegistrationProblem::Redirect { .. }),
            "{wrong}"
        );
        let public = change(&|draft| {
            draft.kind = ProgramKind::Public;
            draft.grants.push(ProgramGrant::ClientCredentials);
        });
        assert_eq!(public, RegistrationProblem::PublicWithClientCredentials);
    }
}
