"""DuckDB with its own sorted tables."""

from pathlib import Path

import duckdb

from equal import RELATIVE
from outcomes import OUTCOMES
from tables import Tables

LOAD = """
CREATE TYPE status AS ENUM ('passed', 'failed', 'error', 'stopped');
CREATE TABLE runs AS
    SELECT number, unit, ts, stand::UTINYINT AS stand, batch::UINTEGER AS batch, part::UTINYINT AS part,
        status::status AS status, failed_case::USMALLINT AS failed_case, outcome::UTINYINT AS outcome
    FROM ({outcomes}) ORDER BY ts, number;
CREATE TABLE measured AS
    SELECT series, ts, number, value FROM read_parquet('{tables.values}')
    ORDER BY series, ts, number;
CHECKPOINT;
"""


class Duck:
    """Asked in SQL; answers are lists of tuples."""

    name = f"DuckDB {duckdb.__version__}"
    relative = RELATIVE

    def __init__(self, folder: Path, threads: int) -> None:
        self.path = folder / "duck.db"
        self.connection = duckdb.connect(str(self.path), config={"threads": threads})

    def load(self, tables: Tables) -> None:
        outcomes = OUTCOMES.format(runs=f"read_parquet('{tables.runs}')")
        self.connection.execute(LOAD.format(tables=tables, outcomes=outcomes))

    def ask(self, question: str) -> list[tuple]:
        return self.connection.execute(question).fetchall()

    def bytes_on_disk(self) -> int:
        return self.path.stat().st_size
