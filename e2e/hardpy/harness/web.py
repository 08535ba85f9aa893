"""The web app as a person uses it: a window in which somebody is signed in, and what must hold on every page."""

import contextlib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from playwright.sync_api import Page, expect

from harness.browser import Browser, Visitor
from harness.pages import Person, is_sign_in_page, sign_in
from harness.server import Server
from harness.venvs import E2E_FOLDER

AXE = E2E_FOLDER.parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
# What keeps somebody from using a page, or makes it hard.
GRAVE_IMPACTS = ("serious", "critical")
# Until the skeletons are gone and the charts are drawn, a page is not what people will see.
IS_COMPLETE = """() => document.querySelector('h1')
    && !document.querySelector('.mantine-Skeleton-root')
    && ![...document.querySelectorAll('[role=img][data-drawn]')].some((chart) => chart.dataset.drawn !== 'true')
    && document.getAnimations().every((animation) => animation.playState !== 'running'
        || animation.effect.getComputedTiming().iterations === Infinity)"""
PAGE_LIMIT_MS = 20_000


class WebApp:
    """One window of one person. Its addresses are paths, as in the address bar."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page

    def open(self, path: str) -> Page:
        """As a bookmark or a link from elsewhere: with a new document."""
        self.page.goto(self.visitor.origin + path.lstrip("/"))
        return self.wait()

    def wait(self) -> Page:
        """Until the page is complete."""
        self.page.wait_for_function(IS_COMPLETE, timeout=PAGE_LIMIT_MS)
        return self.page

    def title(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    def path(self) -> str:
        return "/" + self.page.url.removeprefix(self.visitor.origin)

    def grave_violations(self) -> list[str]:
        """What axe finds on the page that keeps people out, each with the first element that has it."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']} ({violation['impact']}, {len(violation['nodes'])} ×): {violation['help']}"
            f"\n    {violation['nodes'][0]['html'][:200]}\n    {first_line_of_summary(violation)}"
            for violation in found["violations"]
            if violation["impact"] in GRAVE_IMPACTS
        ]

    def is_too_wide(self) -> bool:
        """Whether somebody would have to scroll sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def first_line_of_summary(violation: dict) -> str:
    return violation["nodes"][0]["failureSummary"].splitlines()[-1].strip()


class Doors:
    """Opens windows in which somebody is signed in already; each person signs in once."""

    def __init__(self, browser: Browser, server: Server, folder: Path) -> None:
        self.browser = browser
        self.server = server
        self.folder = folder
        self._states: dict[str, dict] = {}

    @contextlib.contextmanager
    def window(self, person: Person, **options: object) -> Iterator[WebApp]:
        if person.email not in self._states:
            self._states[person.email] = self._sign_in(person)
        options = {"storage_state": self._states[person.email], "reduced_motion": "reduce"} | options
        with self.browser.visitor(self.server.address, self.folder, **options) as visitor:
            yield WebApp(visitor)

    def forget(self, person: Person) -> None:
        """Their session has ended; the next window signs in again."""
        self._states.pop(person.email, None)

    def _sign_in(self, person: Person) -> dict:
        with self.browser.visitor(self.server.address, self.folder) as visitor:
            # Whether somebody is signed in is asked with a request.
            visitor.expected_statuses = {HTTPStatus.UNAUTHORIZED.value}
            visitor.page.goto(visitor.origin)
            visitor.page.wait_for_url("**/auth/sign-in**")
            assert is_sign_in_page(visitor.page)
            sign_in(visitor.page, person)
            visitor.page.wait_for_url(lambda url: "/auth/" not in url)
            return visitor.page.context.storage_state()
