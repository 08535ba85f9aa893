"""Who, where, what: everything a report says about the unit, the stand and the process."""

import hardpy
import pytest


@pytest.fixture(autouse=True)
def stay_anonymous(hardpy_start_args: dict) -> None:
    """`identity=none`: a stand that tells nothing about unit, stand and process, as many do on their first day."""
    if hardpy_start_args.get("identity") == "none":
        pytest.skip("this run tells nothing about itself")


pytestmark = [
    pytest.mark.module_name("Подготовка / 準備"),
    pytest.mark.module_group("setup"),
]


@pytest.mark.case_name("Unit under test")
@pytest.mark.case_group("setup")
def test_unit(serial_number: str) -> None:
    hardpy.set_dut_serial_number(serial_number)
    hardpy.set_dut_part_number("PB-100")
    hardpy.set_dut_name("Power board")
    hardpy.set_dut_type("PCBA")
    hardpy.set_dut_revision("C")
    hardpy.set_dut_info(
        {
            "manufacturer": "ABC_Corp",
            "firmware_version": "1.2.3",
            "layers": 6,
            "mass_kg": 0.125,
            "colour": "зелёный ✅",
            "rework": None,
        }
    )


def test_sub_units() -> None:
    first = hardpy.SubUnit(
        name="Controller",
        type="module",
        serial_number="CTRL-77",
        part_number="CB-7",
        revision="2",
        info={"mac": "02:00:00:00:00:01", "channels": 4, "gain": 1.5, "note": None},
    )
    assert hardpy.set_dut_sub_unit(first) == 0
    # Only a serial number: the upload fills "unknown" into the other names, the stand's own file does not.
    assert hardpy.set_dut_sub_unit(hardpy.SubUnit(serial_number="FAN-3")) == 1


@pytest.mark.case_name("Stand")
def test_stand() -> None:
    hardpy.set_stand_name("FT-1")
    hardpy.set_stand_number(3)
    hardpy.set_stand_location("Hall B, line 2")
    hardpy.set_stand_revision("1.1")
    hardpy.set_stand_info({"calibrated": "2026-05-01", "slots": 4, "humidity": 0.45, "remark": None})
    hardpy.set_driver_info({"relay": {"state": "active", "port": 8000}, "psu": "v2"})


def test_instruments() -> None:
    meter = hardpy.Instrument(
        name="DMM",
        revision="A.02",
        serial_number="MY5300",
        part_number="34465A",
        number=1,
        comment="calibrated, see sticker",
        info={"resolution": 6.5, "address": "TCPIP0::10.0.0.7", "fuse": None},
    )
    assert hardpy.set_instrument(meter) == 0
    assert hardpy.set_instrument(hardpy.Instrument(number=2)) == 1


def test_process_and_people() -> None:
    hardpy.set_process_name("Final test")
    hardpy.set_process_number(40)
    hardpy.set_process_info({"shift": "night", "order": 4711, "takt_s": 42.5, "hold": None})
    hardpy.set_batch_serial_number("LOT-2026-17")
    hardpy.set_user_name("Ирина O'Neill")
    hardpy.set_run_artifact({"work_order": {"id": 4711, "lines": [1, 2, 3]}, "empty": {}, "ratio": 0.5})
