//! Reading everything of a kind, row by row, for the way out.

use std::collections::HashMap;

use contract::{imports::ImportKind, work_orders::Priority};
use jiff::{Timestamp, civil::Date};
use kernel::{Currency, LocationId, Money, Problem};
use serde_json::Value;
use store::Row;
use uuid::Uuid;

use crate::{
    check::key,
    imports::{known::entity, values::joined},
    tenant::{Statement, Tenant},
};

/// The fields that are written, as the same kind imports them.
pub(in crate::imports) const fn export_fields(kind: ImportKind) -> &'static [&'static str] {
    match kind {
        ImportKind::WorkOrders => &[
            "external_id",
            "title",
            "description",
            "kind",
            "status",
            "priority",
            "asset",
            "location",
            "team",
            "due_at",
            "planned_start_at",
            "estimated_minutes",
            "created_at",
            "started_at",
            "completed_at",
            "closed_at",
            "resolution",
            "cause",
            "tags",
            "cost",
            "assignees",
        ],
        ImportKind::Assets => &[
            "external_id",
            "code",
            "name",
            "description",
            "aliases",
            "parent",
            "location",
            "class",
            "status",
            "criticality",
            "serial_number",
            "manufacturer",
            "model",
            "purchase_on",
            "commissioned_on",
            "warranty_until",
            "replacement_value",
        ],
        ImportKind::Locations => &["external_id", "code", "name", "description", "aliases", "parent", "site"],
        ImportKind::Parts => &[
            "external_id",
            "number",
            "name",
            "description",
            "aliases",
            "unit",
            "category",
            "manufacturer_part_number",
            "barcode",
        ],
        ImportKind::Users => &["external_id", "email", "name", "role", "aliases", "team"],
    }
}

/// Visits everything that is not archived, the cells of each record in the order of [`export_fields`].
pub(in crate::imports) fn visit_all(
    tenant: &mut Tenant<'_, '_>,
    kind: ImportKind,
    currency: Currency,
    mut visit: impl FnMut(&[String]) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let names = Names::load(tenant, kind)?;
    match kind {
        ImportKind::WorkOrders => {
            let people = tenant.sql(
                "SELECT a.work_order_id, u.email FROM work_order_assignees a JOIN users u \
                 ON u.organization_id = a.organization_id AND u.id = a.user_id WHERE a.organization_id = ? \
                 ORDER BY a.work_order_id, a.place",
            );
            let people = several(tenant, &people)?;
            let sql = tenant.sql(ORDERS);
            tenant.for_each(&sql, |row| visit(&order(row, &names, &people, currency)?))
        }
        ImportKind::Assets => {
            let sql = tenant.sql(ASSETS);
            tenant.for_each(&sql, |row| visit(&asset(row, &names, currency)?))
        }
        ImportKind::Locations => {
            let sql = tenant.sql(LOCATIONS);
            tenant.for_each(&sql, |row| {
                let mut cells = plain(row, &names, 4)?;
                cells.push(names.place(row, 5)?);
                cells.push(text(row, 6)?);
                visit(&cells)
            })
        }
        ImportKind::Parts => {
            let sql = tenant.sql(PARTS);
            tenant.for_each(&sql, |row| visit(&plain(row, &names, 8)?))
        }
        ImportKind::Users => {
            let teams = tenant.sql(
                "SELECT m.user_id, t.name FROM team_members m JOIN teams t ON t.organization_id = m.organization_id \
                 AND t.id = m.team_id WHERE m.organization_id = ? ORDER BY m.user_id, t.name",
            );
            let teams = several(tenant, &teams)?;
            let sql = tenant.sql(USERS);
            tenant.for_each(&sql, |row| {
                let mut cells = plain(row, &names, 4)?;
                cells.push(teams.get(&row.get::<Uuid>(0)?).cloned().unwrap_or_default());
                visit(&cells)
            })
        }
    }
}

/// How the table names records, so that the same file finds them again.
struct Names {
    /// What files have called the records that are written.
    external: HashMap<Uuid, String>,
    /// Every place by its code, by its name where that is enough, or else as its own row is called.
    places: HashMap<LocationId, String>,
}

/// What files have called records of a kind; of several names always the same.
fn called(tenant: &mut Tenant<'_, '_>, entity: &str) -> Result<HashMap<Uuid, String>, Problem> {
    let mut called: HashMap<Uuid, String> = HashMap::new();
    for (name, id) in super::external(tenant, entity)? {
        let kept = called.entry(id).or_insert_with(|| name.clone());
        if name < *kept {
            *kept = name;
        }
    }
    Ok(called)
}

impl Names {
    fn load(tenant: &mut Tenant<'_, '_>, kind: ImportKind) -> Result<Self, Problem> {
        let external = called(tenant, entity(kind))?;
        let mut places = HashMap::new();
        if matches!(kind, ImportKind::WorkOrders | ImportKind::Assets | ImportKind::Locations) {
            let all = super::places(tenant)?;
            let outside = called(tenant, "location")?;
            let mut uses: HashMap<String, usize> = HashMap::new();
            for name in all.iter().flat_map(|place| place.code.iter().chain([&place.name])) {
                *uses.entry(key(name)).or_default() += 1;
            }
            for place in all {
                let is_its_own = |name: &&String| uses.get(&key(name)) == Some(&1);
                let short = place.code.as_ref().or(Some(&place.name)).filter(is_its_own);
                let id = place.id.uuid();
                let long = || outside.get(&id).cloned().unwrap_or_else(|| id.to_string());
                places.insert(place.id, short.cloned().unwrap_or_else(long));
            }
        }
        Ok(Self { external, places })
    }

    /// What files call the record; where none does, its identity.
    fn external(&self, row: &Row<'_>) -> Result<String, Problem> {
        let id: Uuid = row.get(0)?;
        Ok(self.external.get(&id).cloned().unwrap_or_else(|| id.to_string()))
    }

    fn place(&self, row: &Row<'_>, at: usize) -> Result<String, Problem> {
        let id: Option<LocationId> = row.get(at)?;
        Ok(id.and_then(|id| self.places.get(&id)).cloned().unwrap_or_default())
    }
}

/// What files call the record, then cells that are texts, with a list at the fourth place.
fn plain(row: &Row<'_>, names: &Names, count: usize) -> Result<Vec<String>, Problem> {
    let texts = (1..=count).map(|at| if at == 4 { list(row, at) } else { text(row, at) });
    std::iter::once(names.external(row)).chain(texts).collect()
}

const ORDERS: &str = "SELECT w.id, w.title, w.description, w.kind, w.status, w.priority, a.code, \
    w.location_id, t.name, w.due_at, w.planned_start_at, w.estimated_minutes, w.created_at, w.started_at, \
    w.completed_at, w.closed_at, w.resolution, w.cause, w.tags, \
    w.labour_minor + w.parts_minor + w.vendor_minor + w.other_minor FROM work_orders w \
    LEFT JOIN assets a ON a.organization_id = w.organization_id AND a.id = w.asset_id \
    LEFT JOIN teams t ON t.organization_id = w.organization_id AND t.id = w.team_id \
    WHERE w.organization_id = ? ORDER BY w.number";

fn order(
    row: &Row<'_>,
    names: &Names,
    people: &HashMap<Uuid, String>,
    currency: Currency,
) -> Result<Vec<String>, Problem> {
    let id: Uuid = row.get(0)?;
    let priority = Priority::from_rank(row.get(5)?).unwrap_or(Priority::None);
    let minutes: Option<i64> = row.get(11)?;
    Ok(vec![
        names.external(row)?,
        text(row, 1)?,
        text(row, 2)?,
        text(row, 3)?,
        text(row, 4)?,
        priority.name().to_owned(),
        text(row, 6)?,
        names.place(row, 7)?,
        text(row, 8)?,
        instant(row, 9)?,
        instant(row, 10)?,
        minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        instant(row, 12)?,
        instant(row, 13)?,
        instant(row, 14)?,
        instant(row, 15)?,
        text(row, 16)?,
        text(row, 17)?,
        list(row, 18)?,
        Money { minor: row.get(19)?, currency }.to_string(),
        people.get(&id).cloned().unwrap_or_default(),
    ])
}

const ASSETS: &str = "SELECT a.id, a.code, a.name, a.description, a.aliases, p.code, a.location_id, c.code, a.status, \
    a.criticality, a.serial_number, a.manufacturer, a.model, a.purchase_on, a.commissioned_on, a.warranty_until, \
    a.replacement_value_minor FROM assets a \
    LEFT JOIN assets p ON p.organization_id = a.organization_id AND p.id = a.parent_id \
    LEFT JOIN asset_classes c ON c.organization_id = a.organization_id AND c.id = a.class_id \
    WHERE a.organization_id = ? AND a.archived_at IS NULL ORDER BY a.code_key";

fn asset(row: &Row<'_>, names: &Names, currency: Currency) -> Result<Vec<String>, Problem> {
    let mut cells = vec![names.external(row)?];
    for at in 1..17 {
        cells.push(match at {
            4 => list(row, at)?,
            6 => names.place(row, at)?,
            9 => match row.get::<i64>(at)? {
                1 => "low".to_owned(),
                3 => "high".to_owned(),
                4 => "critical".to_owned(),
                _ => "medium".to_owned(),
            },
            13..=15 => row.get::<Option<Date>>(at)?.map(|date| date.to_string()).unwrap_or_default(),
            16 => {
                let minor: Option<i64> = row.get(at)?;
                minor.map(|minor| Money { minor, currency }.to_string()).unwrap_or_default()
            }
            _ => text(row, at)?,
        });
    }
    Ok(cells)
}

const LOCATIONS: &str = "SELECT l.id, l.code, l.name, l.description, l.aliases, l.parent_id, s.name FROM locations l \
    JOIN sites s ON s.organization_id = l.organization_id AND s.id = l.site_id \
    WHERE l.organization_id = ? AND l.archived_at IS NULL ORDER BY s.name, l.name, l.id";

const PARTS: &str = "SELECT p.id, p.number, p.name, p.description, p.aliases, p.unit, p.category, p.manufacturer_part_number, \
    p.barcode FROM parts p WHERE p.organization_id = ? AND p.archived_at IS NULL ORDER BY p.number_key";

const USERS: &str = "SELECT u.id, u.email, u.name, r.name, u.aliases FROM users u \
    JOIN roles r ON r.organization_id = u.organization_id AND r.id = u.role_id \
    WHERE u.organization_id = ? AND u.active ORDER BY u.email_key";

/// For each id the texts that go with it, joined by commas.
fn several(tenant: &mut Tenant<'_, '_>, sql: &Statement) -> Result<HashMap<Uuid, String>, Problem> {
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    tenant.for_each(sql, |row| {
        found.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok::<_, Problem>(())
    })?;
    Ok(found.into_iter().map(|(id, names)| (id, joined(names.iter().map(String::as_str)))).collect())
}

fn text(row: &Row<'_>, at: usize) -> Result<String, Problem> {
    Ok(row.get::<Option<String>>(at)?.unwrap_or_default())
}

fn instant(row: &Row<'_>, at: usize) -> Result<String, Problem> {
    Ok(row.get::<Option<Timestamp>>(at)?.map(|at| at.to_string()).unwrap_or_default())
}

fn list(row: &Row<'_>, at: usize) -> Result<String, Problem> {
    let value: Value = row.get(at)?;
    let names = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    Ok(joined(names))
}
