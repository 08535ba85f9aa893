-- Accounts, sessions and the authorization server. What a person or a program presents (cookie, code,
-- token, link) is kept as SHA-256 only, in columns named …_sha256; the user code, which is short, as
-- HMAC-SHA256 under the server's key. Each step that may happen once is one UPDATE … WHERE … RETURNING.

-- Whether Members may approve stands, and whether Admins must have a second factor.
ALTER TABLE organisation ADD COLUMN members_may_approve BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN admins_need_second_factor BIGINT NOT NULL DEFAULT 0;

ALTER TABLE user_account ADD COLUMN last_sign_in_us BIGINT;

-- One row for all servers of this database, e.g. the fingerprint of the key that they share.
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE user_totp (
    user_id BYTEA NOT NULL PRIMARY KEY,
    -- Encrypted under the server's key.
    secret BYTEA NOT NULL,
    created_us BIGINT NOT NULL,
    -- NULL until the first code was typed.
    confirmed_us BIGINT,
    -- The last accepted time step: each is accepted once.
    last_step BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE user_recovery_code (
    user_id BYTEA NOT NULL,
    code_sha256 BYTEA NOT NULL,
    used_us BIGINT,
    PRIMARY KEY (user_id, code_sha256)
);

CREATE TABLE user_passkey (
    credential_id BYTEA NOT NULL PRIMARY KEY,
    user_id BYTEA NOT NULL,
    name TEXT NOT NULL,
    passkey TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    last_used_us BIGINT
);
CREATE INDEX user_passkey_by_user ON user_passkey (user_id);

-- A person at an OpenID Connect provider.
CREATE TABLE user_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BYTEA NOT NULL,
    email TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    last_used_us BIGINT,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX user_identity_by_user ON user_identity (user_id);

CREATE TABLE session (
    session_sha256 BYTEA NOT NULL PRIMARY KEY,
    -- What may be shown, and named to end it.
    public_id BYTEA NOT NULL UNIQUE,
    user_id BYTEA NOT NULL,
    -- 'second_factor': the password was right and a second factor is still asked; 'active'.
    state TEXT NOT NULL,
    -- How the person signed in: password, totp, recovery, passkey, sso; space-separated.
    methods TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    -- The last proof that the person is there, not only the browser.
    authenticated_us BIGINT NOT NULL,
    last_seen_us BIGINT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_last_seen ON session (last_seen_us);

-- Something that was begun and must be finished once: a passkey challenge, a sign-in at a provider.
CREATE TABLE pending_challenge (
    challenge_sha256 BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL
);
CREATE INDEX pending_challenge_by_expiry ON pending_challenge (expires_us);

-- Links that work once: 'setup' (first Admin), 'invitation', 'reset'.
CREATE TABLE one_time_link (
    link_sha256 BYTEA NOT NULL PRIMARY KEY,
    public_id BYTEA NOT NULL UNIQUE,
    purpose TEXT NOT NULL,
    -- 0 when it is for no organisation.
    organisation_id BIGINT NOT NULL,
    user_id BYTEA,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    created_by BYTEA,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    used_us BIGINT
);
CREATE INDEX one_time_link_by_organisation ON one_time_link (organisation_id, purpose);
CREATE INDEX one_time_link_by_expiry ON one_time_link (expires_us);

-- Failures of somebody or from somewhere, for all servers: 'sign-in:…', 'totp:…', 'user-code:…'.
CREATE TABLE failure_count (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    window_start_us BIGINT NOT NULL,
    last_failure_us BIGINT NOT NULL
);
CREATE INDEX failure_count_by_last ON failure_count (last_failure_us);

-- Registered third-party programs. The clients that come with the product are in its code.
CREATE TABLE oauth_client (
    client_id TEXT NOT NULL PRIMARY KEY,
    organisation_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- NULL for a public client.
    secret_sha256 BYTEA,
    -- Space-separated, each as in RFC 6749 and RFC 8628.
    grant_types TEXT NOT NULL,
    scopes TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    created_by BYTEA,
    created_us BIGINT NOT NULL,
    disabled_us BIGINT,
    last_used_us BIGINT
);
CREATE INDEX oauth_client_by_organisation ON oauth_client (organisation_id, name);

-- What somebody has allowed a program: a connected stand, an application. The family of its tokens.
CREATE TABLE oauth_grant (
    id BYTEA NOT NULL PRIMARY KEY,
    organisation_id BIGINT NOT NULL,
    -- NULL for client credentials, where the client speaks for itself.
    user_id BYTEA,
    client_id TEXT NOT NULL,
    -- 'device', 'code', 'client_credentials'.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    -- Space-separated: hardpy, integration.
    audiences TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    created_ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    -- Ends here, however much it is used.
    absolute_expiry_us BIGINT NOT NULL,
    -- Ends here unless it is used before.
    idle_expiry_us BIGINT NOT NULL,
    last_used_us BIGINT,
    last_used_ip TEXT,
    revoked_us BIGINT,
    revoked_reason TEXT
);
CREATE INDEX oauth_grant_by_organisation ON oauth_grant (organisation_id, created_us);
CREATE INDEX oauth_grant_by_user ON oauth_grant (user_id);
CREATE INDEX oauth_grant_by_client ON oauth_grant (client_id);

CREATE TABLE oauth_device_code (
    device_sha256 BYTEA NOT NULL PRIMARY KEY,
    user_code_hmac BYTEA NOT NULL UNIQUE,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    audiences TEXT NOT NULL,
    -- 'pending', 'approved', 'denied', 'consumed'. Expiry is a time, not a state.
    state TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    requester_ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    last_poll_us BIGINT,
    decided_us BIGINT,
    -- Set by the decision.
    organisation_id BIGINT,
    user_id BYTEA,
    grant_name TEXT,
    -- Set when it is consumed.
    grant_id BYTEA
);
CREATE INDEX oauth_device_code_by_expiry ON oauth_device_code (expires_us);
CREATE INDEX oauth_device_code_by_requester ON oauth_device_code (requester_ip, expires_us);

-- Pushed authorization requests (RFC 9126), and those of clients that need not push.
CREATE TABLE oauth_authorization_request (
    request_sha256 BYTEA NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    audiences TEXT NOT NULL,
    state TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    -- The session that opened it first; no other may.
    session_public_id BYTEA,
    decided_us BIGINT
);
CREATE INDEX oauth_authorization_request_by_expiry ON oauth_authorization_request (expires_us);

CREATE TABLE oauth_authorization_code (
    code_sha256 BYTEA NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    grant_id BYTEA NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    used_us BIGINT
);
CREATE INDEX oauth_authorization_code_by_expiry ON oauth_authorization_code (expires_us);

CREATE TABLE oauth_refresh_token (
    refresh_sha256 BYTEA NOT NULL PRIMARY KEY,
    grant_id BYTEA NOT NULL,
    -- The token whose use made this one.
    parent_sha256 BYTEA,
    created_us BIGINT NOT NULL,
    -- Its first use; and how often it was used again within the overlap.
    rotated_us BIGINT,
    reuses BIGINT NOT NULL DEFAULT 0,
    revoked_us BIGINT
);
CREATE INDEX oauth_refresh_token_by_grant ON oauth_refresh_token (grant_id);
CREATE INDEX oauth_refresh_token_by_parent ON oauth_refresh_token (parent_sha256);

CREATE TABLE oauth_access_token (
    access_sha256 BYTEA NOT NULL PRIMARY KEY,
    grant_id BYTEA NOT NULL,
    -- The refresh token that was given with it, NULL without one.
    refresh_sha256 BYTEA,
    scope TEXT NOT NULL,
    audiences TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL,
    first_used_us BIGINT,
    revoked_us BIGINT
);
CREATE INDEX oauth_access_token_by_grant ON oauth_access_token (grant_id);
CREATE INDEX oauth_access_token_by_refresh ON oauth_access_token (refresh_sha256);
CREATE INDEX oauth_access_token_by_expiry ON oauth_access_token (expires_us);

-- What happened, for ever: no statement changes or deletes a row. Organisation 0 is the installation.
CREATE TABLE audit (
    organisation_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    at_us BIGINT NOT NULL,
    action TEXT NOT NULL,
    -- 'ok' or 'refused'.
    result TEXT NOT NULL,
    -- E.g. 'user:ann@example.org', 'key:4fzzzxjylrx1', 'cli', 'server'.
    actor TEXT NOT NULL,
    user_id BYTEA,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    client_id TEXT NOT NULL,
    grant_id BYTEA,
    -- What it was done to, and in words what was done; never a secret.
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX audit_by_user ON audit (organisation_id, user_id, id);
CREATE INDEX audit_by_action ON audit (organisation_id, action, id);
