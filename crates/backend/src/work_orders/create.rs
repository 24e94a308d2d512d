use axum::extract::State;
use contract::{
    permissions::{CreateWorkOrders, Permission},
    work_orders::{NewWorkOrder, Priority, SubOrders, WorkKind, WorkOrder, WorkOrderCosts, WorkOrderStatus},
};
use kernel::{Problem, UserId, WorkOrderId};
use web::{Answer, Body, Caller, Can, Reply};

use super::{
    Origin,
    authority::{self, Belonging},
    order::{self, ENTITY},
    store,
    update::{References, check_fields, check_open_parent},
};
use crate::{App, change::Change, check::Check};

/// Create a work order. Assigning and planning it needs the permission to plan.
#[utoipa::path(post, path = "/work-orders", tag = "work_orders", operation_id = "create_work_order",
    request_body = NewWorkOrder, responses((status = 201, body = WorkOrder)))]
pub(super) async fn create_work_order(
    can: Can<CreateWorkOrders>,
    State(app): State<App>,
    Body(new): Body<NewWorkOrder>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        may_create(change, &caller, &new)?;
        let extra = Extra { created_by: Some(caller.user), origin: Origin::Request };
        let made = create_order(change, &new, extra)?;
        let made = order::shown(change, &caller, made)?;
        Ok(Answer::created(&made)?.version(made.version))
    })
    .await
}

/// Refuses fields whose permission the caller lacks, and parents that they may not see.
pub(super) fn may_create(
    change: &mut Change<'_, '_>,
    caller: &Caller,
    new: &NewWorkOrder,
) -> Result<(), Problem> {
    let own = Belonging { created_by: Some(caller.user), ..Belonging::default() };
    let planned = new.team_id.is_some()
        || new.planned_start_at.is_some()
        || new.planned_end_at.is_some()
        || new.estimated_minutes.is_some()
        || new.assignee_ids.iter().any(|user| *user != caller.user);
    if planned {
        authority::allow(authority::power(caller, Permission::PlanWorkOrders, &own))?;
    } else if !new.assignee_ids.is_empty() {
        authority::allow(authority::power(caller, Permission::WorkOnOrders, &own))?;
    }
    if new.requested_by.is_some_and(|user| user != caller.user) {
        authority::allow(authority::power(caller, Permission::EditWorkOrders, &own))?;
    }
    if let Some(parent) = new.parent_id {
        check_open_parent(change, caller, parent)?;
    }
    Ok(())
}

/// What an order carries besides its fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extra {
    /// Who makes it; nobody for a plan.
    pub created_by: Option<UserId>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Makes an order, with its number, its first state and its event. Fields are checked; permissions are the caller's task.
pub fn create_order(
    change: &mut Change<'_, '_>,
    new: &NewWorkOrder,
    extra: Extra,
) -> Result<WorkOrder, Problem> {
    let mut check = Check::default();
    let status = new.status.unwrap_or(WorkOrderStatus::Open);
    if !matches!(status, WorkOrderStatus::Draft | WorkOrderStatus::Open) {
        check.wrong("status", "must be draft or open; the other states are reached by transitions");
    }
    let mut order = blank(change.id(new.id), change.now());
    order.status = status;
    order.title.clone_from(&new.title);
    order.description.clone_from(&new.description);
    order.kind = new.kind.unwrap_or(WorkKind::Corrective);
    order.priority = new.priority.unwrap_or(Priority::None);
    order.asset_id = new.asset_id;
    order.asset_ids.clone_from(&new.asset_ids);
    order.location_id = new.location_id;
    order.assignee_ids.clone_from(&new.assignee_ids);
    order.team_id = new.team_id;
    order.due_at = new.due_at;
    order.planned_start_at = new.planned_start_at;
    order.planned_end_at = new.planned_end_at;
    order.estimated_minutes = new.estimated_minutes;
    order.tags.clone_from(&new.tags);
    order.parent_id = new.parent_id;
    order.created_by = extra.created_by;
    order.requested_by = new.requested_by.or(extra.created_by);
    check_fields(change, &mut check, &mut order, References::ALL)?;
    check.finish()?;
    order.number = change.next_number(ENTITY)?;
    let span = change.id::<()>(None).uuid();
    store::insert(change, &order, extra.origin, span)?;
    change.created(ENTITY, order.id, &order::recorded(&order)?)?;
    let made = store::find(change, order.id)?;
    order::make_findable(change, std::slice::from_ref(&made))?;
    Ok(made)
}

/// An order of which nothing is known yet.
pub(super) fn blank(id: WorkOrderId, now: jiff::Timestamp) -> WorkOrder {
    WorkOrder {
        id,
        number: 0,
        title: String::new(),
        description: None,
        kind: WorkKind::Corrective,
        status: WorkOrderStatus::Open,
        hold_reason: None,
        priority: Priority::None,
        asset_id: None,
        asset: None,
        asset_ids: Vec::new(),
        assets: Vec::new(),
        location_id: None,
        location: None,
        site_id: None,
        assignee_ids: Vec::new(),
        assignees: Vec::new(),
        team_id: None,
        team: None,
        watcher_ids: Vec::new(),
        due_at: None,
        first_due_at: None,
        planned_start_at: None,
        planned_end_at: None,
        estimated_minutes: None,
        actual_minutes: 0,
        started_at: None,
        completed_at: None,
        closed_at: None,
        resolution: None,
        cause: None,
        tags: Vec::new(),
        parent_id: None,
        parent: None,
        sub_orders: SubOrders::default(),
        created_by: None,
        created_by_name: None,
        requested_by: None,
        requested_by_name: None,
        cost_minor: Some(0),
        costs: Some(WorkOrderCosts::default()),
        comment_count: 0,
        timers: Vec::new(),
        version: 1,
        created_at: now,
        updated_at: now,
        actions: Vec::new(),
    }
}
