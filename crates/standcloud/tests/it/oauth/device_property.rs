//! whatever happens in whatever order, a device login does what a small model says.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::flow::{Login, Node, Tokens};
use crate::support::TestApp;

#[derive(Debug, Clone, Copy)]
enum Step {
    Poll,
    Approve,
    Deny,
    /// Seconds pass.
    Wait(i64),
    /// The server is started again.
    Restart,
    /// Requests go to the other server from here on.
    OtherNode,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Poll),
        2 => Just(Step::Approve),
        1 => Just(Step::Deny),
        4 => prop_oneof![Just(1_i64), Just(3), Just(4), Just(5)].prop_map(Step::Wait),
        1 => prop_oneof![Just(100_i64), Just(320), Just(331)].prop_map(Step::Wait),
        1 => Just(Step::Restart),
        1 => Just(Step::OtherNode),
    ]
}

/// What must be true, in as few words as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Pending,
    Approved,
    Denied,
    Consumed,
}

#[derive(Debug)]
struct Model {
    state: State,
    seconds: i64,
    last_poll: Option<i64>,
    tokens_end: bool,
}

impl Model {
    fn new() -> Self {
        Self {
            state: State::Pending,
            seconds: 0,
            last_poll: None,
            tokens_end: false,
        }
    }

    fn is_over(&self) -> bool {
        self.seconds >= 330
    }

    /// The answer to a poll; the empty text stands for tokens.
    fn poll(&mut self) -> &'static str {
        let previous = self.last_poll.replace(self.seconds);
        let is_early = previous.is_some_and(|previous| self.seconds - previous < 4);
        match self.state {
            State::Consumed => {
                self.tokens_end = true;
                "invalid_grant"
            }
            State::Denied => "access_denied",
            _ if self.is_over() => "expired_token",
            _ if is_early => "slow_down",
            State::Pending => "authorization_pending",
            State::Approved => {
                self.state = State::Consumed;
                ""
            }
        }
    }

    /// Whether the decision counts.
    fn decide(&mut self, decision: State) -> bool {
        let counts = self.state == State::Pending && !self.is_over();
        if counts {
            self.state = decision;
        }
        counts
    }
}

/// One run of a story against the model.
struct Story<'a> {
    test: &'a TestApp,
    nodes: [Node; 2],
    login: Login,
    tokens: Option<Tokens>,
}

impl Story<'_> {
    async fn play(&mut self, steps: &[Step]) -> Result<(), TestCaseError> {
        let mut model = Model::new();
        for (number, step) in steps.iter().enumerate() {
            match step {
                Step::Poll => self.poll(&mut model).await?,
                Step::Approve => {
                    let approved = self.nodes[0].approve(&self.login).await;
                    prop_assert_eq!(approved, model.decide(State::Approved));
                }
                Step::Deny => {
                    let denied = self.nodes[0].deny(&self.login).await;
                    prop_assert_eq!(denied, model.decide(State::Denied));
                }
                Step::Wait(seconds) => {
                    self.test.app.clock.advance_seconds(*seconds);
                    model.seconds += seconds;
                }
                Step::Restart => {
                    let seed = u64::try_from(number).unwrap() + self.seed();
                    self.nodes[0] = Node::another(self.test, seed).await;
                }
                Step::OtherNode => self.nodes.swap(0, 1),
            }
        }
        self.check_tokens(&model).await
    }

    /// Each restarted server must make codes of its own.
    fn seed(&self) -> u64 {
        u64::from_be_bytes(self.test.app.randomness.bytes())
    }

    async fn poll(&mut self, model: &mut Model) -> Result<(), TestCaseError> {
        let node = &self.nodes[0];
        let answer = node.poll(&self.login).await;
        // What the task does every second of real time.
        node.app.oauth.polls.write(&node.app.store).await;
        let expected = model.poll();
        if expected.is_empty() {
            prop_assert_eq!(answer.code(), 200, "{}", answer);
            prop_assert!(self.tokens.is_none(), "tokens were given out twice");
            self.tokens = Some(Tokens::of(&answer));
        } else {
            prop_assert_eq!(answer.json()["error"].clone(), expected);
        }
        Ok(())
    }

    async fn check_tokens(&self, model: &Model) -> Result<(), TestCaseError> {
        let Some(tokens) = &self.tokens else {
            prop_assert!(model.state != State::Consumed);
            return Ok(());
        };
        let answer = self.nodes[0].refresh(&tokens.refresh).await;
        let expected = if model.tokens_end { 400 } else { 200 };
        prop_assert_eq!(answer.code(), expected);
        Ok(())
    }
}

#[test]
fn r_20_a_device_login_does_what_the_model_says() {
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
        let outcome = runner.run(&vec(step(), 1..24), |steps| {
            runtime.block_on(async {
                let nodes = [
                    Node::of(&test),
                    Node::another(&test, u64::from_be_bytes(test.app.randomness.bytes())).await,
                ];
                let login = nodes[0].begin().await;
                let mut story = Story {
                    test: &test,
                    nodes,
                    login,
                    tokens: None,
                };
                story.play(&steps).await
            })
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
