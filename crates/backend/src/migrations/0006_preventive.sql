-- phase: dated (next_due_on and fires_on say when), waiting (for a completion) or ended. No date before open_from
-- is undecided.
CREATE TABLE maintenance_plans (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    number bigint NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    description text,
    site_id uuid NOT NULL,
    rule text NOT NULL,
    starts_on date NOT NULL,
    basis text NOT NULL,
    lead_days bigint NOT NULL,
    window_days bigint,
    no_fire_while_open boolean NOT NULL,
    ends_on date,
    template jsonb NOT NULL,
    paused_at timestamptz,
    pause_reason text,
    phase text NOT NULL,
    open_from date NOT NULL,
    next_due_on date,
    fires_on date,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    calendar jsonb NOT NULL,
    levels jsonb NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
CREATE INDEX maintenance_plans_by_phase ON maintenance_plans (organization_id, phase, fires_on);

CREATE TABLE maintenance_plan_assets (
    organization_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    asset_id uuid NOT NULL,
    place bigint NOT NULL,
    PRIMARY KEY (organization_id, plan_id, asset_id),
    FOREIGN KEY (organization_id, plan_id) REFERENCES maintenance_plans (organization_id, id),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id)
);
CREATE INDEX maintenance_plan_assets_by_asset ON maintenance_plan_assets (organization_id, asset_id);

-- subject_id is the asset, or the plan itself where it names none: a date is decided once for each.
CREATE TABLE plan_occurrences (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    asset_id uuid,
    due_on date NOT NULL,
    window_from date NOT NULL,
    window_to date NOT NULL,
    level text,
    state text NOT NULL,
    work_order_id uuid,
    why jsonb NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, plan_id, subject_id, due_on),
    FOREIGN KEY (organization_id, plan_id) REFERENCES maintenance_plans (organization_id, id),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id)
);
CREATE INDEX plan_occurrences_by_plan ON plan_occurrences (organization_id, plan_id, due_on);
CREATE INDEX plan_occurrences_by_work_order ON plan_occurrences (organization_id, work_order_id);
