"""An Admin invites somebody, who sees the results and nothing of the administration."""

from collections.abc import Callable

from playwright.sync_api import expect

from harness.browser import Browser
from harness.pages import Person
from harness.server import PASSWORD
from harness.web import WebApp
from harness.web_fixtures import Factory

INVITED = "grace@example.com"
FOR_ADMINS = ("keys", "applications", "audit")


def test_an_invited_member_sees_results_and_no_administration(
    browser: Browser, open_window: Callable[..., object], administrator: Person, factory: Factory, tmp_path
) -> None:
    with open_window(administrator) as app:
        link = invite(app, factory)
    with browser.visitor(factory.server.address, tmp_path, reduced_motion="reduce") as visitor:
        page = visitor.page
        page.goto(link)
        page.get_by_label("Your name").fill("Grace Hopper")
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.get_by_role("button").last.click()
        page.wait_for_url(lambda url: "/auth/invitation" not in url)
        app = WebApp(visitor)
        page = app.open(factory.home)
        expect(page.get_by_role("row").filter(has_text=factory.passed_serial)).to_be_visible()
        visitor.expected_statuses = {403}
        for section in FOR_ADMINS:
            app.open(f"{factory.home}/organisation/{section}")
            expect(page.get_by_text("This is for Admins").first).to_be_visible()
        api = f"{visitor.origin}api/v1{factory.home.replace('/o/', '/org/')}"
        assert {page.request.get(f"{api}/{name}").status for name in ("api-keys", "audit", "applications")} == {403}


def invite(app: WebApp, factory: Factory) -> str:
    page = app.open(f"{factory.home}/organisation/members")
    page.get_by_role("button", name="Invite").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail address").fill(INVITED)
    dialog.get_by_role("button", name="Make the invitation").click()
    shown = page.get_by_text("/auth/invitation?token=").first
    expect(shown).to_be_visible()
    return shown.inner_text().strip().replace("localhost", "127.0.0.1")
