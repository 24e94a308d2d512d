use std::collections::HashSet;

use axum::extract::State;
use contract::{
    imports::{ImportBatch, ImportBatchFilter, ImportUndone, TouchedRecord},
    permissions::RunImports,
};
use kernel::{Code, Id, ImportBatchId, Page, Problem};
use uuid::Uuid;
use web::{Answer, Can, Path, Patient, Query, Reply};

use super::store;
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

/// Undo an import: what it made is removed, and people are made inactive. What someone has
/// worked with since stays and is named.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "imports", operation_id = "undo_import",
    params(("id" = Uuid, Path)), responses((status = 200, body = ImportUndone)))]
pub(super) async fn undo_import(
    _: Patient,
    can: Can<RunImports>,
    State(app): State<App>,
    Path(id): Path<ImportBatchId>,
) -> Reply {
    app.change(&can, move |change| Answer::ok(&undo(change, id)?)).await
}

fn undo(change: &mut Change<'_, '_>, id: ImportBatchId) -> Result<ImportUndone, Problem> {
    let before = store::find_batch(change, id)?;
    if before.undone_at.is_some() {
        return Err(Problem::new(Code::NotAllowedNow, "This import was undone already."));
    }
    let (mut touched, mut waiting, mut undone) = (Vec::new(), Vec::new(), 0);
    for (entity, record, row, is_touched) in store::records(change, id)? {
        let list = if is_touched { &mut touched } else { &mut waiting };
        list.push(TouchedRecord { entity, id: record, row });
    }
    // What stands below others goes before them: those that are still used get another turn.
    loop {
        let (before, mut still_used) = (undone, Vec::new());
        for block in
            waiting.chunk_by(|one, next| one.entity == next.entity).flat_map(|kind| kind.chunks(BLOCK))
        {
            let gone = take_back(change, block)?;
            for record in block {
                if gone.contains(&record.id) {
                    store::forget(change, id, &record.entity, record.id)?;
                    undone += 1;
                } else {
                    still_used.push(record.clone());
                }
            }
            change.record()?;
        }
        waiting = still_used;
        if waiting.is_empty() || undone == before {
            break;
        }
    }
    touched.append(&mut waiting);
    touched.sort_by_key(|record| record.row);
    let touched_count = i64::try_from(touched.len()).unwrap_or(i64::MAX);
    touched.truncate(200);
    let now = change.now();
    store::mark_undone(change, id, now)?;
    let batch = ImportBatch { undone_at: Some(now), ..before.clone() };
    change.happened("import", id, 2, "undone", &before, &batch, None)?;
    Ok(ImportUndone { batch, undone, touched, touched_count })
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
            "user" => identity::deactivate(change, Id::new(*id)),
            other => Err(Problem::internal(format!("an import can't have made a {other}"))),
        }?;
        if removed {
            gone.insert(*id);
        }
    }
    Ok(gone)
}
