"""What the analysis answers is what DuckDB computes from the same random reports: counts exactly, the rest to 1e-9."""

import math

import pytest

from harness.analysis_fixtures import PLANS, RELATIVE, Known, assert_same, key_of

# Of the standard normal distribution, for 95 % on one side.
Z_ONE_SIDED = 1.6448536269514722

CAPABILITY = """
WITH ordered AS (
    SELECT *, ABS(value - LAG(value) OVER (PARTITION BY module, case_id, name, occurrence, unit
        ORDER BY start_s, seq)) AS moved
    FROM series WHERE plan = ?)
SELECT module, case_id, name, occurrence, unit, COUNT(*), COUNT(*) FILTER (NOT result),
    COUNT(*) FILTER (result IS NOT NULL), FAVG(value), STDDEV_SAMP(value), MIN(value), MAX(value),
    FAVG(moved) / (2 / SQRT(PI())), LAST(lower ORDER BY {newest}), LAST(upper ORDER BY {newest})
FROM ordered GROUP BY ALL
"""
# The limits are the newest; without looking at every value, those that came last.
NEWEST = {"true": "start_s, seq", "false": "seq"}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("trends", NEWEST)
def test_capability_of_a_plan(known: Known, plan: str, trends: str) -> None:
    answer = known.ask("capability", plan=plan, trends=trends)
    found = {key_of(row["measurement"]): row for row in answer["measurements"]}
    rows = known.second.ask(CAPABILITY.format(newest=NEWEST[trends]), plan)
    assert len(rows) == len(found) == len(answer["measurements"])
    for *key, count, failed, compared, mean, sigma, smallest, largest, within, lower, upper in rows:
        ours = found[tuple(key)]
        assert (ours["values"], ours["failed"]["part"], ours["failed"]["all"]) == (count, failed, compared), key
        theirs = [mean, sigma, smallest, largest]
        assert_same([ours[name] for name in ("mean", "sigma", "minimum", "maximum")], theirs, key)
        ppk = index(mean, sigma, lower, upper)
        assert_same([ours["ppk"], ours["ppk_lower"]], [ppk, bissell_lower(ppk, count)], key)
        if trends == "true":
            assert_same([ours["sigma_within"], ours["cpk"]], [within, index(mean, within, lower, upper)], key)


def index(mean: float, sigma: float, lower: float | None, upper: float | None) -> float | None:
    """Ppk or Cpk; nothing without limits or without spread."""
    sides = [(upper - mean)] if upper is not None else []
    sides += [(mean - lower)] if lower is not None else []
    return min(sides) / (3 * sigma) if sides and sigma else None


def bissell_lower(index: float | None, count: int) -> float | None:
    if index is None:
        return None
    return index - Z_ONE_SIDED * math.sqrt(1 / (9 * count) + index**2 / (2 * (count - 1)))


# Spearman's is Pearson's of the ranks; equal values share the mean of their places.
CORRELATION = """
WITH one AS (SELECT seq, value FROM series WHERE (plan, module, case_id, name, occurrence, unit) = (?, ?, ?, ?, ?, ?)),
other AS (SELECT seq, value FROM series WHERE (plan, module, case_id, name, occurrence, unit) = (?, ?, ?, ?, ?, ?)),
pairs AS (SELECT one.value AS x, other.value AS y FROM one JOIN other USING (seq)),
ranked AS (SELECT x, y, RANK() OVER (ORDER BY x) + (COUNT(*) OVER (PARTITION BY x) - 1) / 2 AS x_rank,
    RANK() OVER (ORDER BY y) + (COUNT(*) OVER (PARTITION BY y) - 1) / 2 AS y_rank FROM pairs)
SELECT COUNT(*), CORR(x, y), CORR(x_rank, y_rank), REGR_SLOPE(y, x), REGR_INTERCEPT(y, x),
    STDDEV_SAMP(x) = 0 OR STDDEV_SAMP(y) = 0 FROM ranked
"""


@pytest.mark.parametrize("plan", PLANS)
def test_correlations_of_measurements(known: Known, plan: str) -> None:
    measurements = [one for one in known.ask("measurements", plan=plan) if one["kind"] == "number"]
    for one, other in zip(measurements, measurements[1:], strict=False):
        answer = known.ask("correlation", series=one["series"], other=other["series"])
        row = known.second.ask(CORRELATION, plan, *key_of(one), plan, *key_of(other))[0]
        pairs, pearson, spearman, slope, intercept, is_constant = row
        about = (key_of(one), key_of(other))
        assert answer["pairs"] == pairs, about
        if is_constant:
            assert answer["pearson"] is None and answer["note"], about
            continue
        # Coefficients around zero are differences of large sums.
        assert answer["pearson"]["value"] == pytest.approx(pearson, rel=RELATIVE, abs=RELATIVE), about
        assert answer["spearman"]["value"] == pytest.approx(spearman, rel=RELATIVE, abs=RELATIVE), about
        scale = abs(slope * answer["points"]["first"][0]) + abs(intercept)
        assert answer["line"]["slope"] == pytest.approx(slope, rel=1e-6), about
        assert answer["line"]["intercept"] == pytest.approx(intercept, rel=1e-6, abs=scale * RELATIVE), about
