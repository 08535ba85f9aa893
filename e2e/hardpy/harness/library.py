"""Calls HardPy's classes in the environment of a version, see `clients/library.py`."""

import json
import subprocess
import uuid
from pathlib import Path

from harness.environment import clean_environment
from harness.keyring import Keyring
from harness.venvs import E2E_FOLDER, name_of_version, python_of

CLIENT_SCRIPT = E2E_FOLDER / "clients" / "library.py"
CLIENT_LIMIT_S = 60


class Library:
    """HardPy of one version as a Python library, with an address and a key or a keyring with somebody's login."""

    def __init__(
        self, version: str, folder: Path, address: str, key: str | None = None, keyring: Keyring | None = None
    ) -> None:
        self.version = version
        self.folder = folder
        self.address = address
        self.key = key
        self.keyring = keyring

    def call(self, *calls: dict) -> list[dict]:
        """Makes the calls in one process and returns their answers in order."""
        return self.answers(self.begin(*calls))

    def begin(self, *calls: dict) -> subprocess.Popen:
        """The same without waiting, for calls of several processes at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        orders_path = self.folder / f"orders-{uuid.uuid4().hex}.json"
        orders_path.write_text(json.dumps({"address": self.address, "credential": self.key, "calls": calls}))
        return subprocess.Popen(
            [str(python_of(name_of_version(self.version))), str(CLIENT_SCRIPT), str(orders_path)],
            cwd=self.folder,
            env=self.keyring.environment() if self.keyring else clean_environment(self.folder / "home"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def answers(self, process: subprocess.Popen) -> list[dict]:
        try:
            printed, complaints = process.communicate(timeout=CLIENT_LIMIT_S)
        finally:
            process.kill()
        assert process.returncode == 0, f"HardPy {self.version} as a library failed\n{printed}\n{complaints}"
        return json.loads(printed)
