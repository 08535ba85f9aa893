//! The maintenance log.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::{STANDS, app_with_stand, assert_walled};
use crate::support::people::{ANN, MAX};
use crate::support::{Answer, Browser, TestApp, run_of};

fn log() -> String {
    format!("{STANDS}/1/events")
}

async fn write(browser: &Browser<'_>, body: &Value) -> Value {
    let answer = browser.api_send(Method::POST, &log(), body).await;
    assert_eq!(answer.code(), 201, "{answer}");
    answer.json()
}

async fn attach(browser: &Browser<'_>, event: &str, name: &str, bytes: &[u8]) -> Answer {
    let path = format!("{}/{event}/files?name={name}", log());
    let body = Body::from(bytes.to_vec());
    browser
        .api_send_bytes(Method::POST, &path, "text/html", body)
        .await
}

#[tokio::test]
async fn an_entry_is_written_read_changed_and_removed() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.stored(run_of("1")).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let old = json!({"kind": "repair", "note": " pins changed ", "happened_at": "2026-11-20T08:00:00+01:00"});
        let old = write(&browser, &old).await;
        let new = write(&browser, &json!({"kind": "check_passed"})).await;
        assert_eq!(old["note"], "pins changed");
        assert_eq!(old["happened_at"], "2026-11-20T07:00:00Z");
        assert_eq!(
            (&old["created_by"], &old["may_change"]),
            (&json!(MAX), &json!(true))
        );
        assert_eq!(new["happened_at"], "2026-11-22T12:00:00Z");
        let page = browser.api_get(&format!("{}?limit=1", log())).await.json();
        assert_eq!(page["events"], json!([new]));
        let next = page["next"].as_str().unwrap();
        let page = browser
            .api_get(&format!("{}?limit=5&after={next}", log()))
            .await
            .json();
        assert_eq!(
            (&page["events"], &page["next"]),
            (&json!([old]), &json!(null))
        );

        let path = format!("{}/{}", log(), old["id"].as_str().unwrap());
        let changed =
            json!({"kind": "note", "note": "pins cleaned", "happened_at": old["happened_at"]});
        let changed = browser.api_send(Method::PATCH, &path, &changed).await;
        assert_eq!(changed.code(), 200, "{changed}");
        let changed = changed.json();
        assert_eq!(
            (&changed["kind"], &changed["changed_by"]),
            (&json!("note"), &json!(MAX))
        );
        for code in [204, 404] {
            let removed = browser.api_send(Method::DELETE, &path, &json!(null)).await;
            assert_eq!(removed.code(), code, "{removed}");
        }
        let again = browser
            .api_send(Method::PATCH, &path, &json!({"kind": "note", "note": "x"}))
            .await;
        assert_eq!(again.code(), 404);
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_by_its_field() {
    let app = app_with_stand().await;
    let browser = Browser::signed_in(&app, MAX).await;
    for (body, field) in [
        (json!({"kind": "repair", "note": "  "}), "note"),
        (json!({"kind": "note", "note": "x".repeat(5001)}), "note"),
        (
            json!({"kind": "note", "note": "x", "happened_at": "yesterday"}),
            "happened_at",
        ),
        (
            json!({"kind": "note", "note": "x", "happened_at": "2026-11-24T12:00:00Z"}),
            "happened_at",
        ),
        (json!({"kind": "party", "note": "x"}), "body"),
    ] {
        let answer = browser.api_send(Method::POST, &log(), &body).await;
        assert_eq!(
            (answer.code(), &answer.json()["field"]),
            (422, &json!(field)),
            "{answer}"
        );
    }
    let odd = browser.api_get(&format!("{}?after=x", log())).await;
    assert_eq!(odd.code(), 422, "{odd}");
    assert_walled(&app, &log()).await;
}

#[tokio::test]
async fn members_change_their_own_entries_and_admins_all() {
    let app = app_with_stand().await;
    let (ann, max) = (
        Browser::signed_in(&app, ANN).await,
        Browser::signed_in(&app, MAX).await,
    );
    let by_ann = write(&ann, &json!({"kind": "note", "note": "hers"})).await;
    let by_max = write(&max, &json!({"kind": "note", "note": "his"})).await;
    let seen = max.api_get(&log()).await.json();
    let may: Vec<&Value> = seen["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["may_change"])
        .collect();
    assert_eq!(may.iter().filter(|may| ***may == json!(true)).count(), 1);
    let path = |event: &Value| format!("{}/{}", log(), event["id"].as_str().unwrap());
    let text = json!({"kind": "note", "note": "changed"});
    for (method, body) in [(Method::PATCH, &text), (Method::DELETE, &json!(null))] {
        let refused = max.api_send(method, &path(&by_ann), body).await;
        assert_eq!(refused.code(), 403, "{refused}");
    }
    let id = by_ann["id"].as_str().unwrap();
    assert_eq!(attach(&max, id, "a.txt", b"x").await.code(), 403);
    let changed = ann
        .api_send(Method::PATCH, &path(&by_max), &text)
        .await
        .json();
    assert_eq!(
        (&changed["created_by"], &changed["changed_by"]),
        (&json!(MAX), &json!(ANN))
    );
    let removed = ann
        .api_send(Method::DELETE, &path(&by_max), &json!(null))
        .await;
    assert_eq!(removed.code(), 204);
    let noted = app.audited("stand.log_entry").await;
    assert_eq!(noted, [format!("removed what {MAX} wrote: changed")]);
}

#[tokio::test]
async fn files_are_attached_saved_and_removed() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.stored(run_of("1")).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let event = write(&browser, &json!({"kind": "note", "note": "see files"})).await;
        let id = event["id"].as_str().unwrap();
        let page = attach(&browser, id, "..%2Fevil.html", b"<script>alert(1)</script>").await;
        assert_eq!(page.code(), 201, "{page}");
        let page = page.json();
        assert_eq!(
            (&page["name"], &page["is_picture"]),
            (&json!("evil.html"), &json!(false))
        );
        let photo = attach(&browser, id, "pins.jpg", b"\xff\xd8\xff\xe0")
            .await
            .json();
        assert_eq!(
            (&photo["is_picture"], &photo["size_bytes"]),
            (&json!(true), &json!(4))
        );
        let address =
            |file: &Value| format!("{}/{id}/files/{}", log(), file["id"].as_str().unwrap());
        let saved = browser.api_get(&address(&page)).await;
        assert_eq!(saved.text(), "<script>alert(1)</script>");
        assert_eq!(saved.header("content-type"), "application/octet-stream");
        assert_eq!(
            saved.header("content-disposition"),
            "attachment; filename*=UTF-8''evil.html"
        );
        assert!(saved.header("content-security-policy").contains("sandbox"));
        let shown = browser.api_get(&address(&photo)).await;
        assert_eq!(shown.header("content-type"), "image/jpeg");
        let listed = browser.api_get(&log()).await.json();
        assert_eq!(listed["events"][0]["files"], json!([page, photo]));
        let elsewhere = address(&page).replace("/stands/1/", "/stands/2/");
        assert_eq!(browser.api_get(&elsewhere).await.code(), 404);
        assert_walled(&app, &address(&page)).await;
        let gone = browser
            .api_send(Method::DELETE, &address(&page), &json!(null))
            .await;
        assert_eq!(gone.code(), 204);
        assert_eq!(browser.api_get(&address(&page)).await.code(), 404);
    }
}

#[tokio::test]
async fn files_have_limits() {
    let app = app_with_stand().await;
    let browser = Browser::signed_in(&app, MAX).await;
    let event = write(&browser, &json!({"kind": "note", "note": "many"})).await;
    let id = event["id"].as_str().unwrap();
    assert_eq!(attach(&browser, id, "empty", b"").await.code(), 422);
    let large = vec![0; (10 << 20) + 1];
    assert_eq!(attach(&browser, id, "large", &large).await.code(), 413);
    for _ in 0..10 {
        assert_eq!(attach(&browser, id, "file", b"x").await.code(), 201);
    }
    let refused = attach(&browser, id, "file", b"x").await;
    assert_eq!(
        (refused.code(), &refused.json()["code"]),
        (409, &json!("conflict"))
    );
}
