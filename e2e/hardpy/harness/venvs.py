"""One Python environment per HardPy version, and one for the tests themselves.

HardPy pins little, so the versions that work together are written down in `requirements/`. An environment is built
once and kept in a cache folder under a name with the digest of its requirements: the check whether it is still the
right one is quick and needs no network, and several checkouts can share the cache without taking an environment away
from each other's running tests.

Only the standard library is used here: `run.py` imports this module before any environment exists.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

E2E_FOLDER = Path(__file__).resolve().parent.parent
REQUIREMENTS_FOLDER = E2E_FOLDER / "requirements"
DRIVER = "driver"
THIRD_PARTY = "third-party"
# JSON storage came with 0.20.0: from there on the whole stand runs without a database server.
STAND_VERSIONS = ("0.20.0", "0.22.1", "0.25.2")
# Only loader, reader and synchronizer: a whole stand of these needs CouchDB.
LIBRARY_VERSIONS = ("0.12.1", "0.13.0", "0.17.1", "0.18.0")
# A person signs in; 0.12.1 in the way that was given up with 0.13.0.
LOGIN_VERSIONS = ("0.12.1", "0.13.0", "0.17.1", "0.22.1", "0.25.2")
# A stand without a person has an API key, which came with 0.18.0.
KEY_VERSIONS = ("0.18.0", *STAND_VERSIONS)
# Their schema and loader made fixtures of the report crate; no test needs them any more.
CAPTURED_VERSIONS = ("0.10.1", "0.16.0")
DIGEST_DIGITS = 12


def cache_folder() -> Path:
    chosen = os.environ.get("STANDCLOUD_E2E_CACHE")
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen) if chosen else Path(caches) / "standcloud" / "hardpy"


def name_of_version(version: str) -> str:
    return f"hardpy-{version}"


def folder_of(name: str) -> Path:
    python_version = ".".join(map(str, sys.version_info[:3]))
    wanted = requirements_of(name).read_bytes() + f"\npython {python_version}\n".encode()
    return cache_folder() / f"{name}-{hashlib.sha256(wanted).hexdigest()[:DIGEST_DIGITS]}"


def requirements_of(name: str) -> Path:
    return REQUIREMENTS_FOLDER / f"{name}.txt"


def python_of(name: str) -> Path:
    return command_of(name, "python")


def command_of(name: str, command: str) -> Path:
    return folder_of(name) / "bin" / command


def ensure_venv(name: str) -> Path:
    """Builds the environment when it is missing and returns its python."""
    is_complete = folder_of(name) / "complete"
    if not is_complete.exists():
        cache_folder().mkdir(parents=True, exist_ok=True)
        with (cache_folder() / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Somebody else may have built it while this process waited for the lock.
            if not is_complete.exists():
                build_venv(name)
                is_complete.touch()
    return python_of(name)


def build_venv(name: str) -> None:
    folder = folder_of(name)
    print(f"building the Python environment {folder}", file=sys.stderr, flush=True)
    # A half-built environment is thrown away instead of mended.
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(python_of(name)), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--requirement", str(requirements_of(name))], check=True)
