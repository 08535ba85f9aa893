"""Runs inside the Python environment of one HardPy version and makes the calls that a user's own script makes.

    python library.py ORDERS.json

The orders name the address, the credential and a list of calls; the answers go to stdout as one JSON list. Only
HardPy's public classes are used and no file of HardPy is changed.

Credential: from 0.18.0 on the API key is given to HardPy as its documentation says. Older versions know only the
login of a person, whose token they read from the system keyring. There the keyring library is told, before HardPy is
imported, to load a keyring that lives in this process; in it lies the credential as the access token of a login that
lasts another hour. HardPy reads and sends it in its own way.
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import keyring.core
from keyring.backend import KeyringBackend

FIRST_VERSION_WITH_KEYS = (0, 18, 0)
HARDPY_VERSION = tuple(int(part) for part in version("hardpy").split("."))
TAKES_KEYS = HARDPY_VERSION >= FIRST_VERSION_WITH_KEYS


class KeyringOfThisProcess(KeyringBackend):
    """Holds what `hardpy sc-login` would have stored, for any service name."""

    priority = 1

    def __init__(self, items: dict[str, str]) -> None:
        self._items = items

    def get_password(self, service: str, username: str) -> str | None:
        return self._items.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._items[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._items.pop(username, None)


def log_in(credential: str) -> None:
    token = {"access_token": credential, "token_type": "bearer", "expires_at": time.time() + 3600}
    items = {} if TAKES_KEYS else {"access_token": json.dumps(token), "refresh_token": "never used"}
    store = KeyringOfThisProcess(items)
    keyring.core.load_keyring = lambda _name: store


ORDERS = json.loads(Path(sys.argv[1]).read_text())
log_in(ORDERS["credential"])

# Imported only now: HardPy binds the keyring functions by name when it is imported.
import hardpy  # noqa: E402
from hardpy.pytest_hardpy.db.schema import ResultRunStore  # noqa: E402


def main() -> None:
    calls = {
        "load": load_report,
        "healthcheck": check_health,
        "read": read,
        "test_run": read_test_runs,
        "tested_dut": read_tested_duts,
        "synchronize": synchronize,
    }
    configure_hardpy()
    answers = [calls[order.pop("call")](**order) for order in ORDERS["calls"]]
    json.dump(answers, sys.stdout)


def configure_hardpy() -> None:
    """What reading `hardpy.toml` does; the loader takes its key from there only."""
    if TAKES_KEYS:
        from hardpy.common.config import ConfigManager

        stand_cloud = ConfigManager().config.stand_cloud
        stand_cloud.address = ORDERS["address"]
        stand_cloud.api_key = ORDERS["credential"]


def load_report(report: dict) -> dict:
    return describe(hardpy.StandCloudLoader(ORDERS["address"]).load(ResultRunStore(**report)))


def check_health(mode: str) -> dict:
    try:
        return describe(connect(mode).healthcheck())
    except hardpy.StandCloudError as error:
        return {"status": "refused", "text": str(error)}


def read(mode: str, endpoint: str, params: dict | None = None) -> dict:
    return describe(hardpy.StandCloudReader(connect(mode)).request(endpoint, params))


def read_test_runs(mode: str, run_id: str | None = None, params: dict | None = None) -> dict:
    return describe(hardpy.StandCloudReader(connect(mode)).test_run(run_id, params))


def read_tested_duts(mode: str, params: dict) -> dict:
    return describe(hardpy.StandCloudReader(connect(mode)).tested_dut(params))


def synchronize(reports: list[dict]) -> dict:
    """`StandCloudSynchronizer` on reports that wait; the waiting room is a list instead of a database server."""
    from hardpy.pytest_hardpy.result.report_synchronizer import synchronizer

    waiting_room = ListOfWaitingReports(reports)
    synchronizer.TempStore = lambda: waiting_room
    synchronized = synchronizer.StandCloudSynchronizer()
    try:
        message = synchronized.sync()
    except hardpy.StandCloudError as error:
        message = str(error)
    return {"message": message, "still_waiting": len(waiting_room.documents)}


class ListOfWaitingReports:
    """The interface of HardPy's temporary store, as far as the synchronizer uses it.

    A document that waits has `rev` from the report and `_rev` from the store.
    """

    def __init__(self, reports: list[dict]) -> None:
        documents = [report | {"rev": report["_rev"]} for report in reports]
        self.documents = {f"waiting-{number}": document for number, document in enumerate(documents)}

    def reports(self) -> list[dict]:
        return [{"id": key, "doc": dict(document)} for key, document in self.documents.items()]

    def dict_to_schema(self, document: dict) -> ResultRunStore:
        return ResultRunStore(**document)

    def delete(self, report_id: str) -> bool:
        return self.documents.pop(report_id, None) is not None


def connect(mode: str) -> "hardpy.StandCloudConnector":
    from hardpy.common.stand_cloud.connector import StandCloudAPIMode

    key = {"api_key": ORDERS["credential"]} if TAKES_KEYS else {}
    return hardpy.StandCloudConnector(ORDERS["address"], StandCloudAPIMode(mode), **key)


def describe(response: object) -> dict:
    return {"status": response.status_code, "text": response.text, "url": response.url}


if __name__ == "__main__":
    main()
