//! The list of assets: filters, orders and cursors.

use contract::assets::{Asset, AssetFilter};
use jiff::Timestamp;
use kernel::{AssetId, Cursor, Page, Problem};

use super::{ASSET, Seen, asset, complete, narrow};
use crate::{
    check,
    tenant::{Statement, Tenant},
};

/// What a list can be ordered by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Code,
    Name,
    Criticality,
    Update,
}

/// Order by name: what it goes by, whether downwards, and the texts for the place after a cursor and for the order.
struct Order {
    name: &'static str,
    by: By,
    after: &'static str,
    text: &'static str,
}

const ORDERS: [Order; 8] = [
    Order {
        name: "code",
        by: By::Code,
        after: " AND (a.code_key, a.id) > (",
        text: " ORDER BY a.code_key, a.id",
    },
    Order {
        name: "-code",
        by: By::Code,
        after: " AND (a.code_key, a.id) < (",
        text: " ORDER BY a.code_key DESC, a.id DESC",
    },
    Order {
        name: "name",
        by: By::Name,
        after: " AND (a.name_key, a.id) > (",
        text: " ORDER BY a.name_key, a.id",
    },
    Order {
        name: "-name",
        by: By::Name,
        after: " AND (a.name_key, a.id) < (",
        text: " ORDER BY a.name_key DESC, a.id DESC",
    },
    Order {
        name: "criticality",
        by: By::Criticality,
        after: " AND (a.criticality, a.id) > (",
        text: " ORDER BY a.criticality, a.id",
    },
    Order {
        name: "-criticality",
        by: By::Criticality,
        after: " AND (a.criticality, a.id) < (",
        text: " ORDER BY a.criticality DESC, a.id DESC",
    },
    Order {
        name: "updated_at",
        by: By::Update,
        after: " AND (a.updated_at, a.id) > (",
        text: " ORDER BY a.updated_at, a.id",
    },
    Order {
        name: "-updated_at",
        by: By::Update,
        after: " AND (a.updated_at, a.id) < (",
        text: " ORDER BY a.updated_at DESC, a.id DESC",
    },
];

/// One page of assets.
pub(in super::super) fn page(
    tenant: &mut Tenant<'_, '_>,
    filter: &AssetFilter,
    now: Timestamp,
    seen: &Seen,
) -> Result<Page<Asset>, Problem> {
    let name = filter.sort.as_deref().unwrap_or("code");
    let order = ORDERS.iter().find(|order| order.name == name).ok_or_else(|| {
        Problem::field(
            "sort",
            "must be code, name, criticality or updated_at, with - before it to turn it round",
        )
    })?;
    let mut sql = tenant.sql(ASSET);
    narrow(&mut sql, seen);
    filter_by_place(&mut sql, tenant, filter)?;
    filter_by_field(&mut sql, tenant, filter);
    if let Some(cursor) = &filter.cursor {
        sql.push(order.after);
        let id: AssetId = match order.by {
            By::Code | By::Name => {
                let (key, id): (String, AssetId) = Cursor::read(cursor)?;
                sql.push_bind(key);
                id
            }
            By::Criticality => {
                let (rank, id): (i64, AssetId) = Cursor::read(cursor)?;
                sql.push_bind(rank);
                id
            }
            By::Update => {
                let (at, id): (Timestamp, AssetId) = Cursor::read(cursor)?;
                sql.push_bind(at);
                id
            }
        };
        sql.push(", ").push_bind(id).push(")");
    }
    sql.push(order.text).push(" LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, |row| asset(row, now))?;
    let mut page = Page::cut(found, filter.limit, |asset| match order.by {
        By::Code => Cursor::write(&(check::key(&asset.code), asset.id)),
        By::Name => Cursor::write(&(check::key(&asset.name), asset.id)),
        By::Criticality => Cursor::write(&(asset.criticality.rank(), asset.id)),
        By::Update => Cursor::write(&(asset.updated_at, asset.id)),
    });
    complete(tenant, &mut page.items)?;
    Ok(page)
}

fn filter_by_place(
    sql: &mut Statement,
    tenant: &Tenant<'_, '_>,
    filter: &AssetFilter,
) -> Result<(), Problem> {
    match filter.parent.as_deref() {
        None => {}
        Some("root") => {
            sql.push(" AND a.parent_id IS NULL");
        }
        Some(parent) => {
            let parent: AssetId =
                parent.parse().map_err(|_| Problem::field("parent", "must be an id, or root"))?;
            sql.push(" AND a.parent_id = ").push_bind(parent);
        }
    }
    if let Some(location) = filter.location_id {
        sql.push(
            " AND a.location_id IN (WITH RECURSIVE below AS (SELECT organization_id, id FROM locations \
             WHERE organization_id = ",
        );
        sql.push_bind(tenant.organization()).push(" AND id = ").push_bind(location);
        sql.push(
            " UNION SELECT c.organization_id, c.id FROM locations c JOIN below b \
             ON b.organization_id = c.organization_id AND b.id = c.parent_id) SELECT id FROM below)",
        );
    }
    if let Some(site) = filter.site_id {
        sql.push(" AND a.site_id = ").push_bind(site);
    }
    Ok(())
}

fn filter_by_field(sql: &mut Statement, tenant: &Tenant<'_, '_>, filter: &AssetFilter) {
    if filter.archived != Some(true) {
        sql.push(" AND a.archived_at IS NULL");
    }
    if let Some(class) = filter.class_id {
        sql.push(
            " AND a.class_id IN (WITH RECURSIVE heirs AS (SELECT organization_id, id FROM asset_classes \
             WHERE organization_id = ",
        );
        sql.push_bind(tenant.organization()).push(" AND id = ").push_bind(class);
        sql.push(
            " UNION SELECT c.organization_id, c.id FROM asset_classes c JOIN heirs h \
             ON h.organization_id = c.organization_id AND h.id = c.parent_id) SELECT id FROM heirs)",
        );
    }
    if !filter.status.is_empty() {
        sql.push(" AND a.status IN ").push_list(filter.status.0.iter().map(|status| status.name()));
    }
    if !filter.criticality.is_empty() {
        sql.push(" AND a.criticality IN ").push_list(filter.criticality.0.iter().map(|one| one.rank()));
    }
    if let Some(code) = &filter.code {
        sql.push(" AND a.code_key = ").push_bind(check::key(code));
    }
    for word in
        check::key(filter.q.as_deref().unwrap_or_default()).split(' ').filter(|word| !word.is_empty()).take(8)
    {
        // What would be a wildcard or an escape stands for any one character.
        sql.push(" AND a.words_key LIKE ").push_bind(format!("%{}%", word.replace(['%', '_', '\\'], "_")));
    }
}
