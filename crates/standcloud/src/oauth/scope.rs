//! Scopes of tokens (RFC 6749 §3.3, R-41).

use std::collections::BTreeSet;
use std::fmt;

use super::{OauthError, OauthErrorCode};
use crate::auth::Scope;

/// What a client may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OauthScope {
    /// A refresh token comes with the access token.
    OfflineAccess,
    /// What HardPy asks for: use of the APIs, within the rights of the person.
    AutheliaBearerAuthz,
    ReportWrite,
    ReportRead,
}

impl OauthScope {
    pub const ALL: [Self; 4] = [
        Self::OfflineAccess,
        Self::AutheliaBearerAuthz,
        Self::ReportWrite,
        Self::ReportRead,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::OfflineAccess => "offline_access",
            Self::AutheliaBearerAuthz => "authelia.bearer.authz",
            Self::ReportWrite => "report:write",
            Self::ReportRead => "report:read",
        }
    }

    /// What it allows at the APIs.
    fn rights(self) -> &'static [Scope] {
        match self {
            Self::OfflineAccess => &[],
            Self::AutheliaBearerAuthz => &[Scope::ReportWrite, Scope::ReportRead],
            Self::ReportWrite => &[Scope::ReportWrite],
            Self::ReportRead => &[Scope::ReportRead],
        }
    }

    fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }
}

/// Distinct scopes in one order, so that an answer is the same however they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScopeSet(BTreeSet<OauthScope>);

impl ScopeSet {
    pub fn new(scopes: impl IntoIterator<Item = OauthScope>) -> Self {
        Self(scopes.into_iter().collect())
    }

    /// A `scope` parameter: `invalid_scope` when one is unknown.
    pub fn parse(text: &str) -> Result<Self, OauthError> {
        let names = text.split(' ').filter(|name| !name.is_empty());
        let scopes: Result<BTreeSet<_>, _> = names
            .map(|name| OauthScope::find(name).ok_or_else(|| unknown_scope(name)))
            .collect();
        scopes.map(Self)
    }

    /// A stored list; what an older version does not know grants nothing.
    pub fn parse_stored(text: &str) -> Self {
        Self(text.split(' ').filter_map(OauthScope::find).collect())
    }

    pub fn contains(&self, scope: OauthScope) -> bool {
        self.0.contains(&scope)
    }

    pub fn is_subset(&self, of: &Self) -> bool {
        self.0.is_subset(&of.0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = OauthScope> {
        self.0.iter().copied()
    }

    /// What they allow at the APIs, each once.
    pub fn rights(&self) -> Vec<Scope> {
        let rights: BTreeSet<Scope> = self
            .iter()
            .flat_map(|scope| scope.rights().iter().copied())
            .collect();
        rights.into_iter().collect()
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(OauthScope::as_str).collect();
        formatter.write_str(&names.join(" "))
    }
}

fn unknown_scope(name: &str) -> OauthError {
    OauthError::new(
        OauthErrorCode::InvalidScope,
        format!("This server does not know the scope '{name}'."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn scopes_are_read_in_any_order_and_written_in_one() {
        let scopes = ScopeSet::parse("authelia.bearer.authz  offline_access").unwrap();
        assert_eq!(scopes.to_string(), "offline_access authelia.bearer.authz");
        assert_eq!(scopes.rights(), [Scope::ReportWrite, Scope::ReportRead]);
        assert!(
            ScopeSet::parse("offline_access")
                .unwrap()
                .rights()
                .is_empty()
        );
        for wrong in ["openid", "Offline_Access", "report:*", "offline_access foo"] {
            let error = ScopeSet::parse(wrong).unwrap_err();
            assert_eq!(error.code(), OauthErrorCode::InvalidScope, "{wrong}");
        }
    }
}
