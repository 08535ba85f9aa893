"""Measures the web app in a real browser on this machine; `measure_web.py` starts it.

What a person waits for is measured inside the page: from the navigation or the click until what was asked for is on the
screen. A cold start has an empty cache each time, since every window is a new profile. What the server itself took
comes from the `Server-Timing` header of its answers.
"""

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Locator, Page

from harness.browser import Browser
from harness.pages import Person, sign_in

FIGURES = 5
QUIET_MS = 400
LIMIT_MS = 120_000
# The figures, the drawn chart and the rows of the table; answers with the time since the navigation.
HOME_IS_COMPLETE = """(figures) => document.querySelectorAll('section[aria-label=Figures] > *').length >= figures
    && !document.querySelector('.mantine-Skeleton-root')
    && [...document.querySelectorAll('[data-drawn=true]')].length > 0
    && document.querySelectorAll('tbody tr').length > 1
    && performance.now()"""
# Clicks, and answers with the time until the page had changed for the last time.
CLICK_AND_SETTLE = """([element, quiet]) => new Promise((resolve) => {
    const start = performance.now();
    let last = start;
    const observer = new MutationObserver(() => { last = performance.now(); });
    observer.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
    element.click();
    const look = () => {
        if (performance.now() - last > quiet) { observer.disconnect(); resolve(last - start); }
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
LOADED_BYTES = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter((entry) => !new URL(entry.name).pathname.startsWith('/api/'))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
SERVER_TIMES = """() => performance.getEntriesByType('resource')
    .filter((entry) => new URL(entry.name).pathname.startsWith('/api/v1/') && entry.serverTiming.length > 0)
    .map((entry) => [new URL(entry.name).pathname, entry.serverTiming[0].duration])"""


@dataclass(frozen=True)
class Row:
    name: str
    unit: str
    values: list[float]
    limit: float | None = None

    def text(self) -> str:
        limit = "–" if self.limit is None else f"< {self.limit:,.0f}"
        numbers = [median(self.values), p95(self.values), max(self.values)]
        cells = "".join(f"{number:>10,.1f}" for number in numbers)
        return f"{self.name:<44}{len(self.values):>6}{cells}  {self.unit:<4}{limit:>10}"


def p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


class Stopwatch:
    def __init__(self, browser: Browser, address: str, slug: str, person: Person, folder: Path) -> None:
        self.browser = browser
        self.address = address
        self.home = f"https://{address}/o/{slug}"
        self.folder = folder
        self.server_ms: dict[str, list[float]] = defaultdict(list)
        with browser.window(address, folder) as visitor:
            visitor.page.goto(self.home)
            visitor.page.wait_for_url("**/auth/sign-in**")
            sign_in(visitor.page, person)
            visitor.page.wait_for_url(lambda url: "/auth/" not in url)
            self.state = visitor.page.context.storage_state()

    def cold_starts(self, times: int) -> list[Row]:
        durations, sizes = [], []
        for _ in range(times):
            with self.browser.window(self.address, self.folder, storage_state=self.state) as visitor:
                durations.append(self._open_home(visitor.page))
                sizes.append(visitor.page.evaluate(LOADED_BYTES) / 1000)
                self._note_server_times(visitor.page)
        return [
            Row("Home complete, cold cache", "ms", durations, 1000),
            Row("first load, compressed", "kB", sizes, 500),
        ]

    def clicks(self, times: int) -> list[Row]:
        with self.browser.window(self.address, self.folder, storage_state=self.state) as visitor:
            page = visitor.page
            self._open_home(page)
            page.wait_for_timeout(1000)
            rows = [
                Row("filter change: week and month", "ms", self._clicks(page, periods(page, "Week", "Month"), times), 300),
                Row("filter change: month and all", "ms", self._clicks(page, periods(page, "Month", "All"), times), 300),
                Row("next page of the table", "ms", self._clicks(page, next_pages(page), times), 200),
            ]
            self._note_server_times(page)
        return rows

    def server_rows(self) -> list[Row]:
        return [Row(f"server: {path}", "ms", values, 100) for path, values in sorted(self.server_ms.items())]

    def _open_home(self, page: Page) -> float:
        page.goto(self.home, wait_until="commit")
        found = page.wait_for_function(HOME_IS_COMPLETE, arg=FIGURES, polling="raf", timeout=LIMIT_MS)
        return found.json_value()

    def _clicks(self, page: Page, elements: Iterator[Locator], times: int) -> list[float]:
        durations = []
        for _ in range(times):
            element = next(elements).element_handle()
            durations.append(page.evaluate(CLICK_AND_SETTLE, [element, QUIET_MS]))
        return durations

    def _note_server_times(self, page: Page) -> None:
        for path, duration in page.evaluate(SERVER_TIMES):
            self.server_ms[re.sub(r"/org/[^/]+", "", path)].append(duration)


def periods(page: Page, *names: str) -> Iterator[Locator]:
    """By turns, so that each click asks for something else."""
    while True:
        for name in names:
            yield page.get_by_role("radiogroup").get_by_text(name, exact=True).first


def next_pages(page: Page) -> Iterator[Locator]:
    while True:
        yield page.get_by_role("button", name=re.compile("^(Next|Older)")).first


def main() -> int:
    address, slug, email, repetitions = sys.argv[1:]
    person = Person(email, sys.stdin.readline().rstrip("\n"))
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser()
        try:
            stopwatch = Stopwatch(browser, address, slug, person, Path(folder))
            rows = stopwatch.cold_starts(int(repetitions)) + stopwatch.clicks(int(repetitions))
            rows += stopwatch.server_rows()
        finally:
            browser.close()
    print(f"{'what':<44}{'times':>6}{'median':>10}{'p95':>10}{'max':>10}  {'':<4}{'wanted':>10}")
    for row in rows:
        print(row.text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
