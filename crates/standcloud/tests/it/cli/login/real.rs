//! The whole story with the real server: sign in, use it, be refused, sign out.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use standcloud::clock::{Clock, Randomness};
use standcloud::config::Config;
use standcloud::oauth::UserCode;
use standcloud::server_keys::{ServerKeys, server_key_file};
use standcloud_store::{DeviceDecision, OpenOptions, Organisation, Store};

use crate::support::program::{Finished, Sandbox, Server, files_with};
use crate::support::run_of;

/// A server, and somebody's terminal beside it.
struct Plant {
    sandbox: Sandbox,
    server: Server,
}

impl Plant {
    fn start() -> Self {
        let sandbox = Sandbox::with_organisation();
        let server = sandbox.serve("");
        Self { sandbox, server }
    }

    fn run(&self, command: &str) -> Finished {
        let done = self.sandbox.run(&trusting(command));
        for secret in ["scat_", "scrt_", "scdc_"] {
            assert!(!done.to_string().contains(secret), "{done}");
        }
        done
    }

    /// Begins a login; returns with the code that it shows.
    fn begin(&self) -> (Child, UserCode) {
        let arguments = trusting(&format!("login {}", self.server.address()));
        let mut command = self.sandbox.command(&arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let link = lines.next().unwrap().unwrap();
        let code = lines.next().unwrap().unwrap();
        assert!(link.contains(&format!("?user_code={code}&p=")), "{link}");
        (process, UserCode::parse(&code).unwrap())
    }

    /// As the page does when a person has accepted or denied.
    async fn decide(&self, code: &UserCode, decision: impl Fn(&Organisation) -> DeviceDecision) {
        let folder = self.sandbox.path("data");
        let key_file = server_key_file(&folder, &Config::default());
        let keys = ServerKeys::load_or_create(&key_file, &Randomness::from_seed(1)).unwrap();
        let store = Store::open(&OpenOptions::new(&folder, None)).await.unwrap();
        let organisation = store.find_organisation("demo").await.unwrap().unwrap();
        let user = store.find_user("a@example.org").await.unwrap().unwrap();
        let now = Clock::System.now();
        let decision = decision(&organisation);
        let decided = store.decide_device_login(code.hmac(&keys), &decision, user.id, now);
        assert!(decided.await.unwrap());
    }
}

fn trusting(command: &str) -> String {
    format!("{command} --certificate data/tls/certificate.pem")
}

fn approval(organisation: &Organisation) -> DeviceDecision {
    DeviceDecision::Approve {
        organisation: organisation.id,
        grant_name: "Ann's terminal".to_owned(),
    }
}

#[tokio::test]
async fn a_person_signs_in_uploads_reads_and_signs_out() {
    let plant = Plant::start();
    let address = plant.server.address();
    let (login, code) = plant.begin();
    plant.decide(&code, approval).await;
    let done = Finished::from(login.wait_with_output().unwrap());
    assert_eq!(done.code, 0, "{done}");

    let check = plant.run(&format!("login --check {address}"));
    assert_eq!(check.code, 0, "{check}");
    assert!(check.stdout.contains("organisation: Demo"), "{check}");
    plant.sandbox.write("report.json", run_of("SN-1").bytes());
    let upload = plant.run(&format!("upload report.json --to {address}"));
    assert_eq!(upload.code, 0, "{upload}");
    let runs = plant.run(&format!("runs --to {address}"));
    assert!(runs.stdout.contains("SN-1"), "{runs}");

    let kept = plant.sandbox.path(".config/standcloud/logins");
    assert_eq!(files_with(&kept, "scrt_").len(), 1);
    let token = std::fs::read(files_with(&kept, "scat_").pop().unwrap()).unwrap();
    let token: serde_json::Value = serde_json::from_slice(&token).unwrap();
    let logout = plant.run(&format!("logout {address}"));
    assert!(logout.stderr.starts_with("Signed out of"), "{logout}");
    assert_eq!(files_with(&kept, "scrt_").len(), 0);
    // Who has copied the token has nothing any more.
    let stolen = token["access_token"].as_str().unwrap();
    let steal = || {
        plant
            .sandbox
            .run(&trusting(&format!("runs --to {address} --key {stolen}")))
    };
    let mut pauses = std::iter::repeat_n(Duration::from_millis(500), 10);
    let is_over = pauses.any(|pause| {
        std::thread::sleep(pause);
        steal().stderr.contains("401")
    });
    assert!(
        is_over,
        "the access token outlives its login by more than 5 s"
    );
}

#[tokio::test]
async fn a_denied_login_ends_with_a_message() {
    let plant = Plant::start();
    let (login, code) = plant.begin();
    plant.decide(&code, |_| DeviceDecision::Deny).await;
    let done = Finished::from(login.wait_with_output().unwrap());
    assert_eq!(done.code, 1, "{done}");
    assert!(done.stderr.contains("denied in the browser"), "{done}");
}
