//! The page on which a login of a stand is decided. The login itself is put into the store, as a
//! stand's request would.

use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud::oauth::UserCode;
use standcloud::oauth::link_proof::link_proof;
use standcloud_store::{
    DeviceCode, DeviceCodeLimits, DeviceCodeOutcome, DeviceState, NewDeviceCode, OrganisationId,
    Role, UnixMicros,
};

use crate::support::browser::{ORIGIN, encoded, form_post, words};
use crate::support::people::{ANN, MAX};
use crate::support::{Answer, Browser, TestApp};

const PAGE: &str = "/auth/consent/openid/device-authorization";
const BROWSER_ADDRESS: &str = "192.0.2.7";

/// A stand that waits.
struct Stand {
    device_sha256: [u8; 32],
    code: UserCode,
}

impl Stand {
    async fn begins(app: &TestApp) -> Self {
        Self::begins_with(app, |_| {}).await
    }

    async fn begins_with(app: &TestApp, change: impl Fn(&mut NewDeviceCode)) -> Self {
        let randomness = &app.app.randomness;
        let device = SecretText::generate(SecretKind::DeviceCode, randomness);
        let code = UserCode::generate(randomness);
        let now = app.app.clock.now();
        let mut new = NewDeviceCode {
            device_sha256: device.sha256(),
            user_code_hmac: code.hmac(&app.app.server_keys),
            client_id: "hardpy-report-uploader".to_owned(),
            scope: "offline_access authelia.bearer.authz".to_owned(),
            audiences: "hardpy integration".to_owned(),
            created: now,
            expires: UnixMicros(now.0 + 330_000_000),
            requester_ip: BROWSER_ADDRESS.to_owned(),
            user_agent: "python-requests/2.34.2".to_owned(),
        };
        change(&mut new);
        let limits = DeviceCodeLimits {
            per_requester: 1000,
            all: 1000,
        };
        let added = app.app.store.add_device_code(&new, limits).await.unwrap();
        assert_eq!(added, DeviceCodeOutcome::Added);
        Self {
            device_sha256: device.sha256(),
            code,
        }
    }

    fn link(&self) -> String {
        format!("{PAGE}?user_code={}", self.code)
    }

    async fn login(&self, app: &TestApp) -> DeviceCode {
        let store = &app.app.store;
        store
            .lookup_device_code(self.device_sha256)
            .await
            .unwrap()
            .unwrap()
    }

    async fn state(&self, app: &TestApp) -> DeviceState {
        self.login(app).await.state
    }
}

const APPROVE: [(&str, &str); 3] = [
    ("stand_name", "Stand 7"),
    ("started_myself", "yes"),
    ("decision", "approve"),
];

async fn ann(app: &TestApp) -> Browser<'_> {
    Browser::signed_in(app, ANN).await
}

async fn audited(app: &TestApp, action: &str) -> Vec<String> {
    let filter = standcloud_store::AuditFilter {
        action: Some(action.to_owned()),
        ..Default::default()
    };
    let organisation = app.organisation;
    let events = app.app.store.list_audit_events(organisation, &filter, 100);
    let told = events.await.unwrap();
    told.iter().map(|event| format!("{event:?}")).collect()
}

/// case 53: the link shows what is decided and decides nothing.
#[tokio::test]
async fn r_25_the_page_tells_who_asks_for_what() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let stand = Stand::begins(&app).await;
        let answer = ann(&app).await.get(&stand.link()).await;
        assert_eq!(answer.code(), 200, "{answer}");
        let page = words(&answer);
        for part in [
            stand.code.to_string().as_str(),
            "HardPy command-line tool, not verified",
            "upload test reports",
            "read test runs",
            BROWSER_ADDRESS,
            "python-requests/2.34.2",
            "I started this login myself",
            "Accept",
            "Deny",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let (deny, accept) = (answer.text().find(">Deny<"), answer.text().find(">Accept<"));
        assert!(deny < accept, "the button that Enter presses is not Accept");
        assert!(!answer.text().contains("checked"), "the box is not ticked");
        assert_eq!(stand.state(&app).await, DeviceState::Pending);
        assert!(answer.header("cache-control").contains("no-store"));
    }
}

/// case 67: accepting lets the stand into the organisation, once, and says so in the audit.
#[tokio::test]
async fn r_20_accept_approves_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let stand = Stand::begins(&app).await;
        let browser = ann(&app).await;
        browser.get(&stand.link()).await;
        let answer = browser.submit(PAGE, &APPROVE).await;
        assert_eq!(answer.code(), 303, "{answer}");
        let next = answer.header("location").to_owned();
        assert_eq!(next, format!("{PAGE}/accepted?organisation=demo"));
        assert!(words(&browser.open(&next).await).contains("The stand is connected"));
        let login = stand.login(&app).await;
        assert_eq!(login.state, DeviceState::Approved);
        assert_eq!(login.organisation, Some(app.organisation));
        assert_eq!(login.user, Some(app.person(ANN).await.id));
        let events = audited(&app, "device.approve").await;
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(events[0].contains("Stand 7"), "{events:?}");
        assert!(!events[0].contains(&stand.code.to_string()), "{events:?}");
    }
}

/// Case 57: the first decision stands, whoever comes second.
#[tokio::test]
async fn the_first_decision_stands() {
    for (first, second) in [
        ("approve", "approve"),
        ("approve", "deny"),
        ("deny", "approve"),
    ] {
        let app = TestApp::sqlite().await.with_people().await;
        let stand = Stand::begins(&app).await;
        let (one, two) = (ann(&app).await, ann(&app).await);
        for browser in [&one, &two] {
            browser.get(&stand.link()).await;
        }
        let decide = |decision| [APPROVE[0], APPROVE[1], ("decision", decision)];
        assert_eq!(one.submit(PAGE, &decide(first)).await.code(), 303);
        let state = stand.state(&app).await;
        let answer = two.submit(PAGE, &decide(second)).await;
        assert_eq!(answer.code(), 409, "{first} {second} {answer}");
        assert_eq!(stand.state(&app).await, state, "{first} {second}");
    }
}

/// Deny is as near as Accept and needs no box; the page says what to do in the terminal.
#[tokio::test]
async fn r_25_deny_needs_nothing_else() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let stand = Stand::begins(&app).await;
        let browser = ann(&app).await;
        browser.get(&stand.link()).await;
        let answer = browser
            .submit_and_follow(PAGE, &[("decision", "deny")])
            .await;
        assert!(words(&answer).contains("Ctrl-C"), "{answer}");
        assert_eq!(stand.state(&app).await, DeviceState::Denied);
        // It belongs to no organisation but to Ann, whose Admins see what their members do.
        assert_eq!(audited(&app, "device.deny").await.len(), 1);
    }
}

/// cases 54 to 56: nothing is decided by a forged or incomplete form.
#[tokio::test]
async fn r_60_only_a_whole_form_of_this_page_decides() {
    let app = TestApp::sqlite().await.with_people().await;
    let stand = Stand::begins(&app).await;
    let other = Stand::begins(&app).await;
    let browser = ann(&app).await;
    let stranger = ann(&app).await;
    stranger.get(&stand.link()).await;
    let page = browser.get(&stand.link()).await;
    let seal = hidden(&page, "seal");
    let code = stand.code.to_string();
    let send = async |change: &[(&str, &str)], origin: &str, site: &str| {
        let csrf = browser.csrf();
        let mut fields = vec![
            ("csrf", csrf.as_str()),
            ("user_code", code.as_str()),
            ("seal", seal.as_str()),
            ("organisation", "demo"),
        ];
        fields.extend(APPROVE);
        for (name, value) in change {
            fields.retain(|(found, _)| found != name);
            fields.push((name, value));
        }
        let request = form_post(PAGE)
            .header("origin", origin)
            .header("sec-fetch-site", site);
        browser.send(request, encoded(&fields)).await.code()
    };
    let same = "same-origin";
    let strange = stranger.csrf();
    let tampered = other.code.to_string();
    for (what, change, origin, site, expected) in [
        ("no token", &[("csrf", "")][..], ORIGIN, same, 403),
        (
            "another session's token",
            &[("csrf", strange.as_str())],
            ORIGIN,
            same,
            403,
        ),
        ("another origin", &[], "https://evil.example", same, 403),
        ("another site", &[], ORIGIN, "cross-site", 403),
        (
            "an origin that nobody vouches for",
            &[],
            "null",
            "cross-site",
            403,
        ),
        ("no box", &[("started_myself", "")], ORIGIN, same, 400),
        (
            "another code",
            &[("user_code", tampered.as_str())],
            ORIGIN,
            same,
            400,
        ),
        ("no decision", &[("decision", "")], ORIGIN, same, 400),
        ("no name", &[("stand_name", " ")], ORIGIN, same, 400),
        (
            "an organisation of others",
            &[("organisation", "foreign")],
            ORIGIN,
            same,
            400,
        ),
    ] {
        assert_eq!(send(change, origin, site).await, expected, "{what}");
        assert_eq!(stand.state(&app).await, DeviceState::Pending, "{what}");
        assert_eq!(other.state(&app).await, DeviceState::Pending, "{what}");
    }
    assert_eq!(send(&[], "null", same).await, 303, "as Chromium sends it");
    assert_eq!(stand.state(&app).await, DeviceState::Approved);
}

fn hidden(page: &Answer, name: &str) -> String {
    let text = page.text();
    let (_, rest) = text
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// cases 52 and 68: signing in keeps the code, and an old sign-in is asked again.
#[tokio::test]
async fn r_27_the_code_is_kept_through_signing_in() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::new(&app);
    let stand = Stand::begins(&app).await;
    let answer = browser.open(&stand.link()).await;
    assert!(
        words(&answer).contains("Sign in to connect the stand"),
        "{answer}"
    );
    let fields = [
        ("email", ANN),
        ("password", crate::support::people::PASSWORD),
    ];
    let answer = browser.submit("/auth/sign-in", &fields).await;
    assert_eq!(answer.header("location"), stand.link());
    app.app.clock.advance_seconds(16 * 60);
    let late = Stand::begins(&app).await;
    let answer = browser.open(&late.link()).await;
    assert!(words(&answer).contains("Is it still you?"), "{answer}");
    let again = [("password", crate::support::people::PASSWORD)];
    let answer = browser
        .submit_and_follow("/auth/sign-in/again", &again)
        .await;
    assert!(words(&answer).contains(&late.code.to_string()), "{answer}");
    assert_eq!(browser.submit(PAGE, &APPROVE).await.code(), 303);
}

/// wrong, expired, used and denied codes are one and the same; R-18: however a code is typed.
#[tokio::test]
async fn r_24_codes_that_do_not_work_are_all_the_same() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let expired = Stand::begins_with(&app, |new| {
            new.expires = UnixMicros(new.created.0 - 1);
        })
        .await;
        let denied = Stand::begins(&app).await;
        let browser = ann(&app).await;
        browser.get(&denied.link()).await;
        browser.submit(PAGE, &[("decision", "deny")]).await;
        let mut pages = Vec::new();
        for code in [
            expired.code.to_string(),
            denied.code.to_string(),
            "BBBB-BBBB".to_owned(),
            "AEIOU".to_owned(),
        ] {
            let answer = browser.get(&format!("{PAGE}?user_code={code}")).await;
            pages.push((answer.code(), words(&answer)));
        }
        pages.dedup();
        assert_eq!(pages.len(), 1, "{pages:?}");
        assert_eq!(pages[0].0, 404);
        let waiting = Stand::begins(&app).await;
        let typed = waiting.code.to_string().to_lowercase().replace('-', "+");
        let answer = browser.get(&format!("{PAGE}?user_code={typed}")).await;
        assert!(
            words(&answer).contains(&waiting.code.to_string()),
            "{answer}"
        );
    }
}

/// R-23, case 60: after five wrong codes also the right one is refused, for 15 minutes, and for nobody
/// else.
#[tokio::test]
async fn r_23_five_wrong_codes_end_the_guessing_of_one_person() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.add_member("eva@demo.example", Role::Admin).await;
        let stand = Stand::begins_with(&app, |new| new.expires.0 += 3_600_000_000).await;
        let browser = ann(&app).await;
        for _ in 0..5 {
            assert_eq!(
                browser
                    .get(&format!("{PAGE}?user_code=BBBBBBBB"))
                    .await
                    .code(),
                404
            );
        }
        // In another session of the same person as well.
        let again = Browser::at(&app, "192.0.2.99");
        again.sign_in(ANN).await;
        for browser in [&browser, &again] {
            let answer = browser.get(&stand.link()).await;
            assert_eq!(answer.code(), 429, "{answer}");
            assert_eq!(answer.header("retry-after"), "900");
        }
        let eva = Browser::at(&app, "198.51.100.1");
        eva.sign_in("eva@demo.example").await;
        assert_eq!(eva.get(&stand.link()).await.code(), 200);
        app.app.clock.advance_seconds(15 * 60 + 1);
        let answer = ann(&app).await.get(&stand.link()).await;
        assert_eq!(answer.code(), 200, "{answer}");
        assert_eq!(audited(&app, "device.wrong_code").await.len(), 5);
    }
}

/// twenty wrong codes from one network address, by whomever.
#[tokio::test]
async fn r_23_an_address_has_twenty_tries() {
    let app = TestApp::sqlite().await;
    let stand = Stand::begins(&app).await;
    for person in 0..5 {
        let email = format!("p{person}@demo.example");
        app.add_member(&email, Role::Admin).await;
        let browser = Browser::signed_in(&app, &email).await;
        for _ in 0..4 {
            assert_eq!(
                browser
                    .get(&format!("{PAGE}?user_code=BBBBBBBB"))
                    .await
                    .code(),
                404
            );
        }
    }
    app.add_member("last@demo.example", Role::Admin).await;
    let near = Browser::signed_in(&app, "last@demo.example").await;
    assert_eq!(near.get(&stand.link()).await.code(), 429);
    let far = Browser::at(&app, "203.0.113.5");
    far.sign_in("last@demo.example").await;
    assert_eq!(far.get(&stand.link()).await.code(), 200);
}

/// R-23, case 62: when wrong codes come from everywhere, typing is off and links of the server work.
#[tokio::test]
async fn r_23_the_breaker_leaves_proven_links() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = ann(&app).await;
    let store = &app.app.store;
    for _ in 0..200 {
        let now = app.app.clock.now();
        store
            .count_failure("user-code:all", 300_000_000, now)
            .await
            .unwrap();
    }
    let stand = Stand::begins(&app).await;
    assert_eq!(browser.get(&stand.link()).await.code(), 429);
    let proof = link_proof(&app.app.server_keys, &stand.code);
    let proven = format!("{}&p={proof}", stand.link());
    assert_eq!(browser.get(&proven).await.code(), 200);
    assert_eq!(browser.submit(PAGE, &APPROVE).await.code(), 303);
    app.app.clock.advance_seconds(301);
    let later = Stand::begins(&app).await;
    assert_eq!(browser.get(&later.link()).await.code(), 200);
}

/// Item 0, R-49, case 63: who may let a stand in, and into which organisation.
#[tokio::test]
async fn only_admins_let_in_unless_the_organisation_says_otherwise() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let stand = Stand::begins(&app).await;
        let member = Browser::signed_in(&app, MAX).await;
        let answer = member.get(&stand.link()).await;
        assert_eq!(answer.code(), 403, "{answer}");
        assert!(words(&answer).contains("Ask an Admin"), "{answer}");
        assert_eq!(stand.state(&app).await, DeviceState::Pending);
        let answer = member.submit(PAGE, &APPROVE).await;
        assert_eq!(answer.code(), 403, "{answer}");
        assert_eq!(stand.state(&app).await, DeviceState::Denied);
    }
}

/// Item 0: a person of several organisations chooses; those of others are not there.
#[tokio::test]
async fn a_person_of_several_organisations_chooses() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.add_foreign_key().await;
        let store = &app.app.store;
        let foreign = store.find_organisation("foreign").await.unwrap().unwrap();
        let stand = Stand::begins(&app).await;
        let browser = ann(&app).await;
        let page = browser.get(&stand.link()).await;
        assert!(!page.text().contains("foreign"), "{page}");
        app.join(foreign.id, app.person(ANN).await.id, Role::Admin)
            .await;
        let page = browser.get(&stand.link()).await;
        assert!(words(&page).contains("For which organisation?"), "{page}");
        let mut fields = APPROVE.to_vec();
        let answer = browser.submit(PAGE, &fields).await;
        assert_eq!(answer.code(), 400, "none was chosen: {answer}");
        browser.get(&stand.link()).await;
        fields.push(("organisation", "foreign"));
        assert_eq!(browser.submit(PAGE, &fields).await.code(), 303);
        let chosen: Option<OrganisationId> = stand.login(&app).await.organisation;
        assert_eq!(chosen, Some(foreign.id));
    }
}

/// case 66: a terminal that is gone, another network, and text that a stranger wrote.
#[tokio::test]
async fn r_64_warnings_are_shown_and_strange_text_is_escaped() {
    let app = TestApp::sqlite().await.with_people().await;
    let stand = Stand::begins_with(&app, |new| {
        new.requester_ip = "203.0.113.77".to_owned();
        new.user_agent = "<script>alert(1)</script>".to_owned();
    })
    .await;
    let browser = ann(&app).await;
    let fresh = browser.get(&stand.link()).await;
    assert!(
        words(&fresh).contains("another network (203.0.113.77)"),
        "{fresh}"
    );
    assert!(!words(&fresh).contains("no longer waits"), "{fresh}");
    assert!(!fresh.text().contains("<script>"), "{fresh}");
    app.app.clock.advance_seconds(12);
    let late = browser.get(&stand.link()).await;
    assert!(
        words(&late).contains("The terminal no longer waits"),
        "{late}"
    );
    let now = app.app.clock.now();
    let polled = [(stand.device_sha256, now)];
    app.app.store.note_device_polls(&polled).await.unwrap();
    let polling = browser.get(&stand.link()).await;
    assert!(!words(&polling).contains("no longer waits"), "{polling}");
}

/// where Admins need a second factor, a password alone lets no stand in.
#[tokio::test]
async fn r_67_a_password_alone_is_not_enough_where_more_is_asked() {
    let app = TestApp::sqlite().await.with_people().await;
    let stand = Stand::begins(&app).await;
    let browser = ann(&app).await;
    browser.get(&stand.link()).await;
    app.require_second_factor_of_admins().await;
    let answer = browser.submit(PAGE, &APPROVE).await;
    assert_eq!(stand.state(&app).await, DeviceState::Pending, "{answer}");
    let answer = browser.get(&stand.link()).await;
    assert_ne!(answer.code(), 200, "{answer}");
}
