//! whoever guesses passwords is slowed down; nobody is locked out.

use crate::support::browser::words;
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Browser, TestApp};

const WRONG: &str = "wrong wrong wrong";

/// Case 133: five wrong passwords, then a wait that doubles and ends.
#[tokio::test]
async fn r_58_after_five_failures_there_is_a_wait() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::new(&app);
        for attempt in 1..=5 {
            let code = browser.try_password(ANN, WRONG).await.code();
            assert_eq!(code, 401, "attempt {attempt}");
        }
        let refused = browser.try_password(ANN, PASSWORD).await;
        assert_eq!(refused.code(), 429, "{refused}");
        assert!(words(&refused).contains("Try again in"), "{refused}");
        assert_ne!(refused.header("retry-after"), "");
        let other = Browser::new(&app).try_password(MAX, PASSWORD).await;
        assert_eq!(other.code(), 303, "another person is not slowed down");
        app.app.clock.advance_seconds(2);
        assert_eq!(browser.try_password(ANN, PASSWORD).await.code(), 303);
        assert_eq!(
            Browser::new(&app).try_password(ANN, WRONG).await.code(),
            401,
            "forgotten"
        );
    }
}

/// Case 133: a hundred failures from a hundred addresses do not keep the person out of the browser
/// that they have used before.
#[tokio::test]
async fn r_58_a_known_browser_is_not_slowed_down_by_others() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let known = Browser::signed_in(&app, ANN).await;
        let page = known.open("/auth/sign-in/again").await;
        assert_eq!(page.code(), 200);
        known
            .submit("/auth/sign-in/again", &[("password", PASSWORD)])
            .await;
        let mut refused = 0;
        for number in 0..100 {
            let elsewhere = Browser::at(&app, &format!("198.51.100.{number}"));
            if elsewhere.try_password(ANN, WRONG).await.code() == 429 {
                refused += 1;
            }
        }
        assert!(refused >= 95, "{refused}");
        let new = Browser::at(&app, "192.0.2.99")
            .try_password(ANN, PASSWORD)
            .await;
        assert_eq!(new.code(), 429, "a new browser has to wait");
        app.app.clock.advance_seconds(9 * 3600 * 24);
        for number in 0..6 {
            let elsewhere = Browser::at(&app, &format!("198.51.100.{number}"));
            elsewhere.try_password(ANN, WRONG).await;
        }
        let again = known.try_password(ANN, PASSWORD).await;
        assert_eq!(again.code(), 303, "{again}");
    }
}

#[tokio::test]
async fn r_58_one_address_cannot_try_many_people() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::at(&app, "198.51.100.9");
    for number in 0..100 {
        let email = format!("person{number}@demo.example");
        assert_eq!(browser.try_password(&email, WRONG).await.code(), 401);
    }
    assert_eq!(browser.try_password(ANN, PASSWORD).await.code(), 429);
    let elsewhere = Browser::new(&app).try_password(ANN, PASSWORD).await;
    assert_eq!(elsewhere.code(), 303);
    app.app.clock.advance_seconds(15 * 60);
    assert_eq!(browser.try_password(ANN, PASSWORD).await.code(), 303);
}

/// R-57, case 135 in spirit: a thousand at once are not all hashed at once; the rest is told so.
#[tokio::test(flavor = "multi_thread")]
async fn r_57_too_many_password_checks_at_once_are_sent_away() {
    let app = TestApp::sqlite_with(|config| {
        config.auth.password_memory_kib = 19 << 10;
        config.auth.password_passes = 2;
    })
    .await
    .with_people()
    .await;
    let browser = Browser::new(&app);
    browser.open("/auth/sign-in").await;
    let attempts = (0..1000).map(|number| {
        let email = format!("person{number}@demo.example");
        let browser = &browser;
        async move {
            let fields = [("email", email.as_str()), ("password", WRONG)];
            browser.submit("/auth/sign-in", &fields).await.code()
        }
    });
    let codes = join_all(attempts).await;
    let count = |code| codes.iter().filter(|found| **found == code).count();
    assert!(count(401) >= 1, "some are answered");
    assert!(count(503) >= 500, "most are sent away: {}", count(503));
    assert_eq!(count(401) + count(503) + count(429), 1000);
    assert_eq!(app.app.passwords.waiting(), 0);
}

/// Polls all of them in one task.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pinned: Vec<_> = futures.map(Box::pin).collect();
    let mut outputs: Vec<Option<F::Output>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, output) in pinned.iter_mut().zip(&mut outputs) {
            if output.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *output = Some(value);
            }
        }
        if outputs.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    outputs.into_iter().flatten().collect()
}
