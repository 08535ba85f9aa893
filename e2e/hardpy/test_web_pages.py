"""What holds on every page of the web app: usable for everybody, nothing in the console, nothing from elsewhere."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from harness.browser import PHONE
from harness.pages import Person
from harness.server import INTEGRATION_API
from harness.web import WebApp
from harness.web_fixtures import Factory

# They are empty until somebody has chosen, and are looked at with a choice too.
ANALYSIS = ("yield", "failures", "plan", "measurement", "compare")
SECTIONS = ("general", "members", "keys", "stands", "applications", "quarantine", "audit")
WIDE = {"width": 2560, "height": 1440}


def pages_of(app: WebApp, factory: Factory) -> dict[str, str]:
    """The address of every page by its name."""
    stand = re.search(r"/stands/([0-9a-f-]+)", stand_link(app, factory))
    return {
        "home": factory.home,
        "run": factory.failed_run(),
        "unit": factory.unit(),
        "stands": f"{factory.home}/stands",
        "stand": f"{factory.home}/stands/{stand[1] if stand else 1}",
        "wall": f"{factory.home}/wall",
        **{page: f"{factory.home}/{page}?range=all" for page in ANALYSIS},
        **chosen_analysis(factory),
        **{section: f"{factory.home}/organisation/{section}" for section in SECTIONS},
        "profile": "/profile",
    }


def chosen_analysis(factory: Factory) -> dict[str, str]:
    """Pages of the analysis about the plan and a measurement of the reports that there are."""
    plan = factory.server.runs(limit=1)[0]["test_plan_name"]
    measurements = factory.server.get(f"{INTEGRATION_API}/analysis/measurements", {"plan": plan}).json()
    series = next(one["series"] for one in measurements if one["kind"] == "number")
    query = urlencode({"plan": plan, "range": "all"})
    return {
        **{tab: f"{factory.home}/plan?{query}&tab={tab}" for tab in ("capability", "steps", "time", "repeatability")},
        "series": f"{factory.home}/measurement?series={series}&range=all",
    }


def stand_link(app: WebApp, factory: Factory) -> str:
    page = app.open(f"{factory.home}/stands")
    return page.get_by_role("link", name=re.compile("FT-1")).first.get_attribute("href") or ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_used_by_everybody(
    scheme: str, open_window: Callable[..., object], administrator: Person, factory: Factory
) -> None:
    """axe finds nothing grave; the window itself fails on errors in the console and on requests to elsewhere."""
    violations = []
    with open_window(administrator, color_scheme=scheme) as app:
        for name, path in pages_of(app, factory).items():
            app.open(path)
            violations += [f"{name}: {violation}" for violation in app.grave_violations()]
    assert violations == [], "\n".join(violations)


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_no_page_scrolls_sideways(
    viewport: dict, open_window: Callable[..., object], administrator: Person, factory: Factory
) -> None:
    too_wide = []
    with open_window(administrator, viewport=viewport) as app:
        for name, path in pages_of(app, factory).items():
            app.open(path)
            too_wide += [name] if app.is_too_wide() else []
    assert too_wide == []


def test_scripts_come_from_the_server_only(factory: Factory) -> None:
    answer = factory.server.get(factory.home, headers={"Accept": "text/html"})
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
