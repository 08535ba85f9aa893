"""Yields and failures are what DuckDB computes from the same random reports: counts exactly, the rest to 1e-9."""

import math

import pytest

from harness.analysis_fixtures import RELATIVE, Known, assert_same, key_of
from harness.second_opinion import PASSED_BY, figures_of

# Of the standard normal distribution, for 95 % on both sides.
Z_TWO_SIDED = 1.959963984540054

FILTERS = (
    ("true", {}),
    ("plan = 'Plan A'", {"plan": "Plan A"}),
    ("plan IN ('Plan A', 'Plan C') AND process = 'Functional'", {"plan": ["Plan A", "Plan C"], "process": "Functional"}),
    ("batch = 'B-2' AND operator = 'ann'", {"batch": "B-2", "operator": "ann"}),
    ("status = 'failed'", {"status": "failed"}),
    ("serial = 'SN-007'", {"serial": "SN-007"}),
    ("day BETWEEN '2026-05-10' AND '2026-05-20'", {"from": "2026-05-10", "to": "2026-05-20"}),
    ("day = '1999-01-01'", {"from": "1999-01-01", "to": "1999-01-01"}),
)


@pytest.mark.parametrize(("condition", "parameters"), FILTERS, ids=[condition for condition, _ in FILTERS])
def test_summary(known: Known, condition: str, parameters: dict) -> None:
    answer = known.ask("summary", **parameters)
    theirs = known.second.figures(condition)
    assert figures_of(answer["now"]) == theirs
    assert_shares(answer["now"])
    assert_links(known, answer)


def assert_links(known: Known, answer: dict) -> None:
    """The way to the runs behind a figure leads to exactly them."""
    now = answer["now"]
    behind = {
        "all": now["run_count"],
        "first_tests": now["units"],
        "failed_first_tests": now["units"] - now["first_pass"]["part"],
        "not_passed": now["not_passed"],
        "not_a_test": now["not_a_test"],
        "without_unit": now["without_unit"],
    }
    for name, count in behind.items():
        # Of nothing there is nothing to be listed.
        if count:
            found = known.ask(f"summary?{answer['runs'][name]}")["now"]["run_count"]
            assert found == count, f"{name}: {answer['runs'][name]}"


def assert_shares(view: dict) -> None:
    """Each share with its interval by Wilson."""
    for name in (*PASSED_BY, "test_report"):
        share = view[name]
        part, all_ = share["part"], share["all"]
        if not all_:
            assert (share["share"], share["lower"], share["upper"]) == (None, None, None)
            continue
        assert_same([share["share"]], [part / all_], name)
        z2 = Z_TWO_SIDED**2
        centre = (part / all_ + z2 / (2 * all_)) / (1 + z2 / all_)
        half = math.sqrt(part / all_ * (1 - part / all_) / all_ + z2 / (4 * all_**2)) * Z_TWO_SIDED / (1 + z2 / all_)
        assert share["lower"] == pytest.approx(max(centre - half, 0.0), rel=RELATIVE, abs=1e-12)
        assert share["upper"] == pytest.approx(min(centre + half, 1.0), rel=RELATIVE, abs=1e-12)


BUCKETS = {"day": "day", "week": "DATE_TRUNC('week', day)::DATE", "month": "DATE_TRUNC('month', day)::DATE"}


@pytest.mark.parametrize("bucket", BUCKETS)
@pytest.mark.parametrize(("condition", "parameters"), FILTERS[:4], ids=[condition for condition, _ in FILTERS[:4]])
def test_history(known: Known, bucket: str, condition: str, parameters: dict) -> None:
    answer = known.ask("history", bucket=bucket, **parameters)
    assert answer["bucket"] == bucket
    ours = {one["from"][:10]: figures_of(one) for one in answer["periods"]}
    theirs = known.second.figures_by(BUCKETS[bucket], condition=condition)
    theirs = {str(day): figures for (day,), figures in theirs.items()}
    assert {day: figures for day, figures in ours.items() if any(figures)} == theirs
    assert answer["outside"] == 0


DIMENSIONS = ("stand", "plan", "batch", "process", "operator", "revision", "plan stand", "plan batch stand")


@pytest.mark.parametrize("by", DIMENSIONS)
def test_yield_by_dimensions(known: Known, by: str) -> None:
    answer = known.ask("yield", by=by.split(), limit=1000)
    # A revision is that of a part.
    columns = by.replace("revision", "part revision").split()
    theirs = known.second.figures_by(*columns)
    theirs = {tuple(value or "" for value in key): figures for key, figures in theirs.items()}
    ours = {}
    for group in answer["groups"]:
        names = [text for name in group["names"] for text in (name["part"], name["label"]) if text is not None]
        ours[tuple(names)] = figures_of(group)
    assert ours == theirs
    assert figures_of(answer["all"]) == known.second.figures()
    assert answer["others"] is None


FAILURES = """
SELECT plan, failing_module, failing_case, COUNT(*) FROM known
WHERE failing_case IS NOT NULL AND {condition} GROUP BY ALL
"""
MESSAGES = """
SELECT message, COUNT(*) FROM known WHERE (plan, failing_module, failing_case) = (?, ?, ?) GROUP BY ALL
"""


@pytest.mark.parametrize(("condition", "parameters"), FILTERS[:4], ids=[condition for condition, _ in FILTERS[:4]])
def test_failing_steps(known: Known, condition: str, parameters: dict) -> None:
    answer = known.ask("failures", limit=100, messages=3, **parameters)
    theirs = {tuple(key): count for *key, count in known.second.ask(FAILURES.format(condition=condition))}
    ours = {(step["plan"], step["module"], step["case"]): step["count"] for step in answer["steps"]}
    assert ours == theirs
    assert [step["count"] for step in answer["steps"]] == sorted(ours.values(), reverse=True)
    tests, not_passed = known.second.figures(condition)[1:3]
    assert (answer["tests"], answer["not_passed"]) == (tests + not_passed, not_passed)
    so_far = 0
    for step in answer["steps"]:
        so_far += step["count"]
        assert_same([step["share"], step["cumulated"]], [step["count"] / not_passed, so_far / not_passed], step["case"])
        assert sum(step["trend"]) == step["count"]


def test_messages_of_failing_steps(known: Known) -> None:
    """Of few steps all failures are read."""
    answer = known.ask("failures", limit=1, messages=300)
    (step,) = answer["steps"]
    theirs = dict(known.second.ask(MESSAGES, step["plan"], step["module"], step["case"]))
    assert {message["text"]: message["count"] for message in step["messages"]} == theirs


FAILING_MEASUREMENTS = """
SELECT plan, module, case_id, name, occurrence, unit, COUNT(*) FILTER (NOT result) AS bad, COUNT(*)
FROM series GROUP BY ALL HAVING bad > 0
"""


def test_failing_measurements(known: Known) -> None:
    answer = known.ask("failing-measurements", limit=200)
    theirs = {tuple(key): (bad, count) for *key, bad, count in known.second.ask(FAILING_MEASUREMENTS)}
    ours = {
        (one["plan"], *key_of(one)): (one["failed"]["part"], one["failed"]["all"]) for one in answer["measurements"]
    }
    assert ours == theirs
    assert answer["failed_values"] == sum(bad for bad, _ in theirs.values())
