"""Random reports in DuckDB, which answers the questions of the analysis a second time.

The rules are written down here in SQL, apart from the product: a unit is a part and a serial number in one plan and
process; it counts where its first test is; what was stopped is no test.
"""

from pathlib import Path

import duckdb

TABLES = """
CREATE TABLE runs AS SELECT * FROM read_json('{folder}/runs.jsonl', columns = {{
    seq: 'INTEGER', plan: 'VARCHAR', process: 'VARCHAR', part: 'VARCHAR', serial: 'VARCHAR', revision: 'VARCHAR',
    stand_name: 'VARCHAR', stand_number: 'INTEGER', batch: 'VARCHAR', operator: 'VARCHAR', status: 'VARCHAR',
    start_s: 'BIGINT', stop_s: 'BIGINT', failing_module: 'VARCHAR', failing_case: 'VARCHAR', message: 'VARCHAR'}});
CREATE TABLE steps AS SELECT * FROM read_json('{folder}/steps.jsonl', columns = {{
    seq: 'INTEGER', module: 'VARCHAR', case_id: 'VARCHAR', status: 'VARCHAR', start_s: 'BIGINT', stop_s: 'BIGINT'}});
CREATE TABLE measured AS SELECT * FROM read_json('{folder}/measured.jsonl', columns = {{
    seq: 'INTEGER', module: 'VARCHAR', case_id: 'VARCHAR', name: 'VARCHAR', occurrence: 'INTEGER', unit: 'VARCHAR',
    value: 'DOUBLE', result: 'BOOLEAN', lower: 'DOUBLE', upper: 'DOUBLE'}});

CREATE VIEW tests AS SELECT seq, plan, process, part, serial, status,
    ROW_NUMBER() OVER (PARTITION BY plan, process, part, serial ORDER BY start_s, seq) AS place
    FROM runs WHERE status IN ('passed', 'failed', 'error') AND serial IS NOT NULL;
CREATE VIEW units AS SELECT FIRST(seq ORDER BY place) AS seq, MIN(place) FILTER (WHERE status = 'passed') AS passed_at
    FROM tests GROUP BY plan, process, part, serial;
CREATE TABLE known AS SELECT runs.*, units.seq IS NOT NULL AS is_first_test, units.passed_at,
    stand_name || ' #' || stand_number AS stand, CAST(MAKE_TIMESTAMP(start_s * 1000000) AS DATE) AS day
    FROM runs LEFT JOIN units USING (seq);
CREATE TABLE series AS SELECT measured.*, known.* EXCLUDE (seq)
    FROM measured JOIN known USING (seq);
"""
FIGURES = """COUNT(*), COUNT(*) FILTER (status = 'passed'), COUNT(*) FILTER (status IN ('failed', 'error')),
    COUNT(*) FILTER (status = 'stopped'), COUNT(*) FILTER (status <> 'stopped' AND serial IS NULL),
    COUNT(*) FILTER (is_first_test), COUNT(*) FILTER (is_first_test AND passed_at <= 1),
    COUNT(*) FILTER (is_first_test AND passed_at <= 2), COUNT(*) FILTER (is_first_test AND passed_at <= 3),
    COUNT(*) FILTER (is_first_test AND passed_at IS NOT NULL)"""
FIGURE_NAMES = ("run_count", "passed", "not_passed", "not_a_test", "without_unit", "units")
PASSED_BY = ("first_pass", "second_pass", "third_pass", "final_yield")


class SecondOpinion:
    def __init__(self, folder: Path) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(TABLES.format(folder=folder))

    def ask(self, question: str, *values: object) -> list[tuple]:
        return self.connection.execute(question, list(values)).fetchall()

    def figures(self, condition: str = "true", *values: object) -> tuple:
        return self.ask(f"SELECT {FIGURES} FROM known WHERE {condition}", *values)[0]

    def figures_by(self, *columns: str, condition: str = "true") -> dict[tuple, tuple]:
        """Of each group."""
        rows = self.ask(f"SELECT {', '.join(columns)}, {FIGURES} FROM known WHERE {condition} GROUP BY ALL")
        return {row[: len(columns)]: row[len(columns) :] for row in rows}


def figures_of(view: dict) -> tuple:
    """The same numbers out of an answer."""
    return tuple(view[name] for name in FIGURE_NAMES) + tuple(view[name]["part"] for name in PASSED_BY)
