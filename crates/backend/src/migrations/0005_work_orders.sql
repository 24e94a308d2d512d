-- priority is a rank, 0 none to 4 urgent. due_sort is due_at, or the end of time where there is none, so that both
-- engines sort orders without a due date last. open says whether work is still ahead.
CREATE TABLE work_orders (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    number bigint NOT NULL,
    title text NOT NULL,
    title_key text NOT NULL,
    description text,
    kind text NOT NULL,
    status text NOT NULL,
    open boolean NOT NULL,
    hold_reason text,
    priority bigint NOT NULL,
    asset_id uuid,
    location_id uuid,
    site_id uuid,
    team_id uuid,
    assigned boolean NOT NULL,
    due_at timestamptz,
    due_sort timestamptz NOT NULL,
    first_due_at timestamptz,
    planned_start_at timestamptz,
    planned_end_at timestamptz,
    estimated_minutes bigint,
    actual_minutes bigint NOT NULL,
    started_at timestamptz,
    completed_at timestamptz,
    closed_at timestamptz,
    resolution text,
    cause text,
    tags jsonb NOT NULL,
    parent_id uuid,
    origin text NOT NULL,
    origin_id uuid,
    created_by uuid,
    requested_by uuid,
    labour_minor bigint NOT NULL,
    parts_minor bigint NOT NULL,
    vendor_minor bigint NOT NULL,
    other_minor bigint NOT NULL,
    comment_count bigint NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id),
    FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
    FOREIGN KEY (organization_id, team_id) REFERENCES teams (organization_id, id),
    FOREIGN KEY (organization_id, parent_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, created_by) REFERENCES users (organization_id, id),
    FOREIGN KEY (organization_id, requested_by) REFERENCES users (organization_id, id)
);
-- Columns behind the sort keys let filters and counts be decided without looking at the rows.
CREATE INDEX work_orders_by_due ON work_orders (organization_id, due_sort, number, id, status);
CREATE INDEX work_orders_open_by_due ON work_orders (organization_id, open, due_sort, number, id, status, priority);
CREATE INDEX work_orders_by_status ON work_orders (organization_id, status, due_sort, number, open, priority, assigned);
CREATE INDEX work_orders_by_priority ON work_orders (organization_id, priority, number);
CREATE INDEX work_orders_open_by_priority ON work_orders (organization_id, open, priority, number, id);
CREATE INDEX work_orders_by_asset ON work_orders (organization_id, asset_id, due_sort, number);
CREATE INDEX work_orders_open_by_asset ON work_orders (organization_id, asset_id) WHERE open = true;
CREATE INDEX work_orders_by_update ON work_orders (organization_id, updated_at, number);
CREATE INDEX work_orders_by_creation ON work_orders (organization_id, created_at, number);
CREATE INDEX work_orders_by_title ON work_orders (organization_id, title, number);
CREATE INDEX work_orders_by_location ON work_orders (organization_id, location_id, number);
CREATE INDEX work_orders_by_team ON work_orders (organization_id, team_id, open, due_sort, number)
    WHERE team_id IS NOT NULL;
CREATE INDEX work_orders_by_parent ON work_orders (organization_id, parent_id, open) WHERE parent_id IS NOT NULL;
CREATE INDEX work_orders_by_creator ON work_orders (organization_id, created_by) WHERE created_by IS NOT NULL;
CREATE INDEX work_orders_by_requester ON work_orders (organization_id, requested_by) WHERE requested_by IS NOT NULL;
CREATE INDEX work_orders_by_planned_start ON work_orders (organization_id, planned_start_at, number)
    WHERE planned_start_at IS NOT NULL;

-- On SQLite the key of a table of links is the table: half the writing, and what belongs to an order stands together.
CREATE TABLE work_order_assignees (
    organization_id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    user_id uuid NOT NULL,
    place bigint NOT NULL,
    PRIMARY KEY (organization_id, work_order_id, user_id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
-- @sqlite
) WITHOUT ROWID;
-- @end
-- @postgres
);
-- @end
CREATE INDEX work_order_assignees_by_user ON work_order_assignees (organization_id, user_id, work_order_id);

CREATE TABLE work_order_watchers (
    organization_id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (organization_id, work_order_id, user_id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
-- @sqlite
) WITHOUT ROWID;
-- @end
-- @postgres
);
-- @end
CREATE INDEX work_order_watchers_by_user ON work_order_watchers (organization_id, user_id, work_order_id);

-- The main asset, at place 0, and the further ones.
CREATE TABLE work_order_assets (
    organization_id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    asset_id uuid NOT NULL,
    place bigint NOT NULL,
    PRIMARY KEY (organization_id, work_order_id, asset_id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id)
-- @sqlite
) WITHOUT ROWID;
-- @end
-- @postgres
);
-- @end
CREATE INDEX work_order_assets_by_asset ON work_order_assets (organization_id, asset_id, place, work_order_id);

CREATE TABLE work_order_tags (
    organization_id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    tag_key text NOT NULL,
    PRIMARY KEY (organization_id, work_order_id, tag_key),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id)
-- @sqlite
) WITHOUT ROWID;
-- @end
-- @postgres
);
-- @end
CREATE INDEX work_order_tags_by_tag ON work_order_tags (organization_id, tag_key, work_order_id);

-- How long an order stood in each state, half-open; the last one has no end. Holds carry what was waited for.
CREATE TABLE work_order_spans (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    status text NOT NULL,
    hold_reason text,
    from_at timestamptz NOT NULL,
    to_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id)
);
CREATE INDEX work_order_spans_by_order ON work_order_spans (organization_id, work_order_id, from_at, id);

CREATE TABLE work_order_comments (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    body text NOT NULL,
    mentions jsonb NOT NULL,
    created_by uuid,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id)
);
CREATE INDEX work_order_comments_by_order ON work_order_comments (organization_id, work_order_id, created_at, id);

-- Added and corrected by a counter-entry, never changed.
CREATE TABLE time_entries (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    user_id uuid NOT NULL,
    minutes bigint NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    note text,
    reverses_id uuid,
    created_by uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, reverses_id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id),
    FOREIGN KEY (organization_id, reverses_id) REFERENCES time_entries (organization_id, id)
);
CREATE INDEX time_entries_by_order ON time_entries (organization_id, work_order_id, created_at, id);
CREATE INDEX time_entries_by_user ON time_entries (organization_id, user_id, created_at);

-- Clocks that run now: one a person.
CREATE TABLE work_timers (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id)
);
CREATE INDEX work_timers_by_order ON work_timers (organization_id, work_order_id);

-- Added and corrected by a counter-entry, never changed. Those of parts name the line of the stock ledger.
CREATE TABLE cost_entries (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    work_order_id uuid NOT NULL,
    category text NOT NULL,
    amount_minor bigint NOT NULL,
    description text,
    part_id uuid,
    stock_movement_id uuid,
    reverses_id uuid,
    created_by uuid,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, reverses_id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, reverses_id) REFERENCES cost_entries (organization_id, id)
);
CREATE INDEX cost_entries_by_order ON cost_entries (organization_id, work_order_id, created_at, id);

CREATE TABLE work_order_links (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    kind text NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, from_id, to_id, kind),
    FOREIGN KEY (organization_id, from_id) REFERENCES work_orders (organization_id, id),
    FOREIGN KEY (organization_id, to_id) REFERENCES work_orders (organization_id, id)
);
CREATE INDEX work_order_links_by_target ON work_order_links (organization_id, to_id, kind, from_id);
