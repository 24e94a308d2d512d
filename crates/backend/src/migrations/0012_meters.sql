-- Values are millionths of the unit. choices, for characteristics, are in the order from good to bad, and a reading's
-- value is the place in it, from 0.
CREATE TABLE meters (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    code text NOT NULL,
    code_key text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    description text,
    kind text NOT NULL,
    unit text,
    choices jsonb NOT NULL,
    asset_id uuid,
    location_id uuid,
    rollover_value bigint,
    expected_from bigint,
    expected_to bigint,
    average_days bigint NOT NULL,
    round_position bigint,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, code_key),
    FOREIGN KEY (organization_id, asset_id) REFERENCES assets (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id),
    CHECK ((asset_id IS NULL) <> (location_id IS NULL))
);
CREATE INDEX meters_by_asset ON meters (organization_id, asset_id);
CREATE INDEX meters_by_location ON meters (organization_id, location_id);
CREATE INDEX meters_by_name ON meters (organization_id, name_key, id);

-- The readings themselves, stored in the order in which they are looked at: by meter and instant. revision counts the
-- voided readings of the same instant before it. No foreign keys: a reading is written only for a meter that was found
-- in the same change, and looking it up again would cost as much as the writing.
-- source: 1 person, 2 import, 3 sensor, 4 work order. quality: 1 good, 2 uncertain, 3 bad.
-- @sqlite
CREATE TABLE readings (
    organization_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    value bigint NOT NULL,
    received_at timestamptz NOT NULL,
    source bigint NOT NULL,
    quality bigint NOT NULL,
    by_id uuid,
    work_order_id uuid,
    note text,
    PRIMARY KEY (organization_id, meter_id, recorded_at, revision)
) WITHOUT ROWID;
-- @end
-- @postgres
CREATE TABLE readings (
    organization_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    value bigint NOT NULL,
    revision smallint NOT NULL,
    source smallint NOT NULL,
    quality smallint NOT NULL,
    by_id uuid,
    work_order_id uuid,
    note text,
    PRIMARY KEY (organization_id, meter_id, recorded_at, revision)
) PARTITION BY RANGE (recorded_at);
CREATE TABLE readings_before PARTITION OF readings FOR VALUES FROM (MINVALUE) TO ('2020-01-01 00:00:00+00');
CREATE TABLE readings_after PARTITION OF readings FOR VALUES FROM ('2041-01-01 00:00:00+00') TO (MAXVALUE);
DO $$
BEGIN
    FOR year IN 2020..2040 LOOP
        EXECUTE format('CREATE TABLE readings_%s PARTITION OF readings FOR VALUES FROM (%L) TO (%L)',
            year, make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'), make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC'));
    END LOOP;
END $$;
-- @end

-- The counter-entries: which readings do not count any more, and why.
CREATE TABLE reading_voids (
    organization_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    voided_at timestamptz NOT NULL,
    voided_by uuid,
    reason text NOT NULL,
    PRIMARY KEY (organization_id, meter_id, recorded_at, revision),
    FOREIGN KEY (organization_id, meter_id) REFERENCES meters (organization_id, id)
);

-- Under which key a reading was taken in, for as long as a sender may repeat it.
CREATE TABLE reading_keys (
    organization_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    key text NOT NULL,
    recorded_at timestamptz NOT NULL,
    value bigint NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, meter_id, key)
);
CREATE INDEX reading_keys_by_receipt ON reading_keys (received_at);

-- Where each meter stands: its latest reading that counts, and the newest instant of any reading.
CREATE TABLE meter_standings (
    organization_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    newest_at timestamptz NOT NULL,
    recorded_at timestamptz,
    value bigint,
    quality bigint,
    PRIMARY KEY (organization_id, meter_id),
    FOREIGN KEY (organization_id, meter_id) REFERENCES meters (organization_id, id)
);

-- Readings that count, added up by the hour (grain 1) and by the day in UTC (grain 24).
-- @sqlite
CREATE TABLE reading_sums (
    organization_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    grain bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    readings bigint NOT NULL,
    lowest bigint NOT NULL,
    highest bigint NOT NULL,
    total double precision NOT NULL,
    last_value bigint NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, meter_id, grain, starts_at)
) WITHOUT ROWID;
-- @end
-- @postgres
CREATE TABLE reading_sums (
    organization_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    grain bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    readings bigint NOT NULL,
    lowest bigint NOT NULL,
    highest bigint NOT NULL,
    total double precision NOT NULL,
    last_value bigint NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, meter_id, grain, starts_at)
) WITH (fillfactor = 80);
-- @end

-- A counter began again: it rolled over, was reset, or the device was replaced. step is what its total keeps.
CREATE TABLE meter_events (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    meter_id uuid NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    before_value bigint NOT NULL,
    after_value bigint NOT NULL,
    step bigint NOT NULL,
    by_id uuid,
    note text,
    created_at timestamptz NOT NULL,
    voided_at timestamptz,
    void_reason text,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, meter_id) REFERENCES meters (organization_id, id)
);
CREATE INDEX meter_events_by_meter ON meter_events (organization_id, meter_id, at);

-- state is where the evaluation stands: it follows from the readings and is no change of the rule. level repeats how
-- bad the condition is: 0 normal, 1 warning, 2 action.
CREATE TABLE condition_rules (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    meter_id uuid NOT NULL,
    name text NOT NULL,
    definition jsonb NOT NULL,
    template jsonb NOT NULL,
    enabled boolean NOT NULL,
    state jsonb NOT NULL,
    level bigint NOT NULL,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, meter_id) REFERENCES meters (organization_id, id)
);
CREATE INDEX condition_rules_by_meter ON condition_rules (organization_id, meter_id);

-- What made a rule fire, kept with the order that it led to: a new one, or the one that was still open.
CREATE TABLE condition_firings (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    rule_id uuid NOT NULL,
    meter_id uuid NOT NULL,
    asset_id uuid,
    work_order_id uuid NOT NULL,
    joined boolean NOT NULL,
    at timestamptz NOT NULL,
    evaluation jsonb NOT NULL,
    definition jsonb NOT NULL,
    trend jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, rule_id) REFERENCES condition_rules (organization_id, id),
    FOREIGN KEY (organization_id, meter_id) REFERENCES meters (organization_id, id),
    FOREIGN KEY (organization_id, work_order_id) REFERENCES work_orders (organization_id, id)
);
CREATE INDEX condition_firings_by_rule ON condition_firings (organization_id, rule_id, at, id);
CREATE INDEX condition_firings_by_meter ON condition_firings (organization_id, meter_id, at, id);
CREATE INDEX condition_firings_by_work_order ON condition_firings (organization_id, work_order_id, at, id);
