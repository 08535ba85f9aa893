"""The terminal of a stand's PC: somebody types `hardpy sc-login` and has to open a page in a browser.

The commands are those of the unmodified HardPy, each a process of its own; what they share is the system keyring.
Up to 0.12.1 HardPy waits for the browser on a port of its own (authorization code), and knows one login for all
servers; since 0.13.0 it polls the server (device flow) and keeps one login for each address.
"""

import re
import subprocess
import uuid
from pathlib import Path

from harness.keyring import Keyring, StoredLogin
from harness.library import Library
from harness.login_process import LoginProcess
from harness.ports import is_listening
from harness.venvs import command_of, name_of_version, python_of
from harness.waiting import wait_for

CODE_FLOW_VERSIONS = ("0.12.1",)
COMMAND_LIMIT_S = 60
CALLBACK_LIMIT_S = 30
CONNECTED = "StandCloud connection success"
NOT_CONNECTED = "StandCloud connection failed"


class Terminal:
    """HardPy of one version, the address of one server, and the keyring of whoever sits there."""

    def __init__(self, version: str, folder: Path, address: str, keyring: Keyring) -> None:
        self.version = version
        self.folder = folder
        self.address = address
        self.keyring = keyring
        # Under which the server lists it; of each login its own, because the list keeps what has ended.
        self.stand_name = f"Stand {version} {uuid.uuid4().hex[:6]}"
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def uses_code_flow(self) -> bool:
        return self.version in CODE_FLOW_VERSIONS

    @property
    def stored_login(self) -> StoredLogin:
        return StoredLogin(self.keyring, "HardPy" if self.uses_code_flow else f"HardPy_{self.address}")

    @property
    def success_line(self) -> str:
        if self.uses_code_flow:
            return "Registration completed successfully"
        return f"HardPy login to {self.address} success"

    def begin_login(self, *python_options: str, **variables: str) -> LoginProcess:
        """`hardpy sc-login` up to the point where it waits for somebody with a browser."""
        command = self._command("sc-login", self.address, python_options=python_options)
        login = LoginProcess(f"sc-login of HardPy {self.version}", command, self.folder, self.keyring.environment(**variables))
        login.link()
        if self.uses_code_flow:
            wait_for("HardPy's own page to be served", lambda: serves_callback(login), CALLBACK_LIMIT_S, login.evidence)
        return login

    def assert_success(self, login: LoginProcess) -> None:
        last_line = login.finish()
        assert last_line == self.success_line, login.evidence()

    def library(self) -> Library:
        """HardPy's classes in a script of the same person."""
        return Library(self.version, self.folder / "library", self.address, keyring=self.keyring)

    def check(self, *python_options: str, **variables: str) -> str:
        """`hardpy sc-login --check`, and what it says."""
        return self._type("sc-login", "--check", self.address, python_options=python_options, **variables)

    def is_connected(self) -> bool:
        said = self.check()
        assert said in (CONNECTED, NOT_CONNECTED), said
        return said == CONNECTED

    def log_in_again(self) -> str:
        """`hardpy sc-login` where a login is stored: it asks nobody."""
        return self._type("sc-login", self.address)

    def log_out(self) -> None:
        address = [] if self.uses_code_flow else [self.address]
        assert "HardPy logout success" in self._type("sc-logout", *address)

    def _type(self, *arguments: str, python_options: tuple[str, ...] = (), **variables: str) -> str:
        done = subprocess.run(
            self._command(*arguments, python_options=python_options),
            cwd=self.folder,
            env=self.keyring.environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_LIMIT_S,
            check=False,
        )
        return done.stdout.strip()

    def _command(self, *arguments: str, python_options: tuple[str, ...]) -> list[str]:
        name = name_of_version(self.version)
        return [str(python_of(name)), *python_options, str(command_of(name, "hardpy")), *arguments]


def serves_callback(login: LoginProcess) -> bool:
    """HardPy prints its link before the page on its own port is there; a person is slower than that, a test is not."""
    ports = [int(port) for line in login.commands_of_children() for port in re.findall(r"--port=(\d+)", line)]
    return any(is_listening(port) for port in ports)
