-- What people attach to stands and organisations, and the organisation with sample data.

-- 1: filled by the server, read by everybody who is signed in, changed by nobody.
ALTER TABLE organisation ADD COLUMN is_demo BIGINT NOT NULL DEFAULT 0;
-- A stand that has not tested for this long is called silent.
ALTER TABLE organisation ADD COLUMN silent_after_minutes BIGINT NOT NULL DEFAULT 480;

-- At most one picture of an organisation (subject_id 0) and of each stand.
CREATE TABLE picture (
    organisation_id BIGINT NOT NULL,
    -- 'organisation' or 'stand'.
    subject TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    body BYTEA NOT NULL,
    changed_us BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (organisation_id, subject, subject_id)
);

-- The maintenance log of a stand.
CREATE TABLE stand_event (
    organisation_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    stand_id BIGINT NOT NULL,
    -- 'note', 'check_passed', 'check_failed', 'repair'.
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    happened_us BIGINT NOT NULL,
    created_us BIGINT NOT NULL,
    -- What the person was called then; who they are decides about changes.
    created_by TEXT NOT NULL,
    created_by_user BYTEA NOT NULL,
    changed_us BIGINT,
    changed_by TEXT,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX stand_event_by_stand ON stand_event (organisation_id, stand_id, happened_us, id);

CREATE TABLE stand_event_file (
    organisation_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    event_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    body BYTEA NOT NULL,
    created_us BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX stand_event_file_by_event ON stand_event_file (organisation_id, event_id);
