//! Which client is asking, and whether it is that client (RFC 6749 §2.3).
//!
//! A confidential client shows its secret in the header or in the body, not in both. A public client
//! has nothing to show, and one that shows something all the same is not the client it says.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use super::client::{Client, ClientAuthentication, find_client};
use super::{OauthError, OauthForm};
use crate::app::App;
use crate::auth::secret_text::{SecretKind, SecretText};

/// What a request says about who sends it.
struct Claim {
    client_id: String,
    secret: Option<String>,
}

/// The client that sent this request. 401 `invalid_client` when it is unknown, disabled, or cannot
/// prove that it is the one.
pub async fn authenticate_client(
    app: &App,
    headers: &HeaderMap,
    form: &OauthForm,
) -> Result<Client, OauthError> {
    let has_header = headers.contains_key(header::AUTHORIZATION);
    let refused = |description: &str| {
        let refusal = OauthError::invalid_client(description);
        if has_header {
            refusal.with_basic_challenge()
        } else {
            refusal
        }
    };
    let claim = if has_header {
        claim_of_header(headers, form)?.ok_or_else(|| {
            refused("The Authorization header must be 'Basic' with client_id and client_secret.")
        })?
    } else {
        Claim {
            client_id: form.require("client_id")?.to_owned(),
            secret: form.get("client_secret").map(str::to_owned),
        }
    };
    let Some(client) = find_client(app, &claim.client_id).await? else {
        return Err(refused("This server does not know the client."));
    };
    match (&client.authentication, claim.secret) {
        (ClientAuthentication::None, None) => Ok(client),
        (ClientAuthentication::None, Some(_)) => {
            Err(refused("This client has no secret: send none."))
        }
        (ClientAuthentication::Secret { .. }, None) => {
            Err(refused("The client's secret is missing."))
        }
        (ClientAuthentication::Secret { sha256 }, Some(secret)) if is_right(sha256, &secret) => {
            Ok(client)
        }
        (ClientAuthentication::Secret { .. }, Some(_)) => {
            Err(refused("The client's secret is wrong."))
        }
    }
}

fn is_right(sha256: &[u8], secret: &str) -> bool {
    SecretText::parse(SecretKind::ClientSecret, secret)
        .is_some_and(|secret| bool::from(sha256.ct_eq(&secret.sha256())))
}

/// `client_secret_basic`; `None` when the header is something else. One method per request, and no
/// two names for one client.
fn claim_of_header(headers: &HeaderMap, form: &OauthForm) -> Result<Option<Claim>, OauthError> {
    if form.get("client_secret").is_some() {
        return Err(OauthError::invalid_request(
            "Send the client's secret once: in the Authorization header or in the body.",
        ));
    }
    let mut values = headers.get_all(header::AUTHORIZATION).into_iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Ok(None);
    };
    let Some(claim) = value.to_str().ok().and_then(parse_basic) else {
        return Ok(None);
    };
    if form
        .get("client_id")
        .is_some_and(|id| id != claim.client_id)
    {
        return Err(OauthError::invalid_request(
            "The client_id in the body is another one than in the Authorization header.",
        ));
    }
    Ok(Some(claim))
}

/// Both parts are form-encoded before they are joined (RFC 6749 §2.3.1).
fn parse_basic(value: &str) -> Option<Claim> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (client_id, secret) = text.split_once(':')?;
    let decode = |part: &str| {
        let pair = form_urlencoded::parse(part.as_bytes()).next();
        pair.map(|(name, _)| name.into_owned())
    };
    Some(Claim {
        client_id: decode(client_id)?,
        secret: Some(decode(secret).unwrap_or_default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    ///
    #[test]
    fn the_header_holds_an_encoded_id_and_secret() {
        for (value, expected) in [
            (basic("app_1:sccs_x"), Some(("app_1", "sccs_x"))),
            (
                basic("app_1:sccs_x").replace("Basic", "bAsIc"),
                Some(("app_1", "sccs_x")),
            ),
            (basic("app%5F1:a%3Ab+c"), Some(("app_1", "a:b c"))),
            (basic("app_1:"), Some(("app_1", ""))),
            (basic(":x"), None),
            (basic("app_1"), None),
            ("Basic ???".to_owned(), None),
            ("Bearer abc".to_owned(), None),
            ("Basic".to_owned(), None),
        ] {
            let claim = parse_basic(&value);
            let found = claim.as_ref().map(|claim| {
                let secret = claim.secret.as_deref().unwrap_or("none");
                (claim.client_id.as_str(), secret)
            });
            assert_eq!(found, expected, "{value}");
        }
    }
}
