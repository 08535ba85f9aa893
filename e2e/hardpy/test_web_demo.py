"""The demo: one switch shows a sample factory, another click leads back to one's own data."""

from playwright.sync_api import expect

from harness.web import WebApp
from harness.web_fixtures import Factory

DEMO_LIMIT_MS = 60_000


def test_the_demo_is_shown_apart_from_the_own_data(admin_app: WebApp, factory: Factory) -> None:
    page = admin_app.open(factory.home)
    page.get_by_label("Demo").click()

    expect(page.get_by_text("Sample data").first).to_be_visible(timeout=DEMO_LIMIT_MS)
    admin_app.wait()
    expect(page.get_by_role("row").nth(1)).to_be_visible(timeout=DEMO_LIMIT_MS)
    expect(page.get_by_text(factory.passed_serial)).to_have_count(0)
    assert not admin_app.path().startswith(factory.home)
    # Its runs are in no answer to keys.
    assert all(run["test_stand_name"] == "FT-1" for run in factory.server.runs())

    page.get_by_label("Demo").click()

    page.wait_for_url(f"**{factory.home}**")
    admin_app.wait()
    expect(page.get_by_text("Sample data")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text=factory.passed_serial)).to_be_visible()
