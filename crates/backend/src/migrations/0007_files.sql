-- The content is a file named by its hash in the data directory; several attachments may share one.
CREATE TABLE attachments (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    content_hash bytea NOT NULL,
    created_by uuid,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX attachments_by_record ON attachments (organization_id, entity, entity_id, created_at, id);
CREATE INDEX attachments_by_content ON attachments (content_hash);
