"""What can go wrong between a stand and the server: lost answers, refusals, a long outage."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.gateway import Answer, Gateway, Request, pass_on_to
from harness.server import Server
from harness.stand import Stand
from harness.venvs import STAND_VERSIONS
from harness.waiting import wait_for

# The panel first looks for waiting reports 30 s after its start, then every minute.
AUTOSYNC_LIMIT_S = 150

NewStand = Callable[..., Stand]


@pytest.mark.parametrize("version", STAND_VERSIONS)
def test_a_lost_answer_is_sent_again_and_stays_one_run(
    version: str, server: Server, gateway: Gateway, new_stand: NewStand
) -> None:
    stand = new_stand(version, gateway.address, server.key)
    stand.start_panel()
    serial = f"SN-{version}-lost"
    gateway.loses_answers = True
    stand.run(outcome="fail", serial=serial)
    run = server.only_run(serial_number=serial)
    assert len(stand.waiting_reports()) == 1

    gateway.loses_answers = False
    stand.send_waiting_report()

    first, *repeated = gateway.uploads
    assert repeated and all(upload.body != first.body for upload in repeated), "else this test shows nothing"
    assert {(answer.status, answer.body) for answer in gateway.answers} == {(201, gateway.answers[0].body)}
    assert server.only_run(serial_number=serial) == run
    assert server.raw_report(run["test_run_id"]) == first.body, "the first upload is kept byte for byte"


def test_a_report_waits_when_the_server_is_too_busy(server: Server, gateway: Gateway, new_stand: NewStand) -> None:
    version, serial = STAND_VERSIONS[-1], "SN-busy"

    def busy(request: Request) -> Answer:
        return Answer(503, b'{"title":"busy"}', {}) if request.is_upload() else pass_on_to(server.address)(request)

    gateway.answer = busy
    stand = new_stand(version, gateway.address, server.key)
    stand.start_panel()
    stand.run(outcome="pass", serial=serial)
    assert len(stand.waiting_reports()) == 1
    assert "503" in stand.hardpy("sc-sync").stdout
    assert len(stand.waiting_reports()) == 1

    gateway.answer = pass_on_to(server.address)
    stand.send_waiting_report()

    server.only_run(serial_number=serial)


def test_stands_send_waiting_reports_by_themselves(binary: Path, tmp_path: Path, new_stand: NewStand) -> None:
    """All versions at once, because each waits half a minute before it looks."""
    own_server = Server(binary, tmp_path / "own-server")
    stands = [new_stand(version, own_server.address, own_server.key) for version in STAND_VERSIONS]
    for stand in stands:
        stand.begin_panel()
    for stand in stands:
        stand.wait_for_panel()
        stand.begin_run(outcome="pass", serial=f"SN-{stand.version}-outage")
    for stand in stands:
        stand.finish_run()
        assert len(stand.waiting_reports()) == 1

    own_server.start()
    try:
        for stand in stands:
            wait_for(
                f"HardPy {stand.version} to send its waiting report",
                lambda stand=stand: stand.waiting_reports() == [],
                AUTOSYNC_LIMIT_S,
                stand.output,
            )
            own_server.only_run(serial_number=f"SN-{stand.version}-outage")
        assert len(own_server.runs()) == len(stands)
    finally:
        own_server.stop()
