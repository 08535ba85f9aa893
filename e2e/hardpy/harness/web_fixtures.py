"""Fixtures of the web app's stories: one server with real HardPy's reports for all of them, people who are signed in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.browser import Browser
from harness.pages import Person
from harness.server import ADMINISTRATOR, ORGANISATION, PASSWORD, SLUG, Server
from harness.stand import Stand
from harness.venvs import STAND_VERSIONS
from harness.web import Doors, WebApp

MEMBER = "member@example.com"
FOREIGNER = "foreigner@example.com"
FOREIGN_ORGANISATION = "Elsewhere"
FOREIGN_SLUG = "elsewhere"
PART_NUMBER = "PB-100"


@dataclass(frozen=True)
class Factory:
    """What the stories are about: a unit that failed and passed the second time, another that passed."""

    server: Server
    stand: Stand
    failed_serial: str = "WEB-0001"
    passed_serial: str = "WEB-0002"
    home: str = f"/o/{SLUG}"

    def run_id(self, **filters: object) -> str:
        return self.server.only_run(**filters)["test_run_id"]

    def failed_run(self) -> str:
        """The address of its page."""
        return f"{self.home}/runs/{self.run_id(serial_number=self.failed_serial, status='failed')}"

    def unit(self) -> str:
        return f"{self.home}/units/{PART_NUMBER}/{self.failed_serial}"


@pytest.fixture(scope="session")
def web_server(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(binary, tmp_path_factory.mktemp("web-server"))
    server.command("user", "add", MEMBER, "--org", ORGANISATION, standard_input=PASSWORD)
    server.command("org", "add", "--org", FOREIGN_ORGANISATION, "--email", FOREIGNER, standard_input=PASSWORD)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def factory(web_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Factory]:
    stand = Stand(STAND_VERSIONS[-1], tmp_path_factory.mktemp("web-stand"), web_server.address, web_server.key)
    stand.start_panel()
    factory = Factory(web_server, stand)
    stand.run(outcome="fail", serial=factory.failed_serial)
    stand.run(outcome="pass", serial=factory.failed_serial)
    stand.run(outcome="pass", serial=factory.passed_serial)
    yield factory
    stand.stop_panel()


@pytest.fixture(scope="session")
def doors(browser: Browser, web_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Doors:
    return Doors(browser, web_server, tmp_path_factory.mktemp("web-browser"))


@pytest.fixture(scope="session")
def member() -> Person:
    return Person(MEMBER, PASSWORD)


@pytest.fixture(scope="session")
def foreigner() -> Person:
    """The Admin of another organisation on the same server."""
    return Person(FOREIGNER, PASSWORD)


@pytest.fixture
def admin_app(doors: Doors, factory: Factory) -> Iterator[WebApp]:
    """The web app of the Admin, in an organisation that has runs."""
    assert factory.server.process
    with doors.window(Person(ADMINISTRATOR, PASSWORD)) as app:
        yield app


@pytest.fixture
def open_window(doors: Doors, factory: Factory) -> Callable[..., object]:
    """For several people at once: `with open_window(person) as app`."""
    assert factory.server.process
    return doors.window
