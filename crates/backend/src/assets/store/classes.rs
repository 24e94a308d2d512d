//! Table `asset_classes`.

use std::collections::HashMap;

use contract::assets::{AssetAttribute, AssetClass, AssetClassFilter, InheritedAttribute};
use kernel::{AssetClassId, Cursor, Page, Problem};
use serde_json::json;
use store::Row;

use super::distinct;
use crate::{check, tenant::Tenant};

const CLASS: &str = "SELECT c.id, c.parent_id, c.code, c.name, c.attributes, c.built_in, \
    (SELECT count(*) FROM asset_classes h WHERE h.organization_id = c.organization_id AND h.parent_id = c.id \
     AND h.archived_at IS NULL), \
    (SELECT count(*) FROM assets a WHERE a.organization_id = c.organization_id AND a.class_id = c.id \
     AND a.archived_at IS NULL), \
    c.archived_at, c.version, c.created_at, c.updated_at FROM asset_classes c WHERE c.organization_id = ?";

/// A class in a chain of inheritance.
#[derive(Clone, Debug)]
pub(in super::super) struct Link {
    pub id: AssetClassId,
    pub name: String,
    pub attributes: Vec<AssetAttribute>,
}

fn class(row: &Row<'_>) -> Result<AssetClass, Problem> {
    Ok(AssetClass {
        id: row.get(0)?,
        parent_id: row.get(1)?,
        code: row.get(2)?,
        name: row.get(3)?,
        path: Vec::new(),
        attributes: serde_json::from_value(row.get(4)?).map_err(Problem::internal)?,
        inherited: Vec::new(),
        built_in: row.get(5)?,
        children: row.get(6)?,
        assets: row.get(7)?,
        archived_at: row.get(8)?,
        version: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// For each class, those above it and itself, topmost first.
pub(in super::super) fn chains(
    tenant: &mut Tenant<'_, '_>,
    ids: &[AssetClassId],
) -> Result<HashMap<AssetClassId, Vec<Link>>, Problem> {
    let mut chains = HashMap::<AssetClassId, Vec<Link>>::new();
    if ids.is_empty() {
        return Ok(chains);
    }
    let mut sql = tenant.sql(
        "WITH RECURSIVE up AS (SELECT organization_id, id AS start, id, parent_id, name, attributes, 0 AS depth \
         FROM asset_classes WHERE organization_id = ? AND id IN ",
    );
    sql.push_list(ids.iter()).push(
        " UNION ALL SELECT c.organization_id, up.start, c.id, c.parent_id, c.name, c.attributes, up.depth + 1 \
         FROM asset_classes c JOIN up ON c.organization_id = up.organization_id AND c.id = up.parent_id \
         WHERE up.depth < 50) SELECT start, id, name, attributes FROM up ORDER BY start, depth DESC",
    );
    tenant.for_each(&sql, |row| {
        let attributes = serde_json::from_value(row.get(3)?).map_err(Problem::internal)?;
        let link = Link { id: row.get(1)?, name: row.get(2)?, attributes };
        chains.entry(row.get(0)?).or_default().push(link);
        Ok::<_, Problem>(())
    })?;
    Ok(chains)
}

fn complete(tenant: &mut Tenant<'_, '_>, classes: &mut [AssetClass]) -> Result<(), Problem> {
    let chains = chains(tenant, &distinct(classes.iter().filter_map(|class| class.parent_id)))?;
    for class in classes {
        for link in class.parent_id.and_then(|parent| chains.get(&parent)).into_iter().flatten() {
            class.path.push(link.name.clone());
            for attribute in &link.attributes {
                let key = check::key(&attribute.name);
                if !class.attributes.iter().any(|own| check::key(&own.name) == key) {
                    class.inherited.push(InheritedAttribute {
                        name: attribute.name.clone(),
                        unit: attribute.unit.clone(),
                        kind: attribute.kind,
                        class_id: link.id,
                        class_name: link.name.clone(),
                    });
                }
            }
        }
        class.path.push(class.name.clone());
    }
    Ok(())
}

pub(in super::super) fn find(tenant: &mut Tenant<'_, '_>, id: AssetClassId) -> Result<AssetClass, Problem> {
    let mut sql = tenant.sql(CLASS);
    sql.push(" AND c.id = ").push_bind(id);
    let mut found = tenant.query(&sql, class)?;
    complete(tenant, &mut found)?;
    found.pop().ok_or_else(|| Problem::not_found("This asset class"))
}

/// The class with a code, whatever its case.
pub(in super::super) fn id_by_code(
    tenant: &mut Tenant<'_, '_>,
    code: &str,
) -> Result<Option<AssetClassId>, Problem> {
    let mut sql = tenant.sql("SELECT id FROM asset_classes WHERE organization_id = ? AND code_key = ");
    sql.push_bind(check::key(code));
    tenant.query_optional(&sql, |row| Ok(row.get(0)?))
}

pub(in super::super) fn page(
    tenant: &mut Tenant<'_, '_>,
    filter: &AssetClassFilter,
) -> Result<Page<AssetClass>, Problem> {
    let mut sql = tenant.sql(CLASS);
    if filter.archived != Some(true) {
        sql.push(" AND c.archived_at IS NULL");
    }
    match filter.parent.as_deref() {
        None => {}
        Some("root") => {
            sql.push(" AND c.parent_id IS NULL");
        }
        Some(parent) => {
            let parent: AssetClassId =
                parent.parse().map_err(|_| Problem::field("parent", "must be an id, or root"))?;
            sql.push(" AND c.parent_id = ").push_bind(parent);
        }
    }
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let part = format!("%{}%", check::key(q).replace(['%', '_', '\\'], "_"));
        sql.push(" AND (c.name_key LIKE ").push_bind(&part);
        sql.push(" OR c.code_key LIKE ").push_bind(&part).push(")");
    }
    if let Some(cursor) = &filter.cursor {
        let (name, id): (String, AssetClassId) = Cursor::read(cursor)?;
        sql.push(" AND (c.name_key, c.id) > (").push_bind(name).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY c.name_key, c.id LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, class)?;
    let mut page =
        Page::cut(found, filter.limit, |class| Cursor::write(&(check::key(&class.name), class.id)));
    complete(tenant, &mut page.items)?;
    Ok(page)
}

pub(in super::super) fn insert(tenant: &mut Tenant<'_, '_>, new: &AssetClass) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO asset_classes (organization_id, id, parent_id, code, code_key, name, name_key, attributes, \
             built_in, archived_at, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.parent_id)
        .bind(&new.code)
        .bind(check::key(&new.code))
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(json!(new.attributes))
        .bind(new.built_in)
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(in super::super) fn update(tenant: &mut Tenant<'_, '_>, new: &AssetClass) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE asset_classes SET parent_id = ?, code = ?, code_key = ?, name = ?, name_key = ?, attributes = ?, \
             archived_at = ?, version = ?, updated_at = ? WHERE organization_id = ? AND id = ?",
        )
        .bind(new.parent_id)
        .bind(&new.code)
        .bind(check::key(&new.code))
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(json!(new.attributes))
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}
