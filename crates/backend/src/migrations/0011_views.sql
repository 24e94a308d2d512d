CREATE TABLE saved_views (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    entity text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    shared boolean NOT NULL,
    owner_id uuid NOT NULL,
    filters jsonb NOT NULL,
    columns jsonb NOT NULL,
    sort text,
    layout text,
    position bigint NOT NULL,
    is_default boolean NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, owner_id) REFERENCES users (organization_id, id)
);
CREATE UNIQUE INDEX saved_views_own ON saved_views (organization_id, owner_id, entity, name_key) WHERE NOT shared;
CREATE UNIQUE INDEX saved_views_shared ON saved_views (organization_id, entity, name_key) WHERE shared;
