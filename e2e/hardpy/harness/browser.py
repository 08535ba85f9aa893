"""A real browser for the pages that people see: headless Chromium of the distribution, driven by Playwright.

Playwright brings no browser here: the one on the PATH is used, so nothing is downloaded beside the packages. Whatever
goes wrong on a page without the visitor noticing (an error in the console, a file that does not load) fails the test.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from harness.evidence import add_witness, dismiss_witness
from harness.programs import require_program

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Nothing may leave the machine, and root (in a container) has no sandbox.
OPTIONS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ACTION_LIMIT_MS = 20_000
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
EVIDENCE_VARIABLE = "STANDCLOUD_E2E_EVIDENCE"


class Browser:
    """One Chromium for all tests of a worker."""

    def __init__(self) -> None:
        chromium = require_program("chromium", *CHROMIUM)
        self._playwright = sync_playwright().start()
        self._chromium = self._playwright.chromium.launch(executable_path=chromium, args=[*OPTIONS])

    @contextlib.contextmanager
    def visitor(self, address: str, folder: Path, **options: object) -> Iterator["Visitor"]:
        """Somebody who looks at the pages of the server at `address`; nothing may go wrong on them."""
        with self.window(address, folder, **options) as visitor:
            try:
                yield visitor
                visitor.assert_no_problems()
            except BaseException:
                # In a fixture nobody else would tell.
                print(visitor.testimony())
                raise

    @contextlib.contextmanager
    def window(self, address: str, folder: Path, **options: object) -> Iterator["Visitor"]:
        """The same, where the caller looks after the problems."""
        context = self._chromium.new_context(ignore_https_errors=True, **({"viewport": DESKTOP} | options))
        context.set_default_timeout(ACTION_LIMIT_MS)
        visitor = Visitor(context, address, folder)
        try:
            yield visitor
        finally:
            visitor.close()

    def close(self) -> None:
        self._chromium.close()
        self._playwright.stop()


class Visitor:
    """Somebody with a browser window and cookies of their own."""

    def __init__(self, context: BrowserContext, address: str, folder: Path) -> None:
        self.origin = f"https://{address}/"
        self.folder = folder
        self.problems: list[str] = []
        # Statuses that a test provokes on purpose, which Chromium reports in its console too.
        self.expected_statuses: set[int] = set()
        # While the server is away on purpose, no request gets through.
        self.tolerates_failures = False
        self._context = context
        self.page: Page = context.new_page()
        context.on("console", self._hear_console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self._look_at_destination)
        context.on("requestfailed", self._look_at_failure)
        context.on("response", self._look_at_response)
        add_witness(self.testimony)

    def close(self) -> None:
        dismiss_witness(self.testimony)
        self._context.close()

    def assert_no_problems(self) -> None:
        assert self.problems == [], "\n".join(self.problems)

    def cookies(self) -> list[dict]:
        return self._context.cookies()

    def testimony(self) -> str:
        """Address and text of the page, with a picture of it in the evidence folder."""
        if self.page.is_closed():
            return "--- browser: closed"
        picture = evidence_folder(self.folder) / f"{self.folder.name}.png"
        try:
            self.page.screenshot(path=picture, full_page=True)
            text = self.page.locator("body").inner_text()
        except PlaywrightError as error:
            return f"--- browser: {error}"
        return f"--- browser at {without_secrets(self.page.url)}, picture in {picture}\n{text}\n{self.problems}"

    def _hear_console(self, message: ConsoleMessage) -> None:
        # HardPy's own page after a login is none of ours; it has no icon.
        is_ours = message.location["url"].startswith(self.origin) or not message.location["url"]
        is_expected = any(f"status of {status}" in message.text for status in self.expected_statuses)
        is_expected |= self.tolerates_failures and "net::ERR" in message.text
        if message.type == "error" and is_ours and not is_expected:
            self.problems.append(f"console: {message.text}")

    def _look_at_destination(self, request: Request) -> None:
        """Our pages need nothing from anywhere else: they work where there is no internet."""
        is_inside = request.url.startswith((self.origin, "data:", "blob:"))
        is_of_our_page = not request.is_navigation_request() and request.frame.url.startswith(self.origin)
        if is_of_our_page and not is_inside:
            self.problems.append(f"asks somebody else: {without_secrets(request.url)}")

    def _look_at_failure(self, request: Request) -> None:
        # What the next click has overtaken is no failure.
        is_expected = self.tolerates_failures or request.failure == "net::ERR_ABORTED"
        if request.url.startswith(self.origin) and not is_expected:
            self.problems.append(f"failed: {without_secrets(request.url)} {request.failure}")

    def _look_at_response(self, response: Response) -> None:
        is_ours = response.url.startswith(self.origin)
        if is_ours and response.status >= 400 and response.status not in self.expected_statuses:
            self.problems.append(f"status {response.status}: {without_secrets(response.url)}")


def evidence_folder(fallback: Path) -> Path:
    folder = Path(os.environ.get(EVIDENCE_VARIABLE) or fallback)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def without_secrets(url: str) -> str:
    return re.sub(r"=[^&]*", "=…", url)
