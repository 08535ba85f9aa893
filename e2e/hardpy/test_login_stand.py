"""A whole stand that has no key: what it uploads, it uploads by the login of the person who typed `hardpy sc-login`."""

import json
from collections.abc import Callable

import pytest

from harness.browser import Visitor
from harness.device_flow import REVOCATION_LIMIT_S, revoke, status_of
from harness.pages import Person
from harness.server import Server
from harness.signing_in import log_in
from harness.stand import Stand
from harness.terminal import Terminal
from harness.venvs import LOGIN_VERSIONS, STAND_VERSIONS
from harness.waiting import wait_for


@pytest.mark.parametrize("version", [version for version in STAND_VERSIONS if version in LOGIN_VERSIONS])
def test_a_stand_uploads_by_a_login(
    version: str,
    new_stand: Callable[..., Stand],
    new_terminal: Callable[[str], Terminal],
    visitor: Visitor,
    administrator: Person,
    server: Server,
) -> None:
    """Its plan calls the loader: autosync refuses to start without a key in every version that has it."""
    terminal = new_terminal(version)
    log_in(terminal, visitor, administrator)
    stand = new_stand(version, server.address, keyring=terminal.keyring, autosync=False)
    stand.start_panel()
    serial = f"SN-{version}-login"

    assert upload(stand, f"{serial}-1")["status"] == 201
    assert server.only_run(serial_number=f"{serial}-1")["status"] == "FAIL"

    access_token = terminal.stored_login.access_token
    revoke(server, terminal.stored_login.refresh_token)
    wait_for("the login to be refused", lambda: status_of(server, access_token) == 401, REVOCATION_LIMIT_S)
    assert upload(stand, f"{serial}-2")["status"] == 401
    assert server.runs(serial_number=f"{serial}-2") == []

    terminal.log_out()
    log_in(terminal, visitor, administrator)
    assert upload(stand, f"{serial}-3")["status"] == 201
    server.only_run(serial_number=f"{serial}-3")


def upload(stand: Stand, serial: str) -> dict:
    """A run of the plan, and what its loader was answered."""
    answer = stand.folder / "loader_answer.json"
    answer.unlink(missing_ok=True)
    stand.run(outcome="fail", serial=serial, loader="plan")
    assert answer.exists(), f"the loader gave no answer\n{stand.output()}"
    return json.loads(answer.read_text())
