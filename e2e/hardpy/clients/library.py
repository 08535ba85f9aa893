"""Runs inside the Python environment of one HardPy version and makes the calls that a user's own script makes.

    python library.py ORDERS.json

The orders name the address, the credential and a list of calls; the answers go to stdout as one JSON list. Only
HardPy's public classes are used and no file of HardPy is changed.

With a credential, an API key is given to HardPy as its documentation says, which is possible since 0.18.0. Without one
HardPy finds the login of a person in the system keyring, where `hardpy sc-login` has put it.
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import hardpy
from hardpy.pytest_hardpy.db.schema import ResultRunStore

FIRST_VERSION_WITH_KEYS = (0, 18, 0)
HARDPY_VERSION = tuple(int(part) for part in version("hardpy").split("."))
ORDERS = json.loads(Path(sys.argv[1]).read_text())
API_KEY = ORDERS["credential"]


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
    if HARDPY_VERSION >= FIRST_VERSION_WITH_KEYS:
        from hardpy.common.config import ConfigManager

        stand_cloud = ConfigManager().config.stand_cloud
        stand_cloud.address = ORDERS["address"]
        stand_cloud.api_key = API_KEY or ""


def load_report(report: dict) -> dict:
    return describe(hardpy.StandCloudLoader(ORDERS["address"]).load(ResultRunStore(**report)))


def check_health(mode: str, at: float = 0) -> dict:
    """At a certain Unix time if one is given: several processes that have read the same keyring, all at once."""
    try:
        connector = connect(mode)
        time.sleep(max(0, at - time.time()))
        return describe(connector.healthcheck())
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

    key = {"api_key": API_KEY} if API_KEY else {}
    return hardpy.StandCloudConnector(ORDERS["address"], StandCloudAPIMode(mode), **key)


def describe(response: object) -> dict:
    return {"status": response.status_code, "text": response.text, "url": response.url}


if __name__ == "__main__":
    main()
