//! Certificates: the one that the server makes, and one's own.

use crate::support::assert_answer;
use crate::support::program::Sandbox;

/// Two different pairs, as two first starts make them.
fn made_by_two_servers() -> (Sandbox, Sandbox) {
    let (one, other) = (Sandbox::with_organisation(), Sandbox::new());
    for sandbox in [&one, &other] {
        drop(sandbox.serve(""));
    }
    (one, other)
}

fn config(sandbox: &Sandbox, certificate: &str, key: &str) {
    let text = format!("certificate_file = \"{certificate}\"\nprivate_key_file = \"{key}\"\n");
    sandbox.write("config.toml", text);
}

#[test]
fn a_restart_keeps_the_certificate_that_clients_trust() {
    let sandbox = Sandbox::new();
    drop(sandbox.serve(""));
    let before = std::fs::read(sandbox.path("data/tls/certificate.pem")).unwrap();
    drop(sandbox.serve(""));
    let after = std::fs::read(sandbox.path("data/tls/certificate.pem")).unwrap();
    assert_eq!(before, after);
}

#[test]
fn ones_own_certificate_is_shown_instead() {
    let (sandbox, other) = made_by_two_servers();
    for file in ["certificate.pem", "key.pem"] {
        let bytes = std::fs::read(other.path("data/tls").join(file)).unwrap();
        sandbox.write(&format!("own/{file}"), bytes);
    }
    config(&sandbox, "own/certificate.pem", "own/key.pem");
    let key = sandbox.add_key("--name Reader --scope report:read");
    let server = sandbox.serve("--config config.toml");
    let trusting = |certificate: &str| {
        let address = server.address();
        sandbox.run(&format!(
            "runs --to {address} --key {key} --certificate {certificate}"
        ))
    };
    assert_eq!(trusting("own/certificate.pem").code, 0);
    let wrong = trusting("data/tls/certificate.pem");
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.stderr.contains("hint: give the server's certificate"),
        "{wrong}"
    );
}

#[test]
fn a_pair_that_does_not_fit_is_refused() {
    let (sandbox, other) = made_by_two_servers();
    let key = std::fs::read(other.path("data/tls/key.pem")).unwrap();
    sandbox.write("other-key.pem", key);
    let serve = || {
        sandbox
            .run("serve --listen 127.0.0.1:0 --config config.toml")
            .to_string()
    };
    config(&sandbox, "data/tls/certificate.pem", "other-key.pem");
    assert_answer!(serve(), @r"
    exit 1
    --- stderr
    error: certificate and key do not fit each other
      because: keys may not be consistent: KeyMismatch
    ");
    config(&sandbox, "missing.pem", "other-key.pem");
    assert_answer!(serve(), @r"
    exit 1
    --- stderr
    error: cannot read missing.pem
      because: I/O error: No such file or directory (os error 2)
    ");
    sandbox.write("empty.pem", "");
    config(&sandbox, "empty.pem", "other-key.pem");
    assert_answer!(serve(), @r"
    exit 1
    --- stderr
    error: empty.pem holds no certificate
    ");
    config(&sandbox, "data/tls/certificate.pem", "empty.pem");
    assert_answer!(serve(), @r"
    exit 1
    --- stderr
    error: cannot read the key empty.pem
      because: no items found
    ");
}
