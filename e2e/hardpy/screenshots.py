#!/usr/bin/env python3
"""Pictures of every page that people see, for judging by eye and for docs/images.

    STANDCLOUD_BIN=target/debug/standcloud python3 e2e/hardpy/screenshots.py FOLDER [NAME…]

Each page in light and dark, on a desktop and on a phone; with names, only those pages.
"""

import subprocess
import sys
from pathlib import Path

from harness.venvs import DRIVER, ensure_venv
from run import E2E_FOLDER, test_environment


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1]).resolve()
    command = [str(ensure_venv(DRIVER)), "-m", "harness.gallery", str(folder), *sys.argv[2:]]
    return subprocess.run(command, cwd=E2E_FOLDER, env=test_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
