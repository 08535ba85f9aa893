"""Fixtures of the tests that compute every answer of the analysis a second time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.postgres import Database
from harness.random_reports import RandomReports
from harness.second_opinion import SecondOpinion
from harness.server import INTEGRATION_API, SLUG, Server

SEED = 20_261_123
REPORTS = 400
RELATIVE = 1e-9
# So many are in chunks, and chunks are continued, when the questions come; the last ones are not.
SEALED_AFTER = (150, 330)
PLANS = ("Plan A", "Plan B", "Plan C")


@dataclass(frozen=True)
class Known:
    """A server with random reports, and who computes a second time."""

    server: Server
    second: SecondOpinion

    def ask(self, question: str, **parameters: object) -> dict:
        answer = self.server.get(f"{INTEGRATION_API}/analysis/{question}", parameters)
        assert answer.status_code == 200, f"{question}: {answer.status_code} {answer.text}"
        assert "NaN" not in answer.text and "Infinity" not in answer.text
        return answer.json()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def known(request: pytest.FixtureRequest, binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    folder = tmp_path_factory.mktemp(f"analysis-{request.param}")
    database = Database() if request.param == "postgres" else None
    server = Server(binary, folder, database.url if database else None)
    server.start()
    reports = RandomReports(SEED, REPORTS)
    for number, body in enumerate(reports.reports()):
        answer = server.post_report(body)
        assert answer.status_code == 201, answer.text
        if number in SEALED_AFTER:
            server.command("seal", "--org", SLUG)
    reports.write(folder)
    yield Known(server, SecondOpinion(folder))
    server.stop()
    if database:
        database.drop()


def same(ours: object, theirs: object) -> bool:
    """Nothing is only equal to nothing."""
    if ours is None or theirs is None or isinstance(ours, str):
        return ours == theirs
    # A mean of huge values that lie around zero, or a spread of equal ones, is zero but for the last bits.
    return math.isclose(ours, theirs, rel_tol=RELATIVE, abs_tol=1e-300)


def assert_same(ours: list | tuple, theirs: list | tuple, about: object) -> None:
    assert len(ours) == len(theirs), f"{about}: {ours} {theirs}"
    assert all(map(same, ours, theirs)), f"{about}:\n{ours}\n{theirs}"


def key_of(measurement: dict) -> tuple:
    return tuple(measurement[name] for name in ("module", "case", "name", "occurrence", "unit"))
