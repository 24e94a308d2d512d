//! The tree of assets: what stands above one, and directly below.

use std::collections::HashMap;

use contract::assets::{AssetNode, AssetSummary, AssetTreeFilter};
use kernel::{AssetId, Cursor, Page, Problem};

use super::{Seen, narrow, read_criticality, read_status};
use crate::{check, tenant::Tenant};

/// For each asset, those above it and itself, topmost first.
pub(in super::super) fn above(
    tenant: &mut Tenant<'_, '_>,
    ids: &[AssetId],
) -> Result<HashMap<AssetId, Vec<AssetSummary>>, Problem> {
    let mut found = HashMap::<AssetId, Vec<AssetSummary>>::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let mut sql = tenant.sql(
        "WITH RECURSIVE up AS (SELECT organization_id, id AS start, id, parent_id, code, name, 0 AS depth \
         FROM assets WHERE organization_id = ? AND id IN ",
    );
    sql.push_list(ids.iter()).push(
        " UNION ALL SELECT a.organization_id, up.start, a.id, a.parent_id, a.code, a.name, up.depth + 1 \
         FROM assets a JOIN up ON a.organization_id = up.organization_id AND a.id = up.parent_id \
         WHERE up.depth < 100) SELECT start, id, code, name FROM up ORDER BY start, depth DESC",
    );
    tenant.for_each(&sql, |row| {
        let summary = AssetSummary { id: row.get(1)?, code: row.get(2)?, name: row.get(3)? };
        found.entry(row.get(0)?).or_default().push(summary);
        Ok::<_, Problem>(())
    })?;
    Ok(found)
}

/// How many assets that are not archived stand directly below.
pub(in super::super) fn children(tenant: &mut Tenant<'_, '_>, id: AssetId) -> Result<i64, Problem> {
    let sql = tenant
        .sql(
            "SELECT count(*) FROM assets WHERE organization_id = ? AND parent_id = ? AND archived_at IS NULL",
        )
        .bind(id);
    tenant.query_one(&sql, |row| Ok(row.get(0)?))
}

/// One branch by code, with only what a tree shows.
pub(in super::super) fn branch(
    tenant: &mut Tenant<'_, '_>,
    filter: &AssetTreeFilter,
    seen: &Seen,
) -> Result<Page<AssetNode>, Problem> {
    let mut sql = tenant.sql(
        "SELECT a.id, a.code, a.name, a.criticality, a.status, \
         (SELECT count(*) FROM assets c WHERE c.organization_id = a.organization_id AND c.parent_id = a.id \
          AND c.archived_at IS NULL) \
         FROM assets a WHERE a.organization_id = ? AND a.archived_at IS NULL",
    );
    match filter.parent_id {
        Some(parent) => sql.push(" AND a.parent_id = ").push_bind(parent),
        None => sql.push(" AND a.parent_id IS NULL"),
    };
    narrow(&mut sql, seen);
    if let Some(cursor) = &filter.cursor {
        let (code, id): (String, AssetId) = Cursor::read(cursor)?;
        sql.push(" AND (a.code_key, a.id) > (").push_bind(code).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY a.code_key, a.id LIMIT ").push_bind(filter.limit.one_more());
    let nodes = tenant.query(&sql, |row| {
        let status = read_status(&row.get::<String>(4)?)?;
        Ok::<_, Problem>(AssetNode {
            id: row.get(0)?,
            code: row.get(1)?,
            name: row.get(2)?,
            criticality: read_criticality(row.get(3)?)?,
            status,
            state: status.state(),
            children: row.get(5)?,
        })
    })?;
    Ok(Page::cut(nodes, filter.limit, |node| Cursor::write(&(check::key(&node.code), node.id))))
}
