//! The filters of lists and counts, and what a caller's scope leaves out.

use contract::{
    permissions::{Permission, Scope},
    work_orders::{WorkOrderFilter, WorkOrderStatus},
};
use kernel::{AssetId, OrganizationId, Problem};
use web::Caller;

use crate::{
    check,
    tenant::{Statement, Tenant},
    work_orders::list::{Assets, Assignee, Wanted},
};

/// Hides what the caller's scope does not reach.
pub(super) fn narrow_to_caller(sql: &mut Statement, organization: OrganizationId, caller: &Caller) {
    let scope = caller.scope(Permission::ViewWorkOrders).unwrap_or(Scope::Own);
    if scope == Scope::All {
        return;
    }
    let me = caller.user;
    // One set of ids, which both engines work out once; the order's own columns would have to be looked up row by row.
    sql.push(" AND (w.id IN (SELECT id FROM work_orders WHERE organization_id = ").push_bind(organization);
    sql.push(" AND created_by = ").push_bind(me);
    sql.push(" UNION SELECT id FROM work_orders WHERE organization_id = ").push_bind(organization);
    sql.push(" AND requested_by = ").push_bind(me);
    sql.push(" UNION SELECT work_order_id FROM work_order_assignees WHERE organization_id = ");
    sql.push_bind(organization).push(" AND user_id = ").push_bind(me);
    sql.push(" UNION SELECT work_order_id FROM work_order_watchers WHERE organization_id = ");
    sql.push_bind(organization).push(" AND user_id = ").push_bind(me).push(")");
    if scope >= Scope::Team {
        sql.push(" OR w.assigned = false OR w.team_id IN ").push_list(caller.teams.iter().copied());
    }
    if scope >= Scope::Site {
        sql.push(" OR w.site_id IN ").push_list(caller.sites.iter().copied());
    }
    sql.push(")");
}

pub(super) fn narrow_to_status(sql: &mut Statement, statuses: &[WorkOrderStatus]) {
    match statuses {
        [] => {}
        [one] => {
            sql.push(" AND w.status = ").push_bind(one.name());
        }
        many => {
            let open = many.iter().filter(|status| status.is_open()).count();
            if open == many.len() {
                sql.push(" AND w.open = true");
            }
            let all_open = WorkOrderStatus::ALL.iter().filter(|status| status.is_open()).count();
            if !(open == many.len() && open == all_open) {
                sql.push(" AND w.status IN ").push_list(many.iter().map(|status| status.name()));
            }
        }
    }
}

/// Every filter but the state.
pub(super) fn narrow(
    sql: &mut Statement,
    organization: OrganizationId,
    caller: &Caller,
    filter: &WorkOrderFilter,
    wanted: &Wanted,
) {
    if !filter.priority.is_empty() {
        sql.push(" AND w.priority IN ").push_list(filter.priority.0.iter().map(|priority| priority.rank()));
    }
    if !filter.kind.is_empty() {
        sql.push(" AND w.kind IN ").push_list(filter.kind.0.iter().map(|kind| kind.name()));
    }
    narrow_to_place(sql, organization, filter, wanted);
    match wanted.assignee {
        None => {}
        Some(Assignee::Nobody) => {
            sql.push(" AND w.assigned = false");
        }
        Some(Assignee::User(user)) => {
            sql.push(" AND w.id IN (SELECT work_order_id FROM work_order_assignees WHERE organization_id = ");
            sql.push_bind(organization).push(" AND user_id = ").push_bind(user).push(")");
        }
    }
    if let Some(team) = filter.team_id {
        sql.push(" AND w.team_id = ").push_bind(team);
    }
    narrow_to_times(sql, filter, wanted);
    if let Some(tag) = &filter.tag {
        sql.push(" AND w.id IN (SELECT work_order_id FROM work_order_tags WHERE organization_id = ");
        sql.push_bind(organization).push(" AND tag_key = ").push_bind(check::key(tag)).push(")");
    }
    if let Some(parent) = filter.parent_id {
        sql.push(" AND w.parent_id = ").push_bind(parent);
    }
    if let Some(number) = filter.number {
        sql.push(" AND w.number = ").push_bind(number);
    }
    if filter.watching == Some(true) {
        sql.push(" AND w.id IN (SELECT work_order_id FROM work_order_watchers WHERE organization_id = ");
        sql.push_bind(organization).push(" AND user_id = ").push_bind(caller.user).push(")");
    }
    if let Some(words) = &wanted.words {
        let part = format!("%{}%", words.replace(['%', '_'], " ").trim());
        sql.push(" AND (w.title_key LIKE ").push_bind(&part);
        sql.push(" OR w.asset_id IN (SELECT id FROM assets WHERE organization_id = ").push_bind(organization);
        sql.push(" AND (code_key LIKE ")
            .push_bind(&part)
            .push(" OR name_key LIKE ")
            .push_bind(&part)
            .push("))");
        if let Some(number) = wanted.number {
            sql.push(" OR w.number = ").push_bind(number);
        }
        sql.push(")");
    } else if let Some(number) = wanted.number {
        sql.push(" AND w.number = ").push_bind(number);
    }
}

fn narrow_to_place(
    sql: &mut Statement,
    organization: OrganizationId,
    filter: &WorkOrderFilter,
    wanted: &Wanted,
) {
    match &wanted.assets {
        None => {}
        Some(assets) if assets.further => {
            sql.push(" AND w.id IN (SELECT id FROM work_orders WHERE organization_id = ")
                .push_bind(organization);
            sql.push(" AND asset_id IN ").push_list(&assets.of);
            sql.push(" UNION SELECT work_order_id FROM work_order_assets WHERE organization_id = ");
            sql.push_bind(organization).push(" AND asset_id IN ").push_list(&assets.of).push(")");
        }
        Some(assets) => match &assets.of[..] {
            [one] => {
                sql.push(" AND w.asset_id = ").push_bind(one);
            }
            many => {
                sql.push(" AND w.asset_id IN ").push_list(many);
            }
        },
    }
    if let Some(location) = filter.location_id {
        sql.push(" AND w.location_id");
        if filter.include_children == Some(true) {
            sql.push(" IN (WITH RECURSIVE down AS (SELECT id FROM locations WHERE organization_id = ");
            sql.push_bind(organization).push(" AND id = ").push_bind(location);
            sql.push(
                " UNION SELECT c.id FROM locations c JOIN down ON c.parent_id = down.id WHERE c.organization_id = ",
            );
            sql.push_bind(organization).push(") SELECT id FROM down)");
        } else {
            sql.push(" = ").push_bind(location);
        }
    }
    if let Some(site) = filter.site_id {
        sql.push(" AND w.site_id = ").push_bind(site);
    }
}

fn narrow_to_times(sql: &mut Statement, filter: &WorkOrderFilter, wanted: &Wanted) {
    if wanted.overdue {
        sql.push(" AND w.open = true AND w.due_sort < ").push_bind(wanted.now);
    }
    if let Some((from, to)) = wanted.due {
        sql.push(" AND w.due_sort >= ").push_bind(from).push(" AND w.due_sort < ").push_bind(to);
    }
    if wanted.without_due {
        sql.push(" AND w.due_at IS NULL");
    }
    for (bound, text) in [
        (filter.due_from, " AND w.due_at >= "),
        (filter.due_to, " AND w.due_at < "),
        (filter.created_from, " AND w.created_at >= "),
        (filter.created_to, " AND w.created_at < "),
        (filter.planned_from, " AND w.planned_start_at >= "),
        (filter.planned_to, " AND w.planned_start_at < "),
        (filter.completed_from, " AND w.completed_at >= "),
        (filter.completed_to, " AND w.completed_at < "),
    ] {
        if let Some(at) = bound {
            sql.push(text).push_bind(at);
        }
    }
}

/// The asset, those below it if they are wanted, and whether orders name one of them as a further asset.
pub(in crate::work_orders) fn assets(
    tenant: &mut Tenant<'_, '_>,
    id: AssetId,
    below: bool,
) -> Result<Assets, Problem> {
    let organization = tenant.organization();
    let mut of = vec![id];
    if below {
        let mut sql = tenant
            .sql("WITH RECURSIVE down AS (SELECT id FROM assets WHERE organization_id = ? AND id = ?")
            .bind(id);
        sql.push(
            " UNION SELECT c.id FROM assets c JOIN down ON c.parent_id = down.id WHERE c.organization_id = ",
        );
        sql.push_bind(organization).push(") SELECT id FROM down WHERE id <> ").push_bind(id);
        of.extend(tenant.query(&sql, |row| Ok::<_, Problem>(row.get::<AssetId>(0)?))?);
    }
    let mut sql = tenant
        .sql("SELECT 1 FROM work_order_assets WHERE organization_id = ? AND place > 0 AND asset_id IN ");
    sql.push_list(&of).push(" LIMIT 1");
    let further = tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some();
    Ok(Assets { of, further })
}
