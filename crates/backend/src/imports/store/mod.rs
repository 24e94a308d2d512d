//! Tables `import_batches`, `import_records`, `import_changes` and `external_identities`; and what is known already of the records that
//! files name.

mod current;
mod export;

use std::collections::{HashMap, HashSet};

use contract::imports::{ImportBatch, ImportBatchFilter, ImportKind};
use jiff::Timestamp;
use kernel::{
    AssetId, BinId, Cursor, ImportBatchId, LocationId, Page, Problem, SiteId, StoreroomId, TeamId, UserId,
};
use serde_json::{Map, Value};
use store::{Row, ToValue};
use uuid::Uuid;

use crate::{check::key, tenant::Tenant};

pub(super) use current::{Current, current};
pub(super) use export::{export_fields, visit_all};

/// The one system that files come from until a connector names its own.
const FILES: &str = "file";

/// An asset as far as files need it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownAsset {
    pub id: AssetId,
    pub location: Option<LocationId>,
    pub site: Option<SiteId>,
}

/// Records under their names; a name that two have means the first.
fn named<T>(names: impl IntoIterator<Item = (String, T)>) -> HashMap<String, T> {
    let mut known = HashMap::new();
    for (name, record) in names {
        if !name.is_empty() {
            known.entry(name).or_insert(record);
        }
    }
    known
}

/// Records by their codes, then by what they are called.
fn by_code_then_name<T: Copy>(rows: &[(T, String, String)]) -> HashMap<String, T> {
    let codes = rows.iter().map(|(record, code, _)| (code.clone(), *record));
    named(codes.chain(rows.iter().map(|(record, _, name)| (name.clone(), *record))))
}

/// Assets by code, then by name, then by what else they are called.
pub(super) fn assets(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<String, KnownAsset>, Problem> {
    let sql = tenant.sql(
        "SELECT id, code_key, name_key, location_id, site_id FROM assets WHERE organization_id = ? \
         ORDER BY CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END, id",
    );
    let rows = tenant.query(&sql, |row| {
        let asset = KnownAsset { id: row.get(0)?, location: row.get(3)?, site: row.get(4)? };
        Ok::<_, Problem>((asset, row.get::<String>(1)?, row.get::<String>(2)?))
    })?;
    let others = tenant.sql("SELECT asset_id, name_key FROM asset_names WHERE organization_id = ?");
    let others =
        tenant.query(&others, |row| Ok::<_, Problem>((row.get::<AssetId>(0)?, row.get::<String>(1)?)))?;
    let by_id: HashMap<AssetId, KnownAsset> = rows.iter().map(|(asset, _, _)| (asset.id, *asset)).collect();
    let others = others.into_iter().filter_map(|(id, name)| Some((name, *by_id.get(&id)?)));
    let codes = rows.iter().map(|(asset, code, _)| (code.clone(), *asset));
    let names = rows.iter().map(|(asset, _, name)| (name.clone(), *asset));
    Ok(named(codes.chain(names).chain(others)))
}

/// A location with the names by which files may call it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub id: LocationId,
    pub site: SiteId,
    pub code: Option<String>,
    pub name: String,
    /// Names from the site down to it.
    pub path: String,
    archived: bool,
}

/// All locations, those that are not archived first.
pub(super) fn places(tenant: &mut Tenant<'_, '_>) -> Result<Vec<Place>, Problem> {
    let sql = tenant.sql(
        "SELECT l.id, l.site_id, l.code, l.name, l.parent_id, s.name, l.archived_at IS NOT NULL FROM locations l \
         JOIN sites s ON s.organization_id = l.organization_id AND s.id = l.site_id \
         WHERE l.organization_id = ? ORDER BY l.id",
    );
    let mut above: HashMap<LocationId, (Option<LocationId>, String)> = HashMap::new();
    let mut places = tenant.query(&sql, |row| {
        let name: String = row.get(3)?;
        let id: LocationId = row.get(0)?;
        above.insert(id, (row.get(4)?, name.clone()));
        let site: String = row.get(5)?;
        Ok::<_, Problem>(Place {
            id,
            site: row.get(1)?,
            code: row.get(2)?,
            name,
            path: site,
            archived: row.get(6)?,
        })
    })?;
    for place in &mut places {
        let (mut names, mut at) = (Vec::new(), Some(place.id));
        while let Some((parent, name)) = at.and_then(|id| above.get(&id)).filter(|_| names.len() < 50) {
            names.push(name.as_str());
            at = *parent;
        }
        for name in names.into_iter().rev() {
            place.path.push_str(" › ");
            place.path.push_str(name);
        }
    }
    places.sort_by_key(|place| place.archived);
    Ok(places)
}

/// Locations by code, then by name, by path, and by identity.
pub(super) fn by_names(places: &[Place]) -> HashMap<String, (LocationId, SiteId)> {
    let of = |place: &Place| (place.id, place.site);
    let codes = places.iter().filter_map(|place| Some((key(place.code.as_ref()?), of(place))));
    let names = places.iter().map(|place| (key(&place.name), of(place)));
    let paths = places.iter().map(|place| (key(&place.path), of(place)));
    let ids = places.iter().map(|place| (place.id.to_string(), of(place)));
    named(codes.chain(names).chain(paths).chain(ids))
}

pub(super) fn locations(
    tenant: &mut Tenant<'_, '_>,
) -> Result<HashMap<String, (LocationId, SiteId)>, Problem> {
    let mut known = by_names(&places(tenant)?);
    for (name, id) in external(tenant, "location")? {
        if let Some(place) = known.get(&id.to_string()).copied() {
            known.entry(key(&name)).or_insert(place);
        }
    }
    Ok(known)
}

pub(super) fn sites(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<String, SiteId>, Problem> {
    let sql = tenant.sql("SELECT id, name_key FROM sites WHERE organization_id = ? AND archived_at IS NULL");
    let rows = tenant.query(&sql, |row| Ok::<_, Problem>((row.get::<String>(1)?, row.get(0)?)))?;
    Ok(rows.into_iter().collect())
}

/// People by e-mail address, then by name.
pub(super) fn users(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<String, UserId>, Problem> {
    let sql = tenant.sql("SELECT id, email_key, name FROM users WHERE organization_id = ? ORDER BY id");
    let rows = tenant.query(&sql, |row| {
        Ok::<_, Problem>((row.get::<UserId>(0)?, row.get::<String>(1)?, key(&row.get::<String>(2)?)))
    })?;
    Ok(by_code_then_name(&rows))
}

pub(super) fn teams(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<String, TeamId>, Problem> {
    let sql = tenant.sql("SELECT id, name_key FROM teams WHERE organization_id = ?");
    let rows = tenant.query(&sql, |row| Ok::<_, Problem>((row.get::<String>(1)?, row.get(0)?)))?;
    Ok(rows.into_iter().collect())
}

/// Roles by name, as they write it.
pub(super) fn roles(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<String, String>, Problem> {
    let sql = tenant.sql("SELECT name FROM roles WHERE organization_id = ?");
    let rows = tenant.query(&sql, |row| Ok::<_, Problem>(row.get::<String>(0)?))?;
    Ok(rows.into_iter().map(|name| (key(&name), name)).collect())
}

/// Asset classes by code, then by name.
pub(super) fn classes(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<String, kernel::AssetClassId>, Problem> {
    let sql =
        tenant.sql("SELECT id, code_key, name_key FROM asset_classes WHERE organization_id = ? ORDER BY id");
    let rows = tenant
        .query(&sql, |row| Ok::<_, Problem>((row.get(0)?, row.get::<String>(1)?, row.get::<String>(2)?)))?;
    Ok(by_code_then_name(&rows))
}

/// A record of the kind that a file holds, by what identifies it.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub id: Uuid,
    /// Key of its code, number or e-mail address.
    pub code: Option<String>,
    /// Key of its name.
    pub name: String,
    pub parent: Option<Uuid>,
    pub site: Option<Uuid>,
    pub archived: bool,
}

/// Everything of a kind; of orders only that they are there, for they have no names of their own.
pub(super) fn identities(tenant: &mut Tenant<'_, '_>, kind: ImportKind) -> Result<Vec<Identity>, Problem> {
    let sql = tenant.sql(match kind {
        ImportKind::Assets => {
            "SELECT id, code_key, name, parent_id, site_id, archived_at IS NOT NULL FROM assets \
             WHERE organization_id = ? ORDER BY id"
        }
        ImportKind::Locations => {
            "SELECT id, code_key, name, parent_id, site_id, archived_at IS NOT NULL FROM locations \
             WHERE organization_id = ? ORDER BY id"
        }
        ImportKind::Parts => {
            "SELECT id, number_key, name, CAST(NULL AS uuid), CAST(NULL AS uuid), archived_at IS NOT NULL FROM parts \
             WHERE organization_id = ? ORDER BY id"
        }
        ImportKind::Users => {
            "SELECT id, email_key, name, CAST(NULL AS uuid), CAST(NULL AS uuid), false FROM users \
             WHERE organization_id = ? ORDER BY id"
        }
        ImportKind::WorkOrders => {
            "SELECT id, CAST(NULL AS text), '', CAST(NULL AS uuid), CAST(NULL AS uuid), false FROM work_orders \
             WHERE organization_id = ? ORDER BY id"
        }
    });
    tenant.query(&sql, |row| {
        Ok(Identity {
            id: row.get(0)?,
            code: row.get(1)?,
            name: key(&row.get::<String>(2)?),
            parent: row.get(3)?,
            site: row.get(4)?,
            archived: row.get(5)?,
        })
    })
}

/// Storerooms by name.
pub(super) fn storerooms(tenant: &mut Tenant<'_, '_>) -> Result<Vec<(StoreroomId, String)>, Problem> {
    let sql = tenant.sql("SELECT id, name FROM storerooms WHERE organization_id = ? AND archived_at IS NULL");
    tenant.query(&sql, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Bins by their storeroom and the key of their code.
pub(super) fn bins(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<(StoreroomId, String), BinId>, Problem> {
    let sql = tenant
        .sql("SELECT storeroom_id, code_key, id FROM bins WHERE organization_id = ? AND archived_at IS NULL");
    let rows = tenant
        .query(&sql, |row| Ok::<_, Problem>(((row.get(0)?, row.get::<String>(1)?), row.get::<BinId>(2)?)))?;
    Ok(rows.into_iter().collect())
}

/// Whether another record has the value of a field that no two have.
pub(super) fn is_taken(
    tenant: &mut Tenant<'_, '_>,
    kind: ImportKind,
    field: &str,
    value: &Value,
    id: Uuid,
) -> Result<bool, Problem> {
    let Value::String(value) = value else { return Ok(false) };
    let (text, value) = match (kind, field) {
        (ImportKind::Assets, "code") => {
            ("SELECT 1 FROM assets WHERE organization_id = ? AND code_key = ? AND id <> ?", key(value))
        }
        (ImportKind::Locations, "code") => {
            ("SELECT 1 FROM locations WHERE organization_id = ? AND code_key = ? AND id <> ?", key(value))
        }
        (ImportKind::Parts, "number") => {
            ("SELECT 1 FROM parts WHERE organization_id = ? AND number_key = ? AND id <> ?", key(value))
        }
        (ImportKind::Parts, "barcode") => {
            ("SELECT 1 FROM parts WHERE organization_id = ? AND barcode = ? AND id <> ?", value.clone())
        }
        (ImportKind::Users, "email") => {
            ("SELECT 1 FROM users WHERE organization_id = ? AND email_key = ? AND id <> ?", key(value))
        }
        _ => return Ok(false),
    };
    let sql = tenant.sql(text).bind(value).bind(id);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

/// Parts whose stock has moved, other than in and out again by an import that was undone.
pub(super) fn parts_with_stock(tenant: &mut Tenant<'_, '_>) -> Result<HashSet<Uuid>, Problem> {
    let sql = tenant.sql(
        "SELECT DISTINCT m.part_id FROM stock_movements m WHERE m.organization_id = ? AND m.counter_of IS NULL \
         AND NOT EXISTS (SELECT 1 FROM stock_movements c WHERE c.organization_id = m.organization_id \
         AND c.counter_of = m.id)",
    );
    let rows = tenant.query(&sql, |row| Ok::<_, Problem>(row.get::<Uuid>(0)?))?;
    Ok(rows.into_iter().collect())
}

/// What files have called records of a kind.
pub(super) fn external(tenant: &mut Tenant<'_, '_>, entity: &str) -> Result<HashMap<String, Uuid>, Problem> {
    let sql = tenant
        .sql(
            "SELECT external_id, entity_id FROM external_identities WHERE organization_id = ? AND entity = ? \
             AND external_system = ?",
        )
        .bind(entity)
        .bind(FILES);
    let rows = tenant.query(&sql, |row| Ok::<_, Problem>((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Keeps what files call records of a kind; the last one of a name wins.
pub(super) fn keep_external(
    tenant: &mut Tenant<'_, '_>,
    entity: &str,
    names: impl IntoIterator<Item = (String, Uuid)>,
) -> Result<(), Problem> {
    let rows = names
        .into_iter()
        .map(|(name, id)| [entity.to_value(), FILES.to_value(), name.to_value(), id.to_value()]);
    tenant.insert_rows(
        "INSERT INTO external_identities (organization_id, entity, external_system, external_id, entity_id) VALUES (?",
        rows,
        " ON CONFLICT (organization_id, entity, external_system, external_id) \
         DO UPDATE SET entity_id = excluded.entity_id",
    )?;
    Ok(())
}

pub(super) fn insert_batch(
    tenant: &mut Tenant<'_, '_>,
    batch: &ImportBatch,
    hash: &[u8],
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO import_batches (organization_id, id, kind, file_name, mapping, content_hash, rows, created, \
             updated, created_by_name, created_at, undone_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(batch.id)
        .bind(batch.kind.name())
        .bind(batch.file_name.as_deref())
        .bind(batch.mapping.as_deref())
        .bind(hash.to_vec())
        .bind(batch.rows)
        .bind(batch.created)
        .bind(batch.updated)
        .bind(&batch.created_by_name)
        .bind(batch.created_at)
        .bind(batch.undone_at);
    tenant.execute(&sql)?;
    Ok(())
}

/// Says what a batch made: records of a kind with their lines.
pub(super) fn insert_records(
    tenant: &mut Tenant<'_, '_>,
    batch: ImportBatchId,
    entity: &str,
    records: impl IntoIterator<Item = (Uuid, i64)>,
) -> Result<(), Problem> {
    let rows = records
        .into_iter()
        .map(|(id, line)| [batch.to_value(), entity.to_value(), id.to_value(), line.to_value()]);
    tenant.insert_rows(
        "INSERT INTO import_records (organization_id, batch_id, entity, entity_id, line) VALUES (?",
        rows,
        "",
    )?;
    Ok(())
}

/// A record that a batch changed.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    pub entity: String,
    pub id: Uuid,
    pub line: i64,
    pub before: Map<String, Value>,
    pub after: Map<String, Value>,
}

/// Says what a batch changed.
pub(super) fn insert_change(
    tenant: &mut Tenant<'_, '_>,
    batch: ImportBatchId,
    changed: &Changed,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO import_changes (organization_id, batch_id, entity, entity_id, line, fields_before, \
             fields_after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(batch)
        .bind(&changed.entity)
        .bind(changed.id)
        .bind(changed.line)
        .bind(Value::Object(changed.before.clone()))
        .bind(Value::Object(changed.after.clone()));
    tenant.execute(&sql)?;
    Ok(())
}

/// What a batch changed, the last line first.
pub(super) fn changes(tenant: &mut Tenant<'_, '_>, batch: ImportBatchId) -> Result<Vec<Changed>, Problem> {
    let sql = tenant
        .sql(
            "SELECT entity, entity_id, line, fields_before, fields_after FROM import_changes \
             WHERE organization_id = ? AND batch_id = ? ORDER BY line DESC",
        )
        .bind(batch);
    let fields = |value: Value| match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    tenant.query(&sql, |row| {
        Ok(Changed {
            entity: row.get(0)?,
            id: row.get(1)?,
            line: row.get(2)?,
            before: fields(row.get(3)?),
            after: fields(row.get(4)?),
        })
    })
}

const BATCH: &str = "SELECT id, kind, file_name, mapping, rows, created, updated, created_by_name, created_at, undone_at \
                     FROM import_batches WHERE organization_id = ?";

fn batch(row: &Row<'_>) -> Result<ImportBatch, Problem> {
    let kind: String = row.get(1)?;
    Ok(ImportBatch {
        id: row.get(0)?,
        kind: ImportKind::from_name(&kind)
            .ok_or_else(|| Problem::internal(format!("unknown kind {kind}")))?,
        file_name: row.get(2)?,
        mapping: row.get(3)?,
        rows: row.get(4)?,
        created: row.get(5)?,
        updated: row.get(6)?,
        created_by_name: row.get(7)?,
        created_at: row.get(8)?,
        undone_at: row.get(9)?,
    })
}

pub(super) fn find_batch(tenant: &mut Tenant<'_, '_>, id: ImportBatchId) -> Result<ImportBatch, Problem> {
    let mut sql = tenant.sql(BATCH);
    sql.push(" AND id = ").push_bind(id);
    tenant.query_optional(&sql, batch)?.ok_or_else(|| Problem::not_found("This import"))
}

/// The batch that brought the same content and was not undone.
pub(super) fn same_content(
    tenant: &mut Tenant<'_, '_>,
    kind: ImportKind,
    hash: &[u8],
) -> Result<Option<ImportBatch>, Problem> {
    let mut sql = tenant.sql(BATCH);
    sql.push(" AND content_hash = ").push_bind(hash.to_vec());
    sql.push(" AND kind = ").push_bind(kind.name());
    sql.push(" AND undone_at IS NULL LIMIT 1");
    tenant.query_optional(&sql, batch)
}

/// Batches, newest first.
pub(super) fn list_batches(
    tenant: &mut Tenant<'_, '_>,
    filter: &ImportBatchFilter,
) -> Result<Page<ImportBatch>, Problem> {
    let mut sql = tenant.sql(BATCH);
    if let Some(cursor) = &filter.cursor {
        let (at, id): (Timestamp, ImportBatchId) = Cursor::read(cursor)?;
        sql.push(" AND (created_at, id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY created_at DESC, id DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, batch)?;
    Ok(Page::cut(found, filter.limit, |batch| Cursor::write(&(batch.created_at, batch.id))))
}

pub(super) fn mark_undone(
    tenant: &mut Tenant<'_, '_>,
    id: ImportBatchId,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE import_batches SET undone_at = ? WHERE organization_id = ? AND id = ?")
        .bind(now)
        .bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

/// What a batch made: entity, id, line, and whether anything happened to it since.
pub(super) fn records(
    tenant: &mut Tenant<'_, '_>,
    id: ImportBatchId,
) -> Result<Vec<(String, Uuid, i64, bool)>, Problem> {
    let sql = tenant
        .sql(
            "SELECT r.entity, r.entity_id, r.line, (SELECT count(*) FROM events e \
             WHERE e.organization_id = r.organization_id AND e.entity_id = r.entity_id) FROM import_records r \
             WHERE r.organization_id = ? AND r.batch_id = ? ORDER BY r.entity DESC, r.entity_id DESC",
        )
        .bind(id);
    tenant.query(&sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<i64>(3)? > 1)))
}

/// Forgets a record that was undone: its line in the batch, and what files call it.
pub(super) fn forget(
    tenant: &mut Tenant<'_, '_>,
    batch: ImportBatchId,
    entity: &str,
    id: Uuid,
) -> Result<(), Problem> {
    let line = tenant
        .sql("DELETE FROM import_records WHERE organization_id = ? AND batch_id = ? AND entity = ? AND entity_id = ?")
        .bind(batch)
        .bind(entity)
        .bind(id);
    tenant.execute(&line)?;
    let names = tenant
        .sql("DELETE FROM external_identities WHERE organization_id = ? AND entity = ? AND entity_id = ?")
        .bind(entity)
        .bind(id);
    tenant.execute(&names)?;
    Ok(())
}
