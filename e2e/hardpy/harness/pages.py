"""The pages of the server as a person uses them: what is typed, what is pressed, what is read."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

from harness.browser import Visitor

SIGN_IN_PATH = "/auth/sign-in"
DEVICE_PATH = "/auth/consent/openid/device-authorization"
USER_CODE = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\b")


@dataclass(frozen=True)
class Person:
    email: str
    password: str


def sign_in(page: Page, person: Person) -> None:
    """Fills in the sign-in page that is shown; the one that asks again knows the address."""
    email = page.locator("input[name=email]")
    if email.is_visible():
        email.fill(person.email)
    page.locator("input[name=password]").fill(person.password)
    page.get_by_role("button", name=re.compile("^(Sign in|Go on)$")).click()


def is_sign_in_page(page: Page) -> bool:
    return urlsplit(page.url).path == SIGN_IN_PATH


class ConsentPage:
    """Asks whether a program may act for the person; both kinds of login end here."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def open(self, link: str, person: Person) -> "ConsentPage":
        """Opens the link of the terminal, and signs in where that is asked for."""
        self.page.goto(link)
        if is_sign_in_page(self.page):
            sign_in(self.page, person)
        expect(self.accept_button).to_be_visible()
        # The icon comes last; a server that stops now would leave it out.
        self.page.wait_for_load_state("networkidle")
        return self

    @property
    def accept_button(self) -> Locator:
        return self.page.get_by_role("button", name="Accept", exact=True)

    @property
    def deny_button(self) -> Locator:
        return self.page.get_by_role("button", name="Deny", exact=True)

    def accept(self) -> None:
        self.accept_button.click()

    def deny(self) -> None:
        self.deny_button.click()

    def text(self) -> str:
        return self.page.locator("body").inner_text()


class DevicePage(ConsentPage):
    """The consent for a stand that shows a code."""

    def code(self) -> str:
        found = USER_CODE.search(self.text())
        assert found, self.text()
        return found.group()

    def accept_as(self, stand_name: str) -> None:
        """Names the stand, says that the login is one's own, and agrees."""
        self.page.locator("input[name=stand_name]").fill(stand_name)
        self.page.locator("input[name=started_myself]").check()
        self.accept()
        expect(self.page.get_by_role("heading", name="The stand is connected")).to_be_visible()

    def deny(self) -> None:
        super().deny()
        expect(self.page.get_by_role("heading", name="Denied")).to_be_visible()


class StandsPage:
    """The connected stands of an organisation, for an Admin."""

    def __init__(self, visitor: Visitor, slug: str) -> None:
        self.page = visitor.page
        self.path = f"/o/{slug}/organisation/stands"
        self.origin = visitor.origin
        self.address = f"{visitor.origin}{self.path.lstrip('/')}"

    def sign_in(self, person: Person) -> "StandsPage":
        self.page.goto(f"{self.origin}{SIGN_IN_PATH.lstrip('/')}?{urlencode({'return_to': self.path})}")
        sign_in(self.page, person)
        self.page.wait_for_url(self.address)
        return self

    def row(self, stand_name: str) -> Locator:
        self.page.goto(self.address)
        return self.page.get_by_role("row").filter(has_text=stand_name)

    def revoke(self, stand_name: str) -> None:
        self.row(stand_name).get_by_role("button", name=f"Manage {stand_name}").click()
        self.page.get_by_role("menuitem", name="Revoke").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        expect(self.page.get_by_text("The stand is revoked.")).to_be_visible()
