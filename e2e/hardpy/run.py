#!/usr/bin/env python3
"""The end-to-end tests with the unmodified HardPy from PyPI.

    STANDCLOUD_BIN=target/debug/standcloud python3 e2e/hardpy/run.py [pytest arguments]

Builds the Python environments that are missing or out of date (a few seconds' check when nothing is to be done), runs
pytest in the one of the tests, and ends with its exit code and its closing line.
"""

import os
import subprocess
import sys
from pathlib import Path

from harness.venvs import DRIVER, LIBRARY_VERSIONS, STAND_VERSIONS, THIRD_PARTY, ensure_venv, name_of_version

E2E_FOLDER = Path(__file__).resolve().parent


def main() -> int:
    python = ensure_venv(DRIVER)
    ensure_venv(THIRD_PARTY)
    for version in (*LIBRARY_VERSIONS, *STAND_VERSIONS):
        ensure_venv(name_of_version(version))
    # The long form has a test that only waits; it gets a worker of its own.
    workers = ["-n", "4"] if os.environ.get("STANDCLOUD_TEST_LONG") == "1" else []
    command = [str(python), "-m", "pytest", *workers, *sys.argv[1:]]
    return subprocess.run(command, cwd=E2E_FOLDER, env=test_environment(), check=False).returncode


def test_environment() -> dict[str, str]:
    environment = dict(os.environ)
    if "STANDCLOUD_BIN" in environment:
        # pytest starts in another folder than the caller's.
        environment["STANDCLOUD_BIN"] = str(Path(environment["STANDCLOUD_BIN"]).resolve())
    return environment


if __name__ == "__main__":
    sys.exit(main())
