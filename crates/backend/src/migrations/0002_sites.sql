CREATE TABLE sites (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    time_zone text NOT NULL,
    address text,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name_key)
);

CREATE TABLE site_members (
    organization_id uuid NOT NULL,
    site_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (organization_id, site_id, user_id),
    FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX site_members_by_user ON site_members (organization_id, user_id, site_id);

CREATE TABLE locations (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    parent_id uuid,
    code text,
    code_key text,
    name text NOT NULL,
    aliases jsonb NOT NULL,
    description text,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code_key),
    FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
    FOREIGN KEY (organization_id, parent_id) REFERENCES locations (organization_id, id)
);
CREATE INDEX locations_by_parent ON locations (organization_id, parent_id, name, id);
CREATE INDEX locations_by_site ON locations (organization_id, site_id, name, id);
