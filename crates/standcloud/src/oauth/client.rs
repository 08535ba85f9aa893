//! Programs that may ask for tokens: two that come with the product, and those that Admins register.

use standcloud_store::{OAuthClient, OrganisationId};

use super::{AudienceSet, OauthError, OauthErrorCode, OauthForm, OauthScope, ScopeSet};
use crate::app::App;

pub const HARDPY_CLIENT: &str = "hardpy-report-uploader";
pub const CLI_CLIENT: &str = "standcloud-cli";

/// The ways to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantType {
    DeviceCode,
    AuthorizationCode,
    RefreshToken,
    ClientCredentials,
}

impl GrantType {
    pub const ALL: [Self; 4] = [
        Self::DeviceCode,
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
    ];

    /// As in RFC 6749 and RFC 8628.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }

    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }
}

/// Who vouches for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientOrigin {
    BuiltIn,
    /// An Admin of this organisation has registered it; only its members can let it in.
    Registered(OrganisationId),
}

/// How a client proves who it is.
#[derive(Clone, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// A public client proves nothing.
    None,
    Secret {
        sha256: Vec<u8>,
    },
}

impl std::fmt::Debug for ClientAuthentication {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::None => "None",
            Self::Secret { .. } => "Secret",
        })
    }
}

/// A client that may be used now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: String,
    /// For people.
    pub name: String,
    pub origin: ClientOrigin,
    pub authentication: ClientAuthentication,
    pub grant_types: Vec<GrantType>,
    pub scopes: ScopeSet,
    /// Registered redirect addresses; on loopback hosts any port is right (RFC 8252 §7.3).
    pub redirect_uris: Vec<String>,
    /// Whether authorization requests must be pushed (RFC 9126).
    pub must_push_requests: bool,
}

impl Client {
    /// A client that comes with the product.
    pub fn built_in(client_id: &str) -> Option<Self> {
        match client_id {
            HARDPY_CLIENT => Some(hardpy()),
            CLI_CLIENT => Some(command_line()),
            _ => None,
        }
    }

    fn registered(stored: OAuthClient) -> Self {
        let words = |text: &str| -> Vec<String> {
            text.split(' ')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let grant_types = words(&stored.grant_types);
        Self {
            id: stored.client_id,
            name: stored.name,
            origin: ClientOrigin::Registered(stored.organisation),
            authentication: match stored.secret_sha256 {
                Some(sha256) => ClientAuthentication::Secret { sha256 },
                None => ClientAuthentication::None,
            },
            grant_types: grant_types
                .iter()
                .filter_map(|name| GrantType::find(name))
                .collect(),
            scopes: ScopeSet::parse_stored(&stored.scopes),
            redirect_uris: words(&stored.redirect_uris),
            must_push_requests: false,
        }
    }

    pub fn may_use(&self, grant_type: GrantType) -> bool {
        self.grant_types.contains(&grant_type)
    }

    /// `unauthorized_client` unless it is registered for this grant.
    pub fn require_grant_type(&self, grant_type: GrantType) -> Result<(), OauthError> {
        if self.may_use(grant_type) {
            return Ok(());
        }
        Err(OauthError::new(
            OauthErrorCode::UnauthorizedClient,
            format!(
                "This client may not use the grant type {}.",
                grant_type.as_str()
            ),
        ))
    }

    /// The scopes asked for, or all that the client may have; `invalid_scope` for more than that.
    pub fn requested_scopes(&self, form: &OauthForm) -> Result<ScopeSet, OauthError> {
        let Some(text) = form.get("scope") else {
            return Ok(self.scopes.clone());
        };
        let asked = ScopeSet::parse(text)?;
        if asked.is_empty() {
            return Ok(self.scopes.clone());
        }
        if asked.is_subset(&self.scopes) {
            return Ok(asked);
        }
        Err(OauthError::new(
            OauthErrorCode::InvalidScope,
            format!("This client may have these scopes only: {}.", self.scopes),
        ))
    }

    /// The APIs that a grant made now is good for. HardPy asks for one and uses its token for both,
    /// so a grant of a built-in client covers both.
    pub fn granted_audiences(
        &self,
        app: &App,
        form: &OauthForm,
    ) -> Result<AudienceSet, OauthError> {
        let asked = AudienceSet::from_form(form, &app.origins)?;
        Ok(match self.origin {
            ClientOrigin::BuiltIn => AudienceSet::all(),
            ClientOrigin::Registered(_) => asked.unwrap_or_else(AudienceSet::all),
        })
    }
}

/// The client with this id, if there is one and it is not disabled.
pub async fn find_client(app: &App, client_id: &str) -> Result<Option<Client>, OauthError> {
    if let Some(built_in) = Client::built_in(client_id) {
        return Ok(Some(built_in));
    }
    let stored = app.store.lookup_oauth_client(client_id).await?;
    let enabled = stored.filter(|client| client.disabled.is_none());
    Ok(enabled.map(Client::registered))
}

fn hardpy() -> Client {
    Client {
        id: HARDPY_CLIENT.to_owned(),
        name: "HardPy".to_owned(),
        origin: ClientOrigin::BuiltIn,
        authentication: ClientAuthentication::None,
        grant_types: vec![
            GrantType::DeviceCode,
            GrantType::AuthorizationCode,
            GrantType::RefreshToken,
        ],
        scopes: ScopeSet::new([OauthScope::OfflineAccess, OauthScope::AutheliaBearerAuthz]),
        redirect_uris: vec![
            "http://127.0.0.1/oauth2/callback".to_owned(),
            "http://[::1]/oauth2/callback".to_owned(),
        ],
        must_push_requests: true,
    }
}

fn command_line() -> Client {
    Client {
        id: CLI_CLIENT.to_owned(),
        name: "StandCloud command line".to_owned(),
        origin: ClientOrigin::BuiltIn,
        authentication: ClientAuthentication::None,
        grant_types: vec![GrantType::DeviceCode, GrantType::RefreshToken],
        scopes: ScopeSet::new([
            OauthScope::OfflineAccess,
            OauthScope::ReportWrite,
            OauthScope::ReportRead,
        ]),
        redirect_uris: Vec::new(),
        must_push_requests: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn built_in_clients_have_their_grants_and_no_secret() {
        let hardpy = Client::built_in(HARDPY_CLIENT).unwrap();
        assert_eq!(hardpy.authentication, ClientAuthentication::None);
        assert!(!hardpy.may_use(GrantType::ClientCredentials));
        assert!(hardpy.may_use(GrantType::AuthorizationCode));
        let command_line = Client::built_in(CLI_CLIENT).unwrap();
        assert!(!command_line.may_use(GrantType::AuthorizationCode));
        let refusal = command_line
            .require_grant_type(GrantType::AuthorizationCode)
            .unwrap_err();
        assert_eq!(refusal.code(), OauthErrorCode::UnauthorizedClient);
        assert_eq!(Client::built_in("HardPy"), None);
        assert_eq!(GrantType::find("password"), None);
    }

    ///
    #[test]
    fn a_client_gets_the_scopes_it_may_have() {
        let client = Client::built_in(HARDPY_CLIENT).unwrap();
        let ask = |text: &str| {
            let form = OauthForm::parse(text.as_bytes()).unwrap();
            client.requested_scopes(&form).map(|set| set.to_string())
        };
        let all = "offline_access authelia.bearer.authz";
        assert_eq!(ask("").unwrap(), all);
        assert_eq!(ask("scope=+").unwrap(), all);
        assert_eq!(
            ask("scope=authelia.bearer.authz+offline_access").unwrap(),
            all
        );
        assert_eq!(ask("scope=offline_access").unwrap(), "offline_access");
        for wrong in ["scope=foo", "scope=openid", "scope=report:read"] {
            let code = ask(wrong).unwrap_err().code();
            assert_eq!(code, OauthErrorCode::InvalidScope, "{wrong}");
        }
    }
}
