-- One text for SQLite and PostgreSQL. Every table of a tenant leads its key with the organisation.
-- Instants are Unix microseconds UTC; a flag is BIGINT 0 or 1; dictionary ids start at 1 and 0 means "none".

CREATE TABLE organisation (
    id BIGINT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    day_start_minutes BIGINT NOT NULL,
    next_change BIGINT NOT NULL,
    created_us BIGINT NOT NULL
);

CREATE TABLE user_account (
    id BYTEA NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    created_us BIGINT NOT NULL,
    disabled_us BIGINT
);

CREATE TABLE member (
    organisation_id BIGINT NOT NULL,
    user_id BYTEA NOT NULL,
    role TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX member_by_user ON member (user_id);

-- Looked up by its public id alone, because the organisation is what the key tells.
CREATE TABLE api_key (
    public_id TEXT NOT NULL PRIMARY KEY,
    organisation_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    owner_user_id BYTEA,
    secret_sha256 BYTEA NOT NULL,
    scopes TEXT NOT NULL,
    allowed_networks TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT,
    revoked_us BIGINT,
    successor_id TEXT,
    last_used_us BIGINT,
    last_used_ip TEXT
);
CREATE INDEX api_key_by_organisation ON api_key (organisation_id, name);

-- The truth: what a stand sent, as it sent it, and what only the server knows about it.
CREATE TABLE report (
    organisation_id BIGINT NOT NULL,
    run_number BIGINT NOT NULL,
    run_id BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    digest_version BIGINT NOT NULL,
    received_us BIGINT NOT NULL,
    principal TEXT NOT NULL,
    source TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (organisation_id, run_number)
);
CREATE UNIQUE INDEX report_by_digest ON report (organisation_id, digest);
CREATE UNIQUE INDEX report_by_run_id ON report (organisation_id, run_id);

-- Everything from here to run_sub_unit is derived from the reports and can be rebuilt.
CREATE TABLE run (
    organisation_id BIGINT NOT NULL,
    run_number BIGINT NOT NULL,
    change_number BIGINT NOT NULL,
    run_time_us BIGINT NOT NULL,
    start_us BIGINT,
    stop_us BIGINT,
    duration_ms BIGINT,
    status BIGINT NOT NULL,
    voided BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    plan_id BIGINT NOT NULL,
    part_id BIGINT NOT NULL,
    revision_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    stand_id BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    process_id BIGINT NOT NULL,
    operator_id BIGINT NOT NULL,
    error_code BIGINT,
    failing_step_id BIGINT NOT NULL,
    tag_set_id BIGINT NOT NULL,
    instrument_set_id BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, run_number)
);
CREATE INDEX run_by_change ON run (organisation_id, change_number);
CREATE INDEX run_by_unit ON run (organisation_id, unit_id, plan_id, process_id, run_time_us, run_number)
    WHERE unit_id <> 0;

CREATE TABLE run_values (
    organisation_id BIGINT NOT NULL,
    run_number BIGINT NOT NULL,
    measurements BYTEA NOT NULL,
    PRIMARY KEY (organisation_id, run_number)
);

CREATE TABLE run_sub_unit (
    organisation_id BIGINT NOT NULL,
    run_number BIGINT NOT NULL,
    position BIGINT NOT NULL,
    part_id BIGINT NOT NULL,
    revision_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, run_number, position)
);
CREATE INDEX run_sub_unit_by_unit ON run_sub_unit (organisation_id, unit_id);

-- Dictionaries: one row per distinct thing, kept and matched by its natural key.
CREATE TABLE plan (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX plan_by_key ON plan (organisation_id, name);

CREATE TABLE part (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    part_number TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX part_by_key ON part (organisation_id, part_number);

CREATE TABLE revision (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    part_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX revision_by_key ON revision (organisation_id, part_id, name);

CREATE TABLE unit (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    serial_number TEXT NOT NULL,
    part_id BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX unit_by_key ON unit (organisation_id, serial_number, part_id);

CREATE TABLE stand (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    hardware_id TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX stand_by_key ON stand (organisation_id, hardware_id, name, number);

CREATE TABLE batch (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    serial_number TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX batch_by_key ON batch (organisation_id, serial_number);

CREATE TABLE process (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX process_by_key ON process (organisation_id, name);

CREATE TABLE operator (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX operator_by_key ON operator (organisation_id, name);

CREATE TABLE step (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    plan_id BIGINT NOT NULL,
    module TEXT NOT NULL,
    test_case TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX step_by_key ON step (organisation_id, plan_id, module, test_case);

-- position is -1 for a named measurement; unit is empty when none was given.
CREATE TABLE series (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    step_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    occurrence BIGINT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX series_by_key
    ON series (organisation_id, step_id, name, position, occurrence, unit, kind);

CREATE TABLE limit_set (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX limit_set_by_key ON limit_set (organisation_id, definition);

CREATE TABLE tag (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX tag_by_key ON tag (organisation_id, scope, name, value);

-- A set is named by the digest of its sorted member ids, so that an index stays small.
CREATE TABLE tag_set (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    member_digest TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX tag_set_by_key ON tag_set (organisation_id, member_digest);

CREATE TABLE tag_set_member (
    organisation_id BIGINT NOT NULL,
    tag_id BIGINT NOT NULL,
    tag_set_id BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, tag_id, tag_set_id)
);
CREATE INDEX tag_set_member_by_set ON tag_set_member (organisation_id, tag_set_id);

CREATE TABLE instrument (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    part_number TEXT NOT NULL,
    serial_number TEXT NOT NULL,
    revision TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX instrument_by_key
    ON instrument (organisation_id, serial_number, part_number, name, revision, number);

CREATE TABLE instrument_set (
    organisation_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    member_digest TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX instrument_set_by_key ON instrument_set (organisation_id, member_digest);

CREATE TABLE instrument_set_member (
    organisation_id BIGINT NOT NULL,
    instrument_id BIGINT NOT NULL,
    instrument_set_id BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, instrument_id, instrument_set_id)
);
CREATE INDEX instrument_set_member_by_set
    ON instrument_set_member (organisation_id, instrument_set_id);

-- What people attach to a run; keyed by its id, which a rebuild never changes. A run is void while
-- restored_us is null; the row stays, because the reasons do.
CREATE TABLE run_void (
    organisation_id BIGINT NOT NULL,
    run_id BYTEA NOT NULL,
    reason TEXT NOT NULL,
    voided_by TEXT NOT NULL,
    voided_us BIGINT NOT NULL,
    restore_reason TEXT,
    restored_by TEXT,
    restored_us BIGINT,
    PRIMARY KEY (organisation_id, run_id)
);

-- Bodies that did not validate, once per digest of their bytes.
CREATE TABLE quarantine (
    organisation_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    body_sha256 BYTEA NOT NULL,
    first_received_us BIGINT NOT NULL,
    last_received_us BIGINT NOT NULL,
    received_count BIGINT NOT NULL,
    principal TEXT NOT NULL,
    source TEXT NOT NULL,
    problems TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    body BYTEA NOT NULL,
    run_id BYTEA,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX quarantine_by_body ON quarantine (organisation_id, body_sha256);
