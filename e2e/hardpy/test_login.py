"""`hardpy sc-login`, `--check` and `sc-logout` of the unmodified HardPy, with a real browser on the pages."""

import os
from collections.abc import Callable

import pytest

from harness.browser import Visitor
from harness.keyring import WINDOWS_ITEM_CHARACTERS_MAX
from harness.pages import DevicePage, Person
from harness.server import Server
from harness.signing_in import accept, agree, log_in, open_question
from harness.terminal import CODE_FLOW_VERSIONS, CONNECTED, Terminal
from harness.venvs import LOGIN_VERSIONS

DEVICE_FLOW_VERSIONS = [version for version in LOGIN_VERSIONS if version not in CODE_FLOW_VERSIONS]
QR_CODE_CHARACTERS_MAX = 100
NEWEST = LOGIN_VERSIONS[-1]

NewTerminal = Callable[[str], Terminal]


@pytest.mark.parametrize("version", LOGIN_VERSIONS)
def test_a_login_lasts_over_a_restart_until_the_logout(
    version: str, new_terminal: NewTerminal, visitor: Visitor, administrator: Person, server: Server
) -> None:
    terminal = new_terminal(version)
    assert not terminal.is_connected()

    log_in(terminal, visitor, administrator)

    lengths = terminal.stored_login.lengths()
    assert set(lengths) == {"access_token", "refresh_token"}
    assert max(lengths.values()) < WINDOWS_ITEM_CHARACTERS_MAX, "else Windows cannot keep the login"
    assert terminal.is_connected()
    server.restart()
    assert terminal.is_connected()
    terminal.log_out()
    assert not terminal.is_connected()


@pytest.mark.parametrize("version", LOGIN_VERSIONS)
def test_a_restart_in_the_middle_of_a_login_changes_nothing(
    version: str, new_terminal: NewTerminal, visitor: Visitor, administrator: Person, server: Server
) -> None:
    """Before anybody has looked, and again while the question is on the screen."""
    terminal = new_terminal(version)
    login = terminal.begin_login()
    server.restart()
    page = open_question(terminal, login, visitor, administrator)
    server.restart()

    agree(terminal, page)

    terminal.assert_success(login)
    assert terminal.is_connected()


def test_the_page_shows_the_code_of_the_terminal_and_asks(
    new_terminal: NewTerminal, visitor: Visitor, administrator: Person
) -> None:
    """R-25, R-26: the link fills the code in, and nothing happens until somebody has said yes."""
    terminal = new_terminal(NEWEST)
    login = terminal.begin_login()

    page = DevicePage(visitor).open(login.link(), administrator)

    assert f"user_code={page.code()}" in login.link()
    assert len(login.link()) < QR_CODE_CHARACTERS_MAX, "else the QR code does not fit a terminal"
    assert "python-requests" in page.text(), "who asks"
    assert login.is_waiting()
    page.accept_as(terminal.stand_name)
    terminal.assert_success(login)


def test_sc_login_with_a_stored_login_asks_nobody(
    new_terminal: NewTerminal, visitor: Visitor, administrator: Person
) -> None:
    terminal = new_terminal(NEWEST)
    log_in(terminal, visitor, administrator)
    assert terminal.log_in_again() == terminal.success_line


def test_versions_with_one_address_share_a_login(
    new_terminal: NewTerminal, visitor: Visitor, administrator: Person
) -> None:
    """The keyring belongs to the user, so an upgrade of HardPy keeps the login."""
    oldest, *newer = DEVICE_FLOW_VERSIONS
    log_in(new_terminal(oldest), visitor, administrator)
    for version in newer:
        assert new_terminal(version).is_connected(), version


def test_verified_tls_needs_nothing_but_the_certificate(
    new_terminal: NewTerminal, visitor: Visitor, administrator: Person, server: Server
) -> None:
    """HardPy verifies certificates only when Python runs with -O."""
    terminal = new_terminal(NEWEST)
    trust = {"REQUESTS_CA_BUNDLE": os.fspath(server.certificate)}
    login = terminal.begin_login("-O", **trust)
    accept(terminal, login, visitor, administrator)
    terminal.assert_success(login)

    assert terminal.check("-O", **trust) == CONNECTED
    assert terminal.check("-O") != CONNECTED, "else nothing was verified"
