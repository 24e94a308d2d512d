CREATE TABLE organization_settings (
    organization_id uuid PRIMARY KEY REFERENCES organizations (id),
    id uuid NOT NULL,
    settings jsonb NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE user_settings (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    settings jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);

-- `sealed` is encrypted; the key that opens it is named beside it and inside it.
CREATE TABLE secrets (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    name text NOT NULL,
    sealed bytea NOT NULL,
    key_id text NOT NULL,
    hint jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by_name text NOT NULL,
    PRIMARY KEY (organization_id, name)
);
