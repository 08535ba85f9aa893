"""A report arrives while somebody looks: it is on the page within a second, and the page does not jump."""

from datetime import datetime

from playwright.sync_api import expect

from harness.waiting import wait_for
from harness.web import WebApp
from harness.web_fixtures import Factory

SERIAL = "WEB-LIVE"
LIVE_LIMIT_S = 1.0
SEEN_LIMIT_S = 15
# The page notes itself when the serial number is on it for the first time.
NOTE_WHEN_SEEN = """(serial) => {
    const look = () => {
        if (document.body.innerText.includes(serial)) window.seenAtMs = Date.now();
        else requestAnimationFrame(look);
    };
    look();
}"""


def test_a_run_is_on_the_screen_within_a_second(admin_app: WebApp, factory: Factory) -> None:
    page = admin_app.open(factory.home)
    expect(page.get_by_text("Live", exact=True).first).to_be_visible()
    page.evaluate(NOTE_WHEN_SEEN, SERIAL)

    factory.stand.run(outcome="pass", serial=SERIAL)

    seen_at_ms = wait_for("the run to be on the page", lambda: page.evaluate("window.seenAtMs"), SEEN_LIMIT_S)
    run_id = factory.run_id(serial_number=SERIAL)
    run = page.request.get(f"{admin_app.visitor.origin}api/v1{factory.home.replace('/o/', '/org/')}/runs/{run_id}")
    received = datetime.fromisoformat(run.json()["received"])
    assert seen_at_ms / 1000 - received.timestamp() < LIVE_LIMIT_S


def test_the_page_does_not_jump(admin_app: WebApp, factory: Factory) -> None:
    page = admin_app.open(factory.home)
    page.mouse.wheel(0, 400)
    row = page.get_by_role("row").filter(has_text=factory.passed_serial).first
    row.scroll_into_view_if_needed()
    before = row.bounding_box()

    factory.stand.run(outcome="pass", serial="WEB-CALM")

    page.wait_for_timeout(2000)
    after = row.bounding_box()
    assert before and after
    assert abs(before["y"] - after["y"]) < row_height(before)


def row_height(box: dict) -> float:
    return box["height"] + 1
