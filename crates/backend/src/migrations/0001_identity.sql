CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    name_key text NOT NULL UNIQUE,
    currency text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE counters (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    name text NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (organization_id, name)
);

-- Every change to every record, chained by hash. Nothing here is ever updated or deleted.
CREATE TABLE events (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    sequence bigint NOT NULL,
    at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    entity_version bigint NOT NULL,
    kind text NOT NULL,
    changes text NOT NULL,
    reason text,
    hash bytea NOT NULL,
    PRIMARY KEY (organization_id, sequence)
);
CREATE INDEX events_by_entity ON events (organization_id, entity_id, sequence);

-- The newest link of each chain: one row an organisation, locked while a change is appended.
CREATE TABLE event_heads (
    organization_id uuid PRIMARY KEY REFERENCES organizations (id),
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);

-- Answers to changes that carried an idempotency key, so that a repeat answers the same and changes nothing.
CREATE TABLE idempotency_keys (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    user_id uuid NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status bigint NOT NULL,
    body bytea NOT NULL,
    version bigint,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE roles (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    built_in text,
    permissions text NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name_key)
);

CREATE TABLE users (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    name text NOT NULL,
    aliases jsonb NOT NULL,
    role_id uuid NOT NULL,
    language text,
    password_hash text,
    active boolean NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, role_id) REFERENCES roles (organization_id, id)
);
CREATE INDEX users_by_name ON users (organization_id, name, id);

CREATE TABLE teams (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    aliases jsonb NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name_key)
);

CREATE TABLE team_members (
    organization_id uuid NOT NULL,
    team_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (organization_id, team_id, user_id),
    FOREIGN KEY (organization_id, team_id) REFERENCES teams (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX team_members_by_user ON team_members (organization_id, user_id, team_id);

CREATE TABLE sessions (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    user_id uuid NOT NULL,
    user_agent text,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX sessions_by_user ON sessions (organization_id, user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE api_tokens (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    last_four text NOT NULL,
    permissions text,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX api_tokens_by_user ON api_tokens (organization_id, user_id);

-- The hash of the one-time link that makes the first organisation.
CREATE TABLE set_up_links (
    token_hash bytea PRIMARY KEY,
    created_at timestamptz NOT NULL
);
