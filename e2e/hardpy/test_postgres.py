"""One stand against a server on PostgreSQL: the same story as on SQLite, shortened."""

from collections.abc import Callable

from harness.server import Server
from harness.stand import Stand
from harness.venvs import STAND_VERSIONS


def test_a_stand_uploads_to_a_server_on_postgres(postgres_server: Server, new_stand: Callable[..., Stand]) -> None:
    stand = new_stand(STAND_VERSIONS[-1], postgres_server.address, postgres_server.key)
    stand.start_panel()
    stand.run(outcome="fail", serial="PG-up")
    assert postgres_server.only_run(serial_number="PG-up")["status"] == "FAIL"

    postgres_server.stop()
    try:
        stand.run(outcome="pass", serial="PG-down")
        assert len(stand.waiting_reports()) == 1
    finally:
        postgres_server.start()
    stand.send_waiting_report()

    assert [run["serial_number"] for run in postgres_server.runs()] == ["PG-down", "PG-up"]
