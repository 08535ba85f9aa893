//! Signing in as a person does: ask for the page, fill in its form, keep the cookie.

use clap::Args;

use crate::address::Address;
use crate::connection::Connection;
use crate::page::{cookies_set, hidden_fields};
use crate::request::{get, post_form};

const PAGE: &str = "/auth/sign-in";

/// Somebody who may sign in. Not shown, because it holds a password.
#[derive(Args, Clone)]
pub(crate) struct Account {
    /// The address of somebody who may sign in.
    #[arg(long, default_value = "")]
    pub(crate) email: String,
    #[arg(
        long,
        default_value = "",
        env = "STANDCLOUD_BENCH_PASSWORD",
        hide_env_values = true
    )]
    pub(crate) password: String,
}

/// How an attempt ended.
pub(crate) enum SignIn {
    /// With the cookies of the session.
    Done(String),
    Refused(String),
    ConnectionBroke,
}

/// In a browser without cookies.
pub(crate) async fn sign_in(
    connection: &mut Connection,
    address: &Address,
    account: &Account,
) -> anyhow::Result<SignIn> {
    let Some(page) = connection.ask(&get(address, PAGE, &[])).await? else {
        return Ok(SignIn::ConnectionBroke);
    };
    if page.status != 200 {
        return Ok(SignIn::Refused(page.in_short()));
    }
    let hidden = hidden_fields(&page.body);
    let mut fields: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.extend([
        ("email", account.email.as_str()),
        ("password", account.password.as_str()),
    ]);
    let cookies = cookies_set(&page.head);
    let request = post_form(address, PAGE, &[("Cookie", &cookies)], &fields);
    Ok(match connection.ask(&request).await? {
        None => SignIn::ConnectionBroke,
        Some(answer) if answer.status == 303 => SignIn::Done(cookies_set(&answer.head)),
        Some(answer) => SignIn::Refused(answer.in_short()),
    })
}
