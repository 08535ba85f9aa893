//! The login of a stand (RFC 8628): begun by the stand, allowed by a person, fetched by the stand.

use anyhow::Context as _;
use serde_json::Value;

use crate::address::Address;
use crate::connection::{Answer, Connection};
use crate::page::hidden_fields;
use crate::request::{get, post_form};

const CLIENT: &str = "hardpy-report-uploader";
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(crate) const TOKEN: &str = "/auth/api/oidc/token";
const DEVICE_AUTHORIZATION: &str = "/auth/api/oidc/device-authorization";
const REVOCATION: &str = "/auth/api/oidc/revocation";
const CONSENT: &str = "/auth/consent/openid/device-authorization";

/// A login that waits. Not shown: its code is a secret.
pub(crate) struct DeviceLogin {
    device_code: String,
    /// Path and query of the page on which a person decides.
    consent_page: String,
}

impl DeviceLogin {
    pub(crate) async fn begin(
        connection: &mut Connection,
        address: &Address,
    ) -> anyhow::Result<Self> {
        let fields = [
            ("client_id", CLIENT),
            ("scope", "offline_access authelia.bearer.authz"),
        ];
        let request = post_form(address, DEVICE_AUTHORIZATION, &[], &fields);
        let answer = expect(connection, &request, 200).await?;
        let members: Value = serde_json::from_str(&answer.body).context("reading a login")?;
        let text = |name: &str| {
            let found = members.get(name).and_then(Value::as_str);
            found.with_context(|| format!("the login has no {name}"))
        };
        let link = text("verification_uri_complete")?;
        let path = link.splitn(4, '/').nth(3).unwrap_or_default();
        Ok(Self {
            device_code: text("device_code")?.to_owned(),
            consent_page: format!("/{path}"),
        })
    }

    /// What the stand asks every few seconds.
    pub(crate) fn poll(&self, address: &Address) -> Vec<u8> {
        let fields = [
            ("client_id", CLIENT),
            ("grant_type", DEVICE_GRANT),
            ("device_code", &self.device_code),
        ];
        post_form(address, TOKEN, &[], &fields)
    }

    /// Lets the stand in, with the cookies of an Admin who has just signed in.
    pub(crate) async fn approve(
        &self,
        connection: &mut Connection,
        address: &Address,
        cookies: &str,
    ) -> anyhow::Result<()> {
        let headers = [("Cookie", cookies)];
        let request = get(address, &self.consent_page, &headers);
        let page = expect(connection, &request, 200).await?;
        let hidden = hidden_fields(&page.body);
        let mut fields: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.extend([
            ("stand_name", "bench"),
            ("started_myself", "yes"),
            ("decision", "approve"),
        ]);
        let request = post_form(address, CONSENT, &headers, &fields);
        expect(connection, &request, 303).await.map(drop)
    }

    /// The access token of a login that was approved.
    pub(crate) async fn fetch_token(
        &self,
        connection: &mut Connection,
        address: &Address,
    ) -> anyhow::Result<String> {
        let answer = expect(connection, &self.poll(address), 200).await?;
        let members: Value = serde_json::from_str(&answer.body).context("reading tokens")?;
        let token = members.get("access_token").and_then(Value::as_str);
        Ok(token.context("the answer has no access token")?.to_owned())
    }
}

/// Ends a token, as its owner.
pub(crate) async fn revoke(
    connection: &mut Connection,
    address: &Address,
    token: &str,
) -> anyhow::Result<()> {
    let fields = [("client_id", CLIENT), ("token", token)];
    let request = post_form(address, REVOCATION, &[], &fields);
    expect(connection, &request, 200).await.map(drop)
}

async fn expect(
    connection: &mut Connection,
    request: &[u8],
    status: u16,
) -> anyhow::Result<Answer> {
    let answer = connection.ask(request).await?;
    let answer = answer.context("the server closed the connection without an answer")?;
    anyhow::ensure!(
        answer.status == status,
        "expected {status}: {}",
        answer.in_short()
    );
    Ok(answer)
}
