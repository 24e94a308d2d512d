//! Table `saved_views`.

use contract::views::SavedView;
use kernel::{Problem, SavedViewId, UserId};
use store::Row;

use crate::{check, tenant::Tenant};

const VIEW: &str = "SELECT v.id, v.entity, v.name, v.shared, v.owner_id, u.name, v.filters, v.columns, v.sort, \
                    v.layout, v.position, v.is_default, v.version, v.created_at, v.updated_at FROM saved_views v \
                    JOIN users u ON u.organization_id = v.organization_id AND u.id = v.owner_id \
                    WHERE v.organization_id = ?";

fn view(row: &Row<'_>, caller: UserId, may_share: bool) -> Result<SavedView, Problem> {
    let (shared, owner_id): (bool, UserId) = (row.get(3)?, row.get(4)?);
    let json = |at| Ok::<_, Problem>(row.get::<serde_json::Value>(at)?);
    Ok(SavedView {
        id: row.get(0)?,
        entity: row.get(1)?,
        name: row.get(2)?,
        shared,
        owner_id,
        owner_name: row.get(5)?,
        mine: owner_id == caller,
        filters: serde_json::from_value(json(6)?).map_err(Problem::internal)?,
        columns: serde_json::from_value(json(7)?).map_err(Problem::internal)?,
        sort: row.get(8)?,
        layout: row.get(9)?,
        position: row.get(10)?,
        is_default: row.get(11)?,
        editable: if shared { may_share } else { owner_id == caller },
        version: row.get(12)?,
        created_at: row.get(13)?,
        updated_at: row.get(14)?,
    })
}

/// One's own and the shared views, shared ones first.
pub(super) fn list(
    tenant: &mut Tenant<'_, '_>,
    caller: UserId,
    may_share: bool,
    entity: Option<&str>,
) -> Result<Vec<SavedView>, Problem> {
    let mut sql = tenant.sql(VIEW);
    sql.push(" AND (v.shared OR v.owner_id = ").push_bind(caller).push(")");
    if let Some(entity) = entity {
        sql.push(" AND v.entity = ").push_bind(entity);
    }
    sql.push(" ORDER BY v.shared DESC, v.position, v.name_key, v.id LIMIT 500");
    tenant.query(&sql, |row| view(row, caller, may_share))
}

/// A view that the caller may see.
pub(super) fn find(
    tenant: &mut Tenant<'_, '_>,
    caller: UserId,
    may_share: bool,
    id: SavedViewId,
) -> Result<SavedView, Problem> {
    let mut sql = tenant.sql(VIEW);
    sql.push(" AND v.id = ").push_bind(id);
    sql.push(" AND (v.shared OR v.owner_id = ").push_bind(caller).push(")");
    tenant
        .query_optional(&sql, |row| view(row, caller, may_share))?
        .ok_or_else(|| Problem::not_found("This view"))
}

/// The place after the last view of a list.
pub(super) fn next_position(tenant: &mut Tenant<'_, '_>, entity: &str) -> Result<i64, Problem> {
    let sql = tenant
        .sql(
            "SELECT CAST(coalesce(max(position), 0) + 1 AS bigint) FROM saved_views \
              WHERE organization_id = ? AND entity = ?",
        )
        .bind(entity);
    tenant.query_one(&sql, |row| Ok(row.get(0)?))
}

pub(super) fn insert(tenant: &mut Tenant<'_, '_>, new: &SavedView) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO saved_views (organization_id, id, entity, name, name_key, shared, owner_id, filters, columns, \
             sort, layout, position, is_default, version, created_at, updated_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(&new.entity)
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.shared)
        .bind(new.owner_id)
        .bind(serde_json::json!(new.filters))
        .bind(serde_json::json!(new.columns))
        .bind(new.sort.as_deref())
        .bind(new.layout.as_deref())
        .bind(new.position)
        .bind(new.is_default)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(super) fn update(tenant: &mut Tenant<'_, '_>, new: &SavedView) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE saved_views SET name = ?, name_key = ?, shared = ?, filters = ?, columns = ?, sort = ?, layout = ?, \
             position = ?, is_default = ?, version = ?, updated_at = ? WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.shared)
        .bind(serde_json::json!(new.filters))
        .bind(serde_json::json!(new.columns))
        .bind(new.sort.as_deref())
        .bind(new.layout.as_deref())
        .bind(new.position)
        .bind(new.is_default)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

/// Of the shared views of a list, or of one's own, only this one may be the one it opens with.
pub(super) fn only_default(tenant: &mut Tenant<'_, '_>, view: &SavedView) -> Result<(), Problem> {
    let mut sql = tenant
        .sql("UPDATE saved_views SET is_default = ? WHERE organization_id = ? AND entity = ? AND id <> ?")
        .bind(false)
        .bind(&view.entity)
        .bind(view.id);
    sql.push(" AND shared = ").push_bind(view.shared);
    if !view.shared {
        sql.push(" AND owner_id = ").push_bind(view.owner_id);
    }
    tenant.execute(&sql)?;
    Ok(())
}

pub(super) fn delete(tenant: &mut Tenant<'_, '_>, id: SavedViewId) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM saved_views WHERE organization_id = ? AND id = ?").bind(id);
    tenant.execute(&sql)?;
    Ok(())
}
