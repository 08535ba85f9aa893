"""`standcloud login` as a person uses it beside HardPy: the same page, and the login in the system keyring or a file."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from harness.browser import Visitor
from harness.environment import clean_environment
from harness.keyring import Keyring
from harness.login_process import LoginProcess
from harness.pages import DevicePage, Person
from harness.server import Server
from harness.venvs import E2E_FOLDER

REPORT = E2E_FOLDER.parent.parent / "crates" / "standcloud-report" / "tests" / "fixtures" / "hardpy_0.25.2_stored.json"
COMMAND_LIMIT_S = 60


@pytest.fixture(params=["keyring", "file"])
def environment(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> dict[str, str]:
    """Of a desktop with a keyring, and of a machine without one."""
    trust = {"STANDCLOUD_CERTIFICATE": os.fspath(server.certificate)}
    if request.param == "file":
        return clean_environment(tmp_path / "home", **trust)
    keyring: Keyring = request.getfixturevalue("keyring")
    return keyring.environment(**trust)


def test_our_own_login_uploads_and_reads_until_the_logout(
    environment: dict[str, str], server: Server, visitor: Visitor, administrator: Person, tmp_path: Path
) -> None:
    command = Command(server, environment, tmp_path)
    login = LoginProcess(
        "standcloud login", [str(server.binary), "login", server.address], tmp_path / "login", environment
    )
    page = DevicePage(visitor).open(login.link(), administrator)
    assert page.code() in login.output()
    page.accept_as("Laptop of the administrator")
    login.finish()
    assert login.process.returncode == 0, login.evidence()
    assert_only_the_owner_can_read(Path(environment["HOME"]))

    assert server.address in command.type("login", server.address, "--check")
    report = json.loads(REPORT.read_text())
    report["dut"]["serial_number"] = serial = f"CLI-{tmp_path.name}"
    report_path = tmp_path / "report.json"
    report_path.write_text(json.dumps(report))
    command.type("upload", str(report_path), "--to", server.address)
    assert serial in command.type("runs", "--to", server.address)
    command.type("logout", server.address)
    assert command.exit_code("login", server.address, "--check") == 1


class Command:
    """`standcloud …` typed by the person whose keyring and home this is."""

    def __init__(self, server: Server, environment: dict[str, str], folder: Path) -> None:
        self.server = server
        self.environment = environment
        self.folder = folder

    def type(self, *arguments: str) -> str:
        done = self._run(*arguments)
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def exit_code(self, *arguments: str) -> int:
        return self._run(*arguments).returncode

    def _run(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(self.server.binary), *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT_S,
            check=False,
        )


def assert_only_the_owner_can_read(home: Path) -> None:
    for path in home.rglob("*"):
        if path.is_file() and b"scrt_" in path.read_bytes():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
