"""The server goes away and comes back, the session ends: the page stays, and nothing typed is lost."""

import time

from playwright.sync_api import expect

from harness.pages import Person, sign_in
from harness.web import Doors, WebApp
from harness.web_fixtures import Factory

NEW_NAME = "Factory, hall B"
AWAY = "The server cannot be reached"
BACK_LIMIT_MS = 20_000
CREDENTIALS_ARE_REMEMBERED_S = 3


def test_a_server_that_is_away_leaves_the_page_and_comes_back(admin_app: WebApp, factory: Factory) -> None:
    page = admin_app.open(factory.home)
    # The browser notes each request that did not get through.
    admin_app.visitor.tolerates_failures = True
    # A server that is about to stop says so.
    admin_app.visitor.expected_statuses = {503}
    factory.server.stop()
    try:
        page.get_by_role("radiogroup").get_by_text("All", exact=True).click()
        expect(page.get_by_text(AWAY).first).to_be_visible()
        admin_app.title("Home")
    finally:
        factory.server.start()

    expect(page.get_by_text(AWAY)).to_have_count(0, timeout=BACK_LIMIT_MS)
    admin_app.wait()
    expect(page.get_by_role("radio", name="All", exact=True)).to_be_checked()
    expect(page.get_by_role("row").filter(has_text=factory.passed_serial).first).to_be_visible()


def test_an_ended_session_keeps_what_was_typed(doors: Doors, administrator: Person, factory: Factory) -> None:
    with doors.window(administrator) as app:
        page = app.open(f"{factory.home}/organisation/general")
        name = page.get_by_role("textbox", name="Name")
        name.fill(NEW_NAME)
        factory.server.command("user", "sign-out", administrator.email)
        doors.forget(administrator)
        time.sleep(CREDENTIALS_ARE_REMEMBERED_S)
        app.visitor.expected_statuses = {401}
        page.get_by_role("button", name="Save").click()
        sign_in_in_another_tab(app, administrator)

        expect(name).to_have_value(NEW_NAME)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved").first).to_be_visible()
        app.open(f"{factory.home}/organisation/general")
        expect(name).to_have_value(NEW_NAME)


def sign_in_in_another_tab(app: WebApp, person: Person) -> None:
    page = app.page
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="I have signed in").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Sign in").click()
    sign_in(opened.value, person)
    opened.value.wait_for_url(lambda url: "/auth/" not in url)
    opened.value.close()
    page.bring_to_front()
    # The page looks by itself when the person comes back; in a browser without windows nobody comes back.
    if dialog.is_visible():
        dialog.get_by_role("button", name="I have signed in").click()
    expect(dialog).to_have_count(0)
