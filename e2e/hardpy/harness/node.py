"""openid-client from npm, as a third-party program in Node uses it.

The packages are installed once, into the cache beside the Python environments, from the lock file alone.
"""

import fcntl
import hashlib
import shutil
import subprocess
from pathlib import Path

from harness.programs import require_program
from harness.venvs import DIGEST_DIGITS, E2E_FOLDER, cache_folder

OPENID_CLIENT = E2E_FOLDER.parent / "openid-client"
FILES = ("package.json", "package-lock.json", "device_login.js", "code_login.js")
INSTALL_LIMIT_S = 120


def node() -> str:
    return require_program("nodejs", "node")


def openid_client() -> Path:
    """The folder with the program and its packages, installed when they are missing."""
    npm = require_program("npm", "npm")
    wanted = b"".join((OPENID_CLIENT / name).read_bytes() for name in FILES)
    folder = cache_folder() / f"openid-client-{hashlib.sha256(wanted).hexdigest()[:DIGEST_DIGITS]}"
    is_complete = folder / "complete"
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / "openid-client.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in FILES:
                shutil.copy(OPENID_CLIENT / name, folder)
            install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(install, cwd=folder, check=True, timeout=INSTALL_LIMIT_S)
            is_complete.touch()
    return folder
