"""Calls HardPy's classes in the environment of a version, see `clients/library.py`."""

import json
import subprocess
from pathlib import Path

from harness.environment import clean_environment
from harness.venvs import E2E_FOLDER, name_of_version, python_of

CLIENT_SCRIPT = E2E_FOLDER / "clients" / "library.py"
CLIENT_LIMIT_S = 60


class Library:
    """HardPy of one version as a Python library, with an address and a credential."""

    def __init__(self, version: str, folder: Path, address: str, credential: str) -> None:
        self.version = version
        self.folder = folder
        self.address = address
        self.credential = credential

    def call(self, *calls: dict) -> list[dict]:
        """Makes the calls in one process and returns their answers in order."""
        self.folder.mkdir(parents=True, exist_ok=True)
        orders = {"address": self.address, "credential": self.credential, "calls": calls}
        orders_path = self.folder / "orders.json"
        orders_path.write_text(json.dumps(orders))
        done = subprocess.run(
            [str(python_of(name_of_version(self.version))), str(CLIENT_SCRIPT), str(orders_path)],
            cwd=self.folder,
            env=clean_environment(self.folder / "home"),
            capture_output=True,
            text=True,
            timeout=CLIENT_LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, f"HardPy {self.version} as a library failed\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)
