//! An OpenID Connect provider on loopback: it speaks the protocol, and can be told to lie in one thing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use standcloud::config::SsoProvider;
use standcloud_store::UnixMicros;
use url::Url;

pub(crate) const CLIENT_ID: &str = "standcloud-of-the-plant";
pub(crate) const CLIENT_SECRET: &str = "a secret of the provider";
const RSA_KEY: &[u8] = include_bytes!("rsa_key_of_tests.der");

/// How the next ID token is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signing {
    Rs256,
    Ps256,
    Es256,
    EdDsa,
    /// No signature at all.
    None,
    /// HMAC under these bytes.
    Hs256(Vec<u8>),
}

/// One sign-in that the provider has agreed to.
struct Agreed {
    redirect_uri: String,
    code_challenge: String,
    id_token: String,
}

struct Keys {
    rsa: RsaKeyPair,
    ecdsa: EcdsaKeyPair,
    ed25519: Ed25519KeyPair,
}

struct Shared {
    issuer: String,
    keys: Keys,
    codes: Mutex<HashMap<String, Agreed>>,
    /// Part of each key id; a new one means new keys.
    generation: Mutex<u32>,
    asked_for_keys: Mutex<u32>,
}

#[derive(Clone)]
pub(crate) struct OpenIdProvider(Arc<Shared>);

/// What the person's browser carried to the provider.
pub(crate) struct Request {
    pub(crate) url: Url,
    parameters: HashMap<String, String>,
}

impl Request {
    pub(crate) fn parse(url: &str) -> Self {
        let url = Url::parse(url).unwrap();
        let parameters = url.query_pairs().into_owned().collect();
        Self { url, parameters }
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }
}

impl OpenIdProvider {
    pub(crate) async fn start() -> Self {
        // The HTTP client wants to know how it would do TLS, even where it does none.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}/realms/plant", listener.local_addr().unwrap());
        let provider = Self(Arc::new(Shared {
            issuer,
            keys: Keys::make(),
            codes: Mutex::default(),
            generation: Mutex::new(1),
            asked_for_keys: Mutex::new(0),
        }));
        let routes = Router::new()
            .route(
                "/realms/plant/.well-known/openid-configuration",
                get(describe),
            )
            .route("/realms/plant/keys", get(show_keys))
            .route("/realms/plant/token", post(give_token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// As the operator writes it; `more` adds to it.
    pub(crate) fn config(&self, more: &Value) -> SsoProvider {
        let mut config = json!({
            "id": "plant",
            "name": "Plant Login",
            "issuer": self.issuer(),
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        });
        for (name, value) in more.as_object().unwrap() {
            config[name] = value.clone();
        }
        serde_json::from_value(config).unwrap()
    }

    /// The claims of an honest answer about the person with this subject.
    pub(crate) fn claims(&self, request: &Request, subject: &str, now: UnixMicros) -> Value {
        let seconds = now.0 / 1_000_000;
        json!({
            "iss": self.issuer(),
            "sub": subject,
            "aud": CLIENT_ID,
            "exp": seconds + 300,
            "iat": seconds,
            "nonce": request.get("nonce"),
            "email": format!("{subject}@plant.example"),
            "email_verified": true,
            "name": "Pat from the Plant",
        })
    }

    /// Agrees, and returns the code for the browser.
    pub(crate) fn agree(&self, request: &Request, claims: &Value, signing: &Signing) -> String {
        let id_token = self.sign(claims, signing, &self.key_id(signing));
        self.agree_with(request, id_token)
    }

    pub(crate) fn agree_with(&self, request: &Request, id_token: String) -> String {
        assert_eq!(request.get("code_challenge_method"), "S256");
        let mut codes = self.0.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        let agreed = Agreed {
            redirect_uri: request.get("redirect_uri").to_owned(),
            code_challenge: request.get("code_challenge").to_owned(),
            id_token,
        };
        codes.insert(code.clone(), agreed);
        code
    }

    pub(crate) fn rotate_keys(&self) {
        *self.0.generation.lock().unwrap() += 1;
    }

    pub(crate) fn asked_for_keys(&self) -> u32 {
        *self.0.asked_for_keys.lock().unwrap()
    }

    /// The public RSA key, as a forger may take it for a shared secret.
    pub(crate) fn rsa_modulus(&self) -> Vec<u8> {
        self.0.keys.rsa_public().n
    }

    pub(crate) fn key_id(&self, signing: &Signing) -> String {
        let generation = self.0.generation.lock().unwrap();
        let kind = match signing {
            Signing::Es256 => "ec",
            Signing::EdDsa => "ed",
            _ => "rsa",
        };
        format!("{kind}-{generation}")
    }

    pub(crate) fn sign(&self, claims: &Value, signing: &Signing, key_id: &str) -> String {
        let keys = &self.0.keys;
        let algorithm = match signing {
            Signing::Rs256 => "RS256",
            Signing::Ps256 => "PS256",
            Signing::Es256 => "ES256",
            Signing::EdDsa => "EdDSA",
            Signing::None => "none",
            Signing::Hs256(_) => "HS256",
        };
        let header = json!({ "typ": "JWT", "alg": algorithm, "kid": key_id });
        let signed = format!("{}.{}", part(&header), part(claims));
        let random = SystemRandom::new();
        let signature = match signing {
            Signing::Rs256 => keys.rsa_signature(&RSA_PKCS1_SHA256, signed.as_bytes()),
            Signing::Ps256 => keys.rsa_signature(&RSA_PSS_SHA256, signed.as_bytes()),
            Signing::Es256 => {
                let signature = keys.ecdsa.sign(&random, signed.as_bytes()).unwrap();
                signature.as_ref().to_vec()
            }
            Signing::EdDsa => keys.ed25519.sign(signed.as_bytes()).as_ref().to_vec(),
            Signing::None => Vec::new(),
            Signing::Hs256(secret) => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
                ring::hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
        };
        format!("{signed}.{}", encoded(&signature))
    }
}

impl Keys {
    fn make() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let ecdsa = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let ed25519 = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        Self {
            rsa: RsaKeyPair::from_der(RSA_KEY).unwrap(),
            ecdsa: EcdsaKeyPair::from_pkcs8(algorithm, ecdsa.as_ref(), &random).unwrap(),
            ed25519: Ed25519KeyPair::from_pkcs8(ed25519.as_ref()).unwrap(),
        }
    }

    fn rsa_public(&self) -> PublicKeyComponents<Vec<u8>> {
        self.rsa.public().into()
    }

    fn rsa_signature(
        &self,
        padding: &'static dyn ring::signature::RsaEncoding,
        message: &[u8],
    ) -> Vec<u8> {
        let mut signature = vec![0; self.rsa.public().modulus_len()];
        let random = SystemRandom::new();
        let signed = self.rsa.sign(padding, &random, message, &mut signature);
        signed.unwrap();
        signature
    }
}

async fn describe(State(provider): State<OpenIdProvider>) -> Json<Value> {
    let issuer = provider.issuer();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // It would like to have them all.
        "id_token_signing_alg_values_supported":
            ["RS256", "PS256", "ES256", "EdDSA", "HS256", "none"],
    }))
}

async fn show_keys(State(provider): State<OpenIdProvider>) -> Json<Value> {
    *provider.0.asked_for_keys.lock().unwrap() += 1;
    let keys = &provider.0.keys;
    let rsa = keys.rsa_public();
    let point = keys.ecdsa.public_key().as_ref();
    let edwards = keys.ed25519.public_key().as_ref();
    Json(json!({ "keys": [
        { "kty": "RSA", "use": "sig", "kid": provider.key_id(&Signing::Rs256),
          "n": encoded(&rsa.n), "e": encoded(&rsa.e) },
        { "kty": "EC", "use": "sig", "kid": provider.key_id(&Signing::Es256), "crv": "P-256",
          "x": encoded(&point[1..33]), "y": encoded(&point[33..]) },
        { "kty": "OKP", "use": "sig", "kid": provider.key_id(&Signing::EdDsa), "crv": "Ed25519",
          "x": encoded(edwards) },
    ] }))
}

/// RFC 6749 §4.1.3 with PKCE: each code once, for who can prove it.
async fn give_token(
    State(provider): State<OpenIdProvider>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let agreed = provider.0.codes.lock().unwrap().remove(&field("code"));
    let secret = form_urlencoded::byte_serialize(CLIENT_SECRET.as_bytes());
    let basic = STANDARD.encode(format!("{CLIENT_ID}:{}", secret.collect::<String>()));
    let is_client = headers
        .get("authorization")
        .is_some_and(|value| value.to_str().unwrap() == format!("Basic {basic}"));
    let challenge = encoded(&Sha256::digest(field("code_verifier").as_bytes()));
    let right = agreed.filter(|agreed| {
        is_client
            && agreed.code_challenge == challenge
            && agreed.redirect_uri == field("redirect_uri")
    });
    let Some(agreed) = right else {
        let refusal = json!({ "error": "invalid_grant" });
        return (StatusCode::BAD_REQUEST, Json(refusal)).into_response();
    };
    let token = json!({
        "access_token": "opaque",
        "token_type": "Bearer",
        "expires_in": 300,
        "id_token": agreed.id_token,
    });
    Json(token).into_response()
}

fn part(value: &Value) -> String {
    encoded(value.to_string().as_bytes())
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
