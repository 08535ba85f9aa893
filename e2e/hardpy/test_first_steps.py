"""What a new user types: `hardpy init` with the server's address and key, then `hardpy run` and `hardpy start`."""

from collections.abc import Callable

from harness.ports import LOOPBACK
from harness.server import Server
from harness.stand import Stand
from harness.venvs import STAND_VERSIONS


def test_a_freshly_initialized_stand_uploads(server: Server, new_stand: Callable[..., Stand]) -> None:
    stand = new_stand(STAND_VERSIONS[-1], server.address, server.key)
    for file in stand.folder.iterdir():
        file.unlink()
    options = {
        "--tests-name": "First steps",
        "--storage-type": "json",
        "--frontend-host": LOOPBACK,
        "--frontend-port": str(stand.panel_port),
        "--sc-address": server.address,
        "--sc-api-key": server.key,
    }
    words = [word for option in options.items() for word in option]
    initialized = stand.hardpy("init", ".", "--no-create-database", "--sc-autosync", *words)
    assert "initialized successfully" in initialized.stdout, initialized

    stand.start_panel()
    shown = stand.run()

    assert shown["status"] == "passed"
    run = server.only_run(test_plan_name="First steps")
    assert (run["status"], run["part_number"], run["serial_number"]) == ("PASS", "unknown", None)
    assert run["test_stand_name"] == "unknown"
    assert run["test_stand_hw_id"] == shown["test_stand"]["hw_id"]
    assert run["number_of_attempt"] == 1
