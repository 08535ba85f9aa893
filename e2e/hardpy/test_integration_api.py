"""The read API as a third program uses it, with nothing of HardPy: filters, credentials, verified TLS."""

import json
import os
import subprocess
import sys

import pytest
import requests

from harness.environment import clean_environment
from harness.server import HARDPY_API, INTEGRATION_API, Server
from harness.venvs import E2E_FOLDER

FIXTURES = E2E_FOLDER.parent.parent / "crates" / "standcloud-report" / "tests" / "fixtures"
DAY_S = 86_400
SERIAL = "API-1"
START = 1_780_000_000
VERIFYING_SCRIPT = """
import requests, sys
address, key = sys.argv[1:]
base = f"https://{address}/integration/api/v1"
health = requests.get(f"{base}/healthcheck", timeout=10)
runs = requests.get(f"{base}/test_run", headers={"X-API-KEY": key}, params={"limit": 1}, timeout=10)
print(health.status_code, health.text, runs.status_code)
"""


@pytest.fixture(scope="module", params=["sqlite_server", "postgres_server"], ids=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> Server:
    """Both databases must give the same answers."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def two_runs(server: Server) -> list[str]:
    """The ids of two runs of one unit, a failed and a day later a passed one."""
    return [upload(server, "0.25.2", START), upload(server, "0.25.2_stopped", START + DAY_S, status="passed")]


def upload(server: Server, fixture: str, start_time: int, **changes: object) -> str:
    report = json.loads((FIXTURES / f"hardpy_{fixture}_upload.json").read_text())
    report["dut"]["serial_number"] = SERIAL
    report["dut"]["info"]["only_of_this_test"] = "yes"
    report |= {"start_time": start_time, "stop_time": start_time + 50} | changes
    answer = server.post_report(json.dumps(report).encode())
    assert answer.status_code == 201, answer.text
    return answer.json()["test_run_id"]


def test_health_needs_no_credential_but_a_bad_one_is_refused(server: Server) -> None:
    for api in (HARDPY_API, INTEGRATION_API):
        without = server.get(f"{api}/healthcheck", headers={})
        assert (without.status_code, without.content) == (200, b"{}")
        for headers in ({"X-API-KEY": "nonsense"}, {"Authorization": "Bearer nonsense"}):
            assert server.get(f"{api}/healthcheck", headers=headers).status_code == 401


def test_runs_need_a_credential_in_either_header(server: Server) -> None:
    for path in ("test_run", "tested_dut"):
        assert server.get(f"{INTEGRATION_API}/{path}", headers={}).status_code == 401
        for headers in ({"X-API-KEY": server.key}, {"Authorization": f"Bearer {server.key}"}):
            assert server.get(f"{INTEGRATION_API}/{path}", {"limit": 1}, headers).status_code == 200


def test_a_key_that_may_only_write_cannot_read(server: Server) -> None:
    key = server.add_key("only-writes", "report:write")
    report = (FIXTURES / "hardpy_0.25.2_anonymous_upload.json").read_bytes()
    assert server.post_report(report, key).status_code == 201
    assert server.get(f"{INTEGRATION_API}/test_run", headers={"X-API-KEY": key}).status_code == 403


def test_a_key_that_may_only_read_cannot_write(server: Server) -> None:
    key = server.add_key("only-reads", "report:read")
    assert server.get(f"{INTEGRATION_API}/test_run", headers={"X-API-KEY": key}).status_code == 200
    assert server.post_report(b"{}", key).status_code == 403


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 0]),
        ({"limit": 1}, [1]),
        ({"limit": 1, "offset": 1}, [0]),
        ({"status": "PASS"}, [1]),
        ({"status": "failed"}, [0]),
        ({"number_of_attempt": 2}, [1]),
        ({"part_number": "PB-100", "test_stand_name": "FT-1"}, [1, 0]),
        ({"part_number": "PB-101"}, []),
        ({"test_plan_name": "Power board — приёмка"}, [1, 0]),
        ({"manufacturer": "ABC_Corp", "layers": 6}, [1, 0]),
        ({"manufacturer": "ABC_Corp", "layers": 7}, []),
        ({"no_such_key_of_any_unit": "1"}, []),
        ({"start_time_from": "2026-05-29T00:00:00Z"}, [1]),
        ({"start_time_to": "2026-05-29T00:00:00Z"}, [0]),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, dict) else "",
)
def test_test_run_filters(server: Server, two_runs: list[str], filters: dict, expected: list[int]) -> None:
    found = server.runs(serial_number=SERIAL, **filters)
    assert [run["test_run_id"] for run in found] == [two_runs[index] for index in expected]


def test_tested_dut_is_the_last_run_of_each_unit_and_filters_then(server: Server, two_runs: list[str]) -> None:
    def duts(**filters: object) -> list[dict]:
        answer = server.get(f"{INTEGRATION_API}/tested_dut", {"only_of_this_test": "yes"} | filters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    (unit,) = duts()
    assert (unit["serial_number"], unit["status"].lower(), unit["attempt_count"]) == (SERIAL, "pass", 2)
    assert unit["duration"] == "PT50S"
    assert duts(status="pass", firmware_version="1.2.3") == [unit]
    # The unit failed once, but not in its last run.
    assert duts(status="fail") == []


def test_one_run_by_id(server: Server, two_runs: list[str]) -> None:
    run = server.get(f"{INTEGRATION_API}/test_run/{two_runs[0]}").json()
    assert run["test_run_id"] == two_runs[0]
    assert run["start_time"].startswith("2026-05-28T20:26:40")
    assert run["duration"] == "00:00:50"
    assert run["dut_info"]["manufacturer"] == "ABC_Corp"
    assert run["test_run_artifact"]["work_order"] == {"id": 4711, "lines": [1, 2, 3]}
    assert run["test_stand_info"]["slots"] == 4
    cases = server.get(f"{INTEGRATION_API}/test_run/{two_runs[0]}/failed_case").json()
    assert len(cases) == 3
    assert "ripple is too high: Ω/µ" in json.dumps(cases, ensure_ascii=False)


@pytest.mark.parametrize("path", ["test_run/not-an-id", "test_run?limit=many", "tested_dut?limit=-1"])
def test_a_wrong_question_is_a_422_in_json(server: Server, path: str) -> None:
    answer = server.get(f"{INTEGRATION_API}/{path}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"][0]["msg"]


def test_tls_is_verified_with_the_certificate_of_the_server(server: Server, tmp_path) -> None:
    def verify(**extra: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-c", VERIFYING_SCRIPT, server.address, server.key],
            env=clean_environment(tmp_path, **extra),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    trusting = verify(REQUESTS_CA_BUNDLE=os.fspath(server.certificate))
    assert trusting.stdout.split() == ["200", "{}", "200"], trusting
    assert "CERTIFICATE_VERIFY_FAILED" in verify().stderr
    by_name = requests.get(
        f"https://localhost:{server.address.split(':')[1]}{INTEGRATION_API}/healthcheck",
        verify=os.fspath(server.certificate),
        timeout=10,
    )
    assert by_name.text == "{}"
