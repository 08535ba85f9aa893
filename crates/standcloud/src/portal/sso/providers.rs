//! What the providers say about themselves: addresses and signing keys, kept for an hour.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use openidconnect::core::{CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{IssuerUrl, url};
use reqwest::Client;
use standcloud_store::UnixMicros;

use super::failure::Failure;
use super::http_client::{fetch, new_client};
use crate::config::SsoProvider;

const MICROS_PER_SECOND: i64 = 1_000_000;

/// How old an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    Usual,
    /// The provider has signed with a key that we do not know. It is asked again, but not more often
    /// than once a minute, or anybody with a made-up token could keep us asking.
    UnknownKey,
}

impl Freshness {
    fn age_max_us(self) -> i64 {
        match self {
            Self::Usual => 3600 * MICROS_PER_SECOND,
            Self::UnknownKey => 60 * MICROS_PER_SECOND,
        }
    }
}

#[derive(Clone)]
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    at: UnixMicros,
}

/// The configured providers and what is known of them.
pub struct SsoProviders {
    providers: Vec<SsoProvider>,
    client: OnceLock<Client>,
    known: Mutex<HashMap<String, Known>>,
}

impl std::fmt::Debug for SsoProviders {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SsoProviders")
    }
}

impl SsoProviders {
    pub fn new(providers: &[SsoProvider]) -> Self {
        Self {
            providers: providers.to_vec(),
            client: OnceLock::new(),
            known: Mutex::default(),
        }
    }

    pub fn all(&self) -> &[SsoProvider] {
        &self.providers
    }

    pub fn find(&self, id: &str) -> Option<&SsoProvider> {
        self.providers.iter().find(|provider| provider.id == id)
    }

    /// Made when it is first needed: most installations have no provider.
    pub(super) fn client(&self) -> Result<Client, Failure> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let made = new_client().map_err(|error| Failure::Away(error.to_string()))?;
        Ok(self.client.get_or_init(|| made).clone())
    }

    /// The provider's metadata and keys.
    pub(super) async fn metadata(
        &self,
        provider: &SsoProvider,
        freshness: Freshness,
        now: UnixMicros,
    ) -> Result<Arc<CoreProviderMetadata>, Failure> {
        if let Some(known) = self.lookup(&provider.id)
            && now.0 - known.at.0 < freshness.age_max_us()
        {
            return Ok(known.metadata);
        }
        let metadata = Arc::new(self.discover(provider).await?);
        let known = Known {
            metadata: Arc::clone(&metadata),
            at: now,
        };
        self.lock().insert(provider.id.clone(), known);
        Ok(metadata)
    }

    async fn discover(&self, provider: &SsoProvider) -> Result<CoreProviderMetadata, Failure> {
        let away = |error: String| Failure::Away(error);
        let issuer =
            IssuerUrl::new(provider.issuer.clone()).map_err(|error| away(error.to_string()))?;
        let client = self.client()?;
        let metadata =
            CoreProviderMetadata::discover_async(issuer, &|request| fetch(client.clone(), request))
                .await
                .map_err(|error| away(format!("discovery: {error}")))?;
        let token_endpoint = metadata
            .token_endpoint()
            .ok_or_else(|| away("it names no token endpoint".to_owned()))?;
        for address in [
            metadata.authorization_endpoint().url(),
            token_endpoint.url(),
            metadata.jwks_uri().url(),
        ] {
            if !is_protected(address, provider) {
                return Err(away(format!("{address} is not encrypted")));
            }
        }
        Ok(metadata)
    }

    fn lookup(&self, id: &str) -> Option<Known> {
        self.lock().get(id).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Plain HTTP only for a provider that was configured so, which only loopback can be.
fn is_protected(address: &url::Url, provider: &SsoProvider) -> bool {
    address.scheme() == "https" || provider.issuer.starts_with("http://")
}

/// Whether the secret goes into the body: only if the provider takes it in no other way.
pub(super) fn takes_secret_in_body_only(metadata: &CoreProviderMetadata) -> bool {
    let methods = metadata.token_endpoint_auth_methods_supported();
    methods.is_some_and(|methods| {
        !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
    })
}
