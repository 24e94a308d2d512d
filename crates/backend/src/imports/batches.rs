use std::collections::HashSet;

use axum::extract::State;
use contract::{
    imports::{ImportBatch, ImportBatchFilter, ImportUndone, TouchedRecord},
    permissions::RunImports,
};
use kernel::{Code, Id, ImportBatchId, Page, Problem};
use uuid::Uuid;
use web::{Answer, Caller, Can, Path, Patient, Query, Reply};

use super::{send::may_touch, store, update};
use crate::{App, assets, change::Change, identity, parts, sites, work_orders};

/// Records that are removed at once.
const BLOCK: usize = 500;

/// List what was imported, newest first.
#[utoipa::path(get, path = "/imports", tag = "imports", operation_id = "list_imports", params(ImportBatchFilter),
    responses((status = 200, body = Page<ImportBatch>)))]
pub(super) async fn list_imports(
    can: Can<RunImports>,
    State(app): State<App>,
    Query(filter): Query<ImportBatchFilter>,
) -> Reply {
    let page = app.read(&can, move |tenant| store::list_batches(tenant, &filter)).await?;
    Ok(Answer::ok(&page)?)
}

/// Find an import.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", operation_id = "find_import",
    params(("id" = Uuid, Path)), responses((status = 200, body = ImportBatch)))]
pub(super) async fn find_import(
    can: Can<RunImports>,
    State(app): State<App>,
    Path(id): Path<ImportBatchId>,
) -> Reply {
    let batch = app.read(&can, move |tenant| store::find_batch(tenant, id)).await?;
    Ok(Answer::ok(&batch)?)
}

/// Undo an import: what it made is removed, people are made inactive, and what it changed is as it was. What someone has
/// worked with or changed since stays and is named.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "imports", operation_id = "undo_import",
    params(("id" = Uuid, Path)), responses((status = 200, body = ImportUndone)))]
pub(super) async fn undo_import(
    _: Patient,
    can: Can<RunImports>,
    State(app): State<App>,
    Path(id): Path<ImportBatchId>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| Answer::ok(&undo(change, id, &caller)?)).await
}

fn undo(change: &mut Change<'_, '_>, id: ImportBatchId, caller: &Caller) -> Result<ImportUndone, Problem> {
    let before = store::find_batch(change, id)?;
    if before.undone_at.is_some() {
        return Err(Problem::new(Code::NotAllowedNow, "This import was undone already."));
    }
    may_touch(caller, before.kind)?;
    let (mut touched, mut waiting, mut undone) = (Vec::new(), Vec::new(), 0);
    for (entity, record, row, is_touched) in store::records(change, id)? {
        let list = if is_touched { &mut touched } else { &mut waiting };
        list.push(TouchedRecord { entity, id: record, row, fields: Vec::new() });
    }
    // Stock goes out first, so that its parts can go too; values come back before what they refer to is removed.
    let (stock, others): (Vec<_>, Vec<_>) =
        waiting.drain(..).partition(|record: &TouchedRecord| record.entity == "stock_movement");
    touched.append(&mut take_all(change, id, stock, &mut undone)?);
    let restored = give_back(change, &before, caller, &mut touched)?;
    touched.append(&mut take_all(change, id, others, &mut undone)?);
    touched.sort_by_key(|record| record.row);
    let touched_count = i64::try_from(touched.len()).unwrap_or(i64::MAX);
    touched.truncate(200);
    let now = change.now();
    store::mark_undone(change, id, now)?;
    let batch = ImportBatch { undone_at: Some(now), ..before.clone() };
    change.happened("import", id, 2, "undone", &before, &batch, None)?;
    Ok(ImportUndone { batch, undone, restored, touched, touched_count })
}

/// Removes what a batch made; answers what stays because it is used.
fn take_all(
    change: &mut Change<'_, '_>,
    batch: ImportBatchId,
    mut waiting: Vec<TouchedRecord>,
    undone: &mut i64,
) -> Result<Vec<TouchedRecord>, Problem> {
    // What stands below others goes before them: those that are still used get another turn.
    loop {
        let (before, mut still_used) = (*undone, Vec::new());
        for block in
            waiting.chunk_by(|one, next| one.entity == next.entity).flat_map(|kind| kind.chunks(BLOCK))
        {
            let gone = take_back(change, block)?;
            for record in block {
                if gone.contains(&record.id) {
                    store::forget(change, batch, &record.entity, record.id)?;
                    *undone += i64::from(record.entity != "stock_movement");
                } else {
                    still_used.push(record.clone());
                }
            }
            change.record()?;
        }
        let stuck = still_used.len() == waiting.len() || *undone == before;
        waiting = still_used;
        if waiting.is_empty() || stuck {
            return Ok(waiting);
        }
    }
}

/// Gives the records that a batch changed their old values back; answers how many have all of them.
fn give_back(
    change: &mut Change<'_, '_>,
    batch: &ImportBatch,
    caller: &Caller,
    touched: &mut Vec<TouchedRecord>,
) -> Result<i64, Problem> {
    let mut restored = 0;
    for (done, changed) in (1_usize..).zip(store::changes(change, batch.id)?) {
        let fields = update::restore(change, batch.kind, Some(caller), &changed)?;
        if fields.is_empty() {
            restored += 1;
        } else {
            touched.push(TouchedRecord { entity: changed.entity, id: changed.id, row: changed.line, fields });
        }
        if done % BLOCK == 0 {
            change.record()?;
        }
    }
    Ok(restored)
}

/// Removes what can be removed of records of one kind; answers which.
fn take_back(change: &mut Change<'_, '_>, block: &[TouchedRecord]) -> Result<HashSet<Uuid>, Problem> {
    let entity = block.first().map_or("", |record| record.entity.as_str());
    if entity == "work_order" {
        let ids: Vec<_> = block.iter().map(|record| Id::new(record.id)).collect();
        return Ok(work_orders::remove_imported(change, &ids)?.into_iter().map(kernel::Id::uuid).collect());
    }
    let mut gone = HashSet::new();
    for TouchedRecord { id, .. } in block {
        let removed = match entity {
            "asset" => assets::remove_imported(change, Id::new(*id)),
            "location" => sites::remove_imported(change, Id::new(*id)),
            "part" => parts::remove_imported(change, Id::new(*id)),
            "stock_movement" => parts::counter_receipt(change, Id::new(*id)),
            "user" => identity::deactivate(change, Id::new(*id)),
            other => Err(Problem::internal(format!("an import can't have made a {other}"))),
        }?;
        if removed {
            gone.insert(*id);
        }
    }
    Ok(gone)
}
