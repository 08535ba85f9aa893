"""Addresses: they can be sent to somebody, the back button works, and they lead nobody into another organisation."""

from collections.abc import Callable

from playwright.sync_api import expect

from harness.browser import Visitor
from harness.pages import Person, sign_in
from harness.server import Server
from harness.web import Doors, WebApp
from harness.web_fixtures import FOREIGN_SLUG, Factory

API = "/api/v1/org"


def test_a_link_leads_through_the_sign_in_to_its_page(
    doors: Doors, member: Person, factory: Factory
) -> None:
    with doors.browser.visitor(factory.server.address, doors.folder, reduced_motion="reduce") as visitor:
        # Whether somebody is signed in is asked with a request.
        visitor.expected_statuses = {401}
        app = WebApp(visitor)
        visitor.page.goto(visitor.origin + factory.failed_run().lstrip("/"))
        visitor.page.wait_for_url("**/auth/sign-in**")
        sign_in(visitor.page, member)
        visitor.page.wait_for_url(f"**{factory.failed_run()}")
        app.wait()
        expect(visitor.page.get_by_text(factory.failed_serial).first).to_be_visible()


def test_the_back_button_leads_back_to_the_same_view(admin_app: WebApp, factory: Factory) -> None:
    page = admin_app.open(f"{factory.home}?range=month")
    before = page.url
    page.get_by_role("row").filter(has_text=factory.passed_serial).get_by_text("Passed").click()
    page.wait_for_url("**/runs/**")
    admin_app.wait()

    page.go_back()

    page.wait_for_url(before)
    admin_app.wait()
    expect(page.get_by_role("row").filter(has_text=factory.passed_serial)).to_be_visible()
    page.go_forward()
    page.wait_for_url("**/runs/**")


def test_two_organisations_never_see_each_other(
    open_window: Callable[..., object], foreigner: Person, factory: Factory
) -> None:
    with open_window(foreigner) as app:
        page = app.open("/")
        expect(page.get_by_text(factory.passed_serial)).to_have_count(0)
        for path in (factory.home, factory.failed_run(), factory.unit(), f"{factory.home}/stands"):
            page.goto(app.visitor.origin + path.lstrip("/"))
            page.wait_for_url(f"**/o/{FOREIGN_SLUG}**")
            app.wait()
            expect(page.get_by_text(factory.failed_serial)).to_have_count(0)
        assert statuses_of(app.visitor, factory.server) == {404}


def statuses_of(visitor: Visitor, server: Server) -> set[int]:
    """What the API answers to somebody of elsewhere."""
    visitor.expected_statuses = {404}
    paths = [f"{API}/factory/{name}" for name in ("runs", "overview", "stands", "members", "live", "audit")]
    return {visitor.page.request.get(f"https://{server.address}{path}").status for path in paths}
