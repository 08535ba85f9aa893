"""What is asked, of us and in SQL, and how the answers become comparable."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

PLAN = "WRK Functional"
CASES = ("test_supply", "test_reference", "test_channel", "test_noise", "test_response")
NAMES = ("Voltage without load", "Voltage at 100 mA")
PER_MODULE = len(CASES) * len(NAMES)
# The one that is asked about alone.
SERIES = 7
FILTERED_STAND = 2
PARETO_MAX = 10
QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
QUANTILE_NAMES = ("percent_1", "percent_5", "percent_25", "median", "percent_75", "percent_95", "percent_99")
LIMIT_DISTANCE = 0.5
COUNTED = ("run_count", "passed", "not_passed", "not_a_test", "units")
PASSED_BY = ("first_pass", "second_pass", "third_pass", "final_yield")
FIGURES = """COUNT(*), COUNT(*) FILTER (WHERE status = 'passed'), COUNT(*) FILTER (WHERE status IN ('failed', 'error')),
    COUNT(*) FILTER (WHERE status = 'stopped'), COUNT(*) FILTER (WHERE outcome > 0),
    COUNT(*) FILTER (WHERE outcome = 1), COUNT(*) FILTER (WHERE outcome BETWEEN 1 AND 2),
    COUNT(*) FILTER (WHERE outcome BETWEEN 1 AND 3), COUNT(*) FILTER (WHERE outcome BETWEEN 1 AND 4)"""


@dataclass(frozen=True)
class Question:
    """`read` makes of our answer, and `gather` of the rows of all statements, the same plain lists."""

    name: str
    limit_ms: float | None
    path: str
    parameters: dict
    read: Callable[[dict], list]
    statements: Callable[[str, dict], list[str]]
    gather: Callable[[list[list]], list]


@dataclass(frozen=True)
class Workload:
    """What has to be known of it to ask."""

    runs: int
    first: datetime
    last: datetime
    # The number of each measurement at ours, in the order of the report.
    series: list[int]
    # The number of each stand at ours.
    stands: dict[int, int]

    def last_fifth(self) -> datetime:
        """From here on there are about a fifth of all runs: 200,000 of a million."""
        start = self.first + (self.last - self.first) * 4 / 5
        return start.replace(minute=0, second=0, microsecond=0)


def questions(workload: Workload) -> list[Question]:
    since = workload.last_fifth()
    is_large = workload.runs > 2_000_000
    limit = 50 if is_large else 10
    return [
        summary(limit),
        history(workload, limit),
        yield_by_stand(limit),
        pareto(limit),
        one_series(f"{workload.runs // 5:,} values of one series", workload, since),
        one_series(f"{workload.runs:,} values of one series", workload, None),
        all_series(workload),
    ]


def summary(limit: float) -> Question:
    return Question(
        name="summary",
        limit_ms=limit,
        path="summary",
        parameters={},
        read=lambda answer: [figures(answer["now"])],
        statements=lambda engine, answer: [f"SELECT {FIGURES} FROM runs"],
        gather=whole,
    )


def history(workload: Workload, limit: float) -> Question:
    day = {"duck": "CAST(ts AS DATE)", "click": "toDate(ts)"}

    def statements(engine: str, answer: dict) -> list[str]:
        return [
            f"SELECT {day[engine]} AS day, {FIGURES} FROM runs WHERE stand = {FILTERED_STAND} GROUP BY day ORDER BY day"
        ]

    return Question(
        name=f"history by day, one stand of {len(workload.stands)}",
        limit_ms=limit,
        path="history",
        parameters={"bucket": "day", "stand": workload.stands[FILTERED_STAND]},
        read=lambda answer: [[day_of(one["from"]), *figures(one)] for one in answer["periods"] if one["run_count"]],
        statements=statements,
        gather=lambda results: [[str(first), *rest] for first, *rest in results[0]],
    )


def yield_by_stand(limit: float) -> Question:
    return Question(
        name="yield by stand",
        limit_ms=limit,
        path="yield",
        parameters={"by": "stand"},
        read=lambda answer: sorted([stand_of(group), *figures(group)] for group in answer["groups"]),
        statements=lambda engine, answer: [f"SELECT stand, {FIGURES} FROM runs GROUP BY stand ORDER BY stand"],
        gather=whole,
    )


def pareto(limit: float) -> Question:
    """Without the messages, which would have to be read out of reports."""
    statement = (
        "SELECT failed_case, COUNT(*) AS failures FROM runs WHERE failed_case IS NOT NULL "
        f"GROUP BY failed_case ORDER BY failures DESC, failed_case LIMIT {PARETO_MAX}"
    )

    def read(answer: dict) -> list:
        return sorted(([case_of(step), step["count"]] for step in answer["steps"]), key=lambda row: (-row[1], row[0]))

    return Question(
        name="Pareto of failing steps",
        limit_ms=limit,
        path="failures",
        parameters={"limit": PARETO_MAX, "messages": 0},
        read=read,
        statements=lambda engine, answer: [statement],
        gather=whole,
    )


def stand_of(group: dict) -> int:
    return int(re.search(r"[0-9]+$", group["names"][0]["label"])[0])


def case_of(step: dict) -> int:
    return int(step["module"].removeprefix("test_block_")) * len(CASES) + CASES.index(step["case"])


def instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def figures(view: dict) -> list[int]:
    return [view[name] for name in COUNTED] + [view[name]["part"] for name in PASSED_BY]


def whole(rows: list) -> list:
    """All statements have one result, and it is comparable as it is."""
    return [list(row) for row in rows[0]]


def place_of(measurement: dict) -> int:
    """Where it stands in the report."""
    module = int(measurement["module"].removeprefix("test_block_"))
    of_module = CASES.index(measurement["case"]) * len(NAMES) + NAMES.index(measurement["name"])
    return module * PER_MODULE + of_module


def nominal(place: int) -> float:
    return 1.0 + place % 9


def one_series(name: str, workload: Workload, since: datetime | None) -> Question:
    condition = f"series = {SERIES}" + (f" AND ts >= TIMESTAMP '{since:%Y-%m-%d %H:%M:%S}'" if since else "")
    return Question(
        name=name,
        limit_ms=40,
        path="series",
        parameters={"series": workload.series[SERIES]} | ({"from": instant(since)} if since else {}),
        read=read_series,
        statements=lambda engine, answer: series_statements(engine, condition, answer),
        gather=lambda results: [list(flat(results[0][0])), [[int(at), count] for at, count in results[1]]],
    )


def read_series(answer: dict) -> list:
    found, bins = answer["statistics"], answer["histogram"]
    one = [found["count"], found["mean"], found["sigma_overall"], found["min"], found["max"]]
    counts = [bins["below"], *bins["counts"], bins["above"]]
    return [
        [*one, *(found["quantiles"][name] for name in QUANTILE_NAMES)],
        [[at, count] for at, count in enumerate(counts) if count],
    ]


def series_statements(engine: str, condition: str, answer: dict) -> list[str]:
    """The bins are those that we have chosen; a value on an edge is in the upper bin."""
    edges = answer["histogram"]["edges"]
    width = (edges[-1] - edges[0]) / (len(edges) - 1)
    shares = ", ".join(map(str, QUANTILES))
    quantiles = {
        "duck": f"QUANTILE_CONT(value, [{shares}])",
        "click": f"quantilesExactInclusive({shares})(value)",
    }[engine]
    place = f"FLOOR((value - {edges[0]!r}) / {width!r} + 1e-9)"
    return [
        f"SELECT COUNT(*), AVG(value), STDDEV_SAMP(value), MIN(value), MAX(value), {quantiles} "
        f"FROM measured WHERE {condition}",
        f"SELECT GREATEST(-1, LEAST({place}, {len(edges) - 1})) + 1 AS bin, COUNT(*) "
        f"FROM measured WHERE {condition} GROUP BY bin ORDER BY bin",
    ]


def flat(row: list) -> list:
    for entry in row:
        if isinstance(entry, list | tuple):
            yield from entry
        else:
            yield entry


def all_series(workload: Workload) -> Question:
    limits = f"1.0 + series % 9 + {LIMIT_DISTANCE}", f"1.0 + series % 9 - {LIMIT_DISTANCE}"
    statement = (
        "SELECT series, COUNT(*), AVG(value) AS mean, STDDEV_SAMP(value) AS sigma, "
        f"LEAST({limits[0]} - mean, mean - ({limits[1]})) / (3 * sigma) FROM measured GROUP BY series ORDER BY series"
    )
    return Question(
        name=f"Ppk of {len(workload.series)} series of a plan",
        limit_ms=None,
        path="capability",
        parameters={"plan": PLAN, "trends": "false"},
        read=read_capability,
        statements=lambda engine, answer: [statement],
        gather=whole,
    )


def read_capability(answer: dict) -> list:
    rows = {
        place_of(row["measurement"]): [row["values"], row["mean"], row["sigma"], row["ppk"]]
        for row in answer["measurements"]
        if row["measurement"]["kind"] == "number"
    }
    return [[place, *rows[place]] for place in sorted(rows)]


def day_of(moment: str) -> str:
    return str(datetime.fromisoformat(moment).astimezone(timezone.utc).date())

