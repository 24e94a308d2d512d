//! Rows that are work orders, with their history as far as a file tells it.

use std::collections::BTreeMap;

use contract::{
    imports::ImportKind,
    work_orders::{HoldReason, WorkOrderStatus},
};
use jiff::Timestamp;
use kernel::WorkOrderId;
use serde_json::{Value, json};

use super::{
    known::Known,
    reading::{Cells, Place},
    said::{self, Difference, Said},
    store::Current,
    values,
};
use crate::{
    check::key,
    work_orders::{self, ImportedOrder},
};

/// An order as a row tells it.
#[derive(Debug)]
pub(super) struct OrderRow {
    pub order: ImportedOrder,
    /// What the file calls the asset, where it is not known yet and will be made.
    pub new_asset: Option<String>,
    /// What the file calls the order.
    pub external: Option<String>,
    /// The order that it is already.
    pub known: Option<WorkOrderId>,
    /// Of an order that is known: what the row names.
    pub said: Vec<Said>,
    /// The state that the row names.
    pub state: Option<WorkOrderStatus>,
}

/// Reads a row; what is wrong is noted with it.
pub(super) fn read(cells: &mut Cells<'_>, known: &Known, now: Timestamp) -> OrderRow {
    let external = cells.line("external_id", 200);
    let there = external.as_ref().and_then(|name| known.records.external(name));
    let title = match cells.raw("title") {
        None if there.is_some() => String::new(),
        _ => cells.needed("title", 200),
    };
    let mut order = ImportedOrder { title, ..ImportedOrder::default() };
    order.description = cells.text("description", 10_000);
    order.kind = cells.word("kind", values::work_kind).unwrap_or(contract::work_orders::WorkKind::Corrective);
    order.priority = cells.word("priority", values::priority).unwrap_or(order.priority);
    order.resolution = cells.text("resolution", 10_000);
    order.cause = cells.text("cause", 1_000);
    order.cost_minor = cells.amount("cost").unwrap_or(0);
    order.estimated_minutes = cells.word("estimated_minutes", |text| values::number(text).map(minutes));
    if let Some(hours) = cells.word("estimated_hours", values::number) {
        order.estimated_minutes = Some(minutes(hours * 60.0));
    }
    let new_asset = references(cells, known, &mut order);
    let status = cells.word("status", values::status);
    dates(cells, &mut order, status, now);
    if let Some(tags) = cells.text("tags", 2_000) {
        order.tags = values::names(&tags);
    }
    if let Some(field) = &cells.table.mapping.tag
        && let Some(word) = cells.raw(field)
    {
        order.tags.push(word.to_owned());
    }
    order.tags.iter_mut().for_each(|tag| *tag = tag.chars().take(60).collect());
    let mut seen = std::collections::HashSet::new();
    order.tags.retain(|tag| seen.insert(key(tag)));
    let said =
        if there.is_some() { said::said(ImportKind::WorkOrders, cells, &record(&order)) } else { Vec::new() };
    OrderRow { order, new_asset, external, known: there.map(WorkOrderId::new), said, state: status }
}

/// How the order is not as the row says, and the fields that stay because the order is finished.
pub(super) fn differences(
    said: &[Said],
    current: &Current,
    place: &Place,
) -> (Vec<Difference>, Vec<&'static str>) {
    let free = |key: &str| current.status.is_none_or(|status| work_orders::may_change_field(status, key));
    let (free, locked): (Vec<_>, Vec<_>) =
        said::differences(said, current, place).into_iter().partition(|one| free(one.key));
    let locked = said.iter().filter(|one| locked.iter().any(|locked| locked.key == one.key));
    (free, locked.map(|one| one.field).collect())
}

/// As JSON, with the names of fields that a change of an order has too.
fn record(order: &ImportedOrder) -> Value {
    json!({
        "title": order.title,
        "description": order.description,
        "kind": order.kind,
        "priority": order.priority,
        "asset_id": order.asset_id,
        "location_id": order.location_id,
        "team_id": order.team_id,
        "assignee_ids": order.assignee_ids,
        "due_at": order.due_at,
        "planned_start_at": order.planned_start_at,
        "estimated_minutes": order.estimated_minutes,
        "resolution": order.resolution,
        "cause": order.cause,
        "tags": order.tags,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "estimates are small, and a cast saturates")]
fn minutes(number: f64) -> i64 {
    number.round() as i64
}

/// Finds what the row names; answers the asset that is to be made.
fn references(cells: &mut Cells<'_>, known: &Known, order: &mut ImportedOrder) -> Option<String> {
    let mut new_asset = None;
    if let Some(name) = cells.line("location", 200) {
        match known.locations.get(&key(&name)) {
            Some((location, site)) => (order.location_id, order.site_id) = (Some(*location), Some(*site)),
            None => cells.wrong("location", "is not a location that is known; import locations first"),
        }
    }
    if let Some(name) = cells.line("asset", 160) {
        match known.asset(&name) {
            Some(asset) => {
                order.asset_id = Some(asset.id);
                order.location_id = order.location_id.or(asset.location);
                order.site_id = order.site_id.or(asset.site);
            }
            None if cells.table.mapping.create_assets.is_some() => new_asset = Some(name),
            None => cells.wrong("asset", "is not an asset that is known; import assets first"),
        }
    }
    if let Some(team) = cells.line("team", 120) {
        order.team_id = known.teams.get(&key(&team)).copied();
        if order.team_id.is_none() {
            cells.wrong("team", "is not a team that is known");
        }
    }
    for name in cells.raw("assignees").map(values::names).unwrap_or_default() {
        match known.users.get(&key(&name)) {
            Some(user) if !order.assignee_ids.contains(user) => order.assignee_ids.push(*user),
            Some(_) => {}
            None => cells
                .wrong("assignees", format!("{name} is not a person that is known; use e-mail addresses")),
        }
    }
    new_asset
}

/// Dates, and the state that they and the file's word agree on.
fn dates(cells: &mut Cells<'_>, order: &mut ImportedOrder, status: Option<WorkOrderStatus>, now: Timestamp) {
    order.due_at = cells.instant("due_at");
    order.planned_start_at = cells.instant("planned_start_at");
    order.started_at = cells.instant("started_at");
    order.completed_at = cells.instant("completed_at");
    order.closed_at = cells.instant("closed_at");
    let done = order.closed_at.or(order.completed_at);
    let created = cells.instant("created_at");
    order.created_at = created.or(order.started_at).or(order.completed_at).or(done).unwrap_or(now);
    order.status = status.unwrap_or(if order.closed_at.is_some() {
        WorkOrderStatus::Closed
    } else if order.completed_at.is_some() {
        WorkOrderStatus::Completed
    } else {
        WorkOrderStatus::Open
    });
    match order.status {
        WorkOrderStatus::Closed => {
            let at = done.unwrap_or(order.created_at);
            order.completed_at = order.completed_at.or(Some(at));
            order.closed_at = Some(order.closed_at.unwrap_or(at));
        }
        WorkOrderStatus::Completed => {
            order.completed_at = order.completed_at.or(done).or(Some(order.created_at));
            order.closed_at = None;
        }
        WorkOrderStatus::OnHold => order.hold_reason = Some(HoldReason::Other),
        _ => (order.completed_at, order.closed_at) = (None, None),
    }
}

/// The row as it was understood, to show.
pub(super) fn preview(row: &OrderRow, cells: &Cells<'_>) -> BTreeMap<String, String> {
    let order = &row.order;
    let mut shown = BTreeMap::from([
        ("title".to_owned(), order.title.clone()),
        ("kind".to_owned(), order.kind.name().to_owned()),
        ("status".to_owned(), order.status.name().to_owned()),
        ("priority".to_owned(), order.priority.name().to_owned()),
        ("created_at".to_owned(), order.created_at.to_string()),
        ("cost_minor".to_owned(), order.cost_minor.to_string()),
    ]);
    let more = [
        ("asset", cells.raw("asset").map(ToOwned::to_owned)),
        ("location", cells.raw("location").map(ToOwned::to_owned)),
        ("due_at", order.due_at.map(|at| at.to_string())),
        ("closed_at", order.closed_at.map(|at| at.to_string())),
    ];
    shown.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    shown
}
