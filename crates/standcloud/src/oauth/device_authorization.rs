//! `POST /auth/api/oidc/device-authorization`: a device begins a login (RFC 8628 §3.1).

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;
use standcloud_store::{DeviceCodeLimits, DeviceCodeOutcome, NewDeviceCode, UnixMicros};

use super::client_authentication::authenticate_client;
use super::issue::seconds;
use super::link_proof::link_proof;
use super::{Client, GrantType, OauthError, OauthErrorCode, OauthForm, UserCode};
use crate::app::App;
use crate::audit::{Caller, note};
use crate::auth::ClientAddress;
use crate::auth::secret_text::{SecretKind, SecretText};

/// HardPy needs it as a number and polls exactly as often.
pub const INTERVAL_SECONDS: u64 = 5;
const CONSENT_PATH: &str = "/auth/consent/openid/device-authorization";
/// Of 20⁸ user codes at most 10,000 are live, so a second collision in a row is next to impossible.
const USER_CODE_ATTEMPTS: u32 = 5;

/// RFC 8628 §3.2. HardPy needs `interval` and `verification_uri_complete`, which the RFC leaves open.
#[derive(Debug, Serialize)]
pub struct DeviceAuthorization {
    device_code: String,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: String,
    expires_in: u64,
    interval: u64,
}

pub async fn authorize_device(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    form: OauthForm,
) -> Result<Json<DeviceAuthorization>, OauthError> {
    let client = authenticate_client(&app, &headers, &form).await?;
    client.require_grant_type(GrantType::DeviceCode)?;
    let new = new_login(&app, &client, &form)?;
    require_network(&app, address)?;
    if let Err(seconds) = app.oauth.device_starts.take(address.0, new.created) {
        app.metrics.authorization("device_login_limited");
        return Err(OauthError::too_many_requests(
            "Too many logins were begun from this address. Try again later.",
            seconds,
        ));
    }
    let caller = Caller::new(address, &headers);
    let (device_code, user_code) = begin(&app, &caller, new).await?;
    app.metrics.authorization("device_login_started");
    note(
        &app,
        "device.start",
        &format!("client:{}", client.id),
        &caller,
    )
    .client(&client.id)
    .write_later(&app);
    let verification_uri = app.origins.of_request(&headers) + CONSENT_PATH;
    Ok(Json(DeviceAuthorization {
        verification_uri_complete: if app.config.auth.code_in_link {
            let proof = link_proof(&app.server_keys, &user_code);
            format!("{verification_uri}?user_code={user_code}&p={proof}")
        } else {
            verification_uri.clone()
        },
        verification_uri,
        device_code: device_code.reveal().to_owned(),
        user_code: user_code.to_string(),
        expires_in: app.config.auth.device_code_seconds,
        interval: INTERVAL_SECONDS,
    }))
}

fn new_login(app: &App, client: &Client, form: &OauthForm) -> Result<NewDeviceCode, OauthError> {
    let now = app.clock.now();
    Ok(NewDeviceCode {
        device_sha256: [0; 32],
        user_code_hmac: [0; 32],
        client_id: client.id.clone(),
        scope: client.requested_scopes(form)?.to_string(),
        audiences: client.granted_audiences(app, form)?.to_string(),
        created: now,
        expires: UnixMicros(now.0 + seconds(app.config.auth.device_code_seconds)),
        requester_ip: String::new(),
        user_agent: String::new(),
    })
}

/// Device code and user code are independent: whoever sees one on a screen knows nothing of the other.
async fn begin(
    app: &App,
    caller: &Caller,
    mut new: NewDeviceCode,
) -> Result<(SecretText, UserCode), OauthError> {
    new.requester_ip.clone_from(&caller.ip);
    new.user_agent.clone_from(&caller.user_agent);
    let limits = DeviceCodeLimits {
        per_requester: app.config.limits.device_logins_per_address,
        all: app.config.limits.device_logins,
    };
    for _ in 0..USER_CODE_ATTEMPTS {
        let device_code = SecretText::generate(SecretKind::DeviceCode, &app.randomness);
        let user_code = UserCode::generate(&app.randomness);
        new.device_sha256 = device_code.sha256();
        new.user_code_hmac = user_code.hmac(&app.server_keys);
        match app.store.add_device_code(&new, limits).await? {
            DeviceCodeOutcome::Added => return Ok((device_code, user_code)),
            DeviceCodeOutcome::UserCodeTaken => {}
            DeviceCodeOutcome::TooManyOfRequester | DeviceCodeOutcome::TooMany => break,
        }
    }
    app.metrics.authorization("device_login_limited");
    Err(OauthError::too_many_requests(
        "Too many logins wait for their approval. Approve or deny them, or try again later.",
        60,
    ))
}

fn require_network(app: &App, address: ClientAddress) -> Result<(), OauthError> {
    let networks = &app.config.auth.device_networks;
    let is_allowed =
        networks.is_empty() || networks.iter().any(|network| network.contains(&address.0));
    if is_allowed {
        return Ok(());
    }
    app.metrics.authorization("device_login_refused");
    Err(OauthError::new(
        OauthErrorCode::AccessDenied,
        "Logins may not be begun from this address. Ask who runs the server (auth.device_networks).",
    ))
}
