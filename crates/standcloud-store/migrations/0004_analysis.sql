-- The values of one series in the order of run numbers, compressed column by column. `summary` holds what
-- can be answered without decoding the body. Derived: a rebuild makes them again.
CREATE TABLE series_chunk (
    organisation_id BIGINT NOT NULL,
    series_id BIGINT NOT NULL,
    first_run_number BIGINT NOT NULL,
    last_run_number BIGINT NOT NULL,
    value_count BIGINT NOT NULL,
    summary BYTEA NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (organisation_id, series_id, first_run_number)
);

-- Values of runs up to `sealed_until` are in chunks, those of later ones in run_values. `generation`
-- changes when chunks were made anew, so that nobody mixes old and new ones.
CREATE TABLE sealing (
    organisation_id BIGINT NOT NULL PRIMARY KEY,
    sealed_until BIGINT NOT NULL,
    generation BIGINT NOT NULL
);

-- The series of a plan are asked for by their steps, those of a step by the step.
CREATE INDEX step_by_plan ON step (organisation_id, plan_id);
