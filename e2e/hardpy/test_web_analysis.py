"""A quality engineer finds what is wrong in the sample factory, by clicking: the stories of the demo's data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from harness.pages import Person
from harness.server import PASSWORD, Server
from harness.web import Doors, WebApp

ENGINEER = Person("engineer@example.com", PASSWORD)
PLANT = "Plant"
HOME = "/o/plant"
RUNS = 4000
# The same factory each time, whatever the day.
END = "2026-06-05T12:00:00Z"
CLICKS_MAX = 9


@dataclass
class Engineer:
    """Somebody in front of the web app, whose clicks are counted."""

    app: WebApp
    clicks: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.app.page

    def click(self, what: Locator) -> None:
        self.clicks.append(str(what))
        what.click()
        self.app.wait()

    def goes_to(self, name: str) -> None:
        """By the menu."""
        self.click(self.page.get_by_role("navigation").get_by_role("link", name=name, exact=True))
        self.app.title(name)

    def chooses(self, name: str) -> None:
        """One of some ranges, tabs or dimensions beside each other."""
        self.click(self.page.get_by_text(name, exact=True).first)


@pytest.fixture(scope="module")
def plant(web_server: Server) -> Server:
    web_server.command("org", "add", "--org", PLANT, "--email", ENGINEER.email, standard_input=PASSWORD)
    web_server.command("demo", "--org", PLANT, "--runs", str(RUNS), "--end", END)
    return web_server


@pytest.fixture
def engineer(doors: Doors, plant: Server) -> Iterator[Engineer]:
    """In front of the first page; the window fails on errors in the console."""
    assert plant.process
    with doors.window(ENGINEER) as app:
        app.open(HOME)
        engineer = Engineer(app)
        yield engineer
        assert len(engineer.clicks) <= CLICKS_MAX, engineer.clicks


def number_in(text: str) -> int:
    """The first of a text, which may have commas."""
    found = re.search(r"[0-9][0-9,]*", text)
    assert found, text
    return int(found[0].replace(",", ""))


def test_the_drifting_measurement_is_found(engineer: Engineer) -> None:
    page = engineer.page
    engineer.goes_to("Test plans")
    engineer.chooses("All")
    engineer.click(page.get_by_role("link", name="PWR-2410 Functional", exact=True))
    drifting = page.get_by_role("row").filter(has_text="Drifts")
    expect(drifting.filter(has_text="Output voltage")).to_have_count(1)

    engineer.click(drifting.filter(has_text="Output voltage").get_by_role("link").first)

    engineer.app.title("Output voltage")
    found = page.get_by_text(re.compile(r"[0-9,]+ of [0-9,]+ points complete a pattern"))
    # A wandering mean leaves long runs on one side; a stable process has a false alarm now and then.
    assert number_in(found.first.inner_text()) > 50
    engineer.click(page.get_by_role("button", name=re.compile("Points that complete a pattern")))
    expect(page.get_by_role("cell", name=re.compile("9 in a row on one side")).first).to_be_visible()
    engineer.click(page.get_by_role("button", name="Open the run").first)
    page.wait_for_url("**/runs/**")
    expect(page.get_by_text("PWR-2410").first).to_be_visible()


def groups_by(page: Page, column: str) -> Locator:
    """The rows of the table of yields, the surely worst first."""
    table = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name=column, exact=True))
    return table.last.locator("tbody tr")


def test_the_sick_stand_is_found(engineer: Engineer) -> None:
    page = engineer.page
    engineer.goes_to("Yield")
    engineer.chooses("All")
    # By stand from the start, and the surely worst first.
    worst = groups_by(page, "Stand").first
    expect(worst).to_contain_text("FCT #2")

    engineer.click(worst.get_by_role("button", name="FCT #2"))
    engineer.click(page.get_by_role("navigation").get_by_role("link", name="Failures", exact=True))

    # Its reference scatters; the filter has come along.
    steps = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Step")).first.locator("tbody tr")
    expect(steps.filter(has_text=re.compile("reference", re.IGNORECASE)).first).to_be_visible()
    expect(page.get_by_text("FCT #2").first).to_be_visible()


def test_the_bad_batch_is_found(engineer: Engineer) -> None:
    page = engineer.page
    engineer.goes_to("Yield")
    engineer.chooses("All")
    engineer.click(page.get_by_role("combobox", name="By", exact=True))
    engineer.click(page.get_by_role("option", name="Batch", exact=True))
    rows = groups_by(page, "Batch")
    worst = rows.first
    batch = worst.get_by_role("button").inner_text()
    assert re.fullmatch("CT-2026W[0-9]+", batch)
    # It stands apart: its yield is lower than that of the next one can be.
    assert share(worst) < interval(rows.nth(1))[0]

    engineer.click(worst.get_by_role("button", name=batch))
    engineer.click(page.get_by_role("navigation").get_by_role("link", name="Failures", exact=True))
    steps = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Step")).first.locator("tbody tr")
    expect(steps.first).to_contain_text(re.compile("supply.current", re.IGNORECASE))


def test_days_beyond_the_limits_lead_to_their_units(engineer: Engineer) -> None:
    page = engineer.page
    engineer.goes_to("Yield")
    engineer.chooses("All")
    chart = page.get_by_role("region", name="Control chart of failures")
    marked = chart.get_by_role("list", name="Beyond the limits").get_by_role("listitem")
    # The days of the bad batch, at least one of them.
    expect(marked.filter(has=page.get_by_role("img", name="More failed than by chance")).first).to_be_visible()
    link = marked.first.get_by_role("link")
    failed = number_in(link.inner_text())

    engineer.click(chart.get_by_text("All tests", exact=True))

    page.wait_for_url(re.compile("of=tests"))
    page.go_back()
    engineer.click(link)
    page.wait_for_url(re.compile(f"{HOME}[?]"))
    assert number_in(page.get_by_role("region", name="Figures").inner_text()) == failed


def share(row: Locator) -> float:
    """The first-pass yield, the first of the percentages."""
    found = re.search(r"([0-9.]+)\s*%", row.inner_text())
    assert found, row.inner_text()
    return float(found[1])


def interval(row: Locator) -> tuple[float, float]:
    """In percent, out of the row of a group."""
    found = re.search(r"([0-9.]+)\s*%?\s*[…–-]\s*([0-9.]+)\s*%", row.inner_text())
    assert found, row.inner_text()
    return float(found[1]), float(found[2])


def test_a_figure_leads_to_exactly_its_runs(engineer: Engineer) -> None:
    page = engineer.page
    engineer.goes_to("Yield")
    engineer.chooses("All")
    link = groups_by(page, "Stand").first.get_by_role("link", name=re.compile("Open the .* runs"))
    expected = number_in(link.inner_text())

    engineer.click(link)

    page.wait_for_url(re.compile(f"{HOME}[?]"))
    assert number_in(page.get_by_role("region", name="Figures").inner_text()) == expected


def test_a_link_shows_the_same_to_somebody_else(engineer: Engineer, doors: Doors) -> None:
    page = engineer.page
    engineer.goes_to("Yield")
    engineer.chooses("All")
    engineer.click(groups_by(page, "Stand").first.get_by_role("button"))
    own = page.get_by_role("main")
    expect(own).to_contain_text("1 stand,")
    with doors.window(ENGINEER) as other:
        other.open(engineer.app.path())
        theirs = other.page.get_by_role("main")
        expect(theirs).to_contain_text("1 stand,")
        engineer.app.wait()
        other.wait()
        assert theirs.inner_text() == own.inner_text()


@pytest.mark.parametrize(("kind", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<svg")])
def test_a_picture_is_saved(engineer: Engineer, kind: str, start: bytes) -> None:
    page = engineer.page
    engineer.goes_to("Yield")
    engineer.chooses("All")
    engineer.click(page.get_by_role("button", name=re.compile("Save or share")).first)
    with page.expect_download() as saving:
        page.get_by_role("menuitem", name=re.compile(kind)).click()
    assert saving.value.path().read_bytes().lstrip().startswith(start)
