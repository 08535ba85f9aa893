"""What the start arguments of one run choose.

`hardpy start --arg outcome=pass` decides how the run ends, so one plan serves every status that a stand can show:
`pass`, `fail` (the default: it holds every kind of case) and `wait` (it goes on until somebody stops it).
"""

import json
from pathlib import Path

import hardpy
import pytest

PLAN_FOLDER = Path(__file__).parent


@pytest.fixture(scope="session")
def outcome(hardpy_start_args: dict) -> str:
    return hardpy_start_args.get("outcome", "fail")


@pytest.fixture(scope="session")
def serial_number(hardpy_start_args: dict) -> str:
    return hardpy_start_args.get("serial", "SN-0001")


@pytest.fixture(scope="session")
def broken_fixture() -> None:
    raise RuntimeError("the fixture of the pogo pins does not close")


@pytest.fixture(scope="session", autouse=True)
def upload_by_the_plan_itself(hardpy_start_args: dict, post_run_functions: list) -> None:
    """A plan may call the loader itself, as stands without autosync do; its answer is left in a file."""
    if hardpy_start_args.get("loader") == "plan":
        post_run_functions.append(load_current_report)


def load_current_report() -> None:
    response = hardpy.StandCloudLoader().load(hardpy.get_current_report())
    answer = {"status": response.status_code, "text": response.text}
    (PLAN_FOLDER / "loader_answer.json").write_text(json.dumps(answer))
