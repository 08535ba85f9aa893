"""What happens to a login over time: tokens end and are renewed, by several processes at once, and can be revoked."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.browser import Browser
from harness.device_flow import REVOCATION_LIMIT_S, revoke, status_of
from harness.keyring import Keyring
from harness.pages import Person, StandsPage
from harness.server import SLUG, Server
from harness.signing_in import log_in
from harness.terminal import Terminal
from harness.venvs import LOGIN_VERSIONS
from harness.waiting import wait_for

NEWEST = LOGIN_VERSIONS[-1]
MODES = ("hardpy", "integration")
# HardPy renews a token with less than 60 s left (the oldest: 30 s) before each call.
PAST_ZERO_S = 3
SHORT_LIFE_S = 65
SHORT_LIFE = {"STANDCLOUD_TEST_ACCESS_TOKEN_SECONDS": str(SHORT_LIFE_S)}
EARLY_RENEWAL_S = 25
ONE_HOUR_S = 3600
PROCESSES_AT_ONCE = 3
# A Python process has started and read the keyring by then, also on a busy machine.
HEAD_START_S = 8


@pytest.fixture(scope="module")
def server(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Its access tokens live for a minute."""
    server = Server(binary, tmp_path_factory.mktemp("short-lives"), variables=SHORT_LIFE)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=LOGIN_VERSIONS)
def terminal(
    request: pytest.FixtureRequest,
    browser: Browser,
    server: Server,
    keyring: Keyring,
    administrator: Person,
    tmp_path: Path,
) -> Terminal:
    """Signed in."""
    terminal = Terminal(request.param, tmp_path, server.address, keyring)
    with browser.visitor(server.address, tmp_path) as visitor:
        log_in(terminal, visitor, administrator)
    return terminal


def test_a_token_is_renewed_before_it_ends(terminal: Terminal, server: Server) -> None:
    """R-36: the old access token goes on until its own end, other processes may still hold it."""
    first = terminal.stored_login
    first_access, first_refresh = first.access_token, first.refresh_token
    first.let_it_expire_in(EARLY_RENEWAL_S)

    assert terminal.is_connected()

    renewed = terminal.stored_login
    assert renewed.access_token != first_access
    assert renewed.refresh_token != first_refresh
    # The client counts from when it has read the answer, which may be a moment later.
    assert SHORT_LIFE_S - 10 < renewed.expires_in_s <= SHORT_LIFE_S + 2
    assert status_of(server, first_access) == status_of(server, renewed.access_token) == 200


@pytest.mark.parametrize("terminal", [NEWEST], indirect=True)
def test_a_token_that_has_ended_is_renewed_in_both_modes(terminal: Terminal, server: Server) -> None:
    """Nobody has used the stand for a while; the server has waited with the test, not only the stand's clock."""
    ended = terminal.stored_login.access_token
    wait_for("the token to end", lambda: status_of(server, ended) == 401, SHORT_LIFE_S + 10, server.log)
    # HardPy takes a token with exactly 0 s left for one that never ends, and stumbles over it.
    time.sleep(PAST_ZERO_S)
    calls = [{"call": "test_run", "mode": mode, "params": {"limit": 1}} for mode in reversed(MODES)]

    answers = terminal.library().call(*calls)

    assert [answer["status"] for answer in answers] == [200, 200], answers
    assert terminal.stored_login.access_token != ended
    assert terminal.is_connected()


def test_processes_that_renew_at_once_all_succeed(terminal: Terminal) -> None:
    """R-36: HardPy's processes share a keyring without a lock, so all of them present the same refresh token."""
    terminal.stored_login.let_it_expire_in(EARLY_RENEWAL_S)
    at = time.time() + HEAD_START_S
    library = terminal.library()
    health = {"call": "healthcheck", "mode": "hardpy", "at": at}
    racers = [library.begin(health) for _ in range(PROCESSES_AT_ONCE)]

    answers = [answer for racer in racers for answer in library.answers(racer)]

    assert [(answer["status"], answer["text"]) for answer in answers] == [(200, "{}")] * PROCESSES_AT_ONCE
    for _ in range(2):
        assert terminal.is_connected()
        terminal.stored_login.let_it_expire_in(EARLY_RENEWAL_S)
    assert terminal.is_connected()


@pytest.mark.parametrize(
    ("terminal", "way"), [*((version, "endpoint") for version in LOGIN_VERSIONS), (NEWEST, "page")], indirect=["terminal"]
)
def test_a_revoked_stand_is_healed_by_logout_and_login(
    way: str, terminal: Terminal, server: Server, browser: Browser, administrator: Person, tmp_path: Path
) -> None:
    """R-44: the refresh token takes its access tokens along, and a 401 makes no HardPy sign in again by itself."""
    revoked = terminal.stored_login
    access_token = revoked.access_token
    if way == "endpoint":
        revoke(server, revoked.refresh_token)
    else:
        with browser.visitor(server.address, tmp_path) as visitor:
            StandsPage(visitor, SLUG).sign_in(administrator).revoke(terminal.stand_name)

    wait_for("the access token to be refused", lambda: status_of(server, access_token) == 401, REVOCATION_LIMIT_S)
    assert not terminal.is_connected()
    # With less than a minute left HardPy would ask for a new token first, and not come to the call.
    revoked.let_it_expire_in(ONE_HOUR_S)
    (answer,) = terminal.library().call({"call": "test_run", "mode": "hardpy", "params": {"limit": 1}})
    assert answer["status"] == 401, answer
    if not terminal.uses_code_flow:
        assert terminal.success_line not in terminal.log_in_again(), "HardPy goes on with what it has"
    terminal.log_out()
    with browser.visitor(server.address, tmp_path / "again") as visitor:
        log_in(terminal, visitor, administrator)
    assert terminal.is_connected()
