"""ClickHouse within this process, with its own sorted tables."""

import json
from pathlib import Path

import chdb
from chdb.session import Session

from outcomes import OUTCOMES
from tables import Tables

LOAD = (
    """CREATE TABLE runs (number UInt64, unit UInt64, ts DateTime('UTC'), stand UInt8, batch UInt32, part UInt8,
        status Enum8('passed', 'failed', 'error', 'stopped'), failed_case Nullable(UInt16), outcome UInt8)
        ENGINE = MergeTree ORDER BY (ts, number)""",
    "INSERT INTO runs SELECT * FROM ({outcomes})",
    """CREATE TABLE measured (series UInt16, ts DateTime('UTC'), number UInt64, value Float64)
        ENGINE = MergeTree ORDER BY (series, ts, number)""",
    "INSERT INTO measured SELECT series, ts, number, value FROM file('{tables.values}', Parquet)",
    "OPTIMIZE TABLE runs FINAL",
    "OPTIMIZE TABLE measured FINAL",
)


class Click:
    """Asked in SQL; answers are lists of lists."""

    name = f"chDB {chdb.engine_version}"
    # Its stddevSamp, the quick one, keeps eight digits of a million values.
    relative = 1e-8

    def __init__(self, folder: Path, threads: int) -> None:
        self.folder = folder / "click"
        self.session = Session(str(self.folder))
        self.session.query("CREATE DATABASE bench ENGINE = Atomic")
        self.session.query("USE bench")
        self.session.query(f"SET max_threads = {threads}")

    def load(self, tables: Tables) -> None:
        outcomes = OUTCOMES.format(runs=f"file('{tables.runs}', Parquet)")
        for statement in LOAD:
            self.session.query(statement.format(tables=tables, outcomes=outcomes))

    def ask(self, question: str) -> list[list]:
        answer = self.session.query(question, "JSONCompact").data()
        return json.loads(answer)["data"]

    def bytes_on_disk(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
