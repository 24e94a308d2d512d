use std::collections::HashSet;

use axum::extract::State;
use contract::{
    permissions::EditWorkOrders,
    work_orders::{WorkOrder, WorkOrderPatch},
};
use jiff::Timestamp;
use kernel::{Code, FieldError, Patch, Problem, WorkOrderId};
use web::{Answer, Body, Caller, Can, Path, Reply};

use super::{
    authority,
    lifecycle::{self, PLANNING_FIELDS},
    order, store,
};
use crate::{App, change::Change, check::Check};

/// Change fields of a work order: fields that nobody else has changed since `version` merge.
#[utoipa::path(patch, path = "/work-orders/{id}", tag = "work_orders", operation_id = "update_work_order",
    params(("id" = Uuid, Path)), request_body = WorkOrderPatch, responses((status = 200, body = WorkOrder)))]
pub(super) async fn update_work_order(
    can: Can<EditWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(patch): Body<WorkOrderPatch>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        let mut after = patched(change, &caller, &before, &patch)?;
        order::save(change, &before, &mut after, "changed", None)?;
        let now = order::show(change, &caller, id)?;
        Ok(Answer::ok(&now)?.version(now.version))
    })
    .await
}

/// Changes an order to what a file says.
pub(crate) fn change_imported(
    change: &mut Change<'_, '_>,
    id: WorkOrderId,
    patch: &WorkOrderPatch,
) -> Result<(), Problem> {
    let before = store::find(change, id)?;
    let fields = named(patch)?;
    refuse_locked(&before, &fields)?;
    let mut after = before.clone();
    apply(patch, &mut after);
    let mut check = Check::default();
    check_fields(change, &mut check, &mut after, References { names: &fields })?;
    check.finish()?;
    order::save(change, &before, &mut after, "changed", None)
}

/// The order with the changed fields, checked; nothing is saved yet.
pub(super) fn patched(
    change: &mut Change<'_, '_>,
    caller: &Caller,
    before: &WorkOrder,
    patch: &WorkOrderPatch,
) -> Result<WorkOrder, Problem> {
    let fields = named(patch)?;
    may_change(caller, before, patch, &fields)?;
    refuse_locked(before, &fields)?;
    let base = change.base_version(patch.version);
    change.merge(before.id.uuid(), base, before.version, &order::recorded(before)?, patch)?;
    let mut after = before.clone();
    apply(patch, &mut after);
    if let Some(Some(parent)) = patch.parent_id.as_option() {
        check_parent(change, caller, before.id, *parent)?;
    }
    if after.location_id == before.location_id
        && after.asset_id != before.asset_id
        && patch.location_id.is_absent()
    {
        after.location_id = None;
    }
    let mut check = Check::default();
    let references = References { names: &fields };
    check_fields(change, &mut check, &mut after, references)?;
    check.finish()?;
    Ok(after)
}

fn refuse_locked(before: &WorkOrder, fields: &[String]) -> Result<(), Problem> {
    let refused: Vec<FieldError> = fields
        .iter()
        .filter_map(|field| {
            let message = lifecycle::editable(before.status, field).err()?;
            Some(FieldError { field: field.clone(), message })
        })
        .collect();
    let Some(first) = refused.first() else { return Ok(()) };
    let detail = format!("{} {}.", first.field, first.message);
    Err(Problem { errors: refused, ..Problem::new(Code::NotAllowedNow, detail) })
}

/// The fields that a patch sets.
fn named(patch: &WorkOrderPatch) -> Result<Vec<String>, Problem> {
    let value = serde_json::to_value(patch).map_err(Problem::internal)?;
    let names =
        value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    Ok(names.into_iter().filter(|name| name != "version").collect())
}

/// Planning fields need the permission to plan, the others that to edit. Whoever may work on an order may take it or
/// give it back, and say what was done.
fn may_change(
    caller: &Caller,
    before: &WorkOrder,
    patch: &WorkOrderPatch,
    fields: &[String],
) -> Result<(), Problem> {
    let powers = order::powers(caller, before);
    let only_oneself = patch.assignee_ids.as_ref().is_some_and(|after| {
        let differs = |a: &[_], b: &[_]| a.iter().any(|user| *user != caller.user && !b.contains(user));
        !differs(after, &before.assignee_ids) && !differs(&before.assignee_ids, after)
    });
    for field in fields {
        let power = match field.as_str() {
            "assignee_ids" if only_oneself => powers.plan.clone().or(powers.work.clone()),
            name if PLANNING_FIELDS.contains(&name) => powers.plan.clone(),
            "resolution" | "cause" => powers.edit.clone().or(powers.work.clone()),
            _ => powers.edit.clone(),
        };
        authority::allow(power)?;
    }
    Ok(())
}

fn apply(patch: &WorkOrderPatch, order: &mut WorkOrder) {
    fn set<T: Clone>(patch: Option<&T>, field: &mut T) {
        if let Some(value) = patch {
            field.clone_from(value);
        }
    }
    fn set_or_empty<T: Clone>(patch: &Patch<T>, field: &mut Option<T>) {
        if let Some(value) = patch.as_option() {
            *field = value.cloned();
        }
    }
    set(patch.title.as_ref(), &mut order.title);
    set_or_empty(&patch.description, &mut order.description);
    set(patch.kind.as_ref(), &mut order.kind);
    set(patch.priority.as_ref(), &mut order.priority);
    set_or_empty(&patch.asset_id, &mut order.asset_id);
    set(patch.asset_ids.as_ref(), &mut order.asset_ids);
    set_or_empty(&patch.location_id, &mut order.location_id);
    set(patch.assignee_ids.as_ref(), &mut order.assignee_ids);
    set_or_empty(&patch.team_id, &mut order.team_id);
    set_or_empty(&patch.due_at, &mut order.due_at);
    set_or_empty(&patch.planned_start_at, &mut order.planned_start_at);
    set_or_empty(&patch.planned_end_at, &mut order.planned_end_at);
    set_or_empty(&patch.estimated_minutes, &mut order.estimated_minutes);
    set_or_empty(&patch.resolution, &mut order.resolution);
    set_or_empty(&patch.cause, &mut order.cause);
    set(patch.tags.as_ref(), &mut order.tags);
    set_or_empty(&patch.parent_id, &mut order.parent_id);
    set_or_empty(&patch.requested_by, &mut order.requested_by);
}

/// A parent is an order that the caller may see and whose work is still ahead.
pub(super) fn check_open_parent(
    change: &mut Change<'_, '_>,
    caller: &Caller,
    parent: WorkOrderId,
) -> Result<(), Problem> {
    match order::load(change, caller, parent) {
        Err(_) => Err(Problem::field("parent_id", "is not a work order that you may see")),
        Ok(parent) if !parent.status.is_open() => {
            Err(Problem::field("parent_id", "is finished; only open orders take sub-orders"))
        }
        Ok(_) => Ok(()),
    }
}

/// A parent is another order, and not one that stands below this one.
fn check_parent(
    change: &mut Change<'_, '_>,
    caller: &Caller,
    id: WorkOrderId,
    parent: WorkOrderId,
) -> Result<(), Problem> {
    check_open_parent(change, caller, parent)?;
    if store::lineage(change, parent)?.contains(&id) {
        return Err(Problem::field("parent_id", "must not be the order itself or one below it"));
    }
    Ok(())
}

/// Which references are new and must be looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct References<'a> {
    names: &'a [String],
}

impl References<'_> {
    /// All: for a new order.
    pub const ALL: Self = References { names: &[] };

    fn has(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|known| known == name)
    }
}

/// Trims and checks the fields of an order, and finds its site from where it is.
pub(super) fn check_fields(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    order: &mut WorkOrder,
    references: References<'_>,
) -> Result<(), Problem> {
    order.title = check.text("title", &order.title, 200);
    order.description = check.long_text("description", order.description.as_deref(), 20_000);
    order.resolution = check.long_text("resolution", order.resolution.as_deref(), 20_000);
    order.cause = check.long_text("cause", order.cause.as_deref(), 4_000);
    order.tags = check.aliases("tags", &order.tags);
    if order.estimated_minutes.is_some_and(|minutes| !(1..=525_600).contains(&minutes)) {
        check.wrong("estimated_minutes", "must be 1 to 525,600 minutes");
    }
    for (field, at) in [
        ("due_at", &mut order.due_at),
        ("planned_start_at", &mut order.planned_start_at),
        ("planned_end_at", &mut order.planned_end_at),
    ] {
        check_instant(check, field, at);
    }
    order.first_due_at = order.first_due_at.or(order.due_at);
    if let (Some(start), Some(end)) = (order.planned_start_at, order.planned_end_at)
        && end < start
    {
        check.wrong("planned_end_at", "must not lie before the planned start");
    }
    let mut seen = HashSet::new();
    order.assignee_ids.retain(|user| seen.insert(*user));
    let mut seen: HashSet<_> = order.asset_id.into_iter().collect();
    order.asset_ids.retain(|asset| seen.insert(*asset));
    if order.assignee_ids.len() > 50 {
        check.wrong("assignee_ids", "must be at most 50 people");
        order.assignee_ids.clear();
    }
    if order.asset_ids.len() > 100 {
        check.wrong("asset_ids", "must be at most 100 assets");
        order.asset_ids.clear();
    }
    check_references(change, check, order, references)
}

/// Instants are kept to the microsecond and must lie in years that calendars can show.
fn check_instant(check: &mut Check, field: &str, at: &mut Option<Timestamp>) {
    let Some(instant) = at else { return };
    let earliest = Timestamp::constant(-2_208_988_800, 0);
    if *instant < earliest || *instant >= store::NEVER {
        check.wrong(field, "must lie between the years 1900 and 9998");
    } else if let Ok(cut) = Timestamp::from_microsecond(instant.as_microsecond()) {
        *instant = cut;
    }
}

fn check_references(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    order: &mut WorkOrder,
    references: References<'_>,
) -> Result<(), Problem> {
    if references.has("asset_id") || references.has("location_id") {
        order.site_id = None;
        let mut place = None;
        if let Some(asset) = order.asset_id {
            place = store::asset_place(change, asset)?;
            if place.is_none() {
                check.wrong("asset_id", "is not an asset of this organisation");
            }
        }
        if let Some(location) = order.location_id {
            order.site_id = store::location_site(change, location)?;
            if order.site_id.is_none() {
                check.wrong("location_id", "is not a location of this organisation");
            }
        } else if let Some(store::AssetPlace { location, site }) = place
            && !references.names.iter().any(|name| name == "location_id")
        {
            order.location_id = location;
            order.site_id = site;
        }
    }
    if references.has("asset_ids") {
        for (index, asset) in order.asset_ids.iter().enumerate() {
            if store::asset_place(change, *asset)?.is_none() {
                check.wrong(format!("asset_ids[{index}]"), "is not an asset of this organisation");
            }
        }
    }
    if references.has("assignee_ids") {
        for (index, user) in order.assignee_ids.iter().enumerate() {
            if !store::user_exists(change, *user)? {
                check.wrong(format!("assignee_ids[{index}]"), "is not a user of this organisation");
            }
        }
    }
    if references.has("requested_by")
        && let Some(user) = order.requested_by
        && !store::user_exists(change, user)?
    {
        check.wrong("requested_by", "is not a user of this organisation");
    }
    if references.has("team_id")
        && let Some(team) = order.team_id
        && !store::team_exists(change, team)?
    {
        check.wrong("team_id", "is not a team of this organisation");
    }
    if references.names.is_empty()
        && let Some(parent) = order.parent_id
        && store::lineage(change, parent)?.is_empty()
    {
        check.wrong("parent_id", "is not a work order of this organisation");
    }
    Ok(())
}
