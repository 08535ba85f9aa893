"""A stand stops testing: the list says so by itself, after the time that the organisation has set."""

import re

from playwright.sync_api import expect

from harness.web import WebApp
from harness.web_fixtures import Factory

# One minute, and what a busy machine needs to notice.
SILENT_LIMIT_MS = 100_000


def test_a_stand_goes_silent(admin_app: WebApp, factory: Factory) -> None:
    page = admin_app.open(f"{factory.home}/organisation/general")
    page.get_by_role("combobox", name="A stand is silent after").click()
    page.get_by_role("option", name="1 min", exact=True).click()
    page.get_by_role("button", name="Save").first.click()
    factory.stand.run(outcome="pass", serial="WEB-LAST")

    page = admin_app.open(f"{factory.home}/stands")
    expect(page.get_by_text("Testing").first).to_be_visible()

    expect(page.get_by_text(re.compile("Silent for")).first).to_be_visible(timeout=SILENT_LIMIT_MS)
