"""Passkeys with a real browser: Chromium's virtual authenticator stands for the lock of a computer (R-66)."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.browser import Browser, Visitor
from harness.pages import Person, sign_in
from harness.server import ADMINISTRATOR, PASSWORD, Server

ADMIN = Person(ADMINISTRATOR, PASSWORD)
STEP_S = 30


@pytest.fixture
def own_server(binary: Path, tmp_path: Path) -> Iterator[Server]:
    """The second step of its Admin is nobody else's business."""
    server = Server(binary, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def visitor(browser: Browser, own_server: Server, tmp_path: Path) -> Iterator[Visitor]:
    """At localhost: an IP address has no passkeys."""
    port = own_server.address.rsplit(":", 1)[1]
    with browser.visitor(f"localhost:{port}", tmp_path) as visitor:
        yield visitor


def add_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_with_password(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.origin}auth/sign-in")
    sign_in(visitor.page, ADMIN)
    wait_until_signed_in(visitor.page)


def wait_until_signed_in(page: Page) -> None:
    """Signing in leads to the web app."""
    page.wait_for_url(lambda url: "/auth/" not in url)
    page.wait_for_load_state("networkidle")


def add_passkey(visitor: Visitor, name: str) -> None:
    visitor.page.goto(f"{visitor.origin}auth/account/passkeys")
    visitor.page.get_by_label("Name").fill(name)
    visitor.page.get_by_role("button", name="Add a passkey").click()
    expect(visitor.page.get_by_role("listitem").filter(has_text=name)).to_be_visible()


def sign_out(page: Page, origin: str) -> None:
    page.goto(f"{origin}auth/account")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(f"{origin}auth/sign-in*")


def test_a_passkey_is_added_and_signs_in_again(visitor: Visitor) -> None:
    page = visitor.page
    add_authenticator(page)
    sign_in_with_password(visitor)
    add_passkey(visitor, "Laptop of the line")
    sign_out(page, visitor.origin)
    page.get_by_role("button", name="Sign in with a passkey").click()
    wait_until_signed_in(page)
    page.goto(f"{visitor.origin}auth/account/passkeys")
    expect(page.get_by_role("listitem").filter(has_text="Laptop of the line")).to_contain_text("used")
    # The same device is not added twice.
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey for you already.")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    sign_out(page, visitor.origin)
    visitor.expected_statuses.add(401)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey was not taken.")).to_be_visible()


def test_a_passkey_replaces_the_code_of_the_second_step(visitor: Visitor) -> None:
    page = visitor.page
    add_authenticator(page)
    sign_in_with_password(visitor)
    add_passkey(visitor, "Laptop of the line")
    page.goto(f"{visitor.origin}auth/account/second-factor")
    page.get_by_role("button", name="Set up the second step").click()
    page.get_by_text("I cannot scan it").click()
    page.get_by_label("Code").fill(totp(page.locator("code.secret").inner_text()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator("ul.codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    sign_out(page, visitor.origin)
    sign_in(page, ADMIN)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey instead").click()
    wait_until_signed_in(page)


def totp(key: str) -> str:
    """RFC 6238 in ten lines, so that the server is not measured by its own library."""
    secret = base64.b32decode(key.replace(" ", ""))
    counter = struct.pack(">Q", int(time.time()) // STEP_S)
    digest = hmac.new(secret, counter, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
