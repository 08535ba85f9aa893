"""Measurements of every operation and type, charts of every type, messages, artifacts."""

import hardpy
import pytest
from hardpy import ChartType, NumericMeasurement, StringMeasurement
from hardpy import ComparisonOperation as Op

pytestmark = [
    pytest.mark.module_name("Messung"),
    pytest.mark.module_group("main"),
]

WITH_ONE_LIMIT = (
    (Op.EQ, 5, 5),
    (Op.NE, 5.5, 5),
    (Op.GT, 5.01, 5),
    (Op.GE, 5, 5.0),
    (Op.LT, -0.5, 0),
    (Op.LE, 0, 0),
)
INSIDE = (Op.GTLT, Op.GELE, Op.GELT, Op.GTLE)
OUTSIDE = (Op.LTGT, Op.LEGE, Op.LEGT, Op.LTGE)


@pytest.mark.case_name("Voltages")
def test_one_limit() -> None:
    for operation, value, limit in WITH_ONE_LIMIT:
        measurement = NumericMeasurement(
            name=f"V_{operation.value}", value=value, unit="V", operation=operation, comparison_value=limit
        )
        hardpy.set_case_measurement(measurement)
        assert measurement.result


def test_two_limits() -> None:
    for operation in INSIDE:
        inside = NumericMeasurement(
            name=f"I_{operation.value}",
            value=0.1234567890123,
            unit="A",
            operation=operation,
            lower_limit=0,
            upper_limit=0.5,
        )
        hardpy.set_case_measurement(inside)
        assert inside.result
    for operation in OUTSIDE:
        outside = NumericMeasurement(
            name=f"I_{operation.value}", value=-12, unit="µA", operation=operation, lower_limit=-10, upper_limit=10
        )
        hardpy.set_case_measurement(outside)
        assert outside.result


def test_strings() -> None:
    hardpy.set_case_measurement(
        StringMeasurement(name="version", value="1.2.3", operation=Op.EQ, comparison_value="1.2.3")
    )
    hardpy.set_case_measurement(
        StringMeasurement(name="vendor", value="ACME", operation=Op.EQ, comparison_value="acme", casesensitive=False)
    )
    hardpy.set_case_measurement(
        StringMeasurement(name="état", value="prêt", operation=Op.NE, comparison_value="défaut")
    )
    hardpy.set_case_measurement(StringMeasurement(name="only noted", value="号码 42"))


def test_unnamed_and_repeated_names() -> None:
    for value in (1, 1.5, -2e-9, 1.7976931348623157e308):
        hardpy.set_case_measurement(NumericMeasurement(value=value))
    hardpy.set_case_measurement(StringMeasurement(value=""))
    for value in (20.1, 20.2, 20.3):
        hardpy.set_case_measurement(
            NumericMeasurement(name="temperature", value=value, unit="°C", operation=Op.LT, comparison_value=85)
        )


@pytest.mark.parametrize("kind", list(ChartType), ids=[kind.value for kind in ChartType])
def test_chart(kind: ChartType) -> None:
    chart = hardpy.Chart(type=kind, title=f"Sweep {kind.value}", x_label="f, Hz", y_label="|Z|, Ω")
    frequencies = [10, 100, 1000, 10000]
    chart.add_series(frequencies, [1.0, 0.5, 0.25, 0.125], "unit")
    chart.add_series(frequencies, [1, 0.75, 0.5, 0.25])
    hardpy.set_case_chart(chart)


def test_messages_and_artifacts() -> None:
    hardpy.set_message("first text", "note")
    hardpy.set_message("the same key replaces the text", "note")
    hardpy.set_message('Текст: 漢字 🔌 "quoted" \\ and a\ttab', "unicode")
    hardpy.set_case_artifact({"samples": [0.1, 0.2, None], "nested": {"deep": {"deeper": True}}})
    hardpy.set_module_artifact({"log": "line one\nline two", "count": 2})
