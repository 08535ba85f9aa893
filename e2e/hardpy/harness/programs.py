"""Programs that must be on the machine; Python's packages are in `requirements/`.

Where one is missing, the tests that need it are skipped, or fail where nothing may be skipped.
"""

import os
import shutil

import pytest

STRICT_VARIABLE = "STANDCLOUD_TEST_STRICT"


def require_program(package: str, *names: str) -> str:
    """The path of the first of these programs that is there."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or leave_out(f"install {names[0]}, for example with: apt-get install {package}")


def leave_out(reason: str) -> str:
    if os.environ.get(STRICT_VARIABLE) == "1":
        pytest.fail(reason)
    pytest.skip(reason)
