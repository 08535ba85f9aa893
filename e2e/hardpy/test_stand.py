"""A whole stand with autosync: `hardpy run`, `hardpy start`, `hardpy stop`, `hardpy sc-sync`."""

import json

import pytest

from harness.server import Server
from harness.stand import ALL_SENT, Stand


@pytest.mark.parametrize("outcome", ["fail", "pass", "wait"])
def test_a_run_is_in_the_server_with_the_status_that_the_stand_shows(
    stand: Stand, server: Server, outcome: str
) -> None:
    serial = serial_number(stand, outcome)
    stand.begin_run(outcome=outcome, serial=serial)
    shown = stand.interrupt_run() if outcome == "wait" else stand.finish_run()

    run = server.only_run(serial_number=serial)

    assert shown["status"] == {"fail": "failed", "pass": "passed", "wait": "stopped"}[outcome]
    assert same_status(run["status"], shown["status"])
    assert server.runs(serial_number=serial, status=shown["status"]) == [run]
    assert run["test_plan_name"] == shown["name"] == "Power board — приёмка"
    assert run["part_number"] == "PB-100"
    assert run["test_stand_name"] == "FT-1"
    assert run["number_of_attempt"] == 1
    assert run["dut_info"]["firmware_version"] == "1.2.3"
    assert run["dut_info"]["colour"] == "зелёный ✅"
    assert stand.waiting_reports() == []
    assert_nothing_is_lost(json.loads(server.raw_report(run["test_run_id"])), stand.kept_report())


def test_a_report_waits_while_the_server_is_down_and_arrives_once_by_sc_sync(stand: Stand, server: Server) -> None:
    serial = serial_number(stand, "down")
    server.stop()
    try:
        shown = stand.run(outcome="pass", serial=serial)
        while_down = stand.hardpy("sc-sync")
        (waiting,) = stand.waiting_reports()
    finally:
        server.start()
    assert shown["status"] == "passed"
    assert waiting["dut"]["serial_number"] == serial
    assert "Error during StandCloud synchronization" in while_down.stdout, while_down
    assert server.runs(serial_number=serial) == []

    stand.send_waiting_report()

    assert same_status(server.only_run(serial_number=serial)["status"], "passed")
    assert ALL_SENT in stand.hardpy("sc-sync").stdout
    server.only_run(serial_number=serial)


def test_a_report_waits_when_the_key_is_revoked(stand: Stand, server: Server) -> None:
    serial = serial_number(stand, "revoked")
    server.revoke_key(stand.key_name)
    shown = stand.run(outcome="pass", serial=serial)
    refused = stand.hardpy("sc-sync")
    waiting = stand.waiting_reports()
    renew_key(stand, server)
    assert shown["status"] == "passed"
    assert "Error during StandCloud synchronization" in refused.stdout, refused
    assert [report["dut"]["serial_number"] for report in waiting] == [serial]
    assert server.runs(serial_number=serial) == []

    stand.send_waiting_report()

    server.only_run(serial_number=serial)


def test_the_own_store_of_a_stand_holds_only_duplicates(stand: Stand, server: Server) -> None:
    """File by file as a script sends them, and all by `standcloud upload`, which reads the stand's `hardpy.toml`."""
    kept = reports_of_finished_runs(stand)
    before = {run["test_run_id"]: run for run in server.runs()}

    for report in kept:
        answer = server.post_report(json.dumps(report).encode())
        assert answer.status_code == 201, answer.text
        first_upload = before[answer.json()["test_run_id"]]
        assert first_upload["serial_number"] == report["dut"]["serial_number"]
        assert same_status(first_upload["status"], report["status"])
    store = str(stand.store_folder("runstore"))
    printed = server.client_command("upload", store, "--insecure", "--json", folder=stand.folder)

    summary = json.loads(printed)
    assert (summary["accepted"], summary["duplicate"], summary["refused"]) == (0, len(kept), [])
    assert {run["test_run_id"]: run for run in server.runs()} == before


def test_a_plan_that_uploads_by_itself_and_autosync_make_one_run(stand: Stand, server: Server) -> None:
    serial = serial_number(stand, "loader")
    stand.run(outcome="pass", serial=serial, loader="plan")
    answer = json.loads((stand.folder / "loader_answer.json").read_text())
    assert answer["status"] == 201, answer
    assert json.loads(answer["text"])["test_run_id"] == server.only_run(serial_number=serial)["test_run_id"]
    assert stand.waiting_reports() == []


def renew_key(stand: Stand, server: Server) -> None:
    """The panel reads its key only when it starts."""
    stand.stop_panel()
    stand.key_name += "-again"
    stand.configure(server.address, server.add_key(stand.key_name))
    stand.start_panel()


def reports_of_finished_runs(stand: Stand) -> list[dict]:
    """What earlier tests left in the store, or one run when this test is alone.

    A panel that has just started shows its plan as a run that is ready; only what has an end was uploaded.
    """
    if not stand.kept_report().get("stop_time"):
        stand.run(outcome="fail", serial=serial_number(stand, "store"))
    kept = stand.kept_reports()
    assert kept and all(report["stop_time"] for report in kept)
    return kept


def serial_number(stand: Stand, purpose: str) -> str:
    return f"SN-{stand.version}-{purpose}"


def same_status(servers_word: str, stands_word: str) -> bool:
    """PASS is passed, FAIL is failed: the server's words are HardPy's without the ending."""
    return len(servers_word) >= 4 and stands_word.startswith(servers_word.lower())


def assert_nothing_is_lost(servers_report: dict, kept: dict) -> None:
    """Everything that the stand keeps is in the server's raw report with the same value, at the same place.

    The store names the run in its own way, and HardPy does not send what is null at the top.
    """
    said = {key: value for key, value in kept.items() if key not in ("_id", "_rev") and value is not None}
    assert [path for path, value in leaves(said) if value_at(servers_report, path) != value] == []


def leaves(value: object, path: tuple = ()) -> list[tuple[tuple, object]]:
    if isinstance(value, dict) and value:
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list) and value:
        return [leaf for index, inner in enumerate(value) for leaf in leaves(inner, (*path, index))]
    return [(path, value)]


def value_at(value: object, path: tuple) -> object:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return f"nothing at {step}"
    return value
