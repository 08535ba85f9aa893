//! A security key in software (WebAuthn level 2, §6): makes credentials and signs challenges, and can
//! be told to do so wrongly.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;

pub(crate) struct SecurityKey {
    pair: EcdsaKeyPair,
    credential_id: Vec<u8>,
    user_handle: Vec<u8>,
    pub(crate) origin: String,
    pub(crate) rp_id: String,
    pub(crate) verifies_user: bool,
    pub(crate) counter: u32,
}

impl SecurityKey {
    pub(crate) fn new() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        let digest = Sha256::digest(pair.public_key().as_ref());
        Self {
            credential_id: digest[..16].to_vec(),
            pair,
            user_handle: Vec::new(),
            origin: super::browser::ORIGIN.to_owned(),
            rp_id: "localhost".to_owned(),
            verifies_user: true,
            counter: 1,
        }
    }

    /// As the page of passkeys names it.
    pub(crate) fn public_id(&self) -> String {
        let digits = self.credential_id.iter();
        digits.fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Answers `navigator.credentials.create`.
    pub(crate) fn create(&mut self, options: &Value) -> String {
        let key = &options["publicKey"];
        self.user_handle = decoded(&key["user"]["id"]);
        let mut data = self.authenticator_data(HAS_CREDENTIAL);
        data.extend([0; 16]);
        let length = u16::try_from(self.credential_id.len()).unwrap();
        data.extend(length.to_be_bytes());
        data.extend(&self.credential_id);
        data.extend(self.public_key());
        let attestation = attestation_object(&data);
        let client_data = self.client_data("webauthn.create", &key["challenge"]);
        self.answer(&json!({
            "attestationObject": encoded(&attestation),
            "clientDataJSON": encoded(&client_data),
        }))
    }

    /// Answers `navigator.credentials.get`.
    pub(crate) fn get(&mut self, options: &Value) -> String {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", &options["publicKey"]["challenge"]);
        let data = self.authenticator_data(0);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client_data));
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(&json!({
            "authenticatorData": encoded(&data),
            "clientDataJSON": encoded(&client_data),
            "signature": encoded(signature.as_ref()),
            "userHandle": encoded(&self.user_handle),
        }))
    }

    fn answer(&self, response: &Value) -> String {
        json!({
            "id": encoded(&self.credential_id),
            "rawId": encoded(&self.credential_id),
            "type": "public-key",
            "response": response,
            "extensions": {},
        })
        .to_string()
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind,
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn authenticator_data(&self, more_flags: u8) -> Vec<u8> {
        let mut flags = USER_PRESENT | more_flags;
        if self.verifies_user {
            flags |= USER_VERIFIED;
        }
        let mut data = Sha256::digest(self.rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// `COSE_Key` in CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053 §2.1, §7.1.1).
    fn public_key(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&point[33..]);
        key
    }
}

/// {"fmt": "none", "attStmt": {}, "authData": bytes} in CBOR.
fn attestation_object(data: &[u8]) -> Vec<u8> {
    let mut object = vec![0xa3];
    for (name, value) in [("fmt", &b"\x64none"[..]), ("attStmt", b"\xa0")] {
        object.push(0x60 + u8::try_from(name.len()).unwrap());
        object.extend(name.as_bytes());
        object.extend(value);
    }
    object.push(0x68);
    object.extend(b"authData");
    object.extend([0x58, u8::try_from(data.len()).unwrap()]);
    object.extend(data);
    object
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}
