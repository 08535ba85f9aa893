//! races, lost answers, copies and time in any order: a family of tokens does what a small
//! model says.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::flow::{Node, Tokens};
use crate::support::TestApp;

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Presents the refresh token that was given out as the so-many-th, counted from the newest.
    Refresh(usize),
    /// Calls an API with the access token of that pair.
    Use(usize),
    /// Seconds pass.
    Wait(i64),
    OtherNode,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..4_usize).prop_map(Step::Refresh),
        3 => (0..4_usize).prop_map(Step::Use),
        3 => prop_oneof![Just(5_i64), Just(30), Just(60), Just(61)].prop_map(Step::Wait),
        1 => Just(Step::OtherNode),
    ]
}

/// One pair of tokens.
#[derive(Debug, Clone, Default)]
struct Pair {
    parent: Option<usize>,
    made: i64,
    rotated: Option<i64>,
    reuses: u32,
    is_revoked: bool,
    is_access_used: bool,
    is_access_revoked: bool,
}

/// The family of one login; times in seconds.
#[derive(Debug, Default)]
struct Family {
    pairs: BTreeMap<usize, Pair>,
    now: i64,
    has_ended: bool,
}

impl Family {
    /// Whether a new pair is given out.
    fn refresh(&mut self, number: usize) -> bool {
        if self.has_ended {
            return false;
        }
        let now = self.now;
        let token = self.pairs[&number].clone();
        if token.is_revoked {
            self.has_ended = true;
            return false;
        }
        match token.rotated {
            None => {
                self.revoke_strays(number);
                self.pairs.get_mut(&number).unwrap().rotated = Some(now);
            }
            Some(rotated) if now - rotated <= 60 && token.reuses >= 5 => return false,
            Some(rotated) if now - rotated <= 60 => {
                self.pairs.get_mut(&number).unwrap().reuses += 1;
            }
            Some(_) if self.is_successor_used(number) => {
                self.has_ended = true;
                return false;
            }
            Some(_) => {
                for pair in self.pairs.values_mut() {
                    if pair.parent == Some(number) {
                        (pair.is_revoked, pair.is_access_revoked) = (true, true);
                    }
                }
                let token = self.pairs.get_mut(&number).unwrap();
                (token.rotated, token.reuses) = (Some(now), 0);
            }
        }
        let pair = Pair {
            parent: Some(number),
            made: now,
            ..Pair::default()
        };
        self.pairs.insert(self.pairs.len(), pair);
        true
    }

    fn is_successor_used(&self, number: usize) -> bool {
        let mut successors = self
            .pairs
            .values()
            .filter(|pair| pair.parent == Some(number));
        successors.any(|pair| pair.rotated.is_some() || pair.is_access_used)
    }

    fn revoke_strays(&mut self, used: usize) {
        let over: Vec<usize> = self
            .pairs
            .iter()
            .filter(|(_, pair)| pair.rotated.is_some_and(|rotated| self.now - rotated > 60))
            .map(|(number, _)| *number)
            .collect();
        for (number, pair) in &mut self.pairs {
            let is_late = self.now - pair.made >= 60
                || pair.parent.is_some_and(|parent| over.contains(&parent));
            if *number != used && pair.rotated.is_none() && is_late {
                pair.is_revoked = true;
            }
            if pair.is_revoked && !pair.is_access_used {
                pair.is_access_revoked = true;
            }
        }
    }

    fn use_access(&mut self, number: usize) -> bool {
        let has_ended = self.has_ended;
        let now = self.now;
        let pair = self.pairs.get_mut(&number).unwrap();
        let is_good = !has_ended && !pair.is_access_revoked && now - pair.made < 3600;
        pair.is_access_used |= is_good;
        is_good
    }
}

async fn play(test: &TestApp, nodes: &mut [Node; 2], steps: &[Step]) -> Result<(), TestCaseError> {
    let mut given = vec![nodes[0].log_in().await];
    let mut family = Family::default();
    family.pairs.insert(0, Pair::default());
    for step in steps {
        match step {
            Step::Refresh(back) => {
                let number = given.len() - 1 - back % given.len();
                let answer = nodes[0].refresh(&given[number].refresh).await;
                let is_given = family.refresh(number);
                prop_assert_eq!(answer.code() == 200, is_given, "{}: {:?}", answer, family);
                if is_given {
                    given.push(Tokens::of(&answer));
                } else {
                    prop_assert_eq!(answer.json()["error"].clone(), "invalid_grant");
                }
            }
            Step::Use(back) => {
                let number = given.len() - 1 - back % given.len();
                let token = &given[number].access;
                // A cached answer may be three seconds old.
                for node in nodes.iter() {
                    forget(node, token).await;
                }
                if family.use_access(number) {
                    nodes[0].use_token(token).await;
                } else {
                    prop_assert_eq!(nodes[0].health(token).await, 401, "{:?}", family);
                }
            }
            Step::Wait(seconds) => {
                test.app.clock.advance_seconds(*seconds);
                family.now += seconds;
            }
            Step::OtherNode => nodes.swap(0, 1),
        }
    }
    Ok(())
}

async fn forget(node: &Node, token: &str) {
    use standcloud::auth::secret_text::{SecretKind, SecretText};
    let sha256 = SecretText::parse(SecretKind::AccessToken, token)
        .unwrap()
        .sha256();
    let known = node.app.store.lookup_access_token(sha256).await.unwrap();
    node.app.tokens.forget_grant(known.unwrap().grant);
}

/// Two servers never make the same tokens.
fn seed(test: &TestApp) -> u64 {
    u64::from_be_bytes(test.app.randomness.bytes())
}

#[test]
fn r_36_a_family_does_what_the_model_says() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let tests = runtime.block_on(TestApp::each_with(|config| {
        config.limits.device_logins_per_minute = 1_000_000;
    }));
    for test in tests {
        let mut runner = TestRunner::new(Config {
            cases: 48,
            failure_persistence: None,
            ..Config::default()
        });
        let outcome = runner.run(&vec(step(), 1..30), |steps| {
            runtime.block_on(async {
                let mut nodes = [Node::of(&test), Node::another(&test, seed(&test)).await];
                play(&test, &mut nodes, &steps).await
            })
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
