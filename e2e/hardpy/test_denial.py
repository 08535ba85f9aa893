"""Somebody denies a login: what the page says, what the server answers, and how HardPy ends."""

import os
import time
from collections.abc import Callable

import pytest

from harness.browser import Visitor
from harness.device_flow import DeviceFlow
from harness.pages import ConsentPage, DevicePage, Person
from harness.server import Server
from harness.terminal import CODE_FLOW_VERSIONS, Terminal
from harness.venvs import LOGIN_VERSIONS

LONG_VARIABLE = "STANDCLOUD_TEST_LONG"
DEVICE_FLOW_VERSIONS = [version for version in LOGIN_VERSIONS if version not in CODE_FLOW_VERSIONS]
# HardPy takes every error for "not yet", and gives up at the first one 300 s after it began to ask; a busy machine needs
# some seconds to start it.
HARDPY_GIVES_UP_AFTER_S = 315


def test_denied_terminals_end_by_themselves(
    new_terminal: Callable[[str], Terminal], visitor: Visitor, administrator: Person, server: Server
) -> None:
    """All versions at once, because it takes five minutes."""
    if os.environ.get(LONG_VARIABLE) != "1":
        pytest.skip(f"takes five minutes: set {LONG_VARIABLE}=1")
    terminals = [new_terminal(version) for version in DEVICE_FLOW_VERSIONS]
    logins = [terminal.begin_login() for terminal in terminals]
    for login in logins:
        DevicePage(visitor).open(login.link(), administrator).deny()

    for terminal, login in zip(terminals, logins, strict=True):
        login.finish(HARDPY_GIVES_UP_AFTER_S - login.age_s())
        assert "is not set" in login.output(), login.evidence()
        assert not terminal.is_connected()
    assert server.get("/readyz", headers={}).status_code == 200


def test_the_page_of_a_denial_says_what_to_do(
    visitor: Visitor, administrator: Person, server: Server
) -> None:
    """R-21: HardPy does not listen to the refusal, so the person has to be told."""
    flow = DeviceFlow(server)
    page = DevicePage(visitor).open(flow.link, administrator)

    page.deny()

    assert "Ctrl" in page.text(), page.text()
    for _ in range(2):
        time.sleep(flow.interval_s)
        answer = flow.poll()
        assert (answer.status_code, answer.json()["error"]) == (400, "access_denied"), answer.text
        assert answer.json()["error_description"]


@pytest.mark.parametrize("version", CODE_FLOW_VERSIONS)
def test_the_old_login_says_that_it_was_denied(
    version: str, new_terminal: Callable[[str], Terminal], visitor: Visitor, administrator: Person
) -> None:
    """R-35: this client needs a description, the state and the issuer in the refusal."""
    terminal = new_terminal(version)
    login = terminal.begin_login()

    ConsentPage(visitor).open(login.link(), administrator).deny()
    visitor.page.wait_for_url("http://127.0.0.1:*/oauth2/callback?error=access_denied&**")

    assert login.finish().startswith("access_denied: ")
    assert not terminal.is_connected()
