CREATE TABLE asset_classes (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    parent_id uuid,
    code text NOT NULL,
    code_key text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    attributes jsonb NOT NULL,
    built_in boolean NOT NULL,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code_key),
    FOREIGN KEY (organization_id, parent_id) REFERENCES asset_classes (organization_id, id)
);
CREATE INDEX asset_classes_by_parent ON asset_classes (organization_id, parent_id, name, id);

-- location_id and site_id say where the open installation is; they change only with it.
CREATE TABLE assets (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    code text NOT NULL,
    code_key text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    aliases jsonb NOT NULL,
    description text,
    location_id uuid,
    site_id uuid,
    parent_id uuid,
    class_id uuid,
    attributes jsonb NOT NULL,
    criticality bigint NOT NULL,
    status text NOT NULL,
    status_since timestamptz NOT NULL,
    serial_number text,
    manufacturer text,
    model text,
    purchase_on date,
    commissioned_on date,
    warranty_until date,
    replacement_value_minor bigint,
    identities jsonb NOT NULL,
    photo_id uuid,
    -- Everything a text filter looks at, as one line without case and accents.
    words_key text NOT NULL,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code_key),
    FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id),
    FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
    FOREIGN KEY (organization_id, parent_id) REFERENCES assets (organization_id, id),
    FOREIGN KEY (organization_id, class_id) REFERENCES asset_classes (organization_id, id)
);
CREATE INDEX assets_by_parent ON assets (organization_id, parent_id, code_key, id);
CREATE INDEX assets_by_name ON assets (organization_id, name_key, id);
CREATE INDEX assets_by_criticality ON assets (organization_id, criticality, id);
CREATE INDEX assets_by_update ON assets (organization_id, updated_at, id);
CREATE INDEX assets_by_location ON assets (organization_id, location_id);
CREATE INDEX assets_by_site ON assets (organization_id, site_id);
CREATE INDEX assets_by_class ON assets (organization_id, class_id);

-- Every other name by which an asset is found exactly: its aliases, barcodes and names in other systems.
CREATE TABLE asset_names (
    organization_id uuid NOT NULL,
    asset_id uuid NOT NULL,
    system_key text NOT NULL,
    name_key text NOT NULL,
    PRIMARY KEY (organization_id, asset_id, system_key, name_key),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id)
);
CREATE INDEX asset_names_by_name ON asset_names (organization_id, name_key, asset_id);
CREATE UNIQUE INDEX asset_names_of_systems ON asset_names (organization_id, system_key, name_key)
    WHERE system_key <> '';

CREATE TABLE installations (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    asset_id uuid NOT NULL,
    location_id uuid NOT NULL,
    installed_at timestamptz NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id),
    CHECK (removed_at IS NULL OR removed_at >= installed_at)
);
CREATE UNIQUE INDEX installations_open ON installations (organization_id, asset_id) WHERE removed_at IS NULL;
CREATE INDEX installations_by_asset ON installations (organization_id, asset_id, installed_at, id);
CREATE INDEX installations_by_location ON installations (organization_id, location_id, installed_at, id);

CREATE TABLE asset_status_changes (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    asset_id uuid NOT NULL,
    status text NOT NULL,
    at timestamptz NOT NULL,
    reason text,
    by_name text NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id)
);
CREATE INDEX asset_status_changes_by_asset ON asset_status_changes (organization_id, asset_id, at, id);

-- Derived from the status changes when they happen.
CREATE TABLE downtimes (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    asset_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    planned boolean NOT NULL,
    reason text,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id),
    CHECK (ended_at IS NULL OR ended_at >= started_at)
);
CREATE UNIQUE INDEX downtimes_open ON downtimes (organization_id, asset_id) WHERE ended_at IS NULL;
CREATE INDEX downtimes_by_asset ON downtimes (organization_id, asset_id, started_at, id);
CREATE INDEX downtimes_by_start ON downtimes (organization_id, started_at);
