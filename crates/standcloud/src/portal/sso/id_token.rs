//! From the code that the provider gave the browser to a person who can be believed (OpenID Connect
//! Core §3.1.3).

use std::time::{Duration, SystemTime};

use openidconnect::core::{
    CoreClient, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    SignatureVerificationError, TokenResponse,
};
use standcloud_store::UnixMicros;

use super::begin::{Begun, nonce, redirect_url, verifier};
use super::failure::Failure;
use super::http_client::fetch;
use super::providers::{Freshness, takes_secret_in_body_only};
use crate::app::App;
use crate::config::SsoProvider;

/// Clocks of two companies differ.
const CLOCK_SKEW_SECONDS: i64 = 120;
const NAME_LENGTH_MAX: usize = 100;
const EMAIL_LENGTH_MAX: usize = 254;
const SUBJECT_LENGTH_MAX: usize = 255;

/// Who it is, according to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) subject: String,
    /// Lower case, and only if the provider has verified it.
    pub(super) verified_email: Option<String>,
    pub(super) name: String,
}

/// What the browser brought back.
#[derive(Debug)]
pub(super) struct Returned<'a> {
    pub(super) state: &'a str,
    pub(super) code: String,
}

pub(super) async fn read_person(
    app: &App,
    provider: &SsoProvider,
    begun: &Begun,
    returned: Returned<'_>,
) -> Result<Person, Failure> {
    let now = app.clock.now();
    let metadata = app.sso.metadata(provider, Freshness::Usual, now).await?;
    let id_token = redeem(app, provider, &metadata, begun, &returned).await?;
    let mut verified = verify(app, provider, &metadata, &id_token, returned.state);
    if let Err(ClaimsVerificationError::SignatureVerification(
        SignatureVerificationError::NoMatchingKey,
    )) = &verified
    {
        let newest = app.sso.metadata(provider, Freshness::UnknownKey, now);
        verified = verify(app, provider, &*newest.await?, &id_token, returned.state);
    }
    let claims = verified.map_err(|error| Failure::Untrusted(explain(&error)))?;
    require_our_party(provider, &claims)?;
    if begun.anew {
        require_recent(&claims, now)?;
    }
    person(provider, &claims)
}

fn explain(error: &ClaimsVerificationError) -> String {
    match error {
        ClaimsVerificationError::SignatureVerification(cause) => format!("signature: {cause}"),
        other => other.to_string(),
    }
}

async fn redeem(
    app: &App,
    provider: &SsoProvider,
    metadata: &CoreProviderMetadata,
    begun: &Begun,
    returned: &Returned<'_>,
) -> Result<CoreIdToken, Failure> {
    let mut client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(provider.client_id.clone()),
        Some(ClientSecret::new(
            provider.client_secret.reveal().to_owned(),
        )),
    )
    .set_redirect_uri(redirect_url(begun)?);
    if takes_secret_in_body_only(metadata) {
        client = client.set_auth_type(AuthType::RequestBody);
    }
    let http = app.sso.client()?;
    let answer = client
        .exchange_code(AuthorizationCode::new(returned.code.clone()))
        .map_err(|error| Failure::Away(error.to_string()))?
        .set_pkce_verifier(verifier(app, returned.state))
        .request_async(&|request| fetch(http.clone(), request))
        .await
        .map_err(|error| Failure::Away(format!("token endpoint: {error}")))?;
    let id_token = answer.id_token().cloned();
    id_token.ok_or_else(|| Failure::Untrusted("no ID token".to_owned()))
}

fn verify(
    app: &App,
    provider: &SsoProvider,
    metadata: &CoreProviderMetadata,
    id_token: &CoreIdToken,
    state: &str,
) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
    let now = app.clock.now();
    let client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(provider.client_id.clone()),
        None,
    );
    // Without our secret no token counts that is signed with it; the provider's own wishes do not
    // widen this list.
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs([
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            CoreJwsSigningAlgorithm::EdDsa,
            CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        ])
        .set_time_fn(move || system_time(now).into())
        .set_issue_time_verifier_fn(move |issued| {
            let is_past = issued.timestamp() <= now.0 / 1_000_000 + CLOCK_SKEW_SECONDS;
            is_past
                .then_some(())
                .ok_or_else(|| "it was issued in the future".to_owned())
        });
    id_token.claims(&verifier, &nonce(app, state)).cloned()
}

fn system_time(at: UnixMicros) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.0).unwrap_or(0))
}

/// OpenID Connect Core §3.1.3.7, 4 and 5, which the library leaves to us.
fn require_our_party(provider: &SsoProvider, claims: &CoreIdTokenClaims) -> Result<(), Failure> {
    match claims.authorized_party() {
        Some(party) if party.as_str() != provider.client_id => Err(Failure::Untrusted(
            "it was made for another program (azp)".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Some providers do not say when; asking for the password again is all that can be done then.
fn require_recent(claims: &CoreIdTokenClaims, now: UnixMicros) -> Result<(), Failure> {
    let oldest = now.0 / 1_000_000 - 300 - CLOCK_SKEW_SECONDS;
    match claims.auth_time() {
        Some(at) if at.timestamp() < oldest => Err(Failure::Untrusted(
            "the person was not asked to sign in again".to_owned(),
        )),
        _ => Ok(()),
    }
}

fn person(provider: &SsoProvider, claims: &CoreIdTokenClaims) -> Result<Person, Failure> {
    let subject = claims.subject().to_string();
    if subject.is_empty() || subject.len() > SUBJECT_LENGTH_MAX {
        return Err(Failure::Untrusted(
            "the subject is empty or long".to_owned(),
        ));
    }
    let is_verified = claims.email_verified().unwrap_or(provider.verified_emails);
    let email = claims.email().map(|email| email.trim().to_lowercase());
    let email = email.filter(|email| {
        is_verified && email.len() <= EMAIL_LENGTH_MAX && email.split('@').count() == 2
    });
    let name = claims.name().and_then(|name| name.get(None));
    Ok(Person {
        subject,
        verified_email: email,
        name: name.map_or_else(String::new, |name| {
            name.chars()
                .filter(|letter| !letter.is_control())
                .take(NAME_LENGTH_MAX)
                .collect()
        }),
    })
}
