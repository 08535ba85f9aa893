//! Logins that do not come about, and what a person is told.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Desk;
use crate::support::assert_answer;
use crate::support::fake_server::{DEVICE, TOKEN};
use crate::support::program::Sandbox;

#[test]
fn what_ends_a_login_is_explained() {
    let desk = Desk::new();
    let answer = |status: u16, body: Value| {
        desk.server.forget(TOKEN);
        desk.server.says(TOKEN, status, &body);
        desk.outcome()
    };
    let refuse = |body: Value| answer(400, body);
    assert_answer!(refuse(json!({"error": "access_denied"})), @r"
    exit 1
    error: the login was denied in the browser
    hint: if that was a mistake, begin again
    ");
    assert_answer!(refuse(json!({"error": "expired_token"})), @r"
    exit 1
    error: nobody approved the login in time, so its code has ended
    hint: begin again, and open the link within a few minutes
    ");
    let description = "The code is\u{1b}[31m unknown.\r\n";
    assert_answer!(refuse(json!({"error": "invalid_grant", "error_description": description})), @r"
    exit 1
    error: the login failed: The code is [31m unknown.
    hint: begin again with 'standcloud login ADDR'
    ");
    assert_answer!(answer(200, json!({"access_token": "scat_secret"})), @r"
    exit 1
    error: ADDR does not answer as a StandCloud server does (a member is missing)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
    assert_answer!(answer(200, json!({"access_token": "scat_secret", "expires_in": 3600})), @r"
    exit 1
    error: the server gave no refresh token, so the login would end within the hour
    hint: its administrator may have switched that off for this program
    ");
    assert_eq!(desk.kept(), PathBuf::new());
}

#[test]
fn a_code_that_nobody_looks_at_ends_by_itself() {
    let desk = Desk::new();
    desk.server.begins(&json!({"expires_in": 2}));
    assert_answer!(desk.outcome(), @r"
    exit 1
    error: nobody approved the login in time, so its code has ended
    hint: begin again, and open the link within a few minutes
    ");
    assert_eq!(desk.server.seen(TOKEN).len(), 2);
}

#[test]
fn a_page_in_the_place_of_an_answer_is_no_server_of_ours() {
    let desk = Desk::new();
    desk.server.forget(TOKEN);
    desk.server.shows(TOKEN, 200, "<h1>Guest network</h1>");
    assert_answer!(desk.outcome(), @r"
    exit 1
    error: ADDR does not answer as a StandCloud server does (200 OK)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
    let begin = |status: u16, body: Value| {
        desk.server.forget(DEVICE);
        desk.server.says(DEVICE, status, &body);
        desk.told(&desk.login(""))
    };
    assert_answer!(begin(404, json!({"detail": "there is nothing at this address"})), @r"
    exit 1
    --- stderr
    error: ADDR does not answer as a StandCloud server does (404 Not Found)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
    let unknown = json!({"error": "invalid_client", "error_description": "Unknown client."});
    assert_answer!(begin(401, unknown), @r"
    exit 1
    --- stderr
    error: the server refuses the login: Unknown client.
    ");
    assert_answer!(begin(429, json!({"error": "temporarily_unavailable"})), @r"
    exit 1
    --- stderr
    error: the server is too busy (429 Too Many Requests)
    hint: try again in a minute
    ");
    desk.server
        .begins(&json!({"verification_uri_complete": "javascript:alert(1)"}));
    assert_answer!(desk.told(&desk.login("")), @r"
    exit 1
    --- stderr
    error: ADDR does not answer as a StandCloud server does (the page to open has no web address)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
}

#[test]
fn a_token_is_not_sent_where_anybody_can_read_it() {
    let sandbox = Sandbox::new();
    assert_answer!(sandbox.run("login http://10.0.0.1:8443"), @r"
    exit 1
    --- stderr
    error: http://10.0.0.1:8443 is not encrypted, so anybody on the way could take your login
    hint: leave http:// out; a StandCloud server speaks https
    ");
    assert_answer!(sandbox.run("login ann:secret@plant.example"), @r"
    exit 1
    --- stderr
    error: an address holds no user name or password
    hint: host and port are enough
    ");
}

#[test]
fn the_certificate_of_the_server_is_verified() {
    let sandbox = Sandbox::with_organisation();
    let server = sandbox.serve("");
    let login = |options: &str| sandbox.run(&format!("login {} {options}", server.address()));
    assert_answer!(login(""), @r"
    exit 1
    --- stderr
    error: no connection to https://localhost:[PORT]: invalid peer certificate: UnknownIssuer
    hint: give the server's certificate with --certificate FILE (its tls/certificate.pem), or --insecure as HardPy does
    ");
    assert_answer!(login("--certificate missing.pem"), @r"
    exit 1
    --- stderr
    error: cannot read the certificate missing.pem
      because: No such file or directory (os error 2)
    ");
}
