"""HardPy's classes in scripts of users: loader, reader, connector, synchronizer.

Each with an API key and with a login, as far as its version knows them.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.browser import Browser
from harness.keyring import Keyring
from harness.library import Library
from harness.pages import Person
from harness.server import HARDPY_API, Server
from harness.signing_in import log_in
from harness.terminal import Terminal
from harness.venvs import E2E_FOLDER, KEY_VERSIONS, LOGIN_VERSIONS

MODES = ("hardpy", "integration")
WAYS = (*((version, "login") for version in LOGIN_VERSIONS), *((version, "key") for version in KEY_VERSIONS))
# Of these there is a fixture; the others' reports look like those of the version before.
FIXTURE_OF_VERSION = {"0.17.1": "0.16.0"}
FIXTURES = E2E_FOLDER.parent.parent / "crates" / "standcloud-report" / "tests" / "fixtures"


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def library(
    request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    version, way = request.param
    folder = tmp_path_factory.mktemp(f"library-{version}")
    if way == "key":
        yield Library(version, folder, server.address, server.key)
        return
    keyring = Keyring()
    terminal = Terminal(version, folder, server.address, keyring)
    browser: Browser = request.getfixturevalue("browser")
    person: Person = request.getfixturevalue("administrator")
    with browser.visitor(server.address, folder) as visitor:
        log_in(terminal, visitor, person)
    yield terminal.library()
    keyring.close()


def test_connector_finds_the_server_healthy(library: Library) -> None:
    for answer in library.call(*({"call": "healthcheck", "mode": mode} for mode in MODES)):
        assert (answer["status"], answer["text"]) == (200, "{}"), answer


def test_loader_and_reader_agree(library: Library, server: Server) -> None:
    serial = f"LIB-{library.version}-{'key' if library.key else 'login'}"
    report = stored_report(library.version, serial)
    first, again = library.call({"call": "load", "report": report}, {"call": "load", "report": report})
    assert first["status"] == again["status"] == 201, first
    run_id = json.loads(first["text"])["test_run_id"]
    assert json.loads(again["text"])["test_run_id"] == run_id
    assert server.only_run(serial_number=serial)["test_run_id"] == run_id

    for mode in MODES:
        assert_reader_finds(library, mode, run_id, serial)


def assert_reader_finds(library: Library, mode: str, run_id: str, serial: str) -> None:
    fitting = {"serial_number": serial, "part_number": "PB-100", "status": "failed", "firmware_version": "1.2.3"}
    unfitting = fitting | {"firmware_version": "9.9.9"}
    answers = library.call(
        {"call": "test_run", "mode": mode, "run_id": run_id},
        {"call": "test_run", "mode": mode, "params": fitting},
        {"call": "test_run", "mode": mode, "params": unfitting},
        {"call": "read", "mode": mode, "endpoint": f"test_run/{run_id}/failed_case"},
        {"call": "tested_dut", "mode": mode, "params": fitting},
        {"call": "tested_dut", "mode": mode, "params": unfitting},
        {"call": "test_run", "mode": mode, "run_id": "01890a5d-ac96-774b-bcce-b302099a8057"},
        {"call": "test_run", "mode": mode, "params": {"limit": "many"}},
    )
    assert [answer["status"] for answer in answers] == [200, 200, 200, 200, 200, 200, 404, 422], answers
    assert all(f"/{mode}/api/v1/" in answer["url"] for answer in answers)
    by_id, listed, not_listed, failed_cases, duts, no_duts, _, _ = (json.loads(answer["text"]) for answer in answers)
    assert listed == [by_id]
    assert by_id["test_run_id"] == run_id
    assert not_listed == no_duts == []
    assert [dut["serial_number"] for dut in duts] == [serial]
    assert expected_failed_case(library.version) in json.dumps(failed_cases)


def test_a_wrong_credential_is_refused(library: Library, keyring: Keyring) -> None:
    stranger = Library(library.version, library.folder / "stranger", library.address, "no such key")
    if not library.key:
        terminal = Terminal(library.version, library.folder / "stranger", library.address, keyring)
        terminal.stored_login.store("no such token")
        stranger = terminal.library()
    report = stored_report(library.version, f"STRANGER-{library.version}")
    answers = stranger.call(
        {"call": "healthcheck", "mode": "hardpy"},
        {"call": "load", "report": report},
        {"call": "test_run", "mode": "integration", "params": {"limit": 1}},
    )
    assert [answer["status"] for answer in answers] == ["refused", 401, 401], answers


@pytest.mark.parametrize("version", ["0.18.0"])
def test_synchronizer_sends_every_waiting_report_once(version: str, server: Server, tmp_path: Path) -> None:
    """The first version with a synchronizer keeps what waits in CouchDB; here its waiting room is a list.

    Of the versions that keep it in files, `hardpy sc-sync` of a whole stand shows the same.
    """
    serials = [f"SYNC-{version}-{number}" for number in range(3)]
    reports = [stored_report(version, serial) for serial in serials]
    library = Library(version, tmp_path, server.address, server.key)
    for _ in range(2):
        (answer,) = library.call({"call": "synchronize", "reports": reports})
        assert answer == {"message": "Reports successfully uploaded to StandCloud: 3", "still_waiting": 0}
        for serial in serials:
            server.only_run(serial_number=serial)


def test_the_misspelt_path_of_0_11_1_is_served(server: Server) -> None:
    """On Python 3.11 and later that version writes the name of an enum member into the path."""
    report = stored_report("0.13.0", "MISSPELT")
    answer = server.post_report(json.dumps(report).encode(), path="/StandCloudAPIMode.HARDPY/api/v1/test_report")
    assert answer.status_code == 201, answer.text
    assert answer.json()["test_run_id"] == server.only_run(serial_number="MISSPELT")["test_run_id"]
    health = server.get(HARDPY_API.replace("hardpy", "StandCloudAPIMode.HARDPY", 1) + "/healthcheck")
    assert (health.status_code, health.text) == (200, "{}")


def stored_report(version: str, serial: str) -> dict:
    """A report as a store of this version holds it, of a unit of its own."""
    fixture = FIXTURE_OF_VERSION.get(version, version)
    report = json.loads((FIXTURES / f"hardpy_{fixture}_stored.json").read_text())
    report["dut"]["serial_number"] = serial
    return report


def expected_failed_case(version: str) -> str:
    return "test_full_load" if version in ("0.12.1", "0.13.0") else "test_ripple"
