CREATE TABLE import_batches (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    kind text NOT NULL,
    file_name text,
    mapping text,
    content_hash bytea NOT NULL,
    rows bigint NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    undone_at timestamptz,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX import_batches_by_age ON import_batches (organization_id, created_at, id);

-- What a batch made, and the line of the file that says so.
CREATE TABLE import_records (
    organization_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    line bigint NOT NULL,
    PRIMARY KEY (organization_id, batch_id, entity, entity_id),
    FOREIGN KEY (organization_id, batch_id) REFERENCES import_batches (organization_id, id)
-- @sqlite
) WITHOUT ROWID;
-- @end
-- @postgres
);
-- @end

-- What a batch changed: the fields as they were before and as it left them, so that it can be undone.
CREATE TABLE import_changes (
    organization_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    line bigint NOT NULL,
    fields_before jsonb NOT NULL,
    fields_after jsonb NOT NULL,
    PRIMARY KEY (organization_id, batch_id, entity, entity_id),
    FOREIGN KEY (organization_id, batch_id) REFERENCES import_batches (organization_id, id)
);

-- What other systems call a record. Kept for ever, so that a file can be imported again without doubles.
CREATE TABLE external_identities (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    entity text NOT NULL,
    external_system text NOT NULL,
    external_id text NOT NULL,
    entity_id uuid NOT NULL,
    PRIMARY KEY (organization_id, entity, external_system, external_id)
-- @sqlite
) WITHOUT ROWID;
-- @end
-- @postgres
);
-- @end
CREATE INDEX external_identities_by_record ON external_identities (organization_id, entity, entity_id);
