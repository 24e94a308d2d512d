//! Files and photos on orders; the slice `files` keeps them.

use axum::{extract::State, response::Response};
use contract::{
    files::{Attachment, Upload as UploadBody},
    permissions::{CommentOnOrders, ViewWorkOrders},
};
use kernel::{AttachmentId, Code, Page, Problem, WorkOrderId};
use web::{Answer, Caller, Can, Failure, Path, Reply};

use super::{
    authority, lifecycle,
    order::{self, ENTITY},
};
use crate::{
    App,
    files::{self, Delivery, DeliveryFilter, Upload},
    tenant::Tenant,
};

/// Finds an order that the caller may see and answers its version.
fn seen(
    id: WorkOrderId,
    caller: Caller,
) -> impl Fn(&mut Tenant<'_, '_>) -> Result<i64, Problem> + Clone + Send + 'static {
    move |tenant| Ok(order::load(tenant, &caller, id)?.version)
}

/// The same, if the caller may add files to it now.
fn open_to_files(
    id: WorkOrderId,
    caller: Caller,
) -> impl Fn(&mut Tenant<'_, '_>) -> Result<i64, Problem> + Clone + Send + 'static {
    move |tenant| {
        let order = order::load(tenant, &caller, id)?;
        authority::allow(order::powers(&caller, &order).comment)?;
        lifecycle::open_to_words(order.status).map_err(|text| Problem::new(Code::NotAllowedNow, text))?;
        Ok(order.version)
    }
}

/// List the files of a work order, oldest first.
#[utoipa::path(get, path = "/work-orders/{id}/files", tag = "work_orders", operation_id = "list_work_order_files",
    params(("id" = Uuid, Path)), responses((status = 200, body = Page<Attachment>)))]
pub(super) async fn list_work_order_files(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
) -> Reply {
    let allowed = seen(id, can.caller());
    let found = app.read(&can, move |tenant| {
        allowed(tenant)?;
        files::list(tenant, ENTITY, id.uuid())
    });
    Ok(Answer::ok(&Page { items: found.await?, next: None })?)
}

/// Attach a file to a work order.
#[utoipa::path(post, path = "/work-orders/{id}/files", tag = "work_orders", operation_id = "attach_work_order_file",
    params(("id" = Uuid, Path)), request_body(content = UploadBody, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment)))]
pub(super) async fn attach_work_order_file(
    can: Can<CommentOnOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    upload: Upload,
) -> Reply {
    files::attach(&app, &can, ENTITY, id.uuid(), upload, open_to_files(id, can.caller())).await
}

/// Get the content of a work order's file, whole or in part.
#[utoipa::path(get, path = "/work-orders/{id}/files/{file_id}", tag = "work_orders",
    operation_id = "find_work_order_file",
    params(("id" = Uuid, Path), ("file_id" = Uuid, Path), DeliveryFilter),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn find_work_order_file(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path((id, file)): Path<(WorkOrderId, AttachmentId)>,
    delivery: Delivery,
) -> Result<Response, Failure> {
    files::open(&app, &can, ENTITY, id.uuid(), file, delivery, seen(id, can.caller())).await
}

/// Remove a file from a work order. History keeps its name.
#[utoipa::path(delete, path = "/work-orders/{id}/files/{file_id}", tag = "work_orders",
    operation_id = "remove_work_order_file", params(("id" = Uuid, Path), ("file_id" = Uuid, Path)),
    responses((status = 204)))]
pub(super) async fn remove_work_order_file(
    can: Can<CommentOnOrders>,
    State(app): State<App>,
    Path((id, file)): Path<(WorkOrderId, AttachmentId)>,
) -> Reply {
    files::remove(&app, &can, ENTITY, id.uuid(), file, open_to_files(id, can.caller())).await
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Request, header},
    };
    use contract::permissions::BuiltInRole;
    use serde_json::json;

    use crate::{
        testing::{TestAnswer, TestApp, on_both_engines},
        work_orders::stories::{ORDERS, move_to, order},
    };

    async fn attach(app: &TestApp, token: &str, id: &str) -> TestAnswer {
        let body = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leak.txt\"\r\n\r\ndrip\r\n--B--\r\n";
        let request = Request::post(format!("{ORDERS}/{id}/files"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        app.send(request.body(Body::from(body)).unwrap()).await
    }

    on_both_engines! {
        async fn files_are_for_those_who_see_the_order_and_stay_as_they_are_once_it_is_closed(app: TestApp) {
            let id = order(&app, json!({"title": "Leak"})).await.id();
            let file = attach(&app, &app.administrator, &id).await.expect(201).id();
            let (_, requester) = app.person(BuiltInRole::Requester).await;
            attach(&app, &requester, &id).await.expect(404);
            let path = format!("{ORDERS}/{id}/files/{file}");
            app.call(&requester, "GET", &path, None).await.expect(404);
            let got = app.get(&path).await.expect(200);
            assert_eq!(got.bytes, b"drip");
            let listed = app.get(&format!("{ORDERS}/{id}/files")).await.expect(200);
            assert_eq!(listed.body["items"][0]["name"], "leak.txt");
            move_to(&app, &id, json!({"to": "completed"})).await.expect(200);
            move_to(&app, &id, json!({"to": "closed"})).await.expect(200);
            attach(&app, &app.administrator, &id).await.expect(409);
            app.call(&app.administrator, "DELETE", &path, None).await.expect(409);
            app.get(&path).await.expect(200);
        }
    }
}
