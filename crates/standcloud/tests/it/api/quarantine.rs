//! What was refused is kept once, counted, bounded, and answered 201 after it became a run.

use standcloud_store::{QuarantinedReport, RunId};
use uuid::Uuid;

use crate::support::{TestApp, assert_answer, run_of};

async fn waiting(app: &TestApp) -> Vec<QuarantinedReport> {
    let listed = app
        .app
        .store
        .list_quarantine(app.organisation, false, 100)
        .await;
    listed.unwrap()
}

#[tokio::test]
async fn a_refused_report_is_kept_once_and_counted() {
    for app in TestApp::each().await {
        let bad = run_of("SN-1").set("status", "fine");
        for _ in 0..3 {
            assert_eq!(app.upload(bad.clone()).await.code(), 422);
            app.app.clock.advance_seconds(1800);
        }
        assert_eq!(
            app.upload(run_of("SN-2").set("status", 1)).await.code(),
            422
        );
        let kept = waiting(&app).await;
        assert_eq!(kept.len(), 2);
        let bad_kept = &kept[1];
        assert_eq!(bad_kept.received_count, 3);
        assert_eq!(
            bad_kept.last_received.0 - bad_kept.first_received.0,
            3_600_000_000
        );
        assert!(
            bad_kept.problems.contains("status"),
            "{}",
            bad_kept.problems
        );
        assert_eq!(bad_kept.principal, format!("key:{}", &app.key[4..16]));
        let found = app
            .app
            .store
            .lookup_quarantine(app.organisation, bad_kept.id)
            .await;
        assert_eq!(
            found.unwrap().unwrap().1,
            bad.bytes(),
            "the bytes as they came"
        );
    }
}

#[tokio::test]
async fn even_what_is_not_text_is_kept() {
    for app in TestApp::each().await {
        for body in [&b""[..], b"\x00\xff", b"{\"name\":\"\xff\"}"] {
            assert_eq!(app.upload(body.to_vec()).await.code(), 422);
        }
        assert_eq!(waiting(&app).await.len(), 3);
    }
}

#[tokio::test]
async fn a_full_quarantine_keeps_what_it_has_and_raises_an_alarm() {
    for app in TestApp::each_with(|config| config.limits.quarantine_reports = 2).await {
        for number in 0..4 {
            let answer = app.upload(run_of("SN-1").set("name", number)).await;
            assert_eq!(answer.code(), 422, "the stand keeps its copy: {answer}");
        }
        assert_eq!(waiting(&app).await.len(), 2);
        let metrics = app.read("/metrics").await;
        assert!(
            metrics
                .text()
                .contains("standcloud_quarantine_full_total 2\n"),
            "{metrics}"
        );
        assert_eq!(app.upload(run_of("SN-1").set("name", 0)).await.code(), 422);
        let kept = waiting(&app).await;
        let most = kept.iter().map(|report| report.received_count).max();
        assert_eq!(most, Some(2), "known ones are still counted");
        app.stored(run_of("SN-1")).await;
    }
}

#[tokio::test]
async fn the_quarantine_of_one_organisation_is_not_filled_by_another() {
    for app in TestApp::each_with(|config| config.limits.quarantine_reports = 1).await {
        let foreign_key = app.add_foreign_key().await;
        let request = crate::support::test_app::with_key(
            crate::support::post(crate::support::test_app::UPLOAD),
            &foreign_key,
        );
        let answer = app.send(request.body("not JSON".into()).unwrap()).await;
        assert_eq!(answer.code(), 422);
        assert!(waiting(&app).await.is_empty());
        assert_eq!(app.upload("not JSON").await.code(), 422);
        assert_eq!(waiting(&app).await.len(), 1);
    }
}

#[tokio::test]
async fn the_resend_of_what_was_reprocessed_gets_the_id_of_its_run() {
    for app in TestApp::each().await {
        let bad = run_of("SN-1").set("status", "fine");
        assert_eq!(app.upload(bad.clone()).await.code(), 422);
        let id = waiting(&app).await[0].id;
        let run_id = app.stored(run_of("SN-1")).await;
        let run = RunId(Uuid::parse_str(&run_id).unwrap());
        let store = &app.app.store;
        store
            .resolve_quarantine(app.organisation, id, run)
            .await
            .unwrap();
        let answer = app.upload(bad).await;
        assert_eq!(answer.header("standcloud-outcome"), "duplicate");
        assert_eq!(answer.run_id(), run_id);
    }
}

/// A refused body is a stranger's text: it must not come back as anything but JSON.
#[tokio::test]
async fn the_answer_quotes_nothing_dangerous() {
    let app = TestApp::sqlite().await;
    let answer = app
        .upload(run_of("S").set("status", "<script>alert(1)</script>"))
        .await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_answer!(answer, @r#"
    422
    {"detail":[{"loc":["body","status"],"msg":"expected one of: passed, failed, error, stopped, skipped, run, ready","type":"enum"}]}
    "#);
}
