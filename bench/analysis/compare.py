#!/usr/bin/env python3
"""Asks StandCloud, DuckDB and ClickHouse the same about the same runs, and says how quickly each answered.

    compare.py --address HOST:PORT --data FOLDER [--tables FOLDER] [--repeats N] [--threads N]

The server has just been started; `cargo xtask bench analysis` does that. The key is in STANDCLOUD_BENCH_KEY. Answers that
differ are printed, and the exit code is 1.
"""

import argparse
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from equal import difference
from ours import Ours, bytes_of_values
from questions import PLAN, Question, Workload, place_of, questions, stand_of
from table import Row, Times, table


def main() -> int:
    options = read_options()
    ours = Ours(options.address, os.environ["STANDCLOUD_BENCH_KEY"])
    workload = look_at(ours)
    asked = questions(workload)
    # Nothing has been asked since the start but what is needed to ask.
    first = {question.name: ours.ask(question.path, question.parameters)[1] for question in asked}
    engines = load_engines(options) if options.tables else {}
    rows, differences = [], []
    for question in asked:
        answer, in_server, on_the_way = repeat_ours(ours, question, options.repeats)
        peers = {}
        for key, engine in engines.items():
            statements = question.statements(key, answer)
            results, peers[engine.name] = repeat(engine, statements, options.repeats)
            found = difference(question.read(answer), question.gather(results), engine.relative)
            differences += [f"{question.name}: StandCloud and {engine.name} differ at {found}"] if found else []
        rows.append(Row(question.name, first[question.name], in_server, on_the_way, peers, question.limit_ms))
    print(table(rows, [engine.name for engine in engines.values()]))
    print(sizes(ours, options.data, workload))
    print("\n".join(differences) if differences else "All answers are equal.", flush=True)
    return 1 if differences else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def look_at(ours: Ours) -> Workload:
    summary, *_ = ours.ask("summary", {})
    stands, *_ = ours.ask("yield", {"by": "stand"})
    measurements, *_ = ours.ask("measurements", {"plan": PLAN})
    history, *_ = ours.ask("history", {"bucket": "month"})
    periods = [period for period in history["periods"] if period["units"]]
    numbers = [one for one in measurements if one["kind"] == "number"]
    return Workload(
        runs=summary["now"]["run_count"],
        first=datetime.fromisoformat(periods[0]["from"]),
        last=datetime.fromisoformat(periods[-1]["to"]),
        series=[one["series"] for one in sorted(numbers, key=place_of)],
        stands={stand_of(group): int(group["names"][0]["value"]) for group in stands["groups"]},
    )


def load_engines(options: argparse.Namespace) -> dict[str, object]:
    """Imported only when they are asked for."""
    from click import Click
    from duck import Duck
    from tables import write_tables

    folder = options.tables / "engines"
    folder.mkdir()
    tables = write_tables(options.tables, options.tables / "parquet")
    engines = {"duck": Duck(folder, options.threads), "click": Click(folder, options.threads)}
    for engine in engines.values():
        started = time.perf_counter()
        engine.load(tables)
        seconds = time.perf_counter() - started
        print(f"{engine.name} loaded in {seconds:.1f} s, {engine.bytes_on_disk() / 1e6:,.0f} MB", file=sys.stderr)
    return engines


def repeat_ours(ours: Ours, question: Question, times: int) -> tuple[dict, Times, Times]:
    asked = [ours.ask(question.path, question.parameters) for _ in range(times)]
    return asked[-1][0], Times([one[1] for one in asked]), Times([one[2] for one in asked])


def repeat(engine: object, statements: list[str], times: int) -> tuple[list[list], Times]:
    durations, results = [], []
    for _ in range(times):
        started = time.perf_counter()
        results = [engine.ask(statement) for statement in statements]
        durations.append((time.perf_counter() - started) * 1_000)
    return results, Times(durations)


def sizes(ours: Ours, data: Path, workload: Workload) -> str:
    size, values = bytes_of_values(data)
    return "\n".join(
        [
            f"\nbytes on disk for a measurement, sealed    {size / max(values, 1):>10.2f}   at most 3",
            f"values that are sealed                     {values:>10,}",
            f"bytes of memory for the facts of a run     {ours.facts_bytes() / workload.runs:>10.1f}   at most 60\n",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
