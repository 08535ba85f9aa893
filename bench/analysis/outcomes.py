"""What became of a unit, worked out when the tables are loaded, so that no question has to.

It stands at the unit's first test: 1, 2 or 3 when it passed by that test, 4 when later, 5 when never; 0 at other runs.
Runs that were stopped are no tests.
"""

OUTCOMES = """
    SELECT number, unit, ts, stand, batch, part, status, failed_case,
        CASE WHEN status = 'stopped' OR place > 1 THEN 0
            WHEN passed_at IS NULL THEN 5
            WHEN passed_at > 4 THEN 4
            ELSE passed_at END AS outcome
    FROM (
        SELECT *, MIN(CASE WHEN status = 'passed' THEN place END)
            OVER (PARTITION BY part, unit, status = 'stopped') AS passed_at
        FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY part, unit, status = 'stopped' ORDER BY ts, number) AS place
            FROM {runs}
        )
    )
"""
