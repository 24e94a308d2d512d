//! Records as they are now, as far as files can change them.

use std::collections::{BTreeMap, HashMap};

use contract::{
    assets::Criticality,
    imports::ImportKind,
    work_orders::{Priority, WorkOrderStatus, work_order_label},
};
use jiff::{Timestamp, civil::Date};
use kernel::{Problem, Quantity};
use serde_json::{Map, Value, json};
use store::Row;
use uuid::Uuid;

use crate::tenant::{Statement, Tenant};

/// What a record says now.
#[derive(Clone, Debug, Default)]
pub(in crate::imports) struct Current {
    /// The fields that files can change, as a change of the record would say them.
    pub values: Map<String, Value>,
    /// What people call that to which a field refers.
    pub shown: BTreeMap<&'static str, String>,
    /// What people call the record.
    pub name: String,
    /// Of an order: where it stands.
    pub status: Option<WorkOrderStatus>,
    /// Of a part: what there is of it.
    pub on_hand: Option<Quantity>,
    /// Of a location: its site.
    pub site: Option<Uuid>,
}

type Reader = fn(&Row<'_>) -> Result<Current, Problem>;

/// These records of a kind.
pub(in crate::imports) fn current(
    tenant: &mut Tenant<'_, '_>,
    kind: ImportKind,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Current>, Problem> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let of = |mut sql: Statement, column: &'static str| {
        sql.push(column).push_list(ids.iter().copied());
        sql
    };
    let (sql, read): (_, Reader) = match kind {
        ImportKind::Assets => (of(tenant.sql(ASSETS), " AND a.id IN "), asset),
        ImportKind::Locations => (of(tenant.sql(LOCATIONS), " AND l.id IN "), location),
        ImportKind::Parts => (of(tenant.sql(PARTS), " AND p.id IN "), part),
        ImportKind::Users => (of(tenant.sql(USERS), " AND u.id IN "), user),
        ImportKind::WorkOrders => (of(tenant.sql(ORDERS), " AND w.id IN "), order),
    };
    let mut found: HashMap<Uuid, Current> =
        tenant.query(&sql, |row| Ok::<_, Problem>((row.get(0)?, read(row)?)))?.into_iter().collect();
    let (members, field) = match kind {
        ImportKind::Users => (of(tenant.sql(TEAMS), " AND m.user_id IN "), "team_ids"),
        ImportKind::WorkOrders => (of(tenant.sql(ASSIGNEES), " AND a.work_order_id IN "), "assignee_ids"),
        _ => return Ok(found),
    };
    for current in found.values_mut() {
        current.values.insert(field.to_owned(), json!([]));
    }
    let mut members = members;
    members.push(if kind == ImportKind::Users { " ORDER BY t.name" } else { " ORDER BY a.place" });
    tenant.for_each(&members, |row| {
        let (of, id, name): (Uuid, Uuid, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if let Some(current) = found.get_mut(&of) {
            if let Some(Value::Array(ids)) = current.values.get_mut(field) {
                ids.push(json!(id));
            }
            let shown = current.shown.entry(field).or_default();
            if !shown.is_empty() {
                shown.push_str(", ");
            }
            shown.push_str(&name);
        }
        Ok::<_, Problem>(())
    })?;
    Ok(found)
}

const TEAMS: &str = "SELECT m.user_id, m.team_id, t.name FROM team_members m \
    JOIN teams t ON t.organization_id = m.organization_id AND t.id = m.team_id WHERE m.organization_id = ?";

const ASSIGNEES: &str = "SELECT a.work_order_id, a.user_id, u.email FROM work_order_assignees a \
    JOIN users u ON u.organization_id = a.organization_id AND u.id = a.user_id WHERE a.organization_id = ?";

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}

fn shown(row: &Row<'_>, fields: &[(&'static str, usize)]) -> Result<BTreeMap<&'static str, String>, Problem> {
    let mut shown = BTreeMap::new();
    for (field, at) in fields {
        if let Some(name) = row.get::<Option<String>>(*at)? {
            shown.insert(*field, name);
        }
    }
    Ok(shown)
}

fn text(row: &Row<'_>, at: usize) -> Result<Option<String>, Problem> {
    Ok(row.get(at)?)
}

const ASSETS: &str = "SELECT a.id, a.code, a.name, a.description, a.aliases, a.parent_id, p.code, a.location_id, \
    coalesce(l.code, l.name), a.class_id, c.name, a.status, a.criticality, a.serial_number, a.manufacturer, a.model, \
    a.purchase_on, a.commissioned_on, a.warranty_until, a.replacement_value_minor FROM assets a \
    LEFT JOIN assets p ON p.organization_id = a.organization_id AND p.id = a.parent_id \
    LEFT JOIN locations l ON l.organization_id = a.organization_id AND l.id = a.location_id \
    LEFT JOIN asset_classes c ON c.organization_id = a.organization_id AND c.id = a.class_id \
    WHERE a.organization_id = ?";

fn asset(row: &Row<'_>) -> Result<Current, Problem> {
    let rank: i64 = row.get(12)?;
    let criticality = Criticality::ALL.into_iter().find(|one| one.rank() == rank).unwrap_or_default();
    let day = |at: usize| Ok::<_, Problem>(row.get::<Option<Date>>(at)?);
    Ok(Current {
        values: object(json!({
            "code": text(row, 1)?,
            "name": text(row, 2)?,
            "description": text(row, 3)?,
            "aliases": row.get::<Value>(4)?,
            "parent_id": row.get::<Option<Uuid>>(5)?,
            "location_id": row.get::<Option<Uuid>>(7)?,
            "class_id": row.get::<Option<Uuid>>(9)?,
            "status": text(row, 11)?,
            "criticality": criticality,
            "serial_number": text(row, 13)?,
            "manufacturer": text(row, 14)?,
            "model": text(row, 15)?,
            "purchase_on": day(16)?,
            "commissioned_on": day(17)?,
            "warranty_until": day(18)?,
            "replacement_value_minor": row.get::<Option<i64>>(19)?,
        })),
        shown: shown(row, &[("parent_id", 6), ("location_id", 8), ("class_id", 10)])?,
        name: row.get(1)?,
        ..Current::default()
    })
}

const LOCATIONS: &str = "SELECT l.id, l.code, l.name, l.description, l.aliases, l.parent_id, coalesce(p.code, p.name), \
    l.site_id FROM locations l LEFT JOIN locations p ON p.organization_id = l.organization_id AND p.id = l.parent_id \
    WHERE l.organization_id = ?";

fn location(row: &Row<'_>) -> Result<Current, Problem> {
    Ok(Current {
        values: object(json!({
            "code": text(row, 1)?,
            "name": text(row, 2)?,
            "description": text(row, 3)?,
            "aliases": row.get::<Value>(4)?,
            "parent_id": row.get::<Option<Uuid>>(5)?,
        })),
        shown: shown(row, &[("parent_id", 6)])?,
        name: row.get(2)?,
        site: Some(row.get(7)?),
        ..Current::default()
    })
}

const PARTS: &str = "SELECT p.id, p.number, p.name, p.description, p.aliases, p.unit, p.category, \
    p.manufacturer_part_number, p.barcode, p.archived_at IS NOT NULL, p.on_hand_millionths FROM parts p WHERE p.organization_id = ?";

fn part(row: &Row<'_>) -> Result<Current, Problem> {
    Ok(Current {
        values: object(json!({
            "number": text(row, 1)?,
            "name": text(row, 2)?,
            "description": text(row, 3)?,
            "aliases": row.get::<Value>(4)?,
            "unit": text(row, 5)?,
            "category": text(row, 6)?,
            "manufacturer_part_number": text(row, 7)?,
            "barcode": text(row, 8)?,
            "archived": row.get::<bool>(9)?,
        })),
        shown: BTreeMap::from([("archived", if row.get(9)? { "yes" } else { "no" }.to_owned())]),
        name: row.get(1)?,
        on_hand: Some(Quantity::from_millionths(row.get(10)?)),
        ..Current::default()
    })
}

const USERS: &str = "SELECT u.id, u.email, u.name, r.name, u.aliases FROM users u \
    JOIN roles r ON r.organization_id = u.organization_id AND r.id = u.role_id WHERE u.organization_id = ?";

fn user(row: &Row<'_>) -> Result<Current, Problem> {
    Ok(Current {
        values: object(json!({
            "email": text(row, 1)?,
            "name": text(row, 2)?,
            "role": text(row, 3)?,
            "aliases": row.get::<Value>(4)?,
        })),
        name: row.get(1)?,
        ..Current::default()
    })
}

const ORDERS: &str = "SELECT w.id, w.number, w.title, w.description, w.kind, w.priority, w.asset_id, a.code, \
    w.location_id, coalesce(l.code, l.name), w.team_id, t.name, w.due_at, w.planned_start_at, w.estimated_minutes, \
    w.resolution, w.cause, w.tags, w.status FROM work_orders w \
    LEFT JOIN assets a ON a.organization_id = w.organization_id AND a.id = w.asset_id \
    LEFT JOIN locations l ON l.organization_id = w.organization_id AND l.id = w.location_id \
    LEFT JOIN teams t ON t.organization_id = w.organization_id AND t.id = w.team_id WHERE w.organization_id = ?";

fn order(row: &Row<'_>) -> Result<Current, Problem> {
    let instant = |at: usize| Ok::<_, Problem>(row.get::<Option<Timestamp>>(at)?);
    let status: String = row.get(18)?;
    Ok(Current {
        values: object(json!({
            "title": text(row, 2)?,
            "description": text(row, 3)?,
            "kind": text(row, 4)?,
            "priority": Priority::from_rank(row.get(5)?).unwrap_or(Priority::None),
            "asset_id": row.get::<Option<Uuid>>(6)?,
            "location_id": row.get::<Option<Uuid>>(8)?,
            "team_id": row.get::<Option<Uuid>>(10)?,
            "due_at": instant(12)?,
            "planned_start_at": instant(13)?,
            "estimated_minutes": row.get::<Option<i64>>(14)?,
            "resolution": text(row, 15)?,
            "cause": text(row, 16)?,
            "tags": row.get::<Value>(17)?,
        })),
        shown: shown(row, &[("asset_id", 7), ("location_id", 9), ("team_id", 11)])?,
        name: work_order_label(row.get(1)?),
        status: status.parse().ok(),
        ..Current::default()
    })
}
