//! Registered programs: how they prove themselves, and how they speak for themselves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use standcloud::auth::Scope;
use standcloud::oauth::registration::{ProgramGrant, ProgramKind};

use super::code_flow::{HARDPY, TOKEN, assert_noted, register, send};
use super::code_token::use_token;
use crate::support::browser::{encoded, form_post};
use crate::support::test_app::{RUNS, UPLOAD, empty, get, post, with_key};
use crate::support::{Answer, TestApp, run_of};

const CREDENTIALS: (&str, &str) = ("grant_type", "client_credentials");

/// both ways to send the secret; no refresh token, and only what was registered.
#[tokio::test]
async fn r_09_a_program_gets_a_token_with_its_own_secret() {
    for app in TestApp::each().await {
        let (id, secret) = script(&app).await;
        let by_form = [CREDENTIALS, ("client_id", &id), ("client_secret", &secret)];
        let by_header = basic(&app, &format!("{id}:{secret}"), &[CREDENTIALS]).await;
        for answer in [send(&app, TOKEN, &by_form).await, by_header] {
            assert_eq!(answer.code(), 200, "{answer}");
            let json = answer.json();
            let mut members: Vec<&String> = json.as_object().unwrap().keys().collect();
            members.sort();
            assert_eq!(
                members,
                ["access_token", "expires_in", "scope", "token_type"]
            );
            assert_eq!(json["scope"], "report:read");
            assert_eq!(use_token(&app, &json, RUNS).await, 200);
            let token = json["access_token"].as_str().unwrap();
            let upload = with_key(post(UPLOAD), token)
                .body(run_of("1").into())
                .unwrap();
            let answer = app.send(upload).await;
            assert_eq!(answer.code(), 403, "{answer}");
            assert!(
                answer
                    .header("www-authenticate")
                    .contains("insufficient_scope")
            );
        }
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        assert_eq!(grants.len(), 1, "one grant for all tokens of a program");
        assert_eq!((grants[0].user, grants[0].name.as_str()), (None, "Script"));
        assert_noted(&app, "token.issue", 2).await;
    }
}

/// 401 in every wrong case, with the challenge if the header was used.
#[tokio::test]
async fn r_09_a_wrong_secret_is_refused() {
    for app in TestApp::each().await {
        let (id, secret) = script(&app).await;
        let (other_id, other_secret) = script(&app).await;
        for wrong in [
            "",
            "sccs_wrong",
            other_secret.as_str(),
            &secret[..secret.len() - 1],
            &secret.to_lowercase(),
        ] {
            let fields = [CREDENTIALS, ("client_id", &id), ("client_secret", wrong)];
            let answer = send(&app, TOKEN, &fields).await;
            assert_invalid_client(&answer);
            assert_eq!(answer.header("www-authenticate"), "");
            let answer = basic(&app, &format!("{id}:{wrong}"), &[CREDENTIALS]).await;
            assert_invalid_client(&answer);
            assert!(
                answer
                    .header("www-authenticate")
                    .starts_with("Basic realm=")
            );
        }
        let unknown = format!("nobody:{secret}");
        assert_invalid_client(&basic(&app, &unknown, &[CREDENTIALS]).await);
        let hardpy = format!("{HARDPY}:x");
        assert_invalid_client(&basic(&app, &hardpy, &[CREDENTIALS]).await);
        for two_ways in [
            ("client_secret", secret.as_str()),
            ("client_id", other_id.as_str()),
        ] {
            let fields = [CREDENTIALS, two_ways];
            let answer = basic(&app, &format!("{id}:{secret}"), &fields).await;
            assert_eq!(answer.code(), 400, "{answer}");
            assert_eq!(answer.json()["error"], "invalid_request");
        }
    }
}

/// fewer scopes than registered may be asked for, more may not.
#[tokio::test]
async fn r_41_a_program_gets_at_most_what_it_was_registered_with() {
    for app in TestApp::each().await {
        let (id, secret) = register(&app, app.organisation, |draft| {
            "Both".clone_into(&mut draft.name);
            draft.grants = vec![ProgramGrant::ClientCredentials, ProgramGrant::Device];
            draft.scopes = vec![Scope::ReportRead, Scope::ReportWrite];
            draft.redirect_uris.clear();
        })
        .await;
        let login = format!("{id}:{}", secret.unwrap());
        for (asked, expected) in [
            ("", Ok("report:write report:read")),
            ("report:read", Ok("report:read")),
            ("report:read offline_access", Ok("report:read")),
            ("authelia.bearer.authz", Err("invalid_scope")),
            ("report:read admin:all", Err("invalid_scope")),
        ] {
            let answer = basic(&app, &login, &[CREDENTIALS, ("scope", asked)]).await;
            let json = answer.json();
            let found = match answer.code() {
                200 => Ok(json["scope"].as_str().unwrap()),
                _ => Err(json["error"].as_str().unwrap()),
            };
            assert_eq!(found, expected, "{asked}: {answer}");
        }
        let evil = ("audience", "https://evil.example/hardpy/api/v1");
        let answer = basic(&app, &login, &[CREDENTIALS, evil]).await;
        assert_eq!(answer.json()["error"], "invalid_target", "{answer}");
        let one = ("audience", "https://localhost:8443/integration/api/v1");
        let tokens = basic(&app, &login, &[CREDENTIALS, one]).await.json();
        assert_eq!(use_token(&app, &tokens, RUNS).await, 200);
        assert_eq!(
            use_token(&app, &tokens, "/hardpy/api/v1/test_run").await,
            401
        );
    }
}

/// a disabled program gets nothing, and what it had ends within 5 s.
#[tokio::test]
async fn r_37_a_disabled_program_is_out() {
    for app in TestApp::each().await {
        let (id, secret) = script(&app).await;
        let login = format!("{id}:{secret}");
        let tokens = basic(&app, &login, &[CREDENTIALS]).await.json();
        assert_eq!(use_token(&app, &tokens, RUNS).await, 200);
        let now = app.app.clock.now();
        let store = &app.app.store;
        store
            .disable_oauth_client(app.organisation, &id, now)
            .await
            .unwrap();
        assert_invalid_client(&basic(&app, &login, &[CREDENTIALS]).await);
        app.app.clock.advance_seconds(5);
        assert_eq!(use_token(&app, &tokens, RUNS).await, 401);
        store
            .enable_oauth_client(app.organisation, &id)
            .await
            .unwrap();
        assert_eq!(
            use_token(&app, &tokens, RUNS).await,
            401,
            "what ended stays ended"
        );
        let tokens = basic(&app, &login, &[CREDENTIALS]).await.json();
        assert_eq!(use_token(&app, &tokens, RUNS).await, 200);
    }
}

/// only what was registered for it may use it.
#[tokio::test]
async fn client_credentials_are_for_who_was_registered_for_them() {
    for app in TestApp::each().await {
        let (web, secret) = register(&app, app.organisation, |_| {}).await;
        let login = format!("{web}:{}", secret.unwrap());
        let answer = basic(&app, &login, &[CREDENTIALS]).await;
        assert_eq!(
            (answer.code(), answer.json()["error"].as_str()),
            (400, Some("unauthorized_client"))
        );
        let (public, _) = register(&app, app.organisation, |draft| {
            "Public".clone_into(&mut draft.name);
            draft.kind = ProgramKind::Public;
        })
        .await;
        let fields = [CREDENTIALS, ("client_id", public.as_str())];
        let answer = send(&app, TOKEN, &fields).await;
        assert_eq!(
            (answer.code(), answer.json()["error"].as_str()),
            (400, Some("unauthorized_client"))
        );
        let fields = [
            CREDENTIALS,
            ("client_id", public.as_str()),
            ("client_secret", "sccs_x"),
        ];
        assert_invalid_client(&send(&app, TOKEN, &fields).await);
    }
}

/// a token belongs to the organisation that has registered the program.
#[tokio::test]
async fn a_program_sees_its_own_organisation_only() {
    for app in TestApp::each().await {
        app.stored(run_of("1")).await;
        app.add_foreign_key().await;
        let foreign = app
            .app
            .store
            .find_organisation("foreign")
            .await
            .unwrap()
            .unwrap();
        for (organisation, expected) in [(app.organisation, 1), (foreign.id, 0)] {
            let (id, secret) = register(&app, organisation, |draft| {
                draft.grants = vec![ProgramGrant::ClientCredentials];
                draft.redirect_uris.clear();
            })
            .await;
            let login = format!("{id}:{}", secret.unwrap());
            let tokens = basic(&app, &login, &[CREDENTIALS]).await.json();
            let token = tokens["access_token"].as_str().unwrap();
            let runs = app.send(empty(with_key(get(RUNS), token))).await;
            assert_eq!(runs.json().as_array().unwrap().len(), expected, "{runs}");
        }
    }
}

/// A list of programs tells when each was last used.
#[tokio::test]
async fn the_last_use_of_a_program_is_noted() {
    for app in TestApp::each().await {
        let (id, secret) = script(&app).await;
        basic(&app, &format!("{id}:{secret}"), &[CREDENTIALS]).await;
        assert!(is_use_noted(&app, &id).await);
    }
}

/// It is written in the background.
async fn is_use_noted(app: &TestApp, id: &str) -> bool {
    let now = app.app.clock.now();
    for _ in 0..1000 {
        let client = app
            .app
            .store
            .lookup_oauth_client(id)
            .await
            .unwrap()
            .unwrap();
        if client.last_used == Some(now) {
            return true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    false
}

/// A program with its own secret that may read.
async fn script(app: &TestApp) -> (String, String) {
    let (id, secret) = register(app, app.organisation, |draft| {
        "Script".clone_into(&mut draft.name);
        draft.grants = vec![ProgramGrant::ClientCredentials];
        draft.redirect_uris.clear();
    })
    .await;
    (id, secret.unwrap())
}

async fn basic(app: &TestApp, login: &str, fields: &[(&str, &str)]) -> Answer {
    let request = form_post(TOKEN)
        .header("host", "localhost:8443")
        .header("authorization", format!("Basic {}", STANDARD.encode(login)));
    app.send(request.body(encoded(fields)).unwrap()).await
}

fn assert_invalid_client(answer: &Answer) {
    assert_eq!(answer.code(), 401, "{answer}");
    assert_eq!(answer.json()["error"], "invalid_client", "{answer}");
}
