"""One way to wait: every wait has a limit and says what it waited for.

A test that sleeps is either slow or flaky, and one that waits without a limit hides the reason why it hangs.
"""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_PERIOD_S = 0.2


def wait_for(what: str, probe: Callable[[], T], limit_s: float, explain: Callable[[], str] = str) -> T:
    """Calls `probe` until it gives something true and returns that."""
    deadline = time.monotonic() + limit_s
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {limit_s} s for {what}\n{explain()}")
        time.sleep(POLL_PERIOD_S)
