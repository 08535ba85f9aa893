"""One Python environment per HardPy version, and one for the tests themselves.

HardPy pins little, so the versions that work together are written down in `requirements/`. An environment is built
once and kept in a cache folder; the digest of its requirements file tells whether it is still the right one, which
makes the check quick and needs no network.

Only the standard library is used here: `run.py` imports this module before any environment exists.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

E2E_FOLDER = Path(__file__).resolve().parent.parent
REQUIREMENTS_FOLDER = E2E_FOLDER / "requirements"
DRIVER = "driver"
# JSON storage came with 0.20.0: from there on the whole stand runs without a database server.
STAND_VERSIONS = ("0.20.0", "0.22.1", "0.25.2")
# Only loader, reader and synchronizer: a whole stand of these needs CouchDB.
LIBRARY_VERSIONS = ("0.13.0", "0.16.0", "0.18.0")
# Too old for today's packages as a whole (their login does not start); used for their report schema and loader.
CAPTURED_VERSIONS = ("0.10.1", "0.12.1")


def cache_folder() -> Path:
    chosen = os.environ.get("STANDCLOUD_E2E_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "standcloud" / "hardpy"


def name_of_version(version: str) -> str:
    return f"hardpy-{version}"


def python_of(name: str) -> Path:
    return cache_folder() / name / "bin" / "python"


def command_of(name: str, command: str) -> Path:
    return cache_folder() / name / "bin" / command


def ensure_venv(name: str) -> Path:
    """Builds the environment when it is missing or out of date and returns its python."""
    requirements = REQUIREMENTS_FOLDER / f"{name}.txt"
    stamp = cache_folder() / name / "requirements.sha256"
    wanted = f"{hashlib.sha256(requirements.read_bytes()).hexdigest()} {sys.version}"
    if not (stamp.exists() and stamp.read_text() == wanted):
        build_venv(name, requirements)
        stamp.write_text(wanted)
    return python_of(name)


def build_venv(name: str, requirements: Path) -> None:
    folder = cache_folder() / name
    print(f"building the Python environment {folder}", file=sys.stderr, flush=True)
    # A half-built environment has no stamp: it is thrown away instead of mended.
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(python_of(name)), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--requirement", str(requirements)], check=True)
