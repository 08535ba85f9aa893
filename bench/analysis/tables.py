"""The workload as Parquet files, which both engines load. They are written once per size and kept.

`standcloud-bench workload` has written every run as a line and its values as whole numbers of 0.0001; a value divided by
10,000 is the number that the decimal text of the report means, to the last bit.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy
import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

UNITS_PER_ONE = 10_000


@dataclass(frozen=True)
class Tables:
    """Where they are: one file of runs, and one of values for each measurement, all in the order of run time."""

    folder: Path
    run_count: int
    series_count: int

    @property
    def runs(self) -> str:
        return str(self.folder / "runs.parquet")

    @property
    def values(self) -> str:
        """All of them, for a reader that knows patterns; the names sort as the numbers do."""
        return str(self.folder / "values-*.parquet")


def write_tables(workload: Path, folder: Path) -> Tables:
    runs = pyarrow.csv.read_csv(workload / "runs.csv")
    values = numpy.memmap(workload / "values.bin", dtype="<u4", mode="r").reshape(runs.num_rows, -1)
    tables = Tables(folder, runs.num_rows, values.shape[1])
    start = pyarrow.compute.cast(runs["start_s"], pyarrow.timestamp("s"))
    runs = runs.append_column("ts", start)
    folder.mkdir(exist_ok=True)
    pyarrow.parquet.write_table(runs, tables.runs)
    for series in range(tables.series_count):
        of_series = pyarrow.table(
            {
                "series": pyarrow.array(numpy.full(tables.run_count, series, dtype="u2")),
                "ts": start,
                "number": runs["number"],
                "value": values[:, series] / float(UNITS_PER_ONE),
            }
        )
        pyarrow.parquet.write_table(of_series, folder / f"values-{series:05}.parquet")
    return tables
