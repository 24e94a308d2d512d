//! Tables `parts` and `part_storerooms`.

use std::collections::HashMap;

use contract::parts::{Part, PartCategory, PartFilter, StockState, StockingRule};
use jiff::Timestamp;
use kernel::{Cursor, Page, PartId, Problem, Quantity};
use serde::{Deserialize, Serialize};
use store::Row;

use crate::{
    check,
    tenant::{Statement, Tenant, strings},
};

const PART: &str = "SELECT p.id, p.number, p.name, p.aliases, p.description, p.unit, p.category, \
    p.manufacturer_part_number, p.barcode, p.default_bin_id, \
    (SELECT r.name FROM bins b JOIN storerooms r ON r.organization_id = b.organization_id AND r.id = b.storeroom_id \
     WHERE b.organization_id = p.organization_id AND b.id = p.default_bin_id), \
    (SELECT b.code FROM bins b WHERE b.organization_id = p.organization_id AND b.id = p.default_bin_id), \
    p.on_hand_millionths, p.value_minor, p.average_price_minor, \
    (SELECT count(*) FROM part_storerooms r WHERE r.organization_id = p.organization_id AND r.part_id = p.id \
     AND r.min_millionths > 0 AND r.min_millionths >= COALESCE((SELECT CAST(sum(l.quantity_millionths) AS bigint) \
     FROM stock_levels l WHERE l.organization_id = r.organization_id AND l.part_id = r.part_id \
     AND l.storeroom_id = r.storeroom_id), 0)), \
    p.archived_at, p.version, p.created_at, p.updated_at FROM parts p WHERE p.organization_id = ?";

const IS_LOW: &str = " AND EXISTS (SELECT 1 FROM part_storerooms r WHERE r.organization_id = p.organization_id \
    AND r.part_id = p.id AND r.min_millionths > 0 AND r.min_millionths >= COALESCE((SELECT \
    CAST(sum(l.quantity_millionths) AS bigint) FROM stock_levels l WHERE l.organization_id = r.organization_id \
    AND l.part_id = r.part_id AND l.storeroom_id = r.storeroom_id), 0))";

fn part(row: &Row<'_>) -> Result<Part, Problem> {
    let on_hand = Quantity::from_millionths(row.get(12)?);
    let low: i64 = row.get(15)?;
    let storeroom: Option<String> = row.get(10)?;
    let bin: Option<String> = row.get(11)?;
    Ok(Part {
        id: row.get(0)?,
        number: row.get(1)?,
        name: row.get(2)?,
        aliases: strings(row.get(3)?)?,
        description: row.get(4)?,
        unit: row.get(5)?,
        category: row.get(6)?,
        manufacturer_part_number: row.get(7)?,
        barcode: row.get(8)?,
        default_bin_id: row.get(9)?,
        default_bin: storeroom.zip(bin).map(|(storeroom, bin)| format!("{storeroom} · {bin}")),
        stocking: Vec::new(),
        on_hand,
        available: on_hand,
        minimum: None,
        stock_state: match on_hand {
            Quantity::ZERO => StockState::Out,
            _ if low > 0 => StockState::Low,
            _ => StockState::InStock,
        },
        value_minor: row.get(13)?,
        average_price_minor: row.get(14)?,
        archived_at: row.get(16)?,
        version: row.get(17)?,
        created_at: row.get(18)?,
        updated_at: row.get(19)?,
    })
}

fn add_stocking(tenant: &mut Tenant<'_, '_>, parts: &mut [Part]) -> Result<(), Problem> {
    if parts.is_empty() {
        return Ok(());
    }
    let places: HashMap<PartId, usize> = parts.iter().enumerate().map(|(at, part)| (part.id, at)).collect();
    let mut sql = tenant.sql(
        "SELECT part_id, storeroom_id, min_millionths, max_millionths FROM part_storerooms \
         WHERE organization_id = ? AND part_id IN ",
    );
    sql.push_list(parts.iter().map(|part| part.id)).push(" ORDER BY part_id, storeroom_id");
    let rules = tenant.query(&sql, |row| {
        let rule = StockingRule {
            storeroom_id: row.get(1)?,
            minimum: Quantity::from_millionths(row.get(2)?),
            maximum: row.get::<Option<i64>>(3)?.map(Quantity::from_millionths),
        };
        Ok::<_, Problem>((row.get::<PartId>(0)?, rule))
    })?;
    for (id, rule) in rules {
        if let Some(part) = places.get(&id).and_then(|at| parts.get_mut(*at)) {
            part.minimum = part.minimum.unwrap_or_default().checked_add(rule.minimum);
            part.stocking.push(rule);
        }
    }
    Ok(())
}

pub(crate) fn find_part(tenant: &mut Tenant<'_, '_>, id: PartId) -> Result<Part, Problem> {
    let mut sql = tenant.sql(PART);
    sql.push(" AND p.id = ").push_bind(id);
    let mut found = tenant.query(&sql, part)?;
    add_stocking(tenant, &mut found)?;
    found.pop().ok_or_else(|| Problem::not_found("This part"))
}

/// The part with a number, whatever its case.
pub(crate) fn part_by_number(tenant: &mut Tenant<'_, '_>, number: &str) -> Result<Option<Part>, Problem> {
    let mut sql = tenant.sql(PART);
    sql.push(" AND p.number_key = ").push_bind(check::key(number));
    let mut found = tenant.query(&sql, part)?;
    add_stocking(tenant, &mut found)?;
    Ok(found.pop())
}

/// The value that a page of parts is sorted by.
#[derive(Serialize, Deserialize)]
enum SortKey {
    Text(String),
    Number(i64),
    Time(Timestamp),
}

type Sort = (&'static str, fn(&Part) -> SortKey);

const SORTS: &[(&str, Sort)] = &[
    ("number", ("p.number_key", |part| SortKey::Text(check::key(&part.number)))),
    ("name", ("p.name_key", |part| SortKey::Text(check::key(&part.name)))),
    (
        "category",
        ("COALESCE(p.category_key, '')", |part| {
            SortKey::Text(part.category.as_deref().map(check::key).unwrap_or_default())
        }),
    ),
    ("on_hand", ("p.on_hand_millionths", |part| SortKey::Number(part.on_hand.millionths()))),
    ("value_minor", ("p.value_minor", |part| SortKey::Number(part.value_minor))),
    ("updated_at", ("p.updated_at", |part| SortKey::Time(part.updated_at))),
];

fn sort(name: Option<&str>) -> Result<(Sort, bool), Problem> {
    let name = name.unwrap_or("number");
    let (name, backwards) = name.strip_prefix('-').map_or((name, false), |name| (name, true));
    let known = SORTS.iter().find(|(known, _)| *known == name);
    known.map(|(_, sort)| (*sort, backwards)).ok_or_else(|| {
        Problem::field("sort", "must be number, name, category, on_hand, value_minor or updated_at")
    })
}

fn narrow(sql: &mut Statement, filter: &PartFilter) {
    if filter.archived != Some(true) {
        sql.push(" AND p.archived_at IS NULL");
    }
    for word in check::key(filter.q.as_deref().unwrap_or_default()).split(' ').filter(|word| !word.is_empty())
    {
        sql.push(" AND p.search_key LIKE ").push_bind(format!("%{}%", word.replace(['%', '_'], "")));
    }
    if !filter.category.is_empty() {
        sql.push(" AND p.category_key IN ").push_list(filter.category.0.iter().map(|name| check::key(name)));
    }
    if let Some(number) = &filter.number {
        sql.push(" AND p.number_key = ").push_bind(check::key(number));
    }
    if let Some(barcode) = &filter.barcode {
        sql.push(" AND p.barcode = ").push_bind(barcode.trim());
    }
    if let Some(storeroom) = filter.storeroom_id {
        sql.push(
            " AND (EXISTS (SELECT 1 FROM part_storerooms r WHERE r.organization_id = p.organization_id \
             AND r.part_id = p.id AND r.storeroom_id = ",
        );
        sql.push_bind(storeroom).push(
            ") OR EXISTS (SELECT 1 FROM stock_levels l WHERE l.organization_id = p.organization_id \
             AND l.part_id = p.id AND l.quantity_millionths > 0 AND l.storeroom_id = ",
        );
        sql.push_bind(storeroom).push("))");
    }
    if filter.low_stock == Some(true) {
        sql.push(IS_LOW);
    }
    if filter.out_of_stock == Some(true) {
        sql.push(" AND p.on_hand_millionths = 0");
    }
}

pub(crate) fn list_parts(tenant: &mut Tenant<'_, '_>, filter: &PartFilter) -> Result<Page<Part>, Problem> {
    let ((column, key), backwards) = sort(filter.sort.as_deref())?;
    let mut sql = tenant.sql(PART);
    narrow(&mut sql, filter);
    if let Some(cursor) = &filter.cursor {
        let (value, id): (SortKey, PartId) = Cursor::read(cursor)?;
        sql.push(" AND (").push(column).push(if backwards { ", p.id) < (" } else { ", p.id) > (" });
        match value {
            SortKey::Text(text) => sql.push_bind(text),
            SortKey::Number(number) => sql.push_bind(number),
            SortKey::Time(time) => sql.push_bind(time),
        };
        sql.push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY ").push(column);
    sql.push(if backwards { " DESC, p.id DESC LIMIT " } else { ", p.id LIMIT " });
    sql.push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, part)?;
    let mut page = Page::cut(found, filter.limit, |part| Cursor::write(&(key(part), part.id)));
    add_stocking(tenant, &mut page.items)?;
    Ok(page)
}

/// Categories of the parts that are not archived, by name.
pub(crate) fn list_categories(tenant: &mut Tenant<'_, '_>) -> Result<Vec<PartCategory>, Problem> {
    let sql = tenant.sql(
        "SELECT min(category), count(*) FROM parts WHERE organization_id = ? AND archived_at IS NULL \
         AND category IS NOT NULL GROUP BY category_key ORDER BY category_key",
    );
    tenant.query(&sql, |row| Ok(PartCategory { category: row.get(0)?, parts: row.get(1)? }))
}

fn search_key(part: &Part) -> String {
    let mut words = vec![part.number.as_str(), part.name.as_str()];
    words.extend(part.aliases.iter().map(String::as_str));
    words.extend(part.manufacturer_part_number.as_deref());
    words.extend(part.barcode.as_deref());
    check::key(&words.join(" "))
}

/// Adds a part without stock.
pub(crate) fn insert_part(tenant: &mut Tenant<'_, '_>, new: &Part) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO parts (organization_id, id, number, number_key, name, name_key, aliases, search_key, \
             description, unit, category, category_key, manufacturer_part_number, barcode, default_bin_id, \
             on_hand_millionths, value_minor, average_price_minor, archived_at, version, created_at, updated_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(&new.number)
        .bind(check::key(&new.number))
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(serde_json::json!(new.aliases))
        .bind(search_key(new))
        .bind(new.description.as_deref())
        .bind(&new.unit)
        .bind(new.category.as_deref())
        .bind(new.category.as_deref().map(check::key))
        .bind(new.manufacturer_part_number.as_deref())
        .bind(new.barcode.as_deref())
        .bind(new.default_bin_id)
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    replace_stocking(tenant, new)
}

/// Saves what people may change of a part; its stock is left alone.
pub(crate) fn update_part(tenant: &mut Tenant<'_, '_>, new: &Part) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE parts SET number = ?, number_key = ?, name = ?, name_key = ?, aliases = ?, search_key = ?, \
             description = ?, unit = ?, category = ?, category_key = ?, manufacturer_part_number = ?, barcode = ?, \
             default_bin_id = ?, archived_at = ?, version = ?, updated_at = ? WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.number)
        .bind(check::key(&new.number))
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(serde_json::json!(new.aliases))
        .bind(search_key(new))
        .bind(new.description.as_deref())
        .bind(&new.unit)
        .bind(new.category.as_deref())
        .bind(new.category.as_deref().map(check::key))
        .bind(new.manufacturer_part_number.as_deref())
        .bind(new.barcode.as_deref())
        .bind(new.default_bin_id)
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    replace_stocking(tenant, new)
}

fn replace_stocking(tenant: &mut Tenant<'_, '_>, part: &Part) -> Result<(), Problem> {
    let sql =
        tenant.sql("DELETE FROM part_storerooms WHERE organization_id = ? AND part_id = ?").bind(part.id);
    tenant.execute(&sql)?;
    for rule in &part.stocking {
        let sql = tenant
            .sql(
                "INSERT INTO part_storerooms (organization_id, part_id, storeroom_id, min_millionths, \
                 max_millionths) VALUES (?, ?, ?, ?, ?)",
            )
            .bind(part.id)
            .bind(rule.storeroom_id)
            .bind(rule.minimum.millionths())
            .bind(rule.maximum.map(Quantity::millionths));
        tenant.execute(&sql)?;
    }
    Ok(())
}

/// Removes a part that has no stock and no history.
pub(in crate::parts) fn delete_part(tenant: &mut Tenant<'_, '_>, id: PartId) -> Result<(), Problem> {
    for text in [
        "DELETE FROM part_storerooms WHERE organization_id = ? AND part_id = ?",
        "DELETE FROM parts WHERE organization_id = ? AND id = ?",
    ] {
        let sql = tenant.sql(text).bind(id);
        tenant.execute(&sql)?;
    }
    Ok(())
}
