//! Nothing that an organisation holds or that somebody asks makes the analysis fail: every question of the
//! OpenAPI document is asked of organisations that are empty, constant, without limits, with limits the
//! wrong way round, huge or endless in variety. Each answer is what its schema says, so that a figure
//! that is no number cannot leave as `null` where the document promises a number.

mod organisations;
mod questions;
mod schema;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::people::MAX;
use crate::support::test_app::{empty, with_key};
use crate::support::{Browser, TestApp, get};
use questions::{Question, documented_questions};
use schema::Schemas;

/// Answers to what is asked wrongly.
const REFUSALS: [u16; 3] = [400, 404, 422];

async fn ask_everything(app: &TestApp, organisation: &str) -> BTreeSet<String> {
    let document = app.read("/integration/api/v1/openapi.json").await.json();
    let schemas = Schemas::of(&document);
    let series = series_ids(app).await;
    let mut answered = BTreeSet::new();
    for question in documented_questions(&document) {
        for query in question.queries(&series) {
            let path = format!("{}?{query}", question.path);
            let answer = app.read(&path).await;
            let code = answer.code();
            if code == 200 {
                answered.insert(question.path.clone());
                if is_json(&answer.headers) {
                    let wrong = schemas.find_wrong(&question.answer, &answer.json());
                    assert_eq!(wrong, None, "{organisation}: {path}: {answer}");
                }
            } else {
                assert!(REFUSALS.contains(&code), "{organisation}: {path}: {answer}");
                assert_says_something(&answer.json(), &path);
            }
        }
    }
    answered
}

fn is_json(headers: &axum::http::HeaderMap) -> bool {
    let kind = headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/json"))
}

fn assert_says_something(problem: &Value, path: &str) {
    let words = problem["detail"].as_str().unwrap_or_default();
    assert!(words.split(' ').count() > 3, "{path}: {problem}");
}

/// Some measurements of each kind.
async fn series_ids(app: &TestApp) -> Vec<u64> {
    let path = "/integration/api/v1/analysis/measurements?plan=Board+test";
    let answer = app.read(path).await;
    if answer.code() == 404 {
        return vec![1, 2];
    }
    let all = answer.json();
    let id = |one: &Value| one["series"].as_u64().unwrap();
    let mut ids: Vec<u64> = all.as_array().unwrap().iter().map(id).collect();
    if ids.len() > 4 {
        let last = ids.len() - 2;
        ids.drain(2..last);
    }
    ids
}

async fn ask_of(name: &str, reports: Vec<crate::support::report::Report>) -> BTreeSet<String> {
    let app = TestApp::sqlite().await;
    for report in reports {
        app.stored(report).await;
    }
    ask_everything(&app, name).await
}

#[tokio::test]
async fn an_organisation_without_runs() {
    ask_of("no runs", Vec::new()).await;
}

#[tokio::test]
async fn one_run_and_one_value() {
    ask_of("one run", organisations::one_run()).await;
    ask_of("one value", organisations::one_value()).await;
}

#[tokio::test]
async fn values_that_are_all_equal() {
    let answered = ask_of("all equal", organisations::all_equal()).await;
    assert!(!answered.is_empty());
}

#[tokio::test]
async fn limits_that_are_none() {
    ask_of("no limits", organisations::no_limits()).await;
    ask_of("limits swapped", organisations::limits_swapped()).await;
}

#[tokio::test]
async fn values_that_are_huge_and_tiny() {
    ask_of("huge", organisations::huge()).await;
}

#[tokio::test]
async fn times_and_kinds_that_are_odd() {
    ask_of("odd", organisations::odd()).await;
}

#[tokio::test]
async fn very_many_categories() {
    ask_of("many categories", organisations::many_categories(300)).await;
}

/// On both databases, and every question has an answer when it is asked rightly.
#[tokio::test]
async fn ordinary_runs_answer_every_question() {
    for app in TestApp::each().await {
        for report in organisations::ordinary() {
            app.stored(report).await;
        }
        let answered = ask_everything(&app, "ordinary").await;
        let document = app.read("/integration/api/v1/openapi.json").await.json();
        let all = documented_questions(&document).into_iter();
        let all: BTreeSet<String> = all.map(|question| question.path).collect();
        assert_eq!(answered, all);
    }
}

#[tokio::test]
async fn only_who_may_read_is_answered() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        for report in organisations::ordinary() {
            app.stored(report).await;
        }
        let document = app.read("/integration/api/v1/openapi.json").await.json();
        let may_only_write = app.add_key("report:write", |_| {}).await;
        let foreign = app.add_foreign_key().await;
        let browser = Browser::signed_in(&app, MAX).await;
        let series = series_ids(&app).await;
        for question in documented_questions(&document) {
            let query = question.right_query(&series);
            let path = format!("{}?{query}", question.path);
            let of_program = async |key: &str| app.send(empty(with_key(get(&path), key))).await;
            assert_eq!(app.send(empty(get(&path))).await.code(), 401, "{path}");
            assert_eq!(of_program("sck_nothing").await.code(), 401, "{path}");
            assert_eq!(of_program(&may_only_write).await.code(), 403, "{path}");
            assert_tells_nothing(&question, &of_program(&foreign).await, &path);
            let of_person = |slug: &str| question.of_person(slug, &query);
            let stranger = Browser::new(&app).api_get(&of_person("demo")).await;
            assert_eq!(stranger.code(), 401, "{path}");
            for slug in ["foreign", "nothing"] {
                let answer = browser.api_get(&of_person(slug)).await;
                assert_eq!(answer.code(), 404, "{path}: {answer}");
            }
            let mine = browser.api_get(&of_person("demo")).await;
            // Some need another kind of measurement, which they say only to who may read.
            assert!([200, 422].contains(&mine.code()), "{path}: {mine}");
        }
    }
}

/// The program of another organisation finds nothing of this one, whatever numbers it guesses.
fn assert_tells_nothing(question: &Question, answer: &crate::support::Answer, path: &str) {
    assert!([200, 404].contains(&answer.code()), "{path}: {answer}");
    let text = answer.text();
    for secret in ["S-ordinary", "Stand 1", "hall 2", "U1"] {
        assert!(!text.contains(secret), "{}: {answer}", question.path);
    }
}
