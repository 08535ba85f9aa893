"""Fixtures: one server for all tests, stands that clean up after themselves, and evidence on failure."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.browser import Browser, Visitor
from harness.evidence import testimony
from harness.gateway import Gateway, pass_on_to
from harness.keyring import DIED_BY_ITSELF, Keyring
from harness.pages import Person
from harness.postgres import Database
from harness.server import ADMINISTRATOR, PASSWORD, Server
from harness.stand import Stand
from harness.terminal import Terminal
from harness.venvs import STAND_VERSIONS

pytest_plugins = ["harness.analysis_fixtures", "harness.web_fixtures"]
# The plan's files are named like tests because HardPy collects them with pytest; they run on stands only.
collect_ignore = ["plan"]

# The tests of the read API share their reports, those of the analysis too. Those of a denial wait behind the longest, so that no other has to.
GROUPED_FILES = ("test_integration_api", "test_denial", "test_analysis_equals_duckdb", "test_yields_equal_duckdb")
# The stories of the web app share one server with data; together they take longer than other groups.
WEB_FILES = "test_web_"


def pytest_configure() -> None:
    chosen = os.environ.get("STANDCLOUD_BIN")
    if not chosen or not Path(chosen).is_file():
        raise pytest.UsageError(f"STANDCLOUD_BIN must name the standcloud binary, it is {chosen!r}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one version stay in one worker: they share a stand, and a worker has its own server.

    The slowest tests, which mostly sleep, begin first, then the largest group.
    """
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
        if "keyring" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=[DIED_BY_ITSELF]))
    items.sort(key=lambda item: ("by_themselves" not in item.name, not item.path.stem.startswith(WEB_FILES)))


def group_of(item: pytest.Item) -> str:
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if item.path.stem in GROUPED_FILES:
        return item.path.stem
    if item.path.stem.startswith(WEB_FILES):
        return WEB_FILES
    versions = [parameters[name] for name in ("stand", "version", "library", "terminal") if name in parameters]
    if versions:
        return f"{item.path.stem} {versions[0]}"
    return item.name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    report = yield
    if report.failed:
        report.sections.append(("what servers and clients said", testimony()))
    return report


@pytest.fixture(scope="session")
def binary() -> Path:
    return Path(os.environ["STANDCLOUD_BIN"]).resolve()


@pytest.fixture(scope="session")
def server(sqlite_server: Server) -> Server:
    return sqlite_server


@pytest.fixture(scope="session")
def sqlite_server(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(binary, tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def postgres_server(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same on PostgreSQL instead of SQLite."""
    database = Database()
    server = Server(binary, tmp_path_factory.mktemp("postgres-server"), database.url)
    server.start()
    yield server
    server.stop()
    database.drop()


@pytest.fixture(scope="module", params=STAND_VERSIONS)
def stand(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A stand of each version that talks to the server directly; its panel serves all tests of a module."""
    key_name = f"{request.module.__name__}-{request.param}"
    folder = tmp_path_factory.mktemp(f"stand-{request.param}")
    stand = Stand(request.param, folder, server.address, server.add_key(key_name))
    stand.key_name = key_name
    stand.start_panel()
    yield stand
    stand.stop_panel()


@pytest.fixture
def gateway(server: Server) -> Iterator[Gateway]:
    """A door to the server that passes everything on until the test says otherwise."""
    gateway = Gateway(pass_on_to(server.address))
    yield gateway
    gateway.close()


@pytest.fixture
def new_stand(tmp_path: Path) -> Iterator[Callable[..., Stand]]:
    """Makes stands that belong to one test."""
    stands: list[Stand] = []

    def make(version: str, address: str, key: str = "", **options: object) -> Stand:
        stands.append(Stand(version, tmp_path / f"stand-{len(stands)}", address, key, **options))
        return stands[-1]

    yield make
    for stand in stands:
        stand.stop_panel()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def administrator() -> Person:
    """Whom `standcloud setup` has made."""
    return Person(ADMINISTRATOR, PASSWORD)


@pytest.fixture
def visitor(browser: Browser, server: Server, tmp_path: Path) -> Iterator[Visitor]:
    """Somebody with a browser who has not signed in yet."""
    with browser.visitor(server.address, tmp_path) as visitor:
        yield visitor


@pytest.fixture
def keyring() -> Iterator[Keyring]:
    keyring = Keyring()
    yield keyring
    keyring.close()


@pytest.fixture
def new_terminal(tmp_path: Path, keyring: Keyring, server: Server) -> Callable[[str], Terminal]:
    """Makes the terminals of one test, which share a keyring."""
    return lambda version: Terminal(version, tmp_path / f"terminal-{version}", server.address, keyring)
