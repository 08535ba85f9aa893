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
    FAVG(moved) / (2 / SQRT(PI())), LAST(lower ORDER BY start_s, seq), LAST(upper ORDER BY start_s, seq)
FROM ordered GROUP BY ALL
"""


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("trends", ["true", "false"])
def test_capability_of_a_plan(known: Known, plan: str, trends: str) -> None:
    """With and without what needs every value."""
    answer = known.ask("capability", plan=plan, trends=trends)
    found = {key_of(row["measurement"]): row for row in answer["measurements"]}
    rows = known.second.ask(CAPABILITY, plan)
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


SERIES = """
WITH ordered AS (SELECT *, ABS(value - LAG(value) OVER (ORDER BY start_s, seq)) AS moved FROM series
    WHERE (plan, module, case_id, name, occurrence, unit) = (?, ?, ?, ?, ?, ?))
SELECT COUNT(*), COUNT(*) FILTER (result IS NULL), COUNT(*) FILTER (NOT result), COUNT(*) FILTER (result IS NOT NULL),
    FAVG(value), STDDEV_SAMP(value), AVG(moved) / (2 / SQRT(PI())), MIN(value), MAX(value),
    QUANTILE_CONT(value, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]),
    LIST(value ORDER BY start_s, seq), LIST(start_s ORDER BY start_s, seq)
FROM ordered
"""
QUANTILES = ("percent_1", "percent_5", "percent_25", "median", "percent_75", "percent_95", "percent_99")
# The bin of each value: as many edges are not above it. A value on an edge is in the upper bin.
BINS = """
SELECT LEN(LIST_FILTER($edges, LAMBDA edge: edge <= value)) AS bin, COUNT(*)
FROM (SELECT UNNEST($values) AS value) GROUP BY bin
"""


@pytest.mark.parametrize("plan", PLANS)
def test_figures_of_each_measurement(known: Known, plan: str) -> None:
    measurements = [one for one in known.ask("measurements", plan=plan) if one["kind"] == "number"]
    assert measurements
    for measurement in measurements:
        answer = known.ask("series", series=measurement["series"], points=20_000)
        assert key_of(answer["measurement"]) == key_of(measurement)
        row = known.second.ask(SERIES, plan, *key_of(measurement))[0]
        assert_figures(known, answer, row, key_of(measurement))


def assert_figures(known: Known, answer: dict, row: tuple, key: tuple) -> None:
    count, not_compared, failed, compared, *figures, quantiles, values, times = row
    ours = answer["statistics"]
    assert (ours["count"], ours["not_compared"], ours["left_out"]) == (count, not_compared, 0), key
    share = ours["failed"]
    assert (share["part"], share["all"]) == (failed, compared) if compared else share is None, key
    assert_same([ours[name] for name in ("mean", "sigma_overall", "sigma_within", "min", "max")], figures, key)
    assert_same([ours["quantiles"][name] for name in QUANTILES], quantiles, key)
    assert answer["points"]["values"] == values, key
    assert answer["points"]["total"] == count
    assert len(answer["points"]["times"]) == len(times)
    histogram = answer["histogram"]
    rows = known.second.connection.execute(BINS, {"edges": histogram["edges"], "values": values})
    theirs = dict(rows.fetchall())
    ours = dict(enumerate([histogram["below"], *histogram["counts"], histogram["above"]]))
    assert {bin_: count for bin_, count in ours.items() if count} == theirs, key


DURATIONS = """
WITH timed AS (SELECT module, case_id, steps.stop_s - steps.start_s AS took, stand
    FROM steps JOIN known USING (seq) WHERE plan = ?)
SELECT module, case_id, COUNT(*), FAVG(took), MEDIAN(took), QUANTILE_CONT(took, 0.95), MAX(took), SUM(took),
    SUM(took) / (SELECT SUM(took) FROM timed)
FROM timed GROUP BY ALL
"""
DURATION_NAMES = ("mean_seconds", "median_seconds", "p95_seconds", "maximum_seconds", "total_seconds", "share")
DURATIONS_AT_STANDS = """
SELECT module, case_id, stand, COUNT(*), FAVG(steps.stop_s - steps.start_s)
FROM steps JOIN known USING (seq) WHERE plan = ? GROUP BY ALL
"""


@pytest.mark.parametrize("plan", PLANS)
def test_durations_of_steps(known: Known, plan: str) -> None:
    answer = known.ask("step-durations", plan=plan)
    ours = {(step["module"], step["case"]): step for step in answer["steps"]}
    rows = known.second.ask(DURATIONS, plan)
    assert len(rows) == len(ours)
    for module, case, count, *figures in rows:
        step = ours[module, case]
        assert step["values"] == count
        assert_same([step[name] for name in DURATION_NAMES], figures, case)
    (spent,) = known.second.ask("SELECT SUM(stop_s - start_s) FROM runs WHERE plan = ?", plan)
    assert_same([answer["runs_seconds"]], spent, plan)
    names = {stand["stand"]: stand["name"]["label"] for stand in answer["stands"]}
    at_stands = {
        (*place, names[one["stand"]]): (one["values"], one["mean_seconds"])
        for place, step in ours.items()
        for one in step["by_stand"]
    }
    theirs = {tuple(key): (count, mean) for *key, count, mean in known.second.ask(DURATIONS_AT_STANDS, plan)}
    assert at_stands.keys() == theirs.keys()
    for key, (count, mean) in at_stands.items():
        assert count == theirs[key][0]
        assert_same([mean], [theirs[key][1]], key)


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
