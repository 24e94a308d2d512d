//! What every operation on one order does: finds it if the caller may see it, saves it with its event, shows it.

use contract::work_orders::{WorkOrder, WorkOrderStatus, work_order_label};
use kernel::{Problem, WorkOrderId};
use serde_json::Value;
use web::Caller;

use super::{
    authority::{self, Belonging},
    lifecycle::{self, Powers},
    store,
};
use crate::{change::Change, search, tenant::Tenant};

/// The kind of record in the event log.
pub(super) const ENTITY: &str = "work_order";

/// What the log keeps of an order: its own fields, not what others are called or what can be added up.
const NOT_KEPT: &[&str] = &[
    "asset",
    "assets",
    "location",
    "assignees",
    "team",
    "parent",
    "sub_orders",
    "created_by_name",
    "requested_by_name",
    "costs",
    "timers",
    "watcher_ids",
    "comment_count",
    "actions",
];

/// The order, if the caller may see it.
pub(super) fn load(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    id: WorkOrderId,
) -> Result<WorkOrder, Problem> {
    let order = store::find(tenant, id)?;
    if authority::sees(caller, &Belonging::of(&order)) {
        return Ok(order);
    }
    Err(Problem::not_found("This work order"))
}

/// What the caller may do with an order.
pub(super) fn powers(caller: &Caller, order: &WorkOrder) -> Powers {
    authority::powers(caller, &Belonging::of(order))
}

/// The order as the caller sees it: with what they may do now, without what they may not see.
pub(super) fn shown(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    mut order: WorkOrder,
) -> Result<WorkOrder, Problem> {
    let blockers = store::blockers(tenant, order.id)?;
    let belonging = Belonging::of(&order);
    let facts = authority::facts(&order, blockers);
    order.actions = lifecycle::actions(&facts, &authority::powers(caller, &belonging));
    if !authority::sees_costs(caller, &belonging) {
        order.cost_minor = None;
        order.costs = None;
    }
    Ok(order)
}

/// The order read anew, as the caller sees it.
pub(super) fn show(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    id: WorkOrderId,
) -> Result<WorkOrder, Problem> {
    let order = store::find(tenant, id)?;
    shown(tenant, caller, order)
}

/// The order as the event log keeps it.
pub(super) fn recorded(order: &WorkOrder) -> Result<Value, Problem> {
    let mut value = serde_json::to_value(order).map_err(Problem::internal)?;
    if let Value::Object(fields) = &mut value {
        fields.retain(|name, _| !NOT_KEPT.contains(&name.as_str()));
    }
    Ok(value)
}

/// Saves a changed order under its next version and records what happened; nothing where nothing differs.
pub(super) fn save(
    change: &mut Change<'_, '_>,
    before: &WorkOrder,
    after: &mut WorkOrder,
    happening: &'static str,
    reason: Option<&str>,
) -> Result<(), Problem> {
    let (old, new) = (recorded(before)?, recorded(after)?);
    if old == new {
        return Ok(());
    }
    after.version = before.version + 1;
    after.updated_at = change.now();
    store::update(change, before, after)?;
    make_findable(change, std::slice::from_ref(after))?;
    change.happened(ENTITY, after.id, after.version, happening, &old, &new, reason)
}

/// Brings what the search knows of orders up to date. Cancelled orders come last.
pub(super) fn make_findable(change: &mut Change<'_, '_>, orders: &[WorkOrder]) -> Result<(), Problem> {
    let texts: Vec<(String, String)> = orders
        .iter()
        .map(|order| {
            let asset = order.asset.as_ref().map(|asset| format!("{} {}", asset.code, asset.name));
            let text = [&order.description, &order.resolution, &order.cause, &asset]
                .into_iter()
                .flatten()
                .chain(&order.tags)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join("\n");
            (work_order_label(order.number), text)
        })
        .collect();
    let entries: Vec<_> = orders
        .iter()
        .zip(&texts)
        .map(|(order, (code, text))| search::Entry {
            entity: ENTITY,
            id: order.id.uuid(),
            code: Some(code),
            title: &order.title,
            context: None,
            text,
            created_by: order.requested_by.or(order.created_by),
            archived: order.status == WorkOrderStatus::Cancelled,
        })
        .collect();
    search::index_all(change, &entries)
}

/// Saves new totals under the next version and records what was added: `entry` says what.
pub(super) fn save_totals(
    change: &mut Change<'_, '_>,
    before: &WorkOrder,
    after: &mut WorkOrder,
    happening: &'static str,
    entry: &Value,
    reason: Option<&str>,
) -> Result<(), Problem> {
    after.version = before.version + 1;
    after.updated_at = change.now();
    after.cost_minor = after.costs.map(|costs| costs.total_minor());
    store::update_totals(change, after)?;
    let (mut old, mut new) = (serde_json::Map::new(), serde_json::Map::new());
    if before.actual_minutes != after.actual_minutes {
        old.insert("actual_minutes".to_owned(), before.actual_minutes.into());
        new.insert("actual_minutes".to_owned(), after.actual_minutes.into());
    }
    if before.cost_minor != after.cost_minor {
        old.insert("cost_minor".to_owned(), before.cost_minor.into());
        new.insert("cost_minor".to_owned(), after.cost_minor.into());
    }
    if let Value::Object(fields) = entry {
        new.extend(fields.clone());
    }
    change.happened(
        ENTITY,
        after.id,
        after.version,
        happening,
        &Value::Object(old),
        &Value::Object(new),
        reason,
    )
}
