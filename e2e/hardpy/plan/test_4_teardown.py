"""The stand is left as it was found."""

import hardpy
import pytest

pytestmark = [
    pytest.mark.module_name("Teardown"),
    pytest.mark.module_group("teardown"),
]


@pytest.mark.case_name("Power off")
@pytest.mark.case_group("teardown")
def test_power_off() -> None:
    hardpy.set_message("off", "supply")


@pytest.mark.critical
def test_open_fixture() -> None:
    hardpy.set_case_artifact({"pins_mm": 3.5})
