"""The process environment of every client and server that a test starts.

Whatever the caller's shell exports (proxies, a key, pytest's own variables, a `~/.netrc` in its home) would change
what HardPy does, so the children get a short list of variables and an empty home folder.
"""

import os
from pathlib import Path

KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")


def clean_environment(home: Path, **extra: str) -> dict[str, str]:
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {"HOME": str(home), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"} | extra
