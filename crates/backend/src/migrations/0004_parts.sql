CREATE TABLE storerooms (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, site_id, name_key),
    FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);

CREATE TABLE bins (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    storeroom_id uuid NOT NULL,
    code text NOT NULL,
    code_key text NOT NULL,
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, storeroom_id, code_key),
    FOREIGN KEY (organization_id, storeroom_id) REFERENCES storerooms (organization_id, id)
);

-- Quantity, value and average stand here so that lists are quick; the ledger is what they follow from.
CREATE TABLE parts (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    number text NOT NULL,
    number_key text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    aliases jsonb NOT NULL,
    search_key text NOT NULL,
    description text,
    unit text NOT NULL,
    category text,
    category_key text,
    manufacturer_part_number text,
    barcode text,
    default_bin_id uuid,
    on_hand_millionths bigint NOT NULL CHECK (on_hand_millionths >= 0),
    value_minor bigint NOT NULL CHECK (value_minor >= 0),
    average_price_minor bigint NOT NULL CHECK (average_price_minor >= 0),
    archived_at timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number_key),
    UNIQUE (organization_id, barcode),
    FOREIGN KEY (organization_id, default_bin_id) REFERENCES bins (organization_id, id)
);
CREATE INDEX parts_by_category ON parts (organization_id, category_key);

CREATE TABLE part_storerooms (
    organization_id uuid NOT NULL,
    part_id uuid NOT NULL,
    storeroom_id uuid NOT NULL,
    min_millionths bigint NOT NULL,
    max_millionths bigint,
    PRIMARY KEY (organization_id, part_id, storeroom_id),
    FOREIGN KEY (organization_id, part_id) REFERENCES parts (organization_id, id),
    FOREIGN KEY (organization_id, storeroom_id) REFERENCES storerooms (organization_id, id)
);

CREATE TABLE stock_levels (
    organization_id uuid NOT NULL,
    part_id uuid NOT NULL,
    bin_id uuid NOT NULL,
    storeroom_id uuid NOT NULL,
    quantity_millionths bigint NOT NULL CHECK (quantity_millionths >= 0),
    PRIMARY KEY (organization_id, part_id, bin_id),
    FOREIGN KEY (organization_id, part_id) REFERENCES parts (organization_id, id),
    FOREIGN KEY (organization_id, bin_id) REFERENCES bins (organization_id, id),
    FOREIGN KEY (organization_id, storeroom_id) REFERENCES storerooms (organization_id, id)
);
CREATE INDEX stock_levels_by_bin ON stock_levels (organization_id, bin_id);
CREATE INDEX stock_levels_by_storeroom ON stock_levels (organization_id, storeroom_id);

CREATE TABLE stock_movements (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    number bigint NOT NULL,
    part_id uuid NOT NULL,
    bin_id uuid NOT NULL,
    storeroom_id uuid NOT NULL,
    kind text NOT NULL,
    quantity_millionths bigint NOT NULL,
    balance_millionths bigint NOT NULL,
    unit_cost_minor bigint NOT NULL,
    value_minor bigint NOT NULL,
    work_order_id uuid,
    counter_of uuid,
    reason text,
    actor_name text NOT NULL,
    actor_id uuid,
    at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    FOREIGN KEY (organization_id, part_id) REFERENCES parts (organization_id, id),
    FOREIGN KEY (organization_id, bin_id) REFERENCES bins (organization_id, id),
    FOREIGN KEY (organization_id, storeroom_id) REFERENCES storerooms (organization_id, id),
    FOREIGN KEY (organization_id, counter_of) REFERENCES stock_movements (organization_id, id)
);
CREATE INDEX stock_movements_by_part ON stock_movements (organization_id, part_id, number);
CREATE INDEX stock_movements_by_bin ON stock_movements (organization_id, bin_id, number);
CREATE INDEX stock_movements_by_work_order ON stock_movements (organization_id, work_order_id, part_id);
CREATE INDEX stock_movements_by_counter ON stock_movements (organization_id, counter_of);
