use axum::extract::State;
use contract::{
    identity::{Role, RoleInput},
    permissions::{Grants, ManagePeople, ViewPeople},
};
use kernel::{Code, Page, Problem, RoleId};
use web::{Answer, Body, Caller, Can, Path, Reply};

use super::store;
use crate::{App, check::Check};

/// List roles, built-in ones first.
#[utoipa::path(get, path = "/roles", tag = "identity", operation_id = "list_roles",
    responses((status = 200, body = Page<Role>)))]
pub(super) async fn list_roles(can: Can<ViewPeople>, State(app): State<App>) -> Reply {
    let items = app.read(&can, store::list_roles).await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Add an own role.
#[utoipa::path(post, path = "/roles", tag = "identity", operation_id = "create_role", request_body = RoleInput,
    responses((status = 201, body = Role)))]
pub(super) async fn create_role(
    can: Can<ManagePeople>,
    State(app): State<App>,
    Body(input): Body<RoleInput>,
) -> Reply {
    within_reach(&can, &input.permissions, "permissions")?;
    app.change(&can, move |change| {
        let mut check = Check::default();
        let name = check.text("name", &input.name, 60);
        check.finish()?;
        let role = Role {
            id: change.id(None),
            name,
            built_in: false,
            permissions: input.permissions.clone(),
            version: 1,
        };
        let now = change.now();
        store::insert_role(change, &role, None, now)?;
        change.created("role", role.id, &role)?;
        Ok(Answer::created(&role)?.version(role.version))
    })
    .await
}

/// Nobody hands out more authority than their own.
pub(super) fn within_reach(caller: &Caller, grants: &Grants, field: &str) -> Result<(), Problem> {
    if caller.covers(grants) {
        return Ok(());
    }
    Err(Problem {
        errors: vec![kernel::FieldError {
            field: field.to_owned(),
            message: "goes beyond your own role".to_owned(),
        }],
        ..Problem::forbidden("You can't give, or take over, more authority than you have yourself.")
    })
}

fn own(role: &Role) -> Result<(), Problem> {
    if role.built_in {
        return Err(Problem::new(
            Code::NotAllowedNow,
            "Built-in roles stay as they are. Add a role of your own instead.",
        ));
    }
    Ok(())
}

/// Change an own role.
#[utoipa::path(put, path = "/roles/{id}", tag = "identity", operation_id = "replace_role",
    params(("id" = Uuid, Path)), request_body = RoleInput, responses((status = 200, body = Role)))]
pub(super) async fn replace_role(
    can: Can<ManagePeople>,
    State(app): State<App>,
    Path(id): Path<RoleId>,
    Body(input): Body<RoleInput>,
) -> Reply {
    within_reach(&can, &input.permissions, "permissions")?;
    app.change(&can, move |change| {
        let before = store::find_role(change, id)?;
        own(&before)?;
        let mut check = Check::default();
        let name = check.text("name", &input.name, 60);
        check.finish()?;
        let after = Role {
            name,
            permissions: input.permissions.clone(),
            version: before.version + 1,
            ..before.clone()
        };
        let now = change.now();
        store::update_role(change, &after, now)?;
        change.changed("role", id, after.version, &before, &after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}

/// Delete an own role that nobody has.
#[utoipa::path(delete, path = "/roles/{id}", tag = "identity", operation_id = "delete_role",
    params(("id" = Uuid, Path)), responses((status = 204)))]
pub(super) async fn delete_role(
    can: Can<ManagePeople>,
    State(app): State<App>,
    Path(id): Path<RoleId>,
) -> Reply {
    app.change(&can, move |change| {
        let role = store::find_role(change, id)?;
        own(&role)?;
        store::delete_role(change, id)?;
        change.happened("role", id, role.version + 1, "deleted", &role, &(), None)?;
        Ok(Answer::done())
    })
    .await
}
