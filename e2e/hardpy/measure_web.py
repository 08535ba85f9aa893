#!/usr/bin/env python3
"""How quick the web app is for somebody in front of it: `cargo xtask bench web`.

    python3 e2e/hardpy/measure_web.py ADDRESS SLUG EMAIL REPETITIONS < password

The server runs already and has the data. Prints a table.
"""

import subprocess
import sys

from harness.venvs import DRIVER, ensure_venv
from run import E2E_FOLDER, test_environment


def main() -> int:
    command = [str(ensure_venv(DRIVER)), "-m", "harness.stopwatch", *sys.argv[1:]]
    return subprocess.run(command, cwd=E2E_FOLDER, env=test_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
