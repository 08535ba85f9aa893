"""Cases that fail, are skipped, break in a fixture or pass only at the second attempt.

With `outcome=pass` nothing here fails, with `outcome=wait` the last case waits to be stopped.
"""

from time import sleep

import hardpy
import pytest
from hardpy import ComparisonOperation as Op
from hardpy import NumericMeasurement

pytestmark = pytest.mark.module_name("Faults")

WAIT_LIMIT_S = 180


@pytest.mark.case_name("Passes at the second attempt")
@pytest.mark.attempt(3)
def test_retry(outcome: str) -> None:
    attempt = hardpy.get_current_attempt()
    # HardPy pauses a second before each further attempt: only the run that shows everything pays for it.
    needed = 2 if outcome == "fail" else 1
    measurement = NumericMeasurement(name="contact", value=attempt, operation=Op.GE, comparison_value=needed)
    hardpy.set_case_measurement(measurement)
    hardpy.set_message(f"attempt {attempt}", "attempt")
    assert measurement.result


@pytest.mark.case_name("Ripple")
def test_ripple(outcome: str) -> None:
    value = 0.131 if outcome == "fail" else 0.02
    ripple = NumericMeasurement(name="ripple", value=value, unit="V", operation=Op.LE, comparison_value=0.05)
    hardpy.set_case_measurement(ripple)
    assert ripple.result, hardpy.ErrorCode(42, "ripple is too high: Ω/µ")


@pytest.mark.dependency("test_3_faults::test_ripple")
def test_depends_on_ripple() -> None:
    hardpy.set_message("runs only when the ripple is good")


def test_skipped_by_the_plan(outcome: str) -> None:
    if outcome == "fail":
        pytest.skip("no such option on this revision")


def test_broken_fixture(outcome: str, request: pytest.FixtureRequest) -> None:
    if outcome == "fail":
        request.getfixturevalue("broken_fixture")


def test_raises(outcome: str) -> None:
    if outcome == "fail":
        raise ValueError("the instrument answered nonsense")


def test_waits_to_be_stopped(outcome: str) -> None:
    if outcome == "wait":
        sleep(WAIT_LIMIT_S)
