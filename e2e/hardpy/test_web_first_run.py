"""From an empty data folder to the first run on the screen, as somebody does on the first day."""

import re
from pathlib import Path

from playwright.sync_api import expect

from harness.browser import Browser
from harness.server import Server
from harness.stand import Stand
from harness.venvs import STAND_VERSIONS
from harness.web import WebApp

LINK = re.compile(r"https://\S+/auth/setup\?token=\S+")
LIVE_LIMIT_MS = 10_000
SERIAL = "FIRST-1"


def test_first_admin_to_first_run_on_screen(browser: Browser, binary: Path, tmp_path: Path) -> None:
    server = Server(binary, tmp_path / "server", is_set_up=False)
    server.start()
    try:
        with browser.visitor(server.address, tmp_path, reduced_motion="reduce") as visitor:
            become_admin(visitor.page, server)
            app = WebApp(visitor)
            key = make_key(app)
            page = app.open("/")
            expect(page.get_by_role("heading", name="Connect the first test stand")).to_be_visible()
            expect(page.get_by_text("api_key").first).to_be_visible()

            upload_by_hardpy(server, key, tmp_path)

            # Nobody has touched the page.
            row = page.get_by_role("row").filter(has_text=SERIAL)
            expect(row).to_be_visible(timeout=LIVE_LIMIT_MS)
            row.get_by_text("Passed").click()
            app.wait()
            expect(page.get_by_text(SERIAL).first).to_be_visible()
            expect(page.get_by_text("Passed").first).to_be_visible()
    finally:
        server.stop()


def become_admin(page, server: Server) -> None:
    link = LINK.search(server.log())
    assert link, server.log()
    page.goto(link[0].replace("localhost", "127.0.0.1"))
    page.get_by_label("Name of the organisation").fill("Gyroscope Works")
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_label("Your e-mail address").fill("ada@example.com")
    for field in page.locator("input[type=password]").all():
        field.fill("Correct-Horse-7-Battery-Staple")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(lambda url: "/auth/setup" not in url)


def make_key(app: WebApp) -> str:
    page = app.open("/")
    page.get_by_role("link", name="Make an API key").first.click()
    app.wait()
    page.get_by_role("button", name=re.compile("^Add a key$", re.IGNORECASE)).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Stand 1")
    dialog.get_by_role("button", name=re.compile("^(Add|Make|Create)")).click()
    # The list behind it shows the beginning of the key only.
    shown = page.get_by_role("dialog", name="Your new key").get_by_text(re.compile("^sck_")).first
    expect(shown).to_be_visible()
    return shown.inner_text().strip()


def upload_by_hardpy(server: Server, key: str, folder: Path) -> None:
    stand = Stand(STAND_VERSIONS[-1], folder / "first-stand", server.address, key)
    stand.start_panel()
    try:
        assert stand.run(outcome="pass", serial=SERIAL)["status"] == "passed"
        assert stand.waiting_reports() == [], stand.output()
    finally:
        stand.stop_panel()
